"""A province's hub: a store like any other, on PostgreSQL or in a file, that many offices send to (đầu mối tỉnh)."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.deadlines import to_utc
from desktop.dossiers.entry import canonical_json
from desktop.errors import UserFacingError
from desktop.exchange import directory, exporting, importing, peers
from desktop.exchange.batch_file import MAX_FILE, peek
from desktop.exchange.carrier import batches_in, read_bounded
from desktop.exchange.exporting import Exported
from desktop.exchange.keys import OfficeCard
from desktop.exchange.revocation import revocation_of
from desktop.models import journal
from desktop.models.reference import PROCEDURE, Reference, issue
from desktop.models.store import Store, create_store, open_store
from desktop.models.tables import AlarmRow, BatchRow, PeerRow, ProcedureRow
from desktop.office import Office
from desktop.procedures.procedure import Procedure
from desktop.terms import Level

WORKERS = 4
"""Files read at once; beyond the cores of this computer more help little."""


class NoHub(UserFacingError):
    """This office stands above no other one."""


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file, in a word and in Vietnamese sentences; `refused` is no arrival."""

    file: str
    sender: str
    number: int
    arrival: str
    entries: int
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alarm:
    """A batch that contradicted what the hub holds."""

    kind: str
    number: int
    at: str
    file: str
    message: str


@dataclass(frozen=True, slots=True)
class OfficeStatus:
    """Where one desk of an office stands.

    `seq` and `head` are the end of its journal as the hub holds it, `received` and `sent` the last batches, `missing`
    the numbers others wait for, `lag_days` whole days since its last batch (None: never heard of).
    """

    office_code: str
    office_name: str
    level: str
    desk_id: str
    fingerprint: str
    seq: int
    head: str
    received: int
    sent: int
    waiting: tuple[int, ...]
    missing: tuple[int, ...]
    last_contact: str | None
    lag_days: int | None
    revoked: str
    alarms: tuple[Alarm, ...]


def create_hub(
    data_dir: Path,
    office: Office,
    passwords: Mapping[str, str],
    *,
    database: str | None,
    practice: bool,
    now: datetime,
    program: str,
) -> tuple["Hub", str]:
    """Set a hub up: its tables, its desk, its keys. Returns it with its recovery key.

    Raises:
        NoHub: the office is no province or ministry.
        UserFacingError: see `create_store`.
    """
    if office.level not in {Level.PROVINCE, Level.MINISTRY}:
        raise NoHub(
            'Đầu mối phải là cơ quan cấp tỉnh. Hãy ghi "level": "province" trong tệp đơn vị của tỉnh.', field="office"
        )
    store, recovery = create_store(
        data_dir,
        office,
        dict(passwords),
        practice=practice,
        now_utc=to_utc(now.replace(microsecond=0)),
        program=program,
        facts=lambda _: peers.new_keys(),
        database=database,
    )
    return Hub(store, now), recovery


def open_hub(data_dir: Path, officer: str, password: str, *, database: str | None, now: datetime) -> "Hub":
    """Open a hub with an officer's password; see `open_store`."""
    return Hub(open_store(data_dir, officer, password, database=database), now)


class Hub:
    """An opened hub at a moment, local wall-clock."""

    def __init__(self, store: Store, now: datetime) -> None:
        self.store = store
        self.now = now

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()

    def card(self) -> OfficeCard:
        """Return the card whose fingerprint every office compares once."""
        with self.store.read() as session:
            return peers.own_card(session, self.store)

    # Offices and what they are told

    def admit(self, data: bytes, *, replaces: str = "", reason: str = "") -> OfficeCard:
        """Take an office's card in after its fingerprint was compared; the list of offices then brings it to all.

        `replaces` names the desk whose card is taken back in the same act: a new computer for an old one.

        Raises:
            CardDamaged, CardRefused: the card can not be taken in.
            UnknownDesk: nothing, or more than one desk, is named by `replaces`.
        """
        with self.store.write() as session:
            if not replaces:
                return peers.trust(session, self.store, data)
            revoked = directory.revoke(session, replaces, reason or "thay máy", to_utc(self.now))
            card = peers.trust(session, self.store, data)
            known = revocation_of(revoked)
            assert known is not None  # just written
            revoked.revoked = canonical_json(msgspec.structs.replace(known, replaced_by=card.desk_id))
            return card

    def revoke(self, desk: str, reason: str) -> str:
        """Take a desk's card back; return the name of its office. See `directory.revoke`."""
        with self.store.write() as session:
            row = directory.revoke(session, desk, reason, to_utc(self.now))
            return peers.card_of(row).office_name

    def issue_procedures(self, procedures: Sequence[Procedure]) -> list[Reference]:
        """Issue procedures for all offices below; they go with the next batches."""
        office = (self.store.office.code, self.store.office.name)
        with self.store.write() as session:
            for procedure in procedures:
                document = msgspec.json.encode(procedure, order="sorted").decode()
                session.merge(ProcedureRow(id=procedure.id, imported_at=self.now.isoformat(), document=document))
            return [issue(session, PROCEDURE + item.id, office, item, to_utc(self.now)) for item in procedures]

    # Batches

    def import_files(self, paths: Sequence[Path], workers: int = WORKERS) -> list[FileOutcome]:
        """Take batch files in, each in one transaction, those of one sender in the order of their numbers.

        Senders are taken in side by side. A file that is refused says why and keeps no other one out.
        """
        files = [file for path in paths for file in (batches_in(path) if path.is_dir() else [path])]
        senders: dict[str, list[tuple[int, Path]]] = {}
        outcomes: list[FileOutcome] = []
        for file in files:
            try:
                manifest = peek(read_bounded(file, MAX_FILE))
            except UserFacingError as error:
                outcomes.append(FileOutcome(file.name, "", 0, "refused", 0, (error.message,)))
            else:
                senders.setdefault(manifest.sender.desk_id, []).append((manifest.number, file))
        lines = [[file for _, file in sorted(line)] for line in senders.values()]
        if not self.store.shared:  # a file has one writer anyway
            workers = 1
        with ThreadPoolExecutor(max(workers, 1)) as threads:
            for done in threads.map(partial(_import_line, self.store, self.now), lines):
                outcomes += done
        return outcomes

    def export(self, folder: Path, to: str | None = None) -> list[Exported]:
        """Write a batch for every office there is news for: word of what arrived, entries, documents, the directory."""
        with self.store.write() as session:
            directory.publish(session, self.store, to_utc(self.now))
        return exporting.export_all(self.store, folder, self.now, to)

    # What stands where

    def status(self) -> list[OfficeStatus]:
        """Return where every desk of every office stands, by office code."""
        with self.store.read() as session:
            heads = journal.heads(session)
            waiting = _waiting(session)
            alarms = _alarms(session)
            return [
                _status(
                    row, heads.get(row.desk_id), waiting.get(row.desk_id, ()), alarms.get(row.desk_id, ()), self.now
                )
                for row in peers.peers(session)
            ]

    def settle_alarms(self, desk: str) -> int:
        """Put the alarms of a desk away after somebody has looked into them; return how many there were."""
        with self.store.write() as session:
            found = list(session.scalars(select(AlarmRow).where(AlarmRow.desk_id == desk)))
            for alarm in found:
                session.delete(alarm)
            return len(found)


def _import_line(store: Store, now: datetime, files: Sequence[Path]) -> list[FileOutcome]:
    """Take the files of one sender in, one after the other."""
    return [_import_file(store, now, file) for file in files]


def _import_file(store: Store, now: datetime, file: Path) -> FileOutcome:
    data = b""
    try:
        data = read_bounded(file, MAX_FILE)
        results = importing.import_batch(store, data, file.name, now)
    except UserFacingError as error:
        manifest = peek(data) if data else None
        sender, number = (manifest.sender.office_name, manifest.number) if manifest else ("", 0)
        return FileOutcome(file.name, sender, number, "refused", 0, (error.message,))
    first = results[0]
    entries = sum(result.entries for result in results)
    messages = tuple(result.message for result in results)
    return FileOutcome(file.name, first.office_name, first.number, first.arrival, entries, messages)


def _waiting(session: Session) -> dict[str, tuple[int, ...]]:
    rows = session.execute(
        select(BatchRow.desk_id, BatchRow.number).where(BatchRow.held.is_not(None)).order_by(BatchRow.number)
    )
    found: dict[str, tuple[int, ...]] = {}
    for desk_id, number in rows:
        found[desk_id] = (*found.get(desk_id, ()), number)
    return found


def _alarms(session: Session) -> dict[str, tuple[Alarm, ...]]:
    found: dict[str, tuple[Alarm, ...]] = {}
    for row in session.scalars(select(AlarmRow).order_by(AlarmRow.at, AlarmRow.number)):
        alarm = Alarm(row.kind, row.number, row.at, row.file_name, row.message)
        found[row.desk_id] = (*found.get(row.desk_id, ()), alarm)
    return found


def _status(
    row: PeerRow, end: journal.Head | None, waiting: tuple[int, ...], alarms: tuple[Alarm, ...], now: datetime
) -> OfficeStatus:
    card, revoked = peers.card_of(row), revocation_of(row)
    awaited = range(row.received + 1, max(waiting, default=row.received) + 1)
    heard = datetime.fromisoformat(row.last_contact) if row.last_contact else None
    return OfficeStatus(
        office_code=card.office_code,
        office_name=card.office_name,
        level=card.level,
        desk_id=card.desk_id,
        fingerprint=card.fingerprint,
        seq=end.seq if end else 0,
        head=end.hash if end else "",
        received=row.received,
        sent=row.sent,
        waiting=waiting,
        missing=tuple(number for number in awaited if number not in waiting),
        last_contact=row.last_contact,
        lag_days=(now - heard).days if heard else None,
        revoked=revoked.reason if revoked else "",
        alarms=alarms,
    )
