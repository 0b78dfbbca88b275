"""How texts leave the office: a small agreement every way of sending keeps, and the round that uses it (gửi tin).

A text is sent outside any transaction and its outcome recorded at once in one of its own. Where the program stops
between the two, the same text goes again under the same id, and whoever sends it on knows it by that.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from sqlalchemy.orm import Session

from desktop.dossiers.entry import Entry
from desktop.errors import UserFacingError
from desktop.handling.record import Acting
from desktop.handling.rights import Work, require
from desktop.models.store import Store
from desktop.notices.states import MessageId, MessageRefused, Outgoing, read_id
from desktop.notices.workflow import (
    awaiting_answer,
    record_confirmed,
    record_failed,
    record_handed,
    record_not_sent,
    record_unsure,
    to_send,
)
from desktop.terms import MessageChannel


class Outcome(StrEnum):
    """What is known of one sending (kết quả gửi)."""

    HANDED = "handed"
    CONFIRMED = "confirmed"
    FAILED = "failed"
    NOT_SENT = "not_sent"
    """It certainly did not go, and may go later."""
    NEVER_SEEN = "never_seen"
    """The gateway was asked and never had it."""
    UNSURE = "unsure"
    """It may have gone."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a carrier says of one text; `proof` is the gateway's number, `reason` Vietnamese words.

    `stop`: the next text would fare no better, so the round ends here.
    """

    id: str
    outcome: Outcome
    proof: str = ""
    reason: str = ""
    stop: bool = False


class Carrier(Protocol):
    """A way of sending. `channels` are those it can; `together` texts go in one file, else one by one.

    `repeatable`: the same id sent twice is told to the citizen once. `real`: it reaches citizens, so a practice store
    must not use it.
    """

    @property
    def channels(self) -> frozenset[MessageChannel]: ...

    @property
    def together(self) -> bool: ...

    @property
    def repeatable(self) -> bool: ...

    @property
    def real(self) -> bool: ...

    def send(self, outgoing: Sequence[Outgoing]) -> Iterator[Receipt]:
        """Send texts and say of each what is known. Raises a `UserFacingError` only where nothing at all was sent."""
        ...

    def ask(self, outgoing: Sequence[Outgoing]) -> Iterator[Receipt]:
        """Ask what became of texts; nothing where that can not be asked."""
        ...


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a round did: one receipt a text; `refused` are outcomes that no longer fitted, with why.

    `doubtful` are ids of texts that may have gone and about which nothing could be learnt: a person asks and decides.
    """

    receipts: tuple[Receipt, ...]
    refused: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()

    def count(self, outcome: Outcome) -> int:
        """Return how many texts ended so."""
        return sum(receipt.outcome is outcome for receipt in self.receipts)


class PracticeOnly(UserFacingError):
    """A practice store must not write to citizens."""


def deliver(store: Store, acting: Acting, carrier: Carrier) -> Delivered:
    """Send every text that was let go, and record what came of each.

    Texts that may have gone already are sent again only where the same id is told once; else they are asked about.

    Raises:
        PracticeOnly, NotYours: a practice store and a way that reaches citizens; the officer's role does not send.
    """
    _check(store, acting, carrier)
    with store.read() as session:
        waiting = [text for text in to_send(session, acting.office) if text.channel in carrier.channels]
    doubtful = [text for text in waiting if text.unsure and not carrier.repeatable]
    round_of = _Round(store, acting)
    round_of.take(carrier.ask(doubtful))
    _send_all(round_of, carrier, [text for text in waiting if text not in doubtful])
    return round_of.done(doubtful)


def _send_all(round_of: "_Round", carrier: Carrier, texts: Sequence[Outgoing]) -> None:
    if carrier.together:
        round_of.take(carrier.send(texts))
        return
    for text in texts:
        if not carrier.repeatable:  # a stop while it is on its way must not look as if it had never gone
            round_of.note(Receipt(text.id, Outcome.UNSURE, reason="đang gửi"))
        if round_of.take(carrier.send([text]), certain=not carrier.repeatable):
            return


def ask(store: Store, acting: Acting, carrier: Carrier) -> Delivered:
    """Ask what became of the texts the gateway has, and record the answers (hỏi kết quả)."""
    _check(store, acting, carrier)
    with store.read() as session:
        waiting = [text for text in awaiting_answer(session, acting.office) if text.channel in carrier.channels]
    round_of = _Round(store, acting)
    round_of.take(carrier.ask(waiting))
    return round_of.done()


def _check(store: Store, acting: Acting, carrier: Carrier) -> None:
    require(acting.officer.role, Work.MESSAGES, acting.office.roles)
    if store.practice and carrier.real:
        raise PracticeOnly("Kho diễn tập không gửi tin cho công dân. Hãy dùng tệp tin nhắn hoặc cổng thử trên máy này.")


class _Round:
    """Records receipts one by one, each in its own short transaction."""

    def __init__(self, store: Store, acting: Acting) -> None:
        self._store, self._acting = store, acting
        self._receipts: list[Receipt] = []
        self._refused: list[str] = []

    def take(self, receipts: Iterator[Receipt], *, certain: bool = False) -> bool:
        """Record receipts as they come; return whether the round should end."""
        for receipt in receipts:
            self._receipts.append(receipt)
            self.note(receipt, certain=certain)
            if receipt.stop:
                return True
        return False

    def note(self, receipt: Receipt, *, certain: bool = False) -> None:
        """Record one receipt, or why it no longer fits."""
        try:
            with self._store.write() as session:
                record_receipt(session, self._acting, receipt, certain=certain)
        except MessageRefused as error:
            self._refused.append(error.message)

    def done(self, doubtful: Sequence[Outgoing] = ()) -> Delivered:
        """Return what the round did; of the doubtful texts those that stayed so."""
        settled = {receipt.id for receipt in self._receipts if receipt.outcome is not Outcome.UNSURE}
        left = tuple(text.id for text in doubtful if text.id not in settled)
        return Delivered(tuple(self._receipts), tuple(self._refused), left)


def record_receipt(session: Session, acting: Acting, receipt: Receipt, *, certain: bool = False) -> tuple[Entry, ...]:
    """Record what a carrier says; what is known already is not written twice.

    `certain`: a "not sent" takes back the mark that the text was on its way.

    Raises:
        MessageRefused: no such message here, or another office's.
    """
    message_id = read_id(receipt.id)
    if message_id is None:
        raise MessageRefused(f"Mã tin “{receipt.id}” không phải của chương trình này.", field="id")
    return _record(session, acting, message_id, receipt, certain=certain)


def _record(
    session: Session, acting: Acting, message_id: MessageId, receipt: Receipt, *, certain: bool
) -> tuple[Entry, ...]:
    match receipt.outcome:
        case Outcome.HANDED:
            return record_handed(session, acting, message_id, receipt.proof)
        case Outcome.CONFIRMED:
            return record_confirmed(session, acting, message_id, receipt.proof)
        case Outcome.FAILED:
            return record_failed(session, acting, message_id, receipt.reason, receipt.proof)
        case Outcome.UNSURE:
            return record_unsure(session, acting, message_id, receipt.reason)
        case Outcome.NOT_SENT:
            return record_not_sent(session, acting, message_id, receipt.reason, certain=certain)
        case Outcome.NEVER_SEEN:
            return record_not_sent(session, acting, message_id, receipt.reason, certain=True)
