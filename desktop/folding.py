"""Folded text for search: no accents, no case, đ as d."""

import re
import unicodedata


def folded(text: str) -> str:
    """Return the text as people type it in a hurry: "Đàm Văn Riêm" and "dam van riem" give the same.

    Vietnamese đ has no decomposition, so it is replaced by hand; every other accent falls away with its mark.
    """
    plain = text.replace("đ", "d").replace("Đ", "D")
    decomposed = unicodedata.normalize("NFD", plain)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()


def found_spans(text: str, query: str) -> list[tuple[int, int]]:
    """Return where the words of a query stand at beginnings of words in a text, as (start, end), in order.

    A run of the query that occurs as it is gives one span: "chuyen hinh" in "Chuyển hình thức" gives [(0, 10)].
    """
    text = unicodedata.normalize("NFC", text)
    plain = "".join(folded(letter)[:1] or " " for letter in text)
    words = re.findall(r"[^\W_]+", folded(query))
    if not words:
        return []
    together = r"[\W_]+".join(map(re.escape, words))
    hits = list(re.finditer(rf"(?<![^\W_]){together}", plain))
    hits = hits or [hit for word in words for hit in re.finditer(rf"(?<![^\W_]){re.escape(word)}", plain)]
    return sorted({hit.span() for hit in hits})
