"""Where the exchange stands with each office, in figures and words (tình trạng trao đổi)."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.exchange.content import held_now
from desktop.exchange.peers import EVERYTHING, KNOWN, RANK, bare_of, card_of, holdings, peers
from desktop.exchange.scans import lacking_for
from desktop.exchange.scans import unconfirmed as unconfirmed_scans
from desktop.models.facts import own_chains
from desktop.models.store import Store
from desktop.models.tables import BatchRow, PeerRow
from desktop.terms import Level


@dataclass(frozen=True, slots=True)
class PeerStatus:
    """One office: entries of ours it has not confirmed, last batch each way, batches of it that wait.

    `scans_unconfirmed` counts scans it has not confirmed, `scans_missing` those that we wait for and it may have.
    """

    office_code: str
    office_name: str
    level: str
    fingerprint: str
    unconfirmed: int
    sent: int
    received: int
    last_contact: str | None
    waiting: tuple[int, ...]
    scans_unconfirmed: int = 0
    scans_missing: int = 0


def peer_statuses(session: Session) -> list[PeerStatus]:
    """Return the state of the exchange with every office we exchange with; those only listed to us are left out."""
    return [_status(session, row) for row in peers(session) if row.scope != KNOWN]


def _status(session: Session, row: PeerRow) -> PeerStatus:
    card = card_of(row)
    statement = (
        select(BatchRow.number)
        .where(BatchRow.desk_id == row.desk_id, BatchRow.held.is_not(None))
        .order_by(BatchRow.number)
    )
    return PeerStatus(
        office_code=card.office_code,
        office_name=card.office_name,
        level=card.level,
        fingerprint=card.fingerprint,
        unconfirmed=unconfirmed(session, row),
        sent=row.sent,
        received=row.received,
        last_contact=row.last_contact,
        waiting=tuple(session.scalars(statement)),
        scans_unconfirmed=len(unconfirmed_scans(session, row, held_now(session))),
        scans_missing=len(lacking_for(session, row)),
    )


def unconfirmed(session: Session, row: PeerRow) -> int:
    """Return how many entries of this store's desks the peer has not said, signed, to hold.

    An office above us is to have all of them whole: those it has the link only of are not confirmed either.
    """
    ends, known, bare = held_now(session), holdings(row.holds), bare_of(row) if row.scope == EVERYTHING else {}
    missing = 0
    for desk_id in own_chains(session):
        missing += max(ends.get(desk_id, 0) - known.get(desk_id, 0), 0)
        missing += sum(last - first + 1 for first, last in bare.get(desk_id, ()))
    return missing


def not_yet_above(session: Session, store: Store) -> int | None:
    """Return how many of our entries the highest office above us has not confirmed; None if we know no such office."""
    good = [row for row in peers(session) if row.scope != KNOWN and not row.revoked]
    above = [row for row in good if RANK[Level(card_of(row).level)] > RANK[store.office.level]]
    if not above:
        return None
    highest = max(above, key=lambda row: RANK[Level(card_of(row).level)])
    return unconfirmed(session, highest)
