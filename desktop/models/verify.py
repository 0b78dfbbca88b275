"""Is everything as it was written? Chain, replay against the derived tables, cipher and file integrity (kiểm tra)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from desktop.dossiers.entry import GENESIS, Entry, canonical_json, is_sealed
from desktop.dossiers.evolve import fold
from desktop.dossiers.numbering import numbers_used
from desktop.models import blobs, journal, search_index
from desktop.models.facts import office_code, own_chains
from desktop.models.journal import (
    BLOCK,
    Head,
    all_entries,
    disputed,
    entry_of,
    in_order,
    office_opened,
    scan_named,
    search_fields,
)
from desktop.models.server import is_on_server
from desktop.models.tables import AttachmentRow, DossierOfficeRow, DossierRow, JournalRow, NumberRow, WithheldRow
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
        links.sort(key=lambda link: link[0])
        yield from _desk_faults(desk_id, links)
        yield from _end_faults(desk_id, links[-1], journal.head(session, desk_id))


def _end_faults(desk_id: str, last: "Chained", noted: Head) -> Iterator[Fault]:
    if last[0] < noted.seq:
        yield Fault(f"quầy {desk_id[-8:]}, mục số {last[0] + 1}", f"thiếu đến hết mục số {noted.seq}: chuỗi bị cắt")
    elif (last[0], last[2]) != (noted.seq, noted.hash):
        yield Fault(f"quầy {desk_id[-8:]}, mục số {last[0]}", "không phải mục cuối đã ghi nhận của chuỗi")


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
    numbers: dict[tuple[str, str, int], int] = {}
    ours, own_desks = office_code(session), set[str]()
    try:
        for entry in all_entries(session):
            if entry.kind != EntryKind.DESK_OPENED:
                by_dossier.setdefault(entry.dossier_id, []).append(entry)
            elif office_opened(entry) == ours:
                own_desks.add(entry.desk_id)
            for series, number in numbers_used(entry).items() if entry.desk_id in own_desks else ():
                key = (ours, series, number // BLOCK)
                numbers[key] = max(number, numbers.get(key, 0))
    except (msgspec.ValidationError, ValueError):
        yield Fault("nhật ký", "có mục không đọc được nên chưa đối chiếu được với bảng dẫn xuất")
        return
    yield from _dossier_faults(session, by_dossier)
    stored = {(row.office_code, row.series, row.block): row.last for row in session.scalars(select(NumberRow))}
    for key in sorted(stored.keys() | numbers.keys()):
        if stored.get(key) != numbers.get(key):
            yield Fault(f"bộ đếm {key[1]}", f"ghi {stored.get(key)}, theo nhật ký là {numbers.get(key)}")


def _dossier_faults(session: Session, by_dossier: dict[str, list[Entry]]) -> Iterator[Fault]:
    indexed = search_index.rows(session)
    offices: dict[str, set[str]] = {}
    for listed in session.scalars(select(DossierOfficeRow)):
        offices.setdefault(listed.dossier_id, set()).add(listed.office_code)
    seen = set()
    for row in session.scalars(select(DossierRow)):
        seen.add(row.id)
        entries = by_dossier.get(row.id, [])
        state = fold(in_order(entries))
        if state is None or canonical_json(state) != row.state or row.disputed != disputed(entries):
            yield Fault(f"hồ sơ {row.code or row.slip_ref or row.id}", "trạng thái không khớp nhật ký")
        elif indexed.pop(row.place, None) != tuple(search_fields(state).values()):
            yield Fault(f"hồ sơ {row.code or row.slip_ref or row.id}", "chỉ mục tìm kiếm không khớp nhật ký")
        elif offices.get(row.id, set()) != set(state.offices):
            yield Fault(f"hồ sơ {row.code or row.slip_ref or row.id}", "danh sách cơ quan không khớp nhật ký")
    for dossier_id in sorted(by_dossier.keys() - seen):
        if fold(in_order(by_dossier[dossier_id])) is not None:
            yield Fault(f"hồ sơ {dossier_id}", "có trong nhật ký, thiếu trong bảng hồ sơ")


def scan_faults(session: Session) -> Iterator[Fault]:
    """Yield scans that are gone or changed, and places where the list of scans differs from the journal.

    A scan that another office attached may still be on its way; one of our own was stored with its entry.
    """
    for name in blobs.damaged(session):
        yield Fault(f"bản chụp {name[:12]}", "nội dung đã bị đổi sau khi lưu")
    rows = session.scalars(select(JournalRow).where(JournalRow.kind == str(EntryKind.ATTACHED)))
    intact = [entry_of(row) for row in rows if _intact(row)]
    named = {(entry.desk_id, entry.seq): scan for entry in intact if (scan := scan_named(entry))}
    listed = {(row.desk_id, row.seq): row.hash for row in session.scalars(select(AttachmentRow))}
    if listed != {place: scan.hash for place, scan in named.items()}:
        yield Fault("bảng bản chụp", "không khớp nhật ký")
    ours = own_chains(session)
    gone = {scan.hash for (desk, _), scan in named.items() if desk in ours}
    for name in sorted(gone - blobs.sizes(session, gone).keys()):
        yield Fault(f"bản chụp {name[:12]}", "đã đính kèm tại đơn vị này nhưng không còn nội dung")


def file_faults(engine: Engine) -> Iterator[Fault]:
    """Yield damage of the file itself. The log is merged first: the cipher check reads the main file only.

    The checks run outside any transaction, on the driver's own connection. A shared database lies on a server that
    checks its own pages; here it is asked whether it does, and whether the guards of the journal stand.
    """
    if is_on_server(engine):
        yield from _server_faults(engine)
        return
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


GUARDS = {"journal_never_update", "journal_never_delete", "journal_never_truncate"}


def _server_faults(engine: Engine) -> Iterator[Fault]:
    with engine.connect().execution_options(read_only=True) as connection:
        if connection.exec_driver_sql("SHOW data_checksums").scalar() != "on":
            yield Fault("máy chủ", "chưa bật tổng kiểm tra trang (data_checksums): hỏng đĩa sẽ không bị phát hiện")
        standing = connection.exec_driver_sql(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'journal'::regclass AND tgenabled IN ('O', 'A')"
        )
        gone = GUARDS - set(standing.scalars())
    if gone:
        yield Fault("máy chủ", f"các chốt bảo vệ nhật ký đã bị gỡ: {', '.join(sorted(gone))}")


def _said_by(connection: Any, pragma: str) -> list[str]:
    """Return what a check answers; a file too damaged to be checked answers with its fault."""
    try:
        return [str(row[0]) for row in connection.execute(f"PRAGMA {pragma}").fetchall()]
    except sqlcipher.Error as error:
        return [str(error)]
