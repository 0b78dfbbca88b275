"""Officers: who works here, in which role, and what each role does (cán bộ và quyền)."""
