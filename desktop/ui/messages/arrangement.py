"""Which messages stand in which group, and what a row says of each. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.dossiers.dossier import Message
from desktop.notices.prepare import Prepared
from desktop.notices.states import is_unsure
from desktop.notices.workflow import Listed
from desktop.terms import MessageChannel, MessageState
from desktop.wording import MESSAGE


class Group(StrEnum):
    """What is to be done with a message, the most urgent first; a failure on one channel is a failure."""

    PREPARED = "prepared"
    FAILED = "failed"
    RELEASED = "released"
    HANDED = "handed"
    CONFIRMED = "confirmed"
    WITHHELD = "withheld"


TITLES: Mapping[Group, str] = {
    Group.PREPARED: "Chờ duyệt",
    Group.FAILED: "Gửi không được",
    Group.RELEASED: "Đã duyệt, chờ gửi",
    Group.HANDED: "Đã giao cổng",
    Group.CONFIRMED: "Đã đến",
    Group.WITHHELD: "Không gửi",
}
SHORT: Mapping[Group, str] = {**TITLES, Group.RELEASED: "Chờ gửi", Group.FAILED: "Không gửi được"}
NOTES: Mapping[Group, str] = {
    Group.PREPARED: "chưa gửi gì; duyệt từng tin bằng F9",
    Group.FAILED: "xem lý do rồi gửi lại, hoặc báo bằng cách khác",
    Group.RELEASED: "nằm tại đây đến khi ghi tệp hoặc gửi qua cổng",
    Group.HANDED: "chờ cổng trả lời",
    Group.CONFIRMED: "cổng báo đã đến máy người nhận; mới nhất trước",
    Group.WITHHELD: "mới nhất trước",
}
TONES: Mapping[Group, str] = {
    Group.PREPARED: "soon",
    Group.FAILED: "overdue",
    Group.RELEASED: "proposal",
    Group.HANDED: "stopped",
    Group.CONFIRMED: "in_time",
    Group.WITHHELD: "stopped",
}
_URGENT = (MessageState.FAILED, MessageState.RELEASED)


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message, ready to paint. `key` is the id of its entry; `text` is what goes, or went, on its first channel."""

    key: str
    dossier_id: str
    code: str
    group: Group
    name: str
    to: str
    kind: str
    at: datetime
    text: str
    parts: str
    pill: str = ""
    pill_tone: str = "neutral"
    problem: str = ""
    sendable: bool = False

    def spoken(self) -> str:
        """Return the row as a screen reader says it."""
        parts = (TITLES[self.group], self.name, self.to, self.kind, self.code, self.parts, self.pill, self.text)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Header:
    """The line above a group."""

    group: Group
    count: int

    @property
    def title(self) -> str:
        """The group in words."""
        return TITLES[self.group]


Item = MessageRow | Header


def group_of(message: Message) -> Group:
    """Return where a message stands."""
    states = {delivery.state for delivery in message.deliveries}
    return Group(next((state for state in _URGENT if state in states), message.state))


def rows_of(found: Sequence[Listed]) -> list[MessageRow]:
    """Return rows, in the order given."""
    return [_row(listed) for listed in found]


def _row(listed: Listed) -> MessageRow:
    dossier, message, prepared = listed.dossier, listed.message, listed.prepared
    channel = shown_channel(message, prepared)
    group = group_of(message)
    pill, tone = _pill(listed, group)
    return MessageRow(
        key=message.entry,
        dossier_id=dossier.id,
        code=dossier.reference,
        group=group,
        name=prepared.name,
        to=address_on(message, prepared, channel),
        kind=MESSAGE[message.kind],
        at=message.at,
        text=text_on(message, prepared, channel),
        parts=parts_words(message, prepared, channel),
        pill=pill,
        pill_tone=tone,
        problem=blocking(prepared) if group is Group.PREPARED else "",
        sendable=bool(prepared.sendable),
    )


def shown_channel(message: Message, prepared: Prepared) -> MessageChannel:
    """Return the channel a row shows: the one that failed or waits, else text message before letter."""
    urgent = (one.channel for state in _URGENT for one in message.deliveries if one.state is state)
    decided = (one.channel for one in message.deliveries if one.text)
    open_ones = (one for one in prepared.channels if one in prepared.sendable)
    return next((one for source in (urgent, decided, open_ones) for one in source), MessageChannel.SMS)


def text_on(message: Message, prepared: Prepared, channel: MessageChannel) -> str:
    """Return the text as it was let go, else as it would go now."""
    delivery = message.delivery(channel)
    return delivery.text if delivery and delivery.text else prepared.text(channel)


def address_on(message: Message, prepared: Prepared, channel: MessageChannel) -> str:
    """Return where it went, else where it would go; empty where it can not."""
    delivery = message.delivery(channel)
    return delivery.to if delivery and delivery.to else prepared.address(channel)


def parts_words(message: Message, prepared: Prepared, channel: MessageChannel) -> str:
    """Return such as "2 tin SMS", "thư điện tử", or nothing for a text that can not be worded."""
    if channel is MessageChannel.EMAIL:
        return "thư điện tử"
    delivery = message.delivery(channel)
    count = delivery.parts if delivery and delivery.text else prepared.sms_parts(channel)
    return f"{count} tin SMS" if count else ""


def blocking(prepared: Prepared) -> str:
    """Return why a message can go on no channel; empty where it can go on one."""
    return (
        ""
        if prepared.sendable
        else next(iter(prepared.problems.values()), "Mẫu của loại tin này không có kênh gửi nào.")
    )


def _pill(listed: Listed, group: Group) -> tuple[str, str]:
    message, prepared = listed.message, listed.prepared
    if group is Group.PREPARED and not prepared.sendable:
        return ("thiếu số điện thoại" if not prepared.to and prepared.sms else "chưa gửi được"), "overdue"
    if any(is_unsure(delivery) for delivery in message.deliveries):
        return "chưa rõ đã gửi", "soon"
    if group is Group.PREPARED and prepared.notes:
        return "cần xem lại", "today"
    return "", "neutral"


def arrange(rows: Sequence[MessageRow], only: Group | None = None) -> list[Item]:
    """Return the lines of the list: each group that has rows, under its header."""
    items: list[Item] = []
    for group in Group:
        members = [row for row in rows if row.group is group]
        if members and only in {None, group}:
            items += [Header(group, len(members)), *members]
    return items


def counts(rows: Sequence[MessageRow]) -> dict[Group, int]:
    """Return how many rows each group has."""
    return {group: sum(row.group is group for row in rows) for group in Group}
