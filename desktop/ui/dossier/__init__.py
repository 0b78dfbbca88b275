"""One dossier on a page: its course, its journal, its papers, and what may be done with it now."""
