"""What became of one message, from the entry that gave rise to it to the proof that it arrived. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.deadlines import to_local
from desktop.dossiers.bodies import MessageMoved
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.entry import Entry
from desktop.dossiers.evolve import read_body
from desktop.handling.journal_words import journal_line
from desktop.terms import MessageState
from desktop.wording import MESSAGE_CHANNEL

DONE: Mapping[MessageState, str] = {
    MessageState.RELEASED: "Duyệt gửi",
    MessageState.WITHHELD: "Không gửi",
    MessageState.HANDED: "Đã giao cổng nhắn tin",
    MessageState.CONFIRMED: "Đã đến người nhận",
    MessageState.FAILED: "Gửi không được",
}
NOT_YET = "Chưa gửi được"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: when, what, its particulars and proof, and who wrote it down."""

    at: datetime
    what: str
    more: str
    who: str


def why(entries: Sequence[Entry], entry_id: str, dossier: Dossier, names: Mapping[str, str]) -> Event | None:
    """Return the entry that gave rise to a message."""
    entry = next((entry for entry in entries if entry.id == entry_id), None)
    if entry is None:
        return None
    what, more = journal_line(entry, dossier)
    return Event(to_local(entry.occurred_at), what, more, names.get(entry.officer_id, entry.officer_id))


def history(entries: Sequence[Entry], entry_id: str, names: Mapping[str, str]) -> list[Event]:
    """Return what became of a message, oldest first."""
    return [
        _event(entry, body, names)
        for entry in entries
        for body in [read_body(entry)]
        if isinstance(body, MessageMoved) and body.entry == entry_id
    ]


def _event(entry: Entry, moved: MessageMoved, names: Mapping[str, str]) -> Event:
    noted = moved.state is MessageState.RELEASED and moved.reason
    to = f"đến {moved.to}" if moved.to else ""
    proof = f"bằng chứng: {moved.proof}" if moved.proof else ""
    more = " · ".join(part for part in (MESSAGE_CHANNEL[moved.channel], to, proof, moved.reason) if part)
    what = NOT_YET if noted else DONE.get(moved.state, str(moved.state))
    return Event(to_local(entry.occurred_at), what, more, names.get(entry.officer_id, entry.officer_id))
