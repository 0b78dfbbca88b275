"""What may be done with messages: look, let go, withhold, send, note the answer. The caller owns the transaction.

Every state is a journal entry, so that replaying or taking in the journal gives the same messages in the same states.
Only the office that has to tell a message may let it go.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.dossiers.bodies import MessageMoved
from desktop.dossiers.dossier import Delivery, Dossier, Message
from desktop.dossiers.entry import Draft, Entry
from desktop.handling.record import Acting, find_dossier, write
from desktop.handling.rights import Work, require
from desktop.models import journal
from desktop.models.tables import DossierRow, JournalRow, MessageRow
from desktop.notices.office_wordings import office_wordings
from desktop.notices.prepare import Prepared, prepare, right_entry
from desktop.notices.states import (
    FOLLOWS,
    UNSURE,
    MessageId,
    MessageRefused,
    Outgoing,
    check_move,
    failures,
    is_unsure,
    state_on,
)
from desktop.notices.wordings import Release
from desktop.office import Office
from desktop.terms import EntryKind, MessageChannel, MessageState
from desktop.wording import MESSAGE_CHANNEL

LIMIT: Final = 500
"""Messages a list shows at once."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A message with its dossier, as lists show it; `prepared` is how it would be told now."""

    dossier: Dossier
    message: Message
    prepared: Prepared


def pending(session: Session, office: Office, limit: int = LIMIT) -> list[Listed]:
    """Return the messages of this office about which nothing was decided, oldest first."""
    return listed(session, office, [MessageState.PREPARED], limit)


def listed(
    session: Session, office: Office, states: Sequence[MessageState], limit: int = LIMIT, *, newest: bool = False
) -> list[Listed]:
    """Return the messages of this office in these states, oldest first; see `Message.state` for several channels.

    Where there are more than `limit`, the oldest are returned, or the `newest`, these newest first.
    """
    wordings = office_wordings(session).wordings
    found = []
    for dossier, message in _told_here(session, office.code, states, limit, newest=newest):
        entry = right_entry(journal.entries_of(session, dossier.id), message.entry)
        found.append(Listed(dossier, message, prepare(dossier, message, entry, wordings, office)))
    return found


def counts(session: Session, office_code: str) -> dict[MessageState, int]:
    """Return how many messages of this office are in each state."""
    statement = (
        select(MessageRow.state, func.count()).where(MessageRow.office == office_code).group_by(MessageRow.state)
    )
    found = [(state, count) for state, count in session.execute(statement)]
    return dict.fromkeys(MessageState, 0) | {MessageState(state): count for state, count in found}


def _told_here(
    session: Session, office_code: str, states: Sequence[MessageState], limit: int | None, *, newest: bool = False
) -> Iterator[tuple[Dossier, Message]]:
    order = (MessageRow.at.desc(), MessageRow.entry_id.desc()) if newest else (MessageRow.at, MessageRow.entry_id)
    statement = (
        select(MessageRow.entry_id, DossierRow.state)
        .join(DossierRow, DossierRow.id == MessageRow.dossier_id)
        .where(MessageRow.office == office_code, MessageRow.state.in_(states))
        .order_by(*order)
        .limit(limit)
    )
    for entry_id, state in session.execute(statement):
        dossier = journal.decode_state(state)
        yield dossier, _message(dossier, entry_id)


def _message(dossier: Dossier, entry_id: str) -> Message:
    found = next((message for message in dossier.messages if message.entry == entry_id), None)
    if found is None:
        raise MessageRefused(
            f"Hồ sơ {dossier.reference} không có tin nhắn nào cho mục nhật ký này. Hãy tải lại danh sách.",
            field="entry",
        )
    return found


def release(
    session: Session, acting: Acting, reference: str, entry_id: str, channel: MessageChannel | None = None
) -> tuple[Entry, ...]:
    """Let a message go, on one channel or on every one it can go on (duyệt gửi).

    Raises:
        UnknownDossier, NotYours: no such dossier; the officer's role does not send messages.
        MessageRefused: another office tells it, it has gone already, or it can not be worded or addressed.
    """
    _require(acting)
    dossier, message = _ours(session, acting, reference, entry_id)
    prepared = _prepared(session, acting, dossier, message)
    channels = (channel,) if channel else _open(message, prepared.sendable) or prepared.channels
    for one in channels:
        check_move(message, one, MessageState.RELEASED)
        _check_sendable(prepared, one)
    return _write(session, acting, dossier, [_released(message, prepared, one) for one in channels])


def retry(
    session: Session, acting: Acting, reference: str, entry_id: str, channel: MessageChannel
) -> tuple[Entry, ...]:
    """Let a message go again that definitely failed, to the number known now (gửi lại).

    Raises:
        MessageRefused: it has not failed; see `release` for the rest.
    """
    _, message = _ours(session, acting, reference, entry_id)
    if state_on(message, channel) is not MessageState.FAILED:
        raise MessageRefused("Chỉ gửi lại được tin đã báo gửi không được. Hãy xem lại tình trạng tin.", field="state")
    return release(session, acting, reference, entry_id, channel)


def withhold(
    session: Session,
    acting: Acting,
    reference: str,
    entry_id: str,
    channel: MessageChannel | None = None,
    *,
    reason: str,
) -> tuple[Entry, ...]:
    """Decide not to tell a message, on one channel or on all that are open (không gửi).

    Raises:
        MessageRefused: no reason, it may have gone already, or another office tells it.
    """
    _require(acting)
    if not reason.strip():
        raise MessageRefused("Hãy ghi lý do không gửi tin này, ví dụ “đã báo qua điện thoại”.", field="reason")
    dossier, message = _ours(session, acting, reference, entry_id)
    prepared = _prepared(session, acting, dossier, message)
    channels = (channel,) if channel else _open(message, prepared.channels) or prepared.channels
    for one in channels:
        check_move(message, one, MessageState.WITHHELD)
    moves = [MessageMoved(message.entry, one, MessageState.WITHHELD, reason=reason.strip()) for one in channels]
    return _write(session, acting, dossier, moves)


def release_automatic(
    session: Session, acting: Acting, dossier: Dossier, entries: Sequence[Entry]
) -> tuple[Entry, ...]:
    """Let go what these entries tell and the office lets go by itself; called when an act was recorded.

    A message that goes by itself but has no address is withheld with the reason; one that waits for a person's word, or
    lacks a fact, stays as it is. The rule lets go, not the officer, so every role's acts are told.
    """
    wordings, fresh = office_wordings(session).wordings, {entry.id for entry in entries}
    moves: list[MessageMoved] = []
    for message in dossier.messages:
        mine = message.entry in fresh and message.office == acting.office.code and not message.deliveries
        if mine and wordings.of(message.kind).release is Release.AUTO:
            moves += _automatic(message, _prepared(session, acting, dossier, message))
    return _write(session, acting, dossier, moves)


def _automatic(message: Message, prepared: Prepared) -> list[MessageMoved]:
    if prepared.sendable:
        return [_released(message, prepared, channel) for channel in prepared.sendable]
    if not prepared.sms:
        return []
    return [
        MessageMoved(message.entry, channel, MessageState.WITHHELD, reason=problem)
        for channel, problem in prepared.problems.items()
    ]


def to_send(session: Session, office: Office) -> list[Outgoing]:
    """Return every text let go and not yet handed to a gateway, oldest first, exactly as it was let go."""
    states = [MessageState.RELEASED, MessageState.WITHHELD]  # withheld on one channel, it may be free on another
    return [
        outgoing
        for dossier, message in _told_here(session, office.code, states, None)
        for outgoing in _outgoing(session, dossier, message, MessageState.RELEASED)
    ]


def awaiting_answer(session: Session, office: Office) -> list[Outgoing]:
    """Return every text a gateway has and has not reported on, oldest first."""
    states = [MessageState.HANDED, MessageState.RELEASED, MessageState.WITHHELD]
    return [
        outgoing
        for dossier, message in _told_here(session, office.code, states, None)
        for outgoing in _outgoing(session, dossier, message, MessageState.HANDED)
    ]


def _outgoing(session: Session, dossier: Dossier, message: Message, state: MessageState) -> Iterator[Outgoing]:
    for delivery in message.deliveries:
        if delivery.state is state:
            attempt = failures(_moves(session, dossier.id), message.entry, delivery.channel) + 1
            yield _sent(dossier, message, delivery, attempt)


def _sent(dossier: Dossier, message: Message, delivery: Delivery, attempt: int) -> Outgoing:
    subject, _, body = delivery.text.partition("\n\n") if delivery.channel is MessageChannel.EMAIL else ("", "", "")
    return Outgoing(
        id=str(MessageId(message.entry, delivery.channel, attempt)),
        dossier=dossier.reference,
        kind=message.kind,
        channel=delivery.channel,
        to=delivery.to,
        text=body or delivery.text,
        parts=delivery.parts,
        subject=subject,
        unsure=is_unsure(delivery),
    )


def record_handed(session: Session, acting: Acting, message_id: MessageId, proof: str) -> tuple[Entry, ...]:
    """Note that a gateway has the text; `proof` is its number or the file. Nothing happens if that is known."""
    return _answered(session, acting, message_id, MessageState.HANDED, proof=proof)


def record_confirmed(session: Session, acting: Acting, message_id: MessageId, proof: str = "") -> tuple[Entry, ...]:
    """Note that the text reached the citizen's telephone. Nothing happens if that is known."""
    return _answered(session, acting, message_id, MessageState.CONFIRMED, proof=proof)


def record_failed(
    session: Session, acting: Acting, message_id: MessageId, reason: str, proof: str = ""
) -> tuple[Entry, ...]:
    """Note that the text did definitely not reach the citizen. Old news of an earlier try changes nothing."""
    return _answered(session, acting, message_id, MessageState.FAILED, proof=proof, reason=reason)


def record_unsure(session: Session, acting: Acting, message_id: MessageId, why: str) -> tuple[Entry, ...]:
    """Note that a text may have gone and may not; it stays released and is asked about under the same id."""
    dossier, message = _found(session, acting, message_id)
    delivery = message.delivery(message_id.channel)
    if delivery is None or delivery.state is not MessageState.RELEASED or is_unsure(delivery):
        return ()
    return _write(session, acting, dossier, [_noted(message_id, f"{UNSURE}: {why}")])


def record_not_sent(
    session: Session, acting: Acting, message_id: MessageId, why: str, *, certain: bool = False
) -> tuple[Entry, ...]:
    """Note why a text could not be sent yet; once, however often it is tried.

    A text that may have gone stays one that may have gone, unless it is `certain` that the gateway never had it.
    """
    dossier, message = _found(session, acting, message_id)
    delivery = message.delivery(message_id.channel)
    if delivery is None or delivery.state is not MessageState.RELEASED:
        return ()
    if (delivery.reason and not certain) or (certain and not is_unsure(delivery)):
        return ()
    return _write(session, acting, dossier, [_noted(message_id, why)])


def _noted(message_id: MessageId, reason: str) -> MessageMoved:
    return MessageMoved(message_id.entry, message_id.channel, MessageState.RELEASED, reason=reason)


def _answered(
    session: Session, acting: Acting, message_id: MessageId, state: MessageState, *, proof: str = "", reason: str = ""
) -> tuple[Entry, ...]:
    dossier, message = _found(session, acting, message_id)
    if state is not MessageState.CONFIRMED and _is_old(session, dossier, message_id):
        return ()
    now = state_on(message, message_id.channel)
    if now is MessageState.PREPARED:
        check_move(message, message_id.channel, state)
    if state not in FOLLOWS[now]:
        return ()
    moved = MessageMoved(message.entry, message_id.channel, state, proof=proof, reason=reason)
    return _write(session, acting, dossier, [moved])


def _is_old(session: Session, dossier: Dossier, message_id: MessageId) -> bool:
    """Whether this try is known to have failed: news of it, but that it arrived after all, says nothing of the next."""
    return failures(_moves(session, dossier.id), message_id.entry, message_id.channel) >= message_id.attempt


def _moves(session: Session, dossier_id: str) -> list[MessageMoved]:
    statement = select(JournalRow.body).where(
        JournalRow.dossier_id == dossier_id, JournalRow.kind == str(EntryKind.MESSAGE)
    )
    moves = []
    for body in session.scalars(statement):
        try:
            moves.append(msgspec.json.decode(body, type=MessageMoved))
        except msgspec.DecodeError:  # written by a newer program; it counts once that program runs here
            continue
    return moves


def is_known(session: Session, message_id: MessageId) -> bool:
    """Whether a gateway's id is that of a message here."""
    return session.get(MessageRow, message_id.entry) is not None


def _found(session: Session, acting: Acting, message_id: MessageId) -> tuple[Dossier, Message]:
    _require(acting)
    row = session.get(MessageRow, message_id.entry)
    if row is None:
        raise MessageRefused(f"Không có tin nhắn nào mang mã {message_id}. Hãy xem lại tệp trả lời.", field="id")
    return _ours(session, acting, row.dossier_id, message_id.entry)


def _ours(session: Session, acting: Acting, reference: str, entry_id: str) -> tuple[Dossier, Message]:
    dossier = find_dossier(session, reference)
    message = _message(dossier, entry_id)
    if message.office != acting.office.code:
        teller = acting.offices.get(message.office, message.office)
        raise MessageRefused(f"Tin này do {teller} báo cho công dân; ở đây chỉ xem, không gửi.", field="office")
    return dossier, message


def _prepared(session: Session, acting: Acting, dossier: Dossier, message: Message) -> Prepared:
    entry = right_entry(journal.entries_of(session, dossier.id), message.entry)
    return prepare(dossier, message, entry, office_wordings(session).wordings, acting.office)


def _open(message: Message, channels: Sequence[MessageChannel]) -> tuple[MessageChannel, ...]:
    """Return the channels on which nothing has gone and nothing is on its way."""
    settled = {MessageState.RELEASED, MessageState.HANDED, MessageState.CONFIRMED}
    return tuple(channel for channel in channels if state_on(message, channel) not in settled)


def _check_sendable(prepared: Prepared, channel: MessageChannel) -> None:
    if channel not in prepared.channels:
        raise MessageRefused(
            f"Mẫu của loại tin này không gửi qua {MESSAGE_CHANNEL[channel]}. Hãy chọn kênh khác.", field="channel"
        )
    if channel in prepared.problems:
        raise MessageRefused(prepared.problems[channel], field=f"channel.{channel}")


def _released(message: Message, prepared: Prepared, channel: MessageChannel) -> MessageMoved:
    return MessageMoved(
        message.entry,
        channel,
        MessageState.RELEASED,
        to=prepared.address(channel),
        text=prepared.text(channel),
        parts=prepared.sms_parts(channel),
    )


def _write(session: Session, acting: Acting, dossier: Dossier, moves: Sequence[MessageMoved]) -> tuple[Entry, ...]:
    if not moves:
        return ()
    at = acting.now.replace(microsecond=0)
    return write(session, acting, dossier.id, [Draft(EntryKind.MESSAGE, move, at) for move in moves])


def _require(acting: Acting) -> None:
    require(acting.officer.role, Work.MESSAGES, acting.office.roles)
