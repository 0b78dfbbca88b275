"""Making batches: everything a peer has not said to hold, until it says so (lập gói dữ liệu)."""

import hashlib
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from heapq import merge
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.deadlines import to_utc
from desktop.dossiers.entry import Entry, canonical_json
from desktop.exchange.batch_file import MAX_CONTENT, READER, EntryRange, Manifest, Party, file_hash, file_name, seal
from desktop.exchange.carrier import write_verified
from desktop.exchange.content import Content, Link, bare_now, held_now, history_hash, key_known, word_now
from desktop.exchange.peers import (
    CONCERNED,
    EVERYTHING,
    KNOWN,
    bare_of,
    card_of,
    check_carries_batches,
    former_keys,
    holdings,
    keys_for,
    own_card,
    peers,
)
from desktop.exchange.reference import lacking, word_on_documents
from desktop.exchange.scans import (
    MAX_SCANS,
    Enclosed,
    bytes_of,
    due_to,
    fresh,
    lacking_for,
    note_sent,
    packed,
    unconfirmed,
)
from desktop.models import journal
from desktop.models.facts import own_chains
from desktop.models.reference import is_above
from desktop.models.store import Store
from desktop.models.tables import BatchRow, DossierOfficeRow, JournalRow, PeerRow, WithheldRow
from desktop.terms import EntryKind

MAX_LINKS = 20_000
"""Links in one batch; what is left goes into the next one, which follows once this one is acknowledged."""

MAX_BYTES = MAX_CONTENT // 2
"""Bodies in one batch, in letters; half of what a batch may hold leaves room for everything else."""


class Place(NamedTuple):
    """A place of a chain: its link and, where we have it, the entry."""

    link: Link
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class Exported:
    """A batch that was written: for whom, its number, its entries and scans, where it lies.

    `reach` is how far the peer has each chain once it has taken the batch in.
    """

    office_code: str
    office_name: str
    number: int
    entries: int
    path: Path
    scans: int = 0
    reach: Mapping[str, int] = field(default_factory=dict)


def export_all(store: Store, folder: Path, now: datetime, to: str | None = None) -> list[Exported]:
    """Write a batch for every peer for whom there is something new: entries, documents, or word of what we hold.

    `to` names one office by its code; entries for it stay in the outbox until it has confirmed them.

    A number is taken before the file is written: a stick that fails costs a number, never an entry.

    Raises:
        CarrierFault: the folder cannot be written; entries stay in the outbox.
    """
    with store.read() as session:
        check_carries_batches(session, store)
        good = [row for row in peers(session) if not row.revoked]
        chosen = [row for row in good if (row.scope != KNOWN if to is None else row.office_code == to)]
        waiting = [row.desk_id for row in chosen if has_news(session, row)]
    return [made for desk_id in waiting for made in export_everything_to(store, desk_id, folder, now)]


def export_everything_to(store: Store, peer_desk: str, folder: Path, now: datetime) -> Iterator[Exported]:
    """Write the batch for one peer and, behind it, as many more as its scans fill."""
    made = export_to(store, peer_desk, folder, now)
    yield made
    reach, sent = made.reach, made.scans
    while sent and _has_fresh_scans(store, peer_desk, reach):
        made = export_to(store, peer_desk, folder, now, scans_up_to=reach)
        sent = made.scans
        yield made


def _has_fresh_scans(store: Store, peer_desk: str, reach: Mapping[str, int]) -> bool:
    with store.read() as session:
        row = session.get_one(PeerRow, peer_desk)
        return bool(fresh(session, row, reach))


def export_to(
    store: Store, peer_desk: str, folder: Path, now: datetime, *, scans_up_to: Mapping[str, int] | None = None
) -> Exported:
    """Write the next batch for one peer; see `export_all`.

    With `scans_up_to` it carries only scans, of entries up to there: what went before it.
    """
    with store.write() as session:
        row = session.get_one(PeerRow, peer_desk)
        if row.scope == KNOWN:
            row.scope = CONCERNED
        if scans_up_to is None:
            content, ranges = content_for(session, row)
        else:
            content, ranges = Content(**_word(session, row)), ()
        reach = holdings(row.holds) | dict(scans_up_to or {span.desk_id: span.last for span in ranges})
        content, scans = _with_scans(session, row, content, reach)
        manifest, data = _sealed(session, store, row, now, content, ranges, scans)
        entries = sum(manifest.counts.values())
        row.sent, row.sent_hash = manifest.number, file_hash(data)
        row.told = word_now(session, row)
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
    if content.enclosed:
        with store.write() as session:
            note_sent(session, peer_desk, content.enclosed, manifest.number)
    return Exported(
        peer.office_code, peer.office_name, manifest.number, entries, folder / name, len(content.enclosed), reach
    )


def _with_scans(
    session: Session, row: PeerRow, content: Content, reach: Mapping[str, int]
) -> tuple[Content, tuple[Enclosed, ...]]:
    """Return the content with scans that go along; beside many entries there is room for none."""
    letters = sum(len(entry.body) for entry in content.entries) + 300 * len(content.withheld)
    room = MAX_SCANS if letters < MAX_BYTES // 2 else 0
    chosen = packed(due_to(session, row, reach), room)
    return msgspec.structs.replace(content, enclosed=chosen), chosen


def has_news(session: Session, row: PeerRow) -> bool:
    """Whether the peer lacks something, has not been told what we hold by now, or does not know our new card."""
    known = holdings(row.holds)
    lacks = any(seq > known.get(desk_id, 0) for desk_id, seq in _due_to(session, row).items())
    lacks = lacks or bool(lacking(session, row))
    lacks = lacks or row.told != word_now(session, row) or next(owed(session, row), None) is not None
    lacks = lacks or any(keys.verify_key == row.knows_card for keys in former_keys(session))
    return lacks or bool(due_to(session, row, held_now(session)))


def _sealed(
    session: Session,
    store: Store,
    row: PeerRow,
    now: datetime,
    content: Content,
    ranges: tuple[EntryRange, ...],
    scans: tuple[Enclosed, ...],
) -> tuple[Manifest, bytes]:
    peer, own = card_of(row), own_card(session, store)
    keys, change = keys_for(session, store, row)
    document = msgspec.json.encode(msgspec.structs.replace(content, new_card=change))
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
        scans=len(scans),
        document_size=len(document) if scans else 0,
        min_reader=READER if scans else 1,
        holds=held_now(session),
        history_hash=history_hash(session),
    )
    return manifest, seal(manifest, document + bytes_of(session, scans), keys, peer)


def content_for(session: Session, row: PeerRow) -> tuple[Content, tuple[EntryRange, ...]]:
    """Return what the peer lacks, within one batch's bounds, and the range of each desk it covers."""
    ours = _visible_to(session, row)
    covered: list[Link] = []
    entries: list[Entry] = []
    withheld: list[Link] = []
    room = MAX_BYTES
    for link, entry in islice(_lacking(session, row), MAX_LINKS):
        given = entry if entry is not None and _may_have(entry, ours) else None
        room -= len(given.body) if given else 0
        if room < 0:
            break
        covered.append(link)
        if given:
            entries.append(given)
        else:
            withheld.append(link)
    for entry in islice(owed(session, row), MAX_LINKS - len(covered)):
        room -= len(entry.body)
        if room < 0:
            break
        entries.append(entry)
    content = Content(tuple(entries), tuple(withheld), reference=tuple(lacking(session, row)), **_word(session, row))
    return content, tuple(_ranges(covered))


def _word(session: Session, row: PeerRow) -> dict[str, Any]:
    """Return what every batch says of our holdings besides the entries."""
    return {
        "bare": bare_now(session),
        "reference_held": word_on_documents(session, row),
        "lacks": tuple(lacking_for(session, row)),
        "received": row.received,
        "card_known": key_known(row),
    }


def _due_to(session: Session, row: PeerRow) -> dict[str, int]:
    """Return how far the peer is to have each chain.

    An office above us gets all of every chain. Any other one gets our own, and of a third office's chain as much as
    reaches the last entry that concerns it: a province does not send five hundred chains to five hundred communes.
    """
    ends = held_now(session)
    if row.scope == EVERYTHING:
        return ends
    concerned = (
        select(JournalRow.desk_id, func.max(JournalRow.seq))
        .join(DossierOfficeRow, DossierOfficeRow.dossier_id == JournalRow.dossier_id)
        .where(DossierOfficeRow.office_code.in_(_served(session, row)), JournalRow.desk_id != row.desk_id)
        .group_by(JournalRow.desk_id)
    )
    due = {found[0]: found[1] for found in session.execute(concerned)}
    return due | {desk_id: ends[desk_id] for desk_id in own_chains(session) if desk_id in ends}


def _lacking(session: Session, row: PeerRow) -> Iterator[Place]:
    """Yield the places of every chain beyond what the peer holds, as far as it is to have it, by desk and number."""
    known = holdings(row.holds)
    for desk_id, last in sorted(_due_to(session, row).items()):
        if last > known.get(desk_id, 0):
            yield from _places_after(session, desk_id, known.get(desk_id, 0), last)


def _places_after(session: Session, desk_id: str, after: int, last: int) -> Iterator[Place]:
    """Yield the places of a chain, read in parts: a batch ends long before a long chain does."""
    entries = (Place(_link_of(entry), entry) for entry in journal.chain_entries(session, desk_id, after, last))
    bare = select(WithheldRow.desk_id, WithheldRow.seq, WithheldRow.prev_hash, WithheldRow.hash)
    bare = bare.where(WithheldRow.desk_id == desk_id, WithheldRow.seq > after, WithheldRow.seq <= last)
    rows = session.execute(bare.order_by(WithheldRow.seq).execution_options(yield_per=journal.PART))
    yield from merge(entries, (Place(Link(*row), None) for row in rows), key=lambda place: place.link.seq)


def _link_of(entry: Entry) -> Link:
    return Link(entry.desk_id, entry.seq, entry.prev_hash, entry.hash)


def _may_have(entry: Entry, ours: Set[str] | None) -> bool:
    """Whether a peer may have an entry whole: it is of a dossier that concerns it; None stands for all of them."""
    return ours is None or entry.kind == EntryKind.DESK_OPENED or entry.dossier_id in ours


def owed(session: Session, row: PeerRow) -> Iterator[Entry]:
    """Yield entries of which the peer has the link only although it may have them whole.

    So it is with the past of a dossier that concerns the peer only now, and where a third office passed on the link of
    an entry that it had no right to see.
    """
    bare, known = bare_of(row), holdings(row.holds)
    ours = _concerned_ids(session, row) if bare and row.scope != EVERYTHING else None
    for desk_id, spans in sorted(bare.items()):
        for first, last in spans:
            within = JournalRow.seq.between(first, min(last, known.get(desk_id, 0)))
            rows = select(JournalRow).where(JournalRow.desk_id == desk_id, within).order_by(JournalRow.seq)
            if ours is not None:
                rows = rows.where(JournalRow.dossier_id.in_(ours))
            yield from map(journal.entry_of, session.scalars(rows))


def _visible_to(session: Session, row: PeerRow) -> Set[str] | None:
    """Return the dossiers whose content may go to a peer; None stands for all of them."""
    if row.revoked:
        return frozenset()
    return None if row.scope == EVERYTHING else frozenset(_concerned_ids(session, row))


def _concerned_ids(session: Session, row: PeerRow) -> list[str]:
    """Return the dossiers that concern the peer or an office below it, to which it may have to hand them on."""
    listed = select(DossierOfficeRow.dossier_id).where(DossierOfficeRow.office_code.in_(_served(session, row)))
    return list(session.scalars(listed.distinct()))


def _served(session: Session, row: PeerRow) -> list[str]:
    """Return the codes of the offices whose dossiers go to the peer: its own and those below it."""
    codes = session.scalars(select(DossierOfficeRow.office_code).distinct())
    return [code for code in codes if code == row.office_code or is_above(row.office_code, code)]


def _ranges(links: list[Link]) -> Iterator[EntryRange]:
    by_desk: dict[str, list[Link]] = {}
    for link in links:
        by_desk.setdefault(link.desk_id, []).append(link)
    for desk_id, chain in by_desk.items():
        yield EntryRange(desk_id=desk_id, first=chain[0].seq, last=chain[-1].seq, head=chain[-1].hash)


def news_mark(session: Session, row: PeerRow) -> str:
    """Return a mark of all that a batch for this peer would say now; the same mark, the same batch over again."""
    scans = [scan.hash for scan in unconfirmed(session, row, held_now(session))]
    documents = [(found.kind, found.source_office, found.hash) for found in lacking(session, row)]
    parts = [word_now(session, row), _due_to(session, row), row.holds, row.bare, scans, documents, row.knows_card]
    return hashlib.sha256(canonical_json(parts).encode()).hexdigest()
