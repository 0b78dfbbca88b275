import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.folding import folded, found_spans


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("Chuyển hình thức sử dụng đất", "chuyen hinh thuc", ["Chuyển hình thức"]),
        ("Đăng ký đất đai", "dat", ["đất"]),
        ("Đăng ký thường trú", "tru dang", ["Đăng", "trú"]),
        ("Cấp bản sao", "ao", []),
        ("Cấp bản sao", "  ", []),
        ("giao đất, cho thuê đất", "dat cho", ["đất, cho"]),
    ],
    ids=["a run", "đ as d", "words apart", "not inside a word", "nothing typed", "over a comma"],
)
def test_what_was_typed_is_found_in_the_text(text: str, query: str, marked: list[str]) -> None:
    assert [text[start:end] for start, end in found_spans(text, query)] == marked


@given(st.text(), st.text())
def test_spans_lie_inside_and_apart(text: str, query: str) -> None:
    spans = found_spans(text, query)
    assert all(0 <= start < end for start, end in spans)
    assert spans == sorted(set(spans))


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert folded(folded(text)) == folded(text) or "İ" in text
