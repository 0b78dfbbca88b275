"""Folded text for search: no accents, no case, đ as d."""

import unicodedata


def folded(text: str) -> str:
    """Return the text as people type it in a hurry: "Đàm Văn Riêm" and "dam van riem" give the same.

    Vietnamese đ has no decomposition, so it is replaced by hand; every other accent falls away with its mark.
    """
    plain = text.replace("đ", "d").replace("Đ", "D")
    decomposed = unicodedata.normalize("NFD", plain)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()
