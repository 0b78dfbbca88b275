"""The window around the pages: rail, top bar with search, messages, status line."""
