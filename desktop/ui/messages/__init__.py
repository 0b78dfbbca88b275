"""What citizens will be told, before it goes: to whom, why, in which words; and what became of it."""
