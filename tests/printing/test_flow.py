"""Lines, rows and pages: where text breaks, what stays together, and that nothing is lost on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.printing.flow import Block, PageBreak, Space, Stack, pages
from desktop.printing.forms import Words
from desktop.printing.markup import Markup, Run, bold, filled, italic, plain, spaced
from desktop.printing.table import NO_PADDING, Head, HeadCell, Row, Table
from desktop.printing.text import Style, Text, broken, lines_of

BODY = Style(size=10, leading=12, after=1)
WIDE = 1000.0
words = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxy1", min_size=1, max_size=9)
runs = st.builds(Run, st.lists(words, max_size=8).map(" ".join), st.booleans(), st.booleans())
markups = st.lists(runs, max_size=5).map(tuple)


def _said(lines: object) -> list[str]:
    return ["".join(text for _, text in line.pieces) for line in lines]  # type: ignore[attr-defined]


@given(markups, st.floats(5, 300))
def test_breaking_loses_no_sign_and_keeps_to_the_width(markup: Markup, width: float) -> None:
    lines = broken(markup, BODY, width)
    assert "".join(_said(lines)).replace(" ", "") == "".join(run.text for run in markup).replace(" ", "")
    for line in lines:
        spaces = sum(text.count(" ") for _, text in line.pieces)
        alone = len("".join(_said([line]))) == 1
        assert alone or line.width <= width + 0.05 * BODY.space * spaces + 1e-6


@given(markups)
def test_a_line_is_as_wide_as_its_pieces(markup: Markup) -> None:
    for line in broken(markup, BODY, WIDE):
        assert line.width == pytest.approx(sum(face.width(text, BODY.size) for face, text in line.pieces))


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        pytest.param("một hai ba", 40, ["một hai", "ba"], id="at a space"),
        pytest.param("một hai\nba", WIDE, ["một hai", "ba"], id="at a line end"),
        pytest.param("một\xa0hai ba", 40, ["một\xa0hai", "ba"], id="not at an unbreakable space"),
        pytest.param("  một   hai ", WIDE, ["một hai"], id="blanks as one"),
        pytest.param("mmmmmm", 20, ["mm", "mm", "mm"], id="within a word wider than the line"),
        pytest.param("a mmmmm b", 20, ["a", "mm", "mm", "m b"], id="the rest of a long word goes on"),
        pytest.param("", WIDE, [], id="nothing"),
    ],
)
def test_where_a_line_ends(text: str, width: float, lines: list[str]) -> None:
    assert [line.strip() for line in lines_of(text, BODY, width)] == lines


def test_a_word_may_go_over_into_another_face() -> None:
    (line,) = broken((Run("mã: "), Run("H14", bold=True), Run(".")), BODY, WIDE)
    assert [(face.name, text) for face, text in line.pieces] == [
        ("LiberationSerif", "mã:"),
        ("LiberationSerif-Bold", " H14"),
        ("LiberationSerif", "."),
    ]


def test_markup_is_put_into_a_form_s_wording() -> None:
    words = Words(text="Hồ sơ {code} của {applicant}.", evidence="added")
    markup = filled(words, code=bold("H14"), applicant=spaced(plain(" Lan "), italic("{x}")))
    assert "".join(run.text for run in markup) == "Hồ sơ H14 của Lan {x}."
    assert [run.text for run in markup if run.bold] == ["H14"]


def _placed(laid_out: object) -> list[list[Block]]:
    return [[block for block, _ in page] for page in laid_out]  # type: ignore[attr-defined]


def test_blocks_follow_each_other_at_the_larger_wish() -> None:
    first, second = Space(10), Space(10)
    first.after, second.before = 3, 5
    assert pages([first, second], WIDE, 100) == [[(first, 0), (second, 15)]]


def test_what_does_not_fit_goes_onto_the_next_page() -> None:
    blocks = [Space(60), Space(60), PageBreak(), Space(10)]
    assert [len(page) for page in _placed(pages(blocks, WIDE, 100))] == [1, 2, 1]


def test_what_belongs_together_stays_together_unless_it_is_higher_than_a_page() -> None:
    kept = Stack([Space(30), Space(30)], together=True)
    assert _placed(pages([Space(50), kept], WIDE, 100))[1] == [kept]
    high = Stack([Space(60), Space(60)], together=True)
    assert [sum(block.height(WIDE) for block in page) for page in _placed(pages([high], WIDE, 100))] == [60, 60]


def test_a_block_no_page_holds_is_printed_all_the_same() -> None:
    assert [len(page) for page in pages([Space(10), Space(500), Space(10)], WIDE, 100)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("room", "fits"),
    [(60, 5), (59, 3), (48, 3), (30, 2), (20, 0)],
    ids=["all", "no line alone on the next page", "four would leave one", "two", "no line alone on this page"],
)
def test_no_line_of_a_paragraph_stands_alone(room: float, fits: int) -> None:
    text = Text(plain("\n".join("abcde")), BODY)
    upper, lower = text.split(WIDE, room, 600) if text.height(WIDE) > room else (text, None)
    heights = [part.height(WIDE) / BODY.leading if part else 0 for part in (upper, lower)]
    assert heights == [fits, 5 - fits]


def _table(rows: int, lines: int = 1) -> Table:
    text = plain("\n".join("x" * lines))
    head = Head([HeadCell(Text(plain("head"), BODY), 0)], [100], NO_PADDING)
    return Table([Row([Text(text, BODY)], [100], NO_PADDING) for _ in range(rows)], [100], head, ruled=True)


@given(st.integers(1, 40), st.integers(1, 30), st.floats(60, 300))
def test_a_table_is_parted_between_rows_and_within_one_higher_than_a_page(rows: int, lines: int, tall: float) -> None:
    parts = [table for page in _placed(pages([_table(rows, lines)], WIDE, tall)) for table in page]
    assert all(table.height(WIDE) <= tall + 1e-6 for table in parts)
    printed = sum(round(table.height(WIDE) / BODY.leading) - 1 for table in parts)
    assert printed == rows * lines


def test_a_head_over_two_rows_makes_room_for_itself() -> None:
    cells = [HeadCell(Space(50), 0, down=2), HeadCell(Space(10), 1), HeadCell(Space(10), 1, row=1)]
    assert Head(cells, [20, 20], NO_PADDING).high == 50
