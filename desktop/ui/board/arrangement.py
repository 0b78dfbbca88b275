"""What the board shows, as plain data: groups with their headers, counts on the cards, filters. No Qt here."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.handling.board_row import BoardGroup, BoardRow

TITLES = {
    BoardGroup.OVERDUE: "Quá hạn",
    BoardGroup.TODAY: "Hết hạn hôm nay",
    BoardGroup.TOMORROW: "Ngày làm việc tới",
    BoardGroup.WEEK: "Trong tuần",
    BoardGroup.LATER: "Còn thời gian",
    BoardGroup.PAUSED: "Đang dừng",
}
SHORT_TITLES = {
    BoardGroup.OVERDUE: "Quá hạn",
    BoardGroup.TODAY: "Hôm nay",
    BoardGroup.TOMORROW: "Ngày tới",
    BoardGroup.WEEK: "Trong tuần",
    BoardGroup.LATER: "Còn hạn",
    BoardGroup.PAUSED: "Đang dừng",
}
UNRECORDED, UNRECORDED_SHORT = "Chưa ghi nhận", "Chưa ghi"


@dataclass(frozen=True, slots=True)
class GroupHeader:
    """A line above the rows of a group: "Quá hạn  3"."""

    group: BoardGroup
    title: str
    count: int
    note: str = ""


BoardItem = GroupHeader | BoardRow


@dataclass(frozen=True, slots=True)
class Choice:
    """What the officer wants to see; an empty text or None lets everything through."""

    unit: str = ""
    holder: str = ""
    procedure: str = ""
    group: BoardGroup | None = None
    unrecorded: bool = False

    def keeps_field(self, row: BoardRow) -> bool:
        """Return whether the drop-downs let the row through."""
        wanted = ((self.unit, row.unit), (self.holder, row.holder), (self.procedure, row.procedure))
        return all(not want or want == has for want, has in wanted)

    def keeps(self, row: BoardRow) -> bool:
        """Return whether the row is shown."""
        if self.group is not None and row.group != self.group:
            return False
        return self.keeps_field(row) and (row.unrecorded or not self.unrecorded)


@dataclass(frozen=True, slots=True)
class Counts:
    """Figures on the cards; they follow the drop-downs but not the cards themselves."""

    groups: dict[BoardGroup, int]
    unrecorded: int
    total: int


def count(rows: Iterable[BoardRow], choice: Choice) -> Counts:
    """Return how many rows the drop-downs leave in each group."""
    kept = [row for row in rows if choice.keeps_field(row)]
    groups = Counter(row.group for row in kept)
    return Counts({group: groups[group] for group in BoardGroup}, sum(row.unrecorded for row in kept), len(kept))


def arrange(rows: Sequence[BoardRow], choice: Choice, tomorrow_note: str = "") -> tuple[BoardItem, ...]:
    """Return headers and rows in the order they stand on the board; inside a group the order given is kept."""
    by_group: dict[BoardGroup, list[BoardRow]] = {group: [] for group in BoardGroup}
    for row in rows:
        if choice.keeps(row):
            by_group[row.group].append(row)
    items: list[BoardItem] = []
    for group, members in by_group.items():
        note = tomorrow_note if group == BoardGroup.TOMORROW else ""
        items += [GroupHeader(group, TITLES[group], len(members), note), *members] if members else []
    return tuple(items)


def spoken(item: BoardItem) -> str:
    """Return what a screen reader says for a line of the board."""
    if isinstance(item, GroupHeader):
        return ", ".join(part for part in (f"{item.title}: {item.count} hồ sơ", item.note) if part)
    badges = [badge.text for badge in item.badges]
    parts = [item.remaining, item.applicant, item.procedure, f"mã {item.code}", item.due_text, *badges]
    return ", ".join(
        [*parts, f"bước {item.step}", item.holder, *(f"phím cách: {a.label}" for a in item.next_actions[:1])]
    )
