"""Scans as tests attach them: small pictures of paper, each another one, as big as asked for."""

import io
import random

from PIL import Image


def photo(seed: int = 0, kilobytes: int = 0) -> bytes:
    """Return a JPEG of about this size; the same seed, the same bytes."""
    side = max(16, int((kilobytes * 1024 / 1.1) ** 0.5))
    noise = random.Random(seed).randbytes(side * side)
    out = io.BytesIO()
    Image.frombytes("L", (side, side), noise).save(out, "JPEG", quality=90)
    return out.getvalue()
