"""The journal: append with number and hash, fold into the derived tables, read back (nhật ký)."""

import hashlib
import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import msgspec
from sqlalchemy import Row, delete, func, select, text
from sqlalchemy.orm import Session
from uuid_utils import uuid7

from desktop.dossiers.dossier import Dossier
from desktop.dossiers.entry import GENESIS, Draft, Entry, canonical_json, seal
from desktop.dossiers.evolve import evolve_all
from desktop.dossiers.numbering import numbers_used
from desktop.folding import folded
from desktop.models.tables import DossierRow, JournalRow, NumberRow, WithheldRow
from desktop.terms import ENDED, PASSIVE, EntryKind

SCHEMA = 1
"""Version in which this program writes bodies."""

FOLD = 1
"""Raised by hand when the same entries give another state, or are found otherwise, in an unchanged shape."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last place of a desk's chain."""

    seq: int
    hash: str


def new_id() -> str:
    """Return a fresh UUIDv7: unique, and rising with time."""
    return str(uuid7())


def head(session: Session, desk_id: str) -> Head:
    """Return the last place of the desk's chain, also where its content is withheld from us."""
    ends: list[Head] = []
    for table in (JournalRow, WithheldRow):
        row = session.execute(
            select(table.seq, table.hash).where(table.desk_id == desk_id).order_by(table.seq.desc()).limit(1)
        ).first()
        if row is not None:
            ends.append(Head(row.seq, row.hash))
    return max(ends, key=lambda end: end.seq, default=Head(0, GENESIS))


def heads(session: Session) -> dict[str, Head]:
    """Return the last place of every chain we hold."""
    desks = set(session.scalars(select(JournalRow.desk_id).distinct()))
    desks |= set(session.scalars(select(WithheldRow.desk_id).distinct()))
    return {desk_id: head(session, desk_id) for desk_id in sorted(desks)}


def append(
    session: Session, desk_id: str, dossier_id: str, drafts: Sequence[Draft], *, officer: str, recorded_at: datetime
) -> list[Entry]:
    """Give drafts their place, write them and fold them; the caller's transaction makes all of it one act.

    Returns the entries as written. `recorded_at` is UTC.
    """
    end = head(session, desk_id)
    follows = session.scalar(select(DossierRow.head).where(DossierRow.id == dossier_id))
    written: list[Entry] = []
    for draft in drafts:
        entry = seal(
            id=new_id(),
            desk_id=desk_id,
            seq=end.seq + 1,
            dossier_id=dossier_id,
            follows=follows,
            kind=str(draft.kind),
            schema=SCHEMA,
            occurred_at=draft.occurred_at,
            recorded_at=recorded_at,
            officer_id=officer,
            body=canonical_json(draft.body),
            prev_hash=end.hash,
        )
        session.add(_row_of(entry))
        end, follows = Head(entry.seq, entry.hash), entry.id
        written.append(entry)
    session.flush()
    derive(session, written)
    return written


def add_foreign(session: Session, entries: Iterable[Entry]) -> None:
    """Store entries of other desks as they came; the caller has checked their chain and calls `derive`."""
    session.add_all([_row_of(entry) for entry in entries])
    session.flush()


def _row_of(entry: Entry) -> JournalRow:
    fields = msgspec.to_builtins(entry)
    return JournalRow(**fields)


def entry_of(row: JournalRow | Row[tuple[JournalRow]]) -> Entry:
    """Return a journal row as plain data."""
    names = Entry.__struct_fields__
    return msgspec.convert({name: getattr(row, name) for name in names}, Entry, strict=False)


def entries_of(session: Session, dossier_id: str) -> list[Entry]:
    """Return a dossier's entries in the order in which they are folded."""
    rows = session.scalars(select(JournalRow).where(JournalRow.dossier_id == dossier_id))
    return in_order([entry_of(row) for row in rows])


def all_entries(session: Session) -> Iterator[Entry]:
    """Yield every entry, by desk and number."""
    statement = select(JournalRow).order_by(JournalRow.desk_id, JournalRow.seq).execution_options(yield_per=2000)
    for row in session.scalars(statement):
        yield entry_of(row)


def in_order(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries of one dossier so that each stands behind the one it follows.

    Where two follow the same one, the desk and number decide, never a clock: the order is the same at every office.
    Entries whose predecessor has not arrived wait and are left out.
    """
    by_parent: dict[str | None, list[Entry]] = {}
    for entry in entries:
        by_parent.setdefault(entry.follows, []).append(entry)
    ready = [(entry.desk_id, entry.seq, entry) for entry in by_parent.get(None, [])]
    heapq.heapify(ready)
    ordered: list[Entry] = []
    while ready:
        *_, entry = heapq.heappop(ready)
        ordered.append(entry)
        for follower in by_parent.get(entry.id, []):
            heapq.heappush(ready, (follower.desk_id, follower.seq, follower))
    return ordered


def disputed(entries: Sequence[Entry]) -> bool:
    """Whether two desks wrote on without seeing each other: two acts that follow the same entry.

    Prints and notes dispute nothing; an act is traced back over them to the act it truly follows.
    """
    by_id = {entry.id: entry for entry in entries}
    acts_after: set[str | None] = set()
    for entry in entries:
        if entry.kind in PASSIVE:
            continue
        before = entry.follows
        while before is not None and before in by_id and by_id[before].kind in PASSIVE:
            before = by_id[before].follows
        if before in acts_after:
            return True
        acts_after.add(before)
    return False


def derive(session: Session, entries: Sequence[Entry]) -> None:
    """Bring the derived tables up to date with entries just stored."""
    touched: dict[str, list[Entry]] = {}
    for entry in entries:
        _take_numbers(session, entry)
        if entry.kind != EntryKind.DESK_OPENED:
            touched.setdefault(entry.dossier_id, []).append(entry)
    for dossier_id, fresh in touched.items():
        _derive_dossier(session, dossier_id, fresh)
    session.flush()


def _derive_dossier(session: Session, dossier_id: str, fresh: Sequence[Entry]) -> None:
    row = dossier_row(session, dossier_id)
    known = load_state(row) if row else None
    if _continues(row, fresh) and not _awaited(session, fresh):
        save_state(session, evolve_all(fresh, known), row, is_disputed=bool(row and row.disputed))
        return
    everything = entries_of(session, dossier_id)
    save_state(session, evolve_all(everything), row, is_disputed=disputed(everything))


def _continues(row: DossierRow | None, fresh: Sequence[Entry]) -> bool:
    """Whether the entries are a plain sequel to what is folded already."""
    before = row.head if row else None
    for entry in fresh:
        if entry.follows != before:
            return False
        before = entry.id
    return True


def _awaited(session: Session, fresh: Sequence[Entry]) -> bool:
    """Whether entries that came before their predecessor have been waiting for one of these."""
    ids = [entry.id for entry in fresh]
    followers = select(JournalRow.id).where(JournalRow.follows.in_(ids), JournalRow.id.not_in(ids)).limit(1)
    return session.scalar(followers) is not None


def _take_numbers(session: Session, entry: Entry) -> None:
    for series, number in numbers_used(entry).items():
        row = session.get(NumberRow, (entry.desk_id, series))
        if row is None:
            session.add(NumberRow(desk_id=entry.desk_id, series=series, last=number))
        else:
            row.last = max(row.last, number)


def next_number(session: Session, desk_id: str, series: str) -> int:
    """Return the number that follows the last one of the series, 1 for the first."""
    row = session.get(NumberRow, (desk_id, series))
    return row.last + 1 if row else 1


def dossier_row(session: Session, dossier_id: str) -> DossierRow | None:
    """Return the derived row of a dossier."""
    return session.scalar(select(DossierRow).where(DossierRow.id == dossier_id))


def load_state(row: DossierRow) -> Dossier:
    """Return the folded state of a dossier."""
    return decode_state(row.state)


_DECODER = msgspec.json.Decoder(Dossier)


def decode_state(state: str) -> Dossier:
    """Return a folded state as it was stored."""
    return _DECODER.decode(state)


def save_state(session: Session, state: Dossier | None, row: DossierRow | None, *, is_disputed: bool) -> None:
    """Write the state with the columns that queries need, and what search finds it by."""
    if state is None:
        return
    if row is None:
        row = DossierRow(id=state.id)
        session.add(row)
    row.code = state.code
    row.slip_ref = state.slip_ref
    row.status = state.status
    row.running = state.code is not None and state.status not in ENDED
    row.head = state.head
    row.identity_no = state.applicant.identity_no
    row.opened_at = state.opened_at.isoformat()
    row.disputed = is_disputed
    row.state = canonical_json(state)
    session.flush()
    _index(session, row.place, state)


def search_fields(state: Dossier) -> dict[str, str]:
    """Return what a dossier is found by, folded; codes also with blanks for their points, so that parts are found."""
    return {
        "code": folded(f"{state.code or ''} {state.slip_ref or ''} {' '.join(p.reference for p in state.issued)}"),
        "name": folded(f"{state.applicant.full_name} {state.applicant.organisation}"),
        "identity_no": f"{state.applicant.identity_no} {state.applicant.tax_code}",
        "phone": state.applicant.phone,
        "procedure": folded(f"{state.plan.name} {state.plan.procedure_code or ''}"),
    }


def _index(session: Session, place: int, state: Dossier) -> None:
    session.execute(text("DELETE FROM dossier_search WHERE rowid = :place"), {"place": place})
    session.execute(
        text(
            "INSERT INTO dossier_search (rowid, code, name, identity_no, phone, procedure) "
            "VALUES (:place, :code, :name, :identity_no, :phone, :procedure)"
        ),
        {"place": place, **search_fields(state)},
    )


@cache
def derived_form() -> str:
    """Return a mark of how this program derives: another mark in a store says that its tables are to be made again."""
    shape = canonical_json([FOLD, msgspec.json.schema(Dossier)])
    return hashlib.sha256(shape.encode()).hexdigest()[:16]


def rebuild(session: Session) -> int:
    """Throw the derived tables away and fold the whole journal again; return the number of dossiers."""
    for table in (DossierRow, NumberRow):
        session.execute(delete(table))
    session.execute(text("DELETE FROM dossier_search"))
    session.expire_all()
    for entry in all_entries(session):
        _take_numbers(session, entry)
    ids = session.scalars(select(JournalRow.dossier_id).where(JournalRow.kind != EntryKind.DESK_OPENED).distinct())
    for dossier_id in sorted(ids):
        entries = entries_of(session, dossier_id)
        save_state(session, evolve_all(entries), None, is_disputed=disputed(entries))
    session.flush()
    return session.scalar(select(func.count()).select_from(DossierRow)) or 0
