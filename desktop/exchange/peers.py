"""Offices we exchange with: learnt by a card whose fingerprint two people compared, kept with what they hold."""

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from desktop.dossiers.entry import canonical_json
from desktop.errors import UserFacingError
from desktop.exchange.content import Spans
from desktop.exchange.keys import CardChange, DeskKeys, OfficeCard, read_card
from desktop.models.facts import desks, fact, find_fact, set_fact
from desktop.models.store import EXCHANGE_DESK, Store
from desktop.models.tables import BatchRow, PeerRow, ScanSentRow
from desktop.terms import Level

KEYS_FACT = "exchange_keys"
FORMER_KEYS_FACT = "exchange_keys_before"
KEPT_KEYS = 4
"""Earlier keys a desk keeps, for batches made for them and for peers that know no newer ones."""

RANK = {Level.OTHER: 0, Level.COMMUNE: 1, Level.DISTRICT: 2, Level.PROVINCE: 3, Level.MINISTRY: 4}
EVERYTHING, CONCERNED, KNOWN = "everything", "concerned", "known"
"""What goes to a peer: all we hold, the dossiers that concern it, or nothing until one of us begins."""


class CardRefused(UserFacingError):
    """The card is none we could exchange with."""


class NotTheCarrier(UserFacingError):
    """Another desk of this office exchanges the batches."""


def new_keys() -> dict[str, str]:
    """Return the facts a new store keeps: this desk's own keys."""
    return {KEYS_FACT: msgspec.json.encode(DeskKeys.generate().to_dict()).decode()}


def own_keys(session: Session) -> DeskKeys:
    """Return this desk's keys."""
    return DeskKeys.from_dict(msgspec.json.decode(fact(session, KEYS_FACT)))


def former_keys(session: Session) -> list[DeskKeys]:
    """Return the keys this desk had before, the latest first."""
    stored = msgspec.json.decode(find_fact(session, FORMER_KEYS_FACT) or "[]", type=list[dict[str, Any]])
    return [DeskKeys.from_dict(keys) for keys in stored]


def keys_for(session: Session, store: Store, row: PeerRow) -> tuple[DeskKeys, CardChange | None]:
    """Return the keys that sign for this peer; where it knows earlier ones, those, with the news of the new card."""
    known = next((keys for keys in former_keys(session) if keys.verify_key == row.knows_card), None)
    if known is None:
        return own_keys(session), None
    return known, known.announce(own_card(session, store))


def own_card(session: Session, store: Store) -> OfficeCard:
    """Return the card by which other offices come to know this desk."""
    office = store.office
    return own_keys(session).card(office.code, office.name, store.desk_id, office.level, store.practice)


def trust(session: Session, store: Store, data: bytes) -> OfficeCard:
    """Take a card in; from now on batches of that desk are accepted and batches are made for it.

    An office above ours gets everything we hold, any other only the dossiers that concern it.

    Raises:
        CardRefused: our own card, or one of a practice store in a real one or the other way round.
        CardDamaged, CardTooNew: the file is no card we can read.
    """
    card = read_card(data)
    if card.desk_id == store.desk_id:
        raise CardRefused("Đây là thẻ của chính đơn vị này. Hãy nhập thẻ do đơn vị kia gửi.")
    if card.practice != store.practice:
        kind = "diễn tập" if card.practice else "thật"
        raise CardRefused(f"Thẻ này của một kho {kind}, khác với kho đang mở. Hãy xin đúng thẻ của đơn vị kia.")
    check_carries_batches(session, store)
    row = row_for(session, card)
    row.former_card = ""  # somebody looked: only the card that was compared is believed
    row.scope = EVERYTHING if RANK[Level(card.level)] > RANK[store.office.level] else CONCERNED
    session.flush()
    return card


def row_for(session: Session, card: OfficeCard) -> PeerRow:
    """Return the row of a card's desk, made where there is none, with this card on it."""
    row = session.get(PeerRow, card.desk_id)
    if row is None:
        row = PeerRow(
            desk_id=card.desk_id,
            scope=KNOWN,
            holds="{}",
            bare="{}",
            reference_held="{}",
            told="",
            sent=0,
            sent_hash="",
            received=0,
            received_hash="",
            revoked="",
            heard=0,
            lacks="[]",
            knows_card="",
            former_card="",
        )
        session.add(row)
    row.office_code = card.office_code
    row.card = canonical_json(card)
    return row


def own_desks(session: Session, store: Store) -> set[str]:
    """Return the desks that write into this very store."""
    return desks(session) | {store.desk_id} if store.shared else {store.desk_id}


def check_carries_batches(session: Session, store: Store) -> None:
    """Refuse to exchange at a desk that is not the one whose card the other offices know.

    Raises:
        NotTheCarrier: several desks share the store and another one carries its batches.
    """
    if store.shared and find_fact(session, EXCHANGE_DESK) != store.desk_id:
        raise NotTheCarrier(
            "Gói dữ liệu của đơn vị do một máy khác trao đổi. Hãy cắm USB ở máy đó, hoặc chuyển việc trao đổi về máy "
            "này rồi gửi thẻ mới cho các đơn vị."
        )


def take_over_exchange(session: Session, store: Store) -> None:
    """Let this desk carry the batches from now on; the other offices must take its card in, numbers begin anew."""
    before = find_fact(session, EXCHANGE_DESK)
    if before == store.desk_id:
        return
    set_fact(session, EXCHANGE_DESK, store.desk_id)
    begin_anew(session, before or "?")


def begin_anew(session: Session, former_desk: str) -> None:
    """Forget how far the exchange of a desk had come that another one replaces; what peers hold stays known.

    Batches that waited were made for the former desk: nobody can open them any more, and they come again.
    """
    for row in peers(session):
        row.sent, row.sent_hash, row.received, row.received_hash, row.told = 0, "", 0, "", ""
        row.heard, row.knows_card = 0, ""
    session.execute(delete(ScanSentRow))
    session.execute(delete(BatchRow).where(BatchRow.held.is_not(None)))
    session.execute(update(BatchRow).where(BatchRow.former_desk == "").values(former_desk=former_desk))


def peers(session: Session) -> list[PeerRow]:
    """Return every office we exchange with, by code."""
    return list(session.scalars(select(PeerRow).order_by(PeerRow.office_code, PeerRow.desk_id)))


def card_of(row: PeerRow) -> OfficeCard:
    """Return a peer's card."""
    return msgspec.json.decode(row.card, type=OfficeCard)


def former_card_of(row: PeerRow) -> OfficeCard | None:
    """Return the card a peer had before it changed, while batches signed by it may be on their way."""
    return msgspec.json.decode(row.former_card, type=OfficeCard) if row.former_card else None


def holdings(text: str) -> dict[str, int]:
    """Return what a peer holds, as stored."""
    value: dict[str, int] = msgspec.json.decode(text or "{}", type=dict[str, int])
    return value


def bare_of(row: PeerRow) -> Spans:
    """Return of which entries a peer has the link only, as it last said."""
    value: Spans = msgspec.json.decode(row.bare, type=Spans)
    return value


def office_names(session: Session) -> Mapping[str, str]:
    """Return the names of the offices we know, by code."""
    return {row.office_code: card_of(row).office_name for row in peers(session)}
