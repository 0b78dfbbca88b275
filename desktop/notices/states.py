"""Which state may follow which, and what tells one sending from the next (tình trạng tin). Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import msgspec

from desktop.dossiers.bodies import MessageMoved
from desktop.dossiers.dossier import Delivery, Message
from desktop.errors import UserFacingError
from desktop.terms import MessageChannel, MessageKind, MessageState

FOLLOWS: Final[Mapping[MessageState, frozenset[MessageState]]] = {
    MessageState.PREPARED: frozenset({MessageState.RELEASED, MessageState.WITHHELD}),
    MessageState.WITHHELD: frozenset({MessageState.RELEASED, MessageState.HANDED, MessageState.CONFIRMED}),
    MessageState.RELEASED: frozenset(
        {
            MessageState.RELEASED,
            MessageState.WITHHELD,
            MessageState.HANDED,
            MessageState.CONFIRMED,
            MessageState.FAILED,
        }
    ),
    MessageState.HANDED: frozenset({MessageState.CONFIRMED, MessageState.FAILED}),
    MessageState.CONFIRMED: frozenset(),
    MessageState.FAILED: frozenset({MessageState.RELEASED, MessageState.WITHHELD, MessageState.CONFIRMED}),
}
"""What a gateway says has happened is never refused: a text that went while somebody withheld it has gone; one reported
lost that arrived has arrived. Released follows released only to note that a try did not come to an end."""

REFUSED: Final[Mapping[MessageState, str]] = {
    MessageState.PREPARED: "Tin này chưa được duyệt. Hãy duyệt trước khi gửi.",
    MessageState.WITHHELD: "Tin này đã được chọn không gửi. Muốn gửi, hãy duyệt lại.",
    MessageState.RELEASED: "Tin này đã được duyệt, đang chờ gửi; không cần làm lại.",
    MessageState.HANDED: "Tin này đã giao cho cổng nhắn tin, không gửi lại được. Hãy chờ cổng trả lời.",
    MessageState.CONFIRMED: "Tin này đã đến người nhận, không gửi lại.",
    MessageState.FAILED: "Tin này gửi không được. Hãy chọn gửi lại, hoặc chọn không gửi.",
}
"""Why nothing else may follow a state, and what may."""

UNSURE: Final = "Chưa rõ đã gửi hay chưa"
"""Begins the note on a released message that may have gone: it is asked about, never taken for unsent."""

_ID: Final = re.compile(r"(?P<entry>[^:]+):(?P<channel>[a-z]+)(?::(?P<attempt>[1-9][0-9]{0,3}))?")


class MessageRefused(UserFacingError):
    """The message is in a state, or another office's, in which this can not be done; nothing is stored."""


@dataclass(frozen=True, slots=True)
class MessageId:
    """What a gateway knows a sending by. The same sending keeps its id however often it is tried.

    Only after a definite failure, sent again by a person, does it get another: ":2", ":3".
    """

    entry: str
    channel: MessageChannel
    attempt: int = 1

    def __str__(self) -> str:
        again = f":{self.attempt}" if self.attempt > 1 else ""
        return f"{self.entry}:{self.channel}{again}"


def read_id(text: str) -> MessageId | None:
    """Return the id a gateway gave back, or None where it is none of ours."""
    found = _ID.fullmatch(text.strip())
    if found is None or found["channel"] not in set(MessageChannel):
        return None
    return MessageId(found["entry"], MessageChannel(found["channel"]), int(found["attempt"] or 1))


class Outgoing(msgspec.Struct, frozen=True):
    """One text to be sent, as it was let go. `subject` is that of a letter; `unsure`: it may have gone already."""

    id: str
    dossier: str
    kind: MessageKind
    channel: MessageChannel
    to: str
    text: str
    parts: int
    subject: str = ""
    unsure: bool = False


def state_on(message: Message, channel: MessageChannel) -> MessageState:
    """Return how far a message is on a channel."""
    delivery = message.delivery(channel)
    return delivery.state if delivery else MessageState.PREPARED


def is_unsure(delivery: Delivery | None) -> bool:
    """Whether it is open if the text went: released, tried, and the try did not come to an end."""
    return delivery is not None and delivery.state is MessageState.RELEASED and delivery.reason.startswith(UNSURE)


def check_move(message: Message, channel: MessageChannel, to: MessageState) -> None:
    """Refuse a state that may not follow.

    Raises:
        MessageRefused: it says where the message is and what can be done.
    """
    now = state_on(message, channel)
    again = now is to is MessageState.RELEASED
    if to not in FOLLOWS[now] or again:
        raise MessageRefused(REFUSED[now], field="state")
    if to is MessageState.WITHHELD and is_unsure(message.delivery(channel)):
        raise MessageRefused(
            "Chưa rõ tin này đã gửi hay chưa nên không thể chọn không gửi. Hãy hỏi lại cổng nhắn tin trước.",
            field="state",
        )


def failures(moves: Iterable[MessageMoved], entry: str, channel: MessageChannel) -> int:
    """Return how often sending a message on a channel has definitely failed."""
    return sum(move.entry == entry and move.channel is channel and move.state is MessageState.FAILED for move in moves)
