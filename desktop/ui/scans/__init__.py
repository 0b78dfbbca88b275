"""Scans of papers on a dossier's page: attach, look, save, and what the scanner has just written (bản chụp giấy tờ)."""
