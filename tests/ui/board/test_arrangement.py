from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.handling.board_row import Badge, BadgeKind, BoardGroup, BoardRow, NextAction
from desktop.ui.board.arrangement import Choice, GroupHeader, arrange, count, spoken

_PLAIN = BoardRow(
    "d",
    "H14.12.3-261005-0004",
    "Bế Thị Nga",
    "Khai tử",
    "Ký",
    "Lan",
    "UBND xã",
    BoardGroup.TODAY,
    "step",
    None,
    None,
    108,
    "còn 1 giờ 48 phút",
    "hẹn 11:30 · 23/11",
    0.8,
    False,
    False,
    False,
    (Badge(BadgeKind.UNRECORDED, "chưa ghi"),),
    (NextAction("chuyen", "Ghi đã chuyển"),),
)

ROWS = st.lists(
    st.builds(
        lambda number, group, unit, unrecorded: replace(
            _PLAIN, dossier_id=str(number), group=group, unit=unit, unrecorded=unrecorded
        ),
        st.integers(),
        st.sampled_from(BoardGroup),
        st.sampled_from(["UBND xã", "VPĐKĐĐ", "Thuế"]),
        st.booleans(),
    )
)
CHOICES = st.builds(
    Choice,
    unit=st.sampled_from(["", "UBND xã"]),
    group=st.sampled_from([None, *BoardGroup]),
    unrecorded=st.booleans(),
)


@given(ROWS, CHOICES)
def test_each_row_let_through_stands_once_under_its_own_header(rows: list[BoardRow], choice: Choice) -> None:
    items = arrange(rows, choice)
    shown = [item for item in items if isinstance(item, BoardRow)]
    assert sorted(map(id, shown)) == sorted(id(row) for row in rows if choice.keeps(row))
    header: GroupHeader | None = None
    for item in items:
        if isinstance(item, GroupHeader):
            header = item
        else:
            assert header is not None
            assert header.group == item.group


@given(ROWS, CHOICES)
def test_headers_count_what_stands_below_them_most_urgent_first(rows: list[BoardRow], choice: Choice) -> None:
    headers = [item for item in arrange(rows, choice) if isinstance(item, GroupHeader)]
    order = list(BoardGroup)
    assert [header.group for header in headers] == sorted({header.group for header in headers}, key=order.index)
    assert sum(header.count for header in headers) == sum(choice.keeps(row) for row in rows)


@given(ROWS, CHOICES)
def test_cards_count_before_a_card_is_pressed(rows: list[BoardRow], choice: Choice) -> None:
    counts = count(rows, choice)
    assert counts == count(rows, replace(choice, group=None, unrecorded=False))
    assert counts.total == sum(counts.groups.values())


def test_the_note_stands_only_beside_the_next_working_day() -> None:
    rows = [_PLAIN, replace(_PLAIN, dossier_id="e", group=BoardGroup.TOMORROW)]
    notes = {item.group: item.note for item in arrange(rows, Choice(), "Thứ Tư") if isinstance(item, GroupHeader)}
    assert notes == {BoardGroup.TODAY: "", BoardGroup.TOMORROW: "Thứ Tư"}


@pytest.mark.parametrize("part", ["còn 1 giờ 48 phút", "Bế Thị Nga", "chưa ghi", "Ghi đã chuyển", "hẹn 11:30 · 23/11"])
def test_a_screen_reader_hears_everything_painted(part: str) -> None:
    assert part in spoken(_PLAIN)
