"""Carrying work between offices by USB stick or a weak link (trao đổi): cards, batches, import, export."""
