"""Whatever an applicant is called and however much they bring: nothing overlaps, leaves the page or gets lost."""

import re
import unicodedata
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.printing.characters import clean
from desktop.printing.pages import STOCKS
from desktop.printing.papers import (
    Applicant,
    HandoverList,
    HandoverRow,
    Paper,
    PaperLine,
    ProcessSheet,
    Register,
    RegisterRow,
    ResultReceipt,
)

from .reading import Box, flat, opened, text_boxes
from .samples import HANDOVER, ORDINARY, REGISTER, SUPPLEMENT
from .test_characters import VIETNAMESE
from .test_pages import keeps_the_margins

LETTERS = "".join(VIETNAMESE) + "bcdghklmnpqrstvxBCDGHKLMNPQRSTVX0123456789.,/()-&<>"
NOISE = ["😀", "👩‍👩‍👧", "\u0007", "\u200b", "\ufeff", "\t", "{x}", "</b>"]
LONGEST_SYLLABLE = 7
"""“nghiêng”; no syllable of the language is longer."""

syllables = st.one_of(st.text(LETTERS, min_size=1, max_size=LONGEST_SYLLABLE), st.sampled_from(NOISE))
texts = st.builds(
    lambda words, form: unicodedata.normalize(form, " ".join(words)),
    st.lists(syllables, max_size=25),
    st.sampled_from(["NFC", "NFD"]),
)
counts = st.integers(0, 12)
lines = st.builds(PaperLine, texts, counts, counts, texts)
people = st.builds(Applicant, *[texts] * 7)


@st.composite
def any_papers(draw: st.DrawFn) -> Paper:
    """One of the forms with any data in it; the lists are short mostly and long at times."""
    paper = draw(st.sampled_from(ORDINARY))
    long = draw(st.sampled_from([2, 2, 2, 60]))
    changes: dict[str, Any] = {}
    if isinstance(paper, Register | HandoverList):
        row: RegisterRow | HandoverRow = draw(
            st.sampled_from([*REGISTER.rows] if isinstance(paper, Register) else [*HANDOVER.rows])
        )
        row = replace(row, applicant=draw(texts), address=draw(texts), note=draw(texts))
        changes["rows"] = (row,) * draw(st.integers(0, long))
    else:
        changes |= {"applicant": draw(people), "procedure": draw(texts)}
    if hasattr(paper, "papers"):
        changes["papers"] = tuple(draw(st.lists(lines, max_size=3))) * (long // 2)
    if isinstance(paper, ResultReceipt):
        changes["results"] = tuple(draw(st.lists(lines, max_size=3)))
    if hasattr(paper, "reason"):
        changes["reason"] = draw(texts) * long
    return replace(paper, **changes)


@given(any_papers())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_nothing_overlaps_leaves_the_page_or_gets_lost(paper: Paper) -> None:
    with opened(paper) as document:
        whole = []
        for page in document:
            keeps_the_margins(page, _stock(paper))
            assert not overlapping(text_boxes(page))
            whole.append(flat(page.get_textpage().get_text_range()))
    text = _without_marks(" ".join(whole))
    for typed in _typed(paper):
        assert _without_marks(flat(clean(typed))) in text


def _stock(paper: Paper) -> Any:
    if isinstance(paper, Register | HandoverList):
        return STOCKS["A4-landscape"]
    return STOCKS["A4" if isinstance(paper, ProcessSheet) else "A5"]


def _typed(paper: Paper) -> list[str]:
    """What must come back whole; a text that runs over a page's end is parted by the next page's head of a table."""
    if isinstance(paper, Register | HandoverList):
        return [value for row in paper.rows[:1] for value in (row.applicant, row.note)]
    return [paper.applicant.name, *([getattr(paper, "reason", "")] if not hasattr(paper, "papers") else [])]


def _without_marks(text: str) -> str:
    """The text without blanks and page numbers; pdfium gives a hyphen at a line's end as a sign of its own."""
    return re.sub(r"\s+|[-\u0002\ufffe\u00ad]", "", re.sub(r"Trang \d+/\d+", "", text))


def overlapping(boxes: list[Box]) -> list[tuple[Box, Box]]:
    """Pairs of printed runs that cover each other by more than accents and tails of neighbouring lines do."""
    found = []
    by_height = sorted(boxes, key=lambda box: box[1])
    for place, lower in enumerate(by_height):
        for upper in by_height[place + 1 :]:
            if upper[1] >= lower[3]:
                break
            across = min(lower[2], upper[2]) - max(lower[0], upper[0])
            upright = min(lower[3], upper[3]) - upper[1]
            if across > 1 and upright > 0.45 * min(lower[3] - lower[1], upper[3] - upper[1]):
                found.append((lower, upper))
    return found


def test_the_check_for_overlaps_sees_one() -> None:
    assert overlapping([(0, 0, 50, 10), (40, 4, 90, 14)])
    assert not overlapping([(0, 0, 50, 10), (0, 9, 50, 19)])
    assert not overlapping([(0, 0, 50, 10), (50, 0, 90, 10)])


def test_a_number_with_nothing_behind_it_still_takes_its_line() -> None:
    blank = replace(SUPPLEMENT, papers=(PaperLine(""), PaperLine("")), reason="")
    with opened(blank) as document:
        assert not overlapping(text_boxes(document[0]))
