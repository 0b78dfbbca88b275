"""Before the main window: first set-up of an office, log-in, lock."""
