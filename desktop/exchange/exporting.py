"""Making batches: everything a peer has not said to hold, until it says so (lập gói dữ liệu)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from desktop.deadlines import to_utc
from desktop.dossiers.bodies import HandedOver
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.entry import Entry, canonical_json
from desktop.dossiers.evolve import read_body
from desktop.exchange.batch_file import EntryRange, Manifest, Party, file_hash, file_name, seal
from desktop.exchange.carrier import write_verified
from desktop.exchange.content import Content, Link, held_now, history_hash
from desktop.exchange.peers import card_of, concerns, holdings, own_card, own_keys, peers
from desktop.models import journal
from desktop.models.store import Store
from desktop.models.tables import BatchRow, DossierRow, JournalRow, PeerRow, WithheldRow
from desktop.terms import EntryKind

MAX_LINKS = 20_000
"""Links in one batch; what is left goes into the next one, which follows once this one is acknowledged."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A batch that was written: for whom, its number, its entries, where it lies."""

    office_code: str
    office_name: str
    number: int
    entries: int
    path: Path


def export_all(store: Store, folder: Path, now: datetime, to: str | None = None) -> list[Exported]:
    """Write a batch for every peer for whom there is something new: entries, or word of what we hold.

    `to` names one office by its code; entries for it stay in the outbox until it has confirmed them.

    A number is taken before the file is written: a stick that fails costs a number, never an entry.

    Raises:
        CarrierFault: the folder cannot be written; entries stay in the outbox.
    """
    with store.read() as session:
        chosen = [row for row in peers(session) if to in {None, row.office_code}]
        waiting = [row.desk_id for row in chosen if has_news(session, row)]
    return [export_to(store, desk_id, folder, now) for desk_id in waiting]


def export_to(store: Store, peer_desk: str, folder: Path, now: datetime) -> Exported:
    """Write the batch for one peer; see `export_all`."""
    with store.write() as session:
        row = session.get_one(PeerRow, peer_desk)
        manifest, data = _sealed(session, store, row, now)
        entries = sum(manifest.counts.values())
        row.sent, row.sent_hash = manifest.number, file_hash(data)
        row.told = canonical_json(manifest.holds)
        name = file_name(manifest)
        session.add(
            BatchRow(
                hash=row.sent_hash,
                direction="out",
                desk_id=row.desk_id,
                number=row.sent,
                at=now.isoformat(),
                entries=entries,
                file_name=name,
            )
        )
        peer = card_of(row)
    write_verified(folder / name, data)
    return Exported(peer.office_code, peer.office_name, manifest.number, entries, folder / name)


def has_news(session: Session, row: PeerRow) -> bool:
    """Whether the peer lacks something, or has not been told what we hold by now."""
    held = held_now(session)
    known = holdings(row.holds)
    return any(seq > known.get(desk_id, 0) for desk_id, seq in held.items()) or holdings(row.told) != held


def _sealed(session: Session, store: Store, row: PeerRow, now: datetime) -> tuple[Manifest, bytes]:
    peer, own = card_of(row), own_card(session, store)
    content, ranges = content_for(session, row)
    manifest = Manifest(
        created_at=to_utc(now),
        practice=store.practice,
        sender=Party.of(own),
        recipient=Party.of(peer),
        number=row.sent + 1,
        previous=row.sent_hash,
        ranges=ranges,
        counts=content.counts(),
        withheld=len(content.withheld),
        holds=held_now(session),
        history_hash=history_hash(session),
    )
    data = seal(manifest, msgspec.json.encode(content), own_keys(session), peer)
    return manifest, data


def content_for(session: Session, row: PeerRow) -> tuple[Content, tuple[EntryRange, ...]]:
    """Return what the peer lacks, within one batch's bounds, and the range of each desk it covers."""
    lacking = list(_lacking(session, holdings(row.holds)))[:MAX_LINKS]
    states: dict[str, Dossier | None] = {}
    entries: list[Entry] = []
    withheld: list[Link] = []
    for link in lacking:
        entry = _entry_at(session, link)
        if entry is not None and _may_have(session, row, entry, states):
            entries.append(entry)
        else:
            withheld.append(link)
    entries += _earlier_of_newcomers(session, row, entries)
    return Content(tuple(entries), tuple(withheld)), tuple(_ranges(lacking))


def _lacking(session: Session, known: dict[str, int]) -> Iterator[Link]:
    """Yield the links of every chain beyond what the peer holds, by desk and number."""
    columns = [select(table.desk_id, table.seq, table.prev_hash, table.hash) for table in (JournalRow, WithheldRow)]
    both = union_all(*columns).subquery()
    for row in session.execute(select(both).order_by(both.c.desk_id, both.c.seq)):
        if row.seq > known.get(row.desk_id, 0):
            yield Link(row.desk_id, row.seq, row.prev_hash, row.hash)


def _entry_at(session: Session, link: Link) -> Entry | None:
    row = session.get(JournalRow, (link.desk_id, link.seq))
    return journal.entry_of(row) if row else None


def _may_have(session: Session, row: PeerRow, entry: Entry, states: dict[str, Dossier | None]) -> bool:
    if entry.kind == EntryKind.DESK_OPENED:
        return True
    if entry.dossier_id not in states:
        state = session.scalar(select(DossierRow).where(DossierRow.id == entry.dossier_id))
        states[entry.dossier_id] = journal.load_state(state) if state else None
    return concerns(row, states[entry.dossier_id])


def _earlier_of_newcomers(session: Session, row: PeerRow, entries: list[Entry]) -> list[Entry]:
    """Return the past of dossiers that are handed over to this peer now: until now it held bare links of them."""
    bodies = ((entry.dossier_id, read_body(entry)) for entry in entries if entry.kind == EntryKind.HANDED_OVER)
    newcomers = {
        dossier_id
        for dossier_id, body in bodies
        if isinstance(body, HandedOver) and body.to_office.code == row.office_code
    }
    sent = {entry.id for entry in entries}
    past = [entry for dossier_id in sorted(newcomers) for entry in journal.entries_of(session, dossier_id)]
    return [entry for entry in past if entry.id not in sent]


def _ranges(links: list[Link]) -> Iterator[EntryRange]:
    by_desk: dict[str, list[Link]] = {}
    for link in links:
        by_desk.setdefault(link.desk_id, []).append(link)
    for desk_id, chain in by_desk.items():
        yield EntryRange(desk_id=desk_id, first=chain[0].seq, last=chain[-1].seq, head=chain[-1].hash)
