"""What may happen to a dossier and what follows (xử lý hồ sơ)."""
