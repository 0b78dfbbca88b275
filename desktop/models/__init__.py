"""The office's store: journal, derived tables, the encrypted file, search, upgrades (kho dữ liệu)."""
