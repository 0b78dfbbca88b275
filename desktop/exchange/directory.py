"""The list of offices that a province signs and every office takes over (danh bạ đơn vị).

The first card, the province's, is compared by eye; from then on its list brings the cards of all others, new keys, and
cards taken back. It travels as documents do and may be handed on by an office between, which is why the list bears the
province's own signature. An office that is only listed is known by name and its batches open; nothing is sent to it
before one of the two begins.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

import msgspec
from sqlalchemy.orm import Session

from desktop.errors import UserFacingError
from desktop.exchange.keys import DeskKeys, OfficeCard, card_bytes, read_card
from desktop.exchange.peers import KNOWN, card_of, own_card, own_keys, peers, row_for
from desktop.exchange.revocation import Revocation, revocation_of
from desktop.exchange.revocation import revoke as take_back
from desktop.models import journal
from desktop.models.facts import own_chains
from desktop.models.reference import OFFICE_DIRECTORY, Reference, held, is_above, issue
from desktop.models.store import Store
from desktop.models.tables import PeerRow

FORMAT: Final = "office-directory/1"
PART: Final = 200
"""Offices in one document; a province with more has several."""

_DOMAIN: Final = b"motcua-directory\n"


class Listed(msgspec.Struct, frozen=True):
    """One desk: its card and, where it was taken back, since when."""

    card: OfficeCard
    revoked: Revocation | None = None


class Listing(msgspec.Struct, frozen=True):
    """What is signed. `signer` is the desk id of the province; `part` counts from 0."""

    format: str
    signer: str
    part: int
    desks: tuple[Listed, ...]


class SignedListing(msgspec.Struct, frozen=True):
    """The document: the listing as text, exactly as signed, and the signature in hex."""

    format: str
    listing: str
    signature: str


class UnknownDesk(UserFacingError):
    """There is no such office, or more than one desk of it."""


def publish(session: Session, store: Store, now_utc: datetime) -> int:
    """Issue the list of all offices admitted here, where it changed; return how many parts are new."""
    before = {found.kind: found.document for found in held(session) if found.source_office == store.office.code}
    keys, card = own_keys(session), own_card(session, store)
    changed = 0
    for part, listed in enumerate(_parts([Listed(card), *_admitted(session)])):
        kind = f"{OFFICE_DIRECTORY}.{part}"
        document = _signed(Listing(FORMAT, card.desk_id, part, tuple(listed)), keys)
        if msgspec.json.encode(document).decode() != before.get(kind):
            issue(session, kind, (store.office.code, store.office.name), document, now_utc)
            changed += 1
    return changed


def _admitted(session: Session) -> Iterator[Listed]:
    for row in peers(session):
        if row.scope != KNOWN:
            yield Listed(card_of(row), revocation_of(row))


def _parts(listed: Sequence[Listed]) -> Iterator[Sequence[Listed]]:
    for start in range(0, len(listed), PART):
        yield listed[start : start + PART]


def _signed(listing: Listing, keys: DeskKeys) -> SignedListing:
    text = msgspec.json.encode(listing, order="sorted").decode()
    return SignedListing(FORMAT, text, keys.sign(_DOMAIN + text.encode()).hex())


def apply(session: Session, store: Store) -> int:
    """Take over every list we hold whose signer we trust; return how many cards are new or changed.

    A list of a signer we do not know yet stays where it is until that office's card is trusted.
    """
    documents = [found for found in held(session) if found.kind.startswith(OFFICE_DIRECTORY)]
    own = own_chains(session) | {store.desk_id}
    return sum(
        _take_over(session, store, own, found) for found in documents if found.source_office != store.office.code
    )


def _take_over(session: Session, store: Store, own: set[str], document: Reference) -> int:
    listing = _genuine(session, document)
    if listing is None:
        return 0
    changed = 0
    for listed in listing.desks:
        card = listed.card
        if card.desk_id in own or card.practice != store.practice or not _speaks_for(document, card.office_code):
            continue
        changed += _note(session, listed)
    session.flush()
    return changed


def _note(session: Session, listed: Listed) -> int:
    row = session.get(PeerRow, listed.card.desk_id)
    known = row is not None and card_of(row) == listed.card and revocation_of(row) == listed.revoked
    if known:
        return 0
    if row is None or card_of(row) != listed.card:
        before = row.card if row and card_of(row).verify_key != listed.card.verify_key else ""
        row_for(session, listed.card).former_card = before
        session.flush()
    if listed.revoked is not None:
        take_back(session, listed.card.desk_id, listed.revoked)
    return 1


def _genuine(session: Session, document: Reference) -> Listing | None:
    """Return the list if a desk of its issuer that we trust signed it, and every card on it is its desk's own."""
    try:
        signed = msgspec.json.decode(document.document, type=SignedListing)
        listing = msgspec.json.decode(signed.listing, type=Listing)
        signature = bytes.fromhex(signed.signature)
        for listed in listing.desks:
            read_card(card_bytes(listed.card))
    except (msgspec.DecodeError, ValueError, RecursionError, UserFacingError):
        return None
    row = session.get(PeerRow, listing.signer)
    if row is None or row.revoked or row.office_code != document.source_office:
        return None
    return listing if card_of(row).verifies(_DOMAIN + signed.listing.encode(), signature) else None


def _speaks_for(document: Reference, office_code: str) -> bool:
    return document.source_office == office_code or is_above(document.source_office, office_code)


def revoke(session: Session, desk: str, reason: str, now_utc: datetime, replaced_by: str = "") -> PeerRow:
    """Take the card of a desk back, named by its id, the end of it, or the code of an office with one desk.

    What we hold of it by now stays believed; whatever else it wrote must come in again through another desk.

    Raises:
        UnknownDesk: none or several desks are named so.
    """
    found = [row for row in peers(session) if not row.revoked and _is_named(row, desk)]
    if len(found) != 1:
        raise UnknownDesk(
            f"“{desk}” ứng với {len(found)} máy đang dùng thẻ. Hãy nêu mã máy (desk) trong tình trạng trao đổi.",
            field="desk",
        )
    row = found[0]
    at = now_utc.astimezone(UTC).replace(microsecond=0)
    last = journal.head(session, row.desk_id).seq
    take_back(session, row.desk_id, Revocation(at, last, reason, replaced_by))
    session.flush()
    return row


def _is_named(row: PeerRow, desk: str) -> bool:
    return desk in {row.desk_id, row.office_code} or (len(desk) >= 4 and row.desk_id.endswith(desk))
