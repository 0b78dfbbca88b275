"""Scans travel after the entries that name them: once, acknowledged by hash, a bounded heap in each batch (bản chụp).

An entry says which scan belongs to a dossier; its bytes are large and may come later, in another batch, from another
office. What a peer has no bytes of it says in each batch by hash, as it says which entries it holds. What was put into
a batch is not put into the next ones too, until the peer says to have taken that batch in and still lacks the scan.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

import msgspec
from msgspec import Meta
from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlalchemy.orm import Session

from desktop.models import blobs
from desktop.models.facts import own_chains
from desktop.models.reference import is_above
from desktop.models.tables import AttachmentRow, BlobRow, DossierOfficeRow, PeerRow, ScanSentRow

MAX_SCANS: Final = 24 * 1024 * 1024
"""Bytes of scans in one batch; a single scan always fits."""

MAX_LACKS: Final = 2_000
"""Hashes that one batch asks for; those after them are asked for once these have come."""

EVERYTHING: Final = "everything"

Hash = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]


class Enclosed(msgspec.Struct, frozen=True):
    """A scan that lies behind the document of a batch: its hash, and its length in bytes."""

    hash: Hash
    size: Annotated[int, Meta(ge=1, le=MAX_SCANS)]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the scans of a batch: how many are new, whether some were here before."""

    new: int = 0
    known: bool = False


def lacking_for(session: Session, row: PeerRow) -> list[str]:
    """Return the scans we know of and have no bytes of, as far as this peer may have them: our word to it."""
    statement = select(AttachmentRow.hash).where(blobs.awaited(), _may_know(session, row)).distinct()
    return list(session.scalars(statement.order_by(AttachmentRow.hash).limit(MAX_LACKS)))


def due_to(session: Session, row: PeerRow, ends: Mapping[str, int]) -> list[Enclosed]:
    """Return the scans that a peer is to get now: those it says to lack, and our own beside their entries.

    `ends` is how far the peer will have each chain, this batch included. What is on its way is left out, until nothing
    else is due: then it goes again, as a stick may be lost and nobody hear of it.
    """
    return fresh(session, row, ends) or unconfirmed(session, row, ends)


def fresh(session: Session, row: PeerRow, ends: Mapping[str, int]) -> list[Enclosed]:
    """Return those that are in no batch on its way."""
    sent = select(ScanSentRow.hash).where(ScanSentRow.desk_id == row.desk_id, ScanSentRow.number > row.heard)
    on_the_way = set(session.scalars(sent))
    return [scan for scan in unconfirmed(session, row, ends) if scan.hash not in on_the_way]


def unconfirmed(session: Session, row: PeerRow, ends: Mapping[str, int]) -> list[Enclosed]:
    """Return the scans that a peer is to have and has not said to hold, also those on their way to it."""
    known: dict[str, int] = msgspec.json.decode(row.holds)
    wanted: list[str] = msgspec.json.decode(row.lacks)
    beside = [
        and_(AttachmentRow.desk_id == desk_id, AttachmentRow.seq.between(known.get(desk_id, 0) + 1, ends[desk_id]))
        for desk_id in sorted(own_chains(session) & ends.keys())
    ]
    statement = (
        select(BlobRow.hash, BlobRow.size)
        .join(AttachmentRow, AttachmentRow.hash == BlobRow.hash)
        .where(_may_have(row), or_(AttachmentRow.hash.in_(wanted), *beside))
        .distinct()
        .order_by(BlobRow.hash)
    )
    return [Enclosed(found.hash, found.size) for found in session.execute(statement)]


def _may_have(row: PeerRow) -> ColumnElement[bool]:
    """Return the condition on `attachment` that its dossier concerns the peer."""
    if row.scope == EVERYTHING:
        return AttachmentRow.hash.is_not(None)
    ours = select(DossierOfficeRow.dossier_id).where(DossierOfficeRow.office_code == row.office_code)
    return AttachmentRow.dossier_id.in_(ours)


def _may_know(session: Session, row: PeerRow) -> ColumnElement[bool]:
    """Return the condition on `attachment` that the peer has heard of its dossier: it concerns it or one below it."""
    if row.scope == EVERYTHING:
        return _may_have(row)
    codes = session.scalars(select(DossierOfficeRow.office_code).distinct())
    below = [code for code in codes if code == row.office_code or is_above(row.office_code, code)]
    ours = select(DossierOfficeRow.dossier_id).where(DossierOfficeRow.office_code.in_(below))
    return AttachmentRow.dossier_id.in_(ours)


def packed(due: Sequence[Enclosed], room: int = MAX_SCANS) -> tuple[Enclosed, ...]:
    """Return the first of them that fit together."""
    chosen: list[Enclosed] = []
    for scan in due:
        room -= scan.size
        if room < 0:
            break
        chosen.append(scan)
    return tuple(chosen)


def bytes_of(session: Session, scans: Sequence[Enclosed]) -> bytes:
    """Return the bytes of scans one behind the other."""
    return b"".join(blobs.data_of(session, scan.hash) or b"" for scan in scans)


def note_sent(session: Session, peer_desk: str, scans: Sequence[Enclosed], number: int) -> None:
    """Note that scans left in a batch, after its file was written."""
    for scan in scans:
        session.merge(ScanSentRow(desk_id=peer_desk, hash=scan.hash, number=number))


def note_heard(session: Session, row: PeerRow) -> None:
    """Forget what was on its way in batches that the peer has taken in: it has those scans, or says to lack them."""
    gone = and_(ScanSentRow.desk_id == row.desk_id, ScanSentRow.number <= row.heard)
    session.execute(delete(ScanSentRow).where(gone))


def unknown(session: Session, scans: Sequence[Enclosed]) -> bool:
    """Whether a batch brings a scan that no entry here names."""
    return bool({scan.hash for scan in scans} - blobs.named(session, (scan.hash for scan in scans)))


def parted(scans: Sequence[Enclosed], data: memoryview) -> Iterator[tuple[Enclosed, memoryview]]:
    """Yield each scan with its bytes, which are checked against its hash.

    Raises:
        ValueError: they are not those announced; nothing further is yielded.
    """
    if sum(scan.size for scan in scans) != len(data):
        raise ValueError("the scans are not as long as announced")
    place = 0
    for scan in scans:
        part = data[place : place + scan.size]
        if blobs.hash_of(part) != scan.hash:
            raise ValueError(f"scan {scan.hash} was changed")
        yield scan, part
        place += scan.size


def take_in(session: Session, parts: Sequence[tuple[Enclosed, memoryview]]) -> Taken:
    """Keep the scans that an entry here names; nobody can fill our disk with others."""
    wanted = blobs.named(session, (scan.hash for scan, _ in parts))
    here = blobs.sizes(session, wanted)
    fresh = {scan.hash: part for scan, part in parts if scan.hash in wanted and scan.hash not in here}
    for part in fresh.values():
        blobs.keep(session, bytes(part))
    return Taken(len(fresh), bool(here))
