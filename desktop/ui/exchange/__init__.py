"""Carrying news between offices: where it stands with each, and one button each way."""
