"""Taking a dossier in: identity card, applicant, papers to tick, three outcomes (tiếp nhận)."""
