"""A message ready to be looked at: to whom, in which words, in how many parts, and what stands in its way. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from desktop.dossiers.dossier import Dossier, Message
from desktop.dossiers.entry import Entry
from desktop.dossiers.evolve import amended, read_body
from desktop.notices.facts import addressed, facts_of
from desktop.notices.kinds import FACT_WORDS
from desktop.notices.phones import address_of
from desktop.notices.sms import parts, with_accents, without_accents
from desktop.notices.wordings import MissingFact, Wording, Wordings, filled
from desktop.office import Office
from desktop.terms import ENDED, MessageChannel, MessageKind, Status
from desktop.wording import STATUS

MANY_PARTS = 5
"""From so many parts on the officer is told how long the text message is."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What would be told. `name` is who is addressed, `to` and `mailbox` are where; empty where it can not go.

    `problems` forbid sending on the channel they stand under; `notes` are worth a look first. `sms` has diacritics,
    `sms_plain` none; `accents` tells which of the two is sent.
    """

    kind: MessageKind
    entry: str
    name: str
    to: str
    sms: str
    sms_plain: str
    parts: int
    parts_plain: int
    mailbox: str
    email_subject: str
    email_body: str
    accents: bool
    channels: tuple[MessageChannel, ...]
    problems: dict[MessageChannel, str]
    notes: tuple[str, ...] = ()

    @property
    def sendable(self) -> tuple[MessageChannel, ...]:
        """The channels nothing stands in the way of."""
        return tuple(channel for channel in self.channels if channel not in self.problems)

    def text(self, channel: MessageChannel) -> str:
        """Return the text as it goes out; of a letter its subject, an empty line, its body."""
        if channel is MessageChannel.EMAIL:
            return f"{self.email_subject}\n\n{self.email_body}"
        return self.sms if self.accents else self.sms_plain

    def address(self, channel: MessageChannel) -> str:
        """Return the number or e-mail address."""
        return self.mailbox if channel is MessageChannel.EMAIL else self.to

    def sms_parts(self, channel: MessageChannel) -> int:
        """Return how many parts are paid for; a letter has none."""
        if channel is MessageChannel.EMAIL:
            return 0
        return self.parts if self.accents else self.parts_plain


def right_entry(entries: Sequence[Entry], entry_id: str) -> Entry | None:
    """Return the entry behind a message, with what later corrections made of it."""
    return next((entry for entry in amended(entries) if entry.id == entry_id), None)


def prepare(dossier: Dossier, message: Message, entry: Entry | None, wordings: Wordings, office: Office) -> Prepared:
    """Return a message in words. The facts are those of its entry, whatever happened since.

    Where a fact or an address is missing, `problems` says so; nothing is raised.
    """
    wording = wordings.of(message.kind)
    texts, fault = _texts(wording, dossier, message, entry, office)
    sms, subject, body = (with_accents(text) for text in texts)
    plain = without_accents(sms)
    addresses = {channel: address_of(dossier.applicant, channel) for channel in MessageChannel}
    problems = {channel: fault or addresses[channel].problem for channel in wording.channels}
    sent = sms if wordings.accents else plain
    return Prepared(
        kind=message.kind,
        entry=message.entry,
        name=addressed(dossier),
        to=addresses[MessageChannel.SMS].to,
        sms=sms,
        sms_plain=plain,
        parts=parts(sms),
        parts_plain=parts(plain),
        mailbox=addresses[MessageChannel.EMAIL].to,
        email_subject=subject,
        email_body=body,
        accents=wordings.accents,
        channels=wording.channels,
        problems={channel: problem for channel, problem in problems.items() if problem},
        notes=_notes(dossier, message, addresses[MessageChannel.SMS].note, parts(sent)),
    )


def _texts(
    wording: Wording, dossier: Dossier, message: Message, entry: Entry | None, office: Office
) -> tuple[tuple[str, str, str], str]:
    """Return text message, subject and letter, or empty ones and why they can not be worded."""
    empty = ("", "", "")
    body: msgspec.Struct | None = read_body(entry) if entry is not None else None
    if body is None:
        return empty, "Không đọc được mục nhật ký gây ra tin này. Hãy cập nhật chương trình hoặc báo người quản trị."
    facts = facts_of(dossier, message, body, office)
    try:
        sms, subject, letter = (
            filled(text, facts) for text in (wording.sms, wording.email_subject, wording.email_body)
        )
    except MissingFact as error:
        words = FACT_WORDS.get(error.name, error.name)
        return empty, f"Chưa có {words} để viết tin. Hãy đính chính hồ sơ rồi duyệt lại, hoặc chọn không gửi."
    return (sms, subject, letter), ""


def _notes(dossier: Dossier, message: Message, about_number: str, count: int) -> tuple[str, ...]:
    long = f"Tin dài {count} phần, tính cước {count} tin." if count >= MANY_PARTS else ""
    return tuple(note for note in (_overtaken(dossier, message), about_number, long) if note)


def _overtaken(dossier: Dossier, message: Message) -> str:
    """Return that the dossier has moved on since, so that nobody sends old news unseen."""
    newer = any(other.at > message.at for other in dossier.messages if other.entry != message.entry)
    ended = dossier.status in ENDED and dossier.ended_at is not None and dossier.ended_at > message.at
    if not newer and not ended:
        return ""
    state = STATUS[dossier.status] if dossier.status is not Status.MERGED else "Đã gộp"
    return f"Sau việc này hồ sơ đã có diễn biến mới (hiện: {state}); hãy xem tin còn cần gửi không."
