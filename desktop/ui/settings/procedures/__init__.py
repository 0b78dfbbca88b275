"""Procedures: the catalogue with the office's own in front, and the editor of one (thủ tục)."""
