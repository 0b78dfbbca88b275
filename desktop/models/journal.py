"""The journal: append with number and hash, fold into the derived tables, read back (nhật ký)."""

import hashlib
import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import TypeVar

import msgspec
from sqlalchemy import Row, delete, func, insert, select
from sqlalchemy.orm import Session
from uuid_utils import uuid7

from desktop.dossiers.bodies import Attached, DeskOpened
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.entry import GENESIS, Draft, Entry, canonical_json, seal
from desktop.dossiers.evolve import REFOLDING, evolve_all, fold, read_body, set_aside
from desktop.dossiers.numbering import numbers_used
from desktop.errors import UserFacingError
from desktop.folding import folded
from desktop.models import search_index
from desktop.models.facts import number_block, office_code
from desktop.models.tables import (
    AttachmentRow,
    ChainRow,
    DossierOfficeRow,
    DossierRow,
    JournalRow,
    MessageRow,
    NumberRow,
)
from desktop.terms import ENDED, PASSIVE, EntryKind, Status

SCHEMA = 1
"""Version in which this program writes bodies."""

FOLD = 3
"""Raised by hand when the same entries give another state, or are found otherwise, in an unchanged shape."""


BLOCK = 100_000
"""Numbers in one block: desks of one office that share no network each take theirs from a block of their own."""


PART = 500
"""Names in one question to the database."""

T = TypeVar("T")


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
    row = session.get(ChainRow, desk_id)
    return Head(row.seq, row.hash) if row else Head(0, GENESIS)


def heads(session: Session) -> dict[str, Head]:
    """Return the last place of every chain we hold."""
    rows = session.execute(select(ChainRow.desk_id, ChainRow.seq, ChainRow.hash).order_by(ChainRow.desk_id))
    return dict(sorted((row.desk_id, Head(row.seq, row.hash)) for row in rows))


def set_head(session: Session, desk_id: str, end: Head) -> None:
    """Note how far a desk's chain goes now; it never goes back."""
    row = session.get(ChainRow, desk_id)
    if row is None:
        session.add(ChainRow(desk_id=desk_id, seq=end.seq, hash=end.hash))
    elif end.seq > row.seq:
        row.seq, row.hash = end.seq, end.hash


class ChangedMeanwhile(UserFacingError):
    """Another desk recorded an act on the dossier since this one looked at it."""


def check_unchanged(session: Session, dossier_id: str, seen: str) -> None:
    """Refuse an act decided on a state that holds no more; `seen` is the `head` of the dossier as it was shown.

    Prints and notes made meanwhile change nothing that an act rests on.

    Raises:
        ChangedMeanwhile: nothing is stored.
    """
    row = dossier_row(session, dossier_id)
    if row is None or row.head == seen:
        return
    since = [entry.id for entry in entries_of(session, dossier_id) if entry.kind not in PASSIVE or entry.id == seen]
    if since and since[-1] != seen:
        raise ChangedMeanwhile(
            f"Hồ sơ {row.code or row.slip_ref or ''} vừa được máy khác ghi thêm việc. Chưa ghi gì từ máy này; "
            "hãy xem lại hồ sơ rồi làm tiếp."
        )


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
    set_head(session, desk_id, end)
    session.flush()
    derive(session, written)
    return written


def add_foreign(session: Session, entries: Sequence[Entry]) -> None:
    """Store entries of other desks as they came; the caller has checked their chain and calls `derive`."""
    for part in parts(entries):
        session.connection().execute(insert(JournalRow), [msgspec.to_builtins(entry) for entry in part])


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


def chain_entries(session: Session, desk_id: str, after: int, last: int) -> Iterator[Entry]:
    """Yield those entries of a desk's chain that are here, from behind `after` up to `last`, by number."""
    within = (JournalRow.desk_id == desk_id, JournalRow.seq > after, JournalRow.seq <= last)
    statement = select(*JournalRow.__table__.columns).where(*within).order_by(JournalRow.seq)
    for row in session.execute(statement.execution_options(yield_per=PART)):
        yield msgspec.convert(row._asdict(), Entry, strict=False)


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

    Prints and notes dispute nothing; an act is traced back over them to the act it truly follows. What a person has
    set aside disputes nothing any more.
    """
    by_id = {entry.id: entry for entry in entries}
    settled = set_aside(entries)
    acts_after: set[str | None] = set()
    for entry in entries:
        if entry.kind in PASSIVE or entry.id in settled:
            continue
        before = entry.follows
        while before is not None and before in by_id and by_id[before].kind in PASSIVE:
            before = by_id[before].follows
        if before in acts_after:
            return True
        acts_after.add(before)
    return False


def parts(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cut what a question to the database names into as much as one may name."""
    for start in range(0, len(items), PART):
        yield items[start : start + PART]


def derive(session: Session, entries: Sequence[Entry]) -> None:
    """Bring the derived tables up to date with entries just stored."""
    touched: dict[str, list[Entry]] = {}
    for entry in entries:
        _take_numbers(session, entry)
        _list_attachment(session, entry)
        if entry.kind != EntryKind.DESK_OPENED:
            touched.setdefault(entry.dossier_id, []).append(entry)
    for part in parts(list(touched.items())):
        _derive_dossiers(session, dict(part))
    session.flush()


@dataclass(frozen=True, slots=True)
class Derived:
    """A dossier as it is to be stored: its state, the row it has already, whether two desks dispute it."""

    state: Dossier
    row: DossierRow | None
    disputed: bool


def _derive_dossiers(session: Session, touched: Mapping[str, Sequence[Entry]]) -> None:
    """Fold some dossiers, each once, and store them together; a big batch touches thousands."""
    rows = _rows_of(session, touched)
    awaited = _awaited(session, [entry.id for fresh in touched.values() for entry in fresh])
    found = (_derived(session, rows.get(name), name, fresh, awaited) for name, fresh in touched.items())
    _save_states(session, [derived for derived in found if derived is not None])


def _derived(
    session: Session, row: DossierRow | None, dossier_id: str, fresh: Sequence[Entry], awaited: Set[str]
) -> Derived | None:
    """Return a dossier after its fresh entries; None while its beginning is missing."""
    if _continues(row, fresh) and not any(entry.id in awaited for entry in fresh):
        state = evolve_all(fresh, load_state(row) if row else None)
        return Derived(state, row, bool(row and row.disputed)) if state else None
    everything = entries_of(session, dossier_id)
    state = fold(everything)
    return Derived(state, row, disputed(everything)) if state else None


def _rows_of(session: Session, ids: Iterable[str]) -> dict[str, DossierRow]:
    """Return the derived rows of some dossiers, by id."""
    statement = select(DossierRow).where(DossierRow.id.in_(list(ids)))
    return {row.id: row for row in session.scalars(statement)}


def _continues(row: DossierRow | None, fresh: Sequence[Entry]) -> bool:
    """Whether the entries are a plain sequel to what is folded already, and change nothing said before."""
    before = row.head if row else None
    for entry in fresh:
        if entry.follows != before or entry.kind in REFOLDING:
            return False
        before = entry.id
    return True


def _awaited(session: Session, ids: Sequence[str]) -> set[str]:
    """Return those entries of these for which others, that came before them, have been waiting."""
    fresh, awaited = set(ids), set[str]()
    for part in parts(ids):
        followers = select(JournalRow.follows, JournalRow.id).where(JournalRow.follows.in_(part))
        awaited |= {before for before, entry in session.execute(followers) if before and entry not in fresh}
    return awaited


def _take_numbers(session: Session, entry: Entry) -> None:
    """Raise our counters; the desks of an office share them, whatever becomes of a desk."""
    office = office_code(session)
    if entry.kind == EntryKind.DESK_OPENED and office_opened(entry) == office:
        _opened_in(session)[entry.desk_id] = office
        later = select(JournalRow).where(JournalRow.desk_id == entry.desk_id, JournalRow.seq > entry.seq)
        for row in session.scalars(later):  # a chain may reach us before we are told whose it is
            _count(session, office, entry_of(row))
    elif _desk_office(session, entry.desk_id) == office:
        _count(session, office, entry)


def _count(session: Session, office: str, entry: Entry) -> None:
    for series, number in numbers_used(entry).items():
        block = number // BLOCK
        row = session.get(NumberRow, (office, series, block))
        if row is None:
            session.add(NumberRow(office_code=office, series=series, block=block, last=number))
        else:
            row.last = max(row.last, number)


def office_opened(entry: Entry) -> str:
    """Return the code of the office a desk was opened for; "" for any other entry."""
    body = read_body(entry)
    return body.office.code if isinstance(body, DeskOpened) else ""


def _list_attachment(session: Session, entry: Entry) -> None:
    """Note which scan an entry names, also where its dossier can not be folded yet."""
    scan = scan_named(entry)
    if scan is not None:
        session.add(
            AttachmentRow(
                desk_id=entry.desk_id, seq=entry.seq, dossier_id=entry.dossier_id, hash=scan.hash, size=scan.size
            )
        )


def scan_named(entry: Entry) -> Attached | None:
    """Return what an entry says of the scan it attached; None for any other entry."""
    body = read_body(entry) if entry.kind == EntryKind.ATTACHED else None
    return body if isinstance(body, Attached) else None


def _opened_in(session: Session) -> dict[str, str]:
    known: dict[str, str] = session.info.setdefault("desk_offices", {})
    return known


def _desk_office(session: Session, desk_id: str) -> str:
    known = _opened_in(session)
    if desk_id not in known:
        row = session.get(JournalRow, (desk_id, 1))
        known[desk_id] = office_opened(entry_of(row)) if row else ""
    return known[desk_id]


def next_number(session: Session, desk_id: str, series: str) -> int:
    """Return the number of our office's series that follows the last one, of this desk's block; 1 for the first.

    The desks of one database take from one row, one after another: a write session lets nobody else write.
    """
    block = number_block(session)
    row = session.get(NumberRow, (office_code(session), series, block))
    return row.last + 1 if row else block * BLOCK + 1


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
    if state is not None:
        _save_states(session, [Derived(state, row, is_disputed)])


def _save_states(session: Session, derived: Sequence[Derived]) -> None:
    """Write dossiers with all that is derived of them, many rows at a time."""
    states = [one.state for one in derived]
    known = [one.row for one in derived if one.row is not None]
    places = {row.id: row.place for row in known} | _new_rows(session, [one for one in derived if one.row is None])
    for one in derived:
        for name, value in _columns(one).items() if one.row is not None else ():
            setattr(one.row, name, value)
    session.flush()
    ids = [row.id for row in known]
    _list_offices(session, states, ids)
    found_by = {places[state.id]: search_fields(state) for state in states}
    search_index.put(session, found_by, [row.place for row in known])
    _list_messages(session, states, ids)


def _new_rows(session: Session, derived: Sequence[Derived]) -> dict[str, int]:
    """Store dossiers that had no row and return the places they were given."""
    if not derived:
        return {}
    # not by way of objects: the database would be asked for the place of each row by itself
    stored = insert(DossierRow).returning(DossierRow.id, DossierRow.place)
    return {row.id: row.place for row in session.execute(stored, [_columns(one) for one in derived])}


def _columns(derived: Derived) -> dict[str, object]:
    """Return what the row of a dossier says."""
    state = derived.state
    return {
        "id": state.id,
        "code": _storable(state.code) if state.code else None,
        "slip_ref": _storable(state.slip_ref) if state.slip_ref else None,
        "status": state.status,
        "running": (state.code is not None or state.status is Status.ARRIVED) and state.status not in ENDED,
        "head": state.head,
        "identity_no": _storable(state.applicant.identity_no),
        "opened_at": state.opened_at.isoformat(),
        "disputed": derived.disputed,
        "state": canonical_json(state),
    }


def _list_offices(session: Session, states: Sequence[Dossier], known: Sequence[str]) -> None:
    """List the offices that dossiers concern, anew where they changed."""
    before: dict[str, set[str]] = {}
    for row in session.execute(
        select(DossierOfficeRow.dossier_id, DossierOfficeRow.office_code).where(DossierOfficeRow.dossier_id.in_(known))
    ):
        before.setdefault(row.dossier_id, set()).add(row.office_code)
    changed = [state for state in states if set(state.offices) != before.get(state.id, set())]
    stale = [state.id for state in changed if state.id in before]
    if stale:
        session.execute(delete(DossierOfficeRow).where(DossierOfficeRow.dossier_id.in_(stale)))
    listed = [{"dossier_id": state.id, "office_code": code} for state in changed for code in set(state.offices)]
    if listed:
        session.connection().execute(insert(DossierOfficeRow), listed)


def _list_messages(session: Session, states: Sequence[Dossier], known: Sequence[str]) -> None:
    """List what citizens are to be told of dossiers, in place of what was listed before."""
    if known:
        session.execute(delete(MessageRow).where(MessageRow.dossier_id.in_(known)))
    listed = [
        {
            "entry_id": message.entry,
            "dossier_id": state.id,
            "office": message.office,
            "kind": message.kind,
            "at": message.at.isoformat(),
            "state": message.state,
        }
        for state in states
        for message in state.messages
    ]
    if listed:
        session.connection().execute(insert(MessageRow), listed)


def search_fields(state: Dossier) -> dict[str, str]:
    """Return what a dossier is found by, folded; codes also with blanks for their points, so that parts are found."""
    found_by = {
        "code": folded(f"{state.code or ''} {state.slip_ref or ''} {' '.join(p.reference for p in state.issued)}"),
        "name": folded(f"{state.applicant.full_name} {state.applicant.organisation}"),
        "identity_no": f"{state.applicant.identity_no} {state.applicant.tax_code}",
        "phone": state.applicant.phone,
        "procedure": _procedure_words(state.plan.name, state.plan.procedure_code or ""),
    }
    return {name: _storable(value) for name, value in found_by.items()}


@lru_cache(maxsize=1000)
def _procedure_words(name: str, code: str) -> str:
    """Return what a procedure is found by; thousands of dossiers share a few."""
    return folded(f"{name} {code}")


def _storable(value: str) -> str:
    """Return a text without the one letter PostgreSQL can not store."""
    return value.replace("\x00", "")


@cache
def derived_form() -> str:
    """Return a mark of how this program derives: another mark in a store says that its tables are to be made again."""
    shape = canonical_json([FOLD, msgspec.json.schema(Dossier)])
    return hashlib.sha256(shape.encode()).hexdigest()[:16]


def rebuild(session: Session) -> int:
    """Throw the derived tables away and fold the whole journal again; return the number of dossiers."""
    for table in (DossierRow, DossierOfficeRow, MessageRow, NumberRow, AttachmentRow):
        session.execute(delete(table))
    search_index.clear(session)
    session.expire_all()
    for entry in all_entries(session):
        _take_numbers(session, entry)
        _list_attachment(session, entry)
    ids = session.scalars(select(JournalRow.dossier_id).where(JournalRow.kind != EntryKind.DESK_OPENED).distinct())
    for dossier_id in sorted(ids):
        entries = entries_of(session, dossier_id)
        save_state(session, fold(entries), None, is_disputed=disputed(entries))
    session.flush()
    return session.scalar(select(func.count()).select_from(DossierRow)) or 0
