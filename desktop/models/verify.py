"""Is everything as it was written? Chain, replay against the derived tables, cipher and file integrity (kiểm tra)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from desktop.dossiers.entry import GENESIS, Entry, canonical_json, is_sealed
from desktop.dossiers.evolve import evolve_all
from desktop.dossiers.numbering import numbers_used
from desktop.models.journal import all_entries, disputed, entry_of, in_order, search_fields
from desktop.models.tables import DossierRow, JournalRow, NumberRow, WithheldRow
from desktop.terms import EntryKind


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was written: `where` names the place, `what` says it in Vietnamese."""

    where: str
    what: str


Chained = tuple[int, str, str, JournalRow | None]
"""Number, link back, own hash, and the entry itself where its content is here."""


def chain_faults(session: Session) -> Iterator[Fault]:
    """Yield breaks of the chains: a changed entry, a missing or a doubled number, a link that does not fit."""
    withheld = {(row.desk_id, row.seq): row for row in session.scalars(select(WithheldRow))}
    desks = set(session.scalars(select(JournalRow.desk_id).distinct())) | {desk for desk, _ in withheld}
    for desk_id in sorted(desks):
        rows = session.scalars(select(JournalRow).where(JournalRow.desk_id == desk_id).order_by(JournalRow.seq))
        links: list[Chained] = [(row.seq, row.prev_hash, row.hash, row) for row in rows]
        links += [(seq, row.prev_hash, row.hash, None) for (desk, seq), row in withheld.items() if desk == desk_id]
        yield from _desk_faults(desk_id, sorted(links, key=lambda link: link[0]))


def _desk_faults(desk_id: str, links: list[Chained]) -> Iterator[Fault]:
    expected, previous = 1, GENESIS
    for seq, prev_hash, own_hash, row in links:
        where = f"quầy {desk_id[-8:]}, mục số {seq}"
        if seq != expected:
            yield Fault(where, f"thiếu mục số {expected}" if seq > expected else "số mục bị trùng")
        elif prev_hash != previous:
            yield Fault(where, "không nối tiếp mục trước: mục này hoặc mục trước đã bị thay")
        if row is not None and not _intact(row):
            yield Fault(where, f"nội dung đã bị đổi sau khi ghi ({row.kind}, hồ sơ {row.dossier_id[-8:]})")
        expected, previous = seq + 1, own_hash


def _intact(row: JournalRow) -> bool:
    try:
        return is_sealed(entry_of(row))
    except (msgspec.ValidationError, UnicodeDecodeError):
        return False


def replay_faults(session: Session) -> Iterator[Fault]:
    """Yield every place where the derived tables differ from the journal folded anew."""
    by_dossier: dict[str, list[Entry]] = {}
    numbers: dict[tuple[str, str], int] = {}
    try:
        for entry in all_entries(session):
            if entry.kind != EntryKind.DESK_OPENED:
                by_dossier.setdefault(entry.dossier_id, []).append(entry)
            for series, number in numbers_used(entry).items():
                key = (entry.desk_id, series)
                numbers[key] = max(number, numbers.get(key, 0))
    except (msgspec.ValidationError, ValueError):
        yield Fault("nhật ký", "có mục không đọc được nên chưa đối chiếu được với bảng dẫn xuất")
        return
    yield from _dossier_faults(session, by_dossier)
    stored = {(row.desk_id, row.series): row.last for row in session.scalars(select(NumberRow))}
    for key in sorted(stored.keys() | numbers.keys()):
        if stored.get(key) != numbers.get(key):
            yield Fault(f"bộ đếm {key[1]}", f"ghi {stored.get(key)}, theo nhật ký là {numbers.get(key)}")


def _dossier_faults(session: Session, by_dossier: dict[str, list[Entry]]) -> Iterator[Fault]:
    indexed = {row[0]: tuple(row[1:]) for row in session.execute(text(_INDEX_ROWS))}
    seen = set()
    for row in session.scalars(select(DossierRow)):
        seen.add(row.id)
        entries = by_dossier.get(row.id, [])
        state = evolve_all(in_order(entries))
        if state is None or canonical_json(state) != row.state or row.disputed != disputed(entries):
            yield Fault(f"hồ sơ {row.code or row.slip_ref or row.id}", "trạng thái không khớp nhật ký")
        elif indexed.pop(row.place, None) != tuple(search_fields(state).values()):
            yield Fault(f"hồ sơ {row.code or row.slip_ref or row.id}", "chỉ mục tìm kiếm không khớp nhật ký")
    for dossier_id in sorted(by_dossier.keys() - seen):
        if evolve_all(in_order(by_dossier[dossier_id])) is not None:
            yield Fault(f"hồ sơ {dossier_id}", "có trong nhật ký, thiếu trong bảng hồ sơ")


_INDEX_ROWS = "SELECT rowid, code, name, identity_no, phone, procedure FROM dossier_search"


def file_faults(engine: Engine) -> Iterator[Fault]:
    """Yield damage of the file itself. The log is merged first: the cipher check reads the main file only.

    The checks run outside any transaction, on the driver's own connection.
    """
    pooled = engine.raw_connection()
    try:
        connection: Any = pooled.driver_connection
        _said_by(connection, "wal_checkpoint(TRUNCATE)")
        for where, pragma, sound in (
            ("mã hóa", "cipher_integrity_check", ""),
            ("tệp dữ liệu", "integrity_check", "ok"),
            ("liên kết bảng", "foreign_key_check", ""),
        ):
            for said in _said_by(connection, pragma):
                if said != sound:
                    yield Fault(where, said)
    finally:
        pooled.close()


def _said_by(connection: Any, pragma: str) -> list[str]:
    """Return what a check answers; a file too damaged to be checked answers with its fault."""
    try:
        return [str(row[0]) for row in connection.execute(f"PRAGMA {pragma}").fetchall()]
    except sqlcipher.Error as error:
        return [str(error)]
