"""Papers going from one office to another (bàn giao)."""
