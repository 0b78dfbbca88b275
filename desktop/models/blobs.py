"""Bytes of scans in the encrypted store, once for each content, found by their hash (bản chụp giấy tờ)."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from desktop.models.tables import AttachmentRow, BlobRow, DossierRow


def hash_of(data: bytes | memoryview) -> str:
    """Return the name by which bytes are kept: their SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def keep(session: Session, data: bytes) -> str:
    """Store bytes unless they are here already; return their hash."""
    name = hash_of(data)
    if not has(session, name):
        session.add(BlobRow(hash=name, size=len(data), data=data))
        session.flush()
    return name


def has(session: Session, name: str) -> bool:
    """Whether the bytes of this hash are here."""
    return session.scalar(select(BlobRow.hash).where(BlobRow.hash == name)) is not None


def sizes(session: Session, names: Iterable[str]) -> dict[str, int]:
    """Return the sizes of those that are here, by hash."""
    rows = session.execute(select(BlobRow.hash, BlobRow.size).where(BlobRow.hash.in_(list(names))))
    return {row.hash: row.size for row in rows}


def data_of(session: Session, name: str) -> bytes | None:
    """Return the bytes, None while they are not here."""
    return session.scalar(select(BlobRow.data).where(BlobRow.hash == name))


def named(session: Session, names: Iterable[str]) -> set[str]:
    """Return which of these hashes an entry that we hold names."""
    return set(session.scalars(select(AttachmentRow.hash).where(AttachmentRow.hash.in_(list(names)))))


def awaited() -> ColumnElement[bool]:
    """Return the condition on `attachment` that its bytes are not here."""
    return ~select(BlobRow.hash).where(BlobRow.hash == AttachmentRow.hash).exists()


@dataclass(frozen=True, slots=True)
class Missing:
    """Scans of one dossier that are still on their way."""

    reference: str
    count: int


def missing(session: Session) -> list[Missing]:
    """Return the dossiers of which scans have not arrived, by reference."""
    statement = (
        select(
            DossierRow.code, DossierRow.slip_ref, AttachmentRow.dossier_id, func.count(AttachmentRow.hash.distinct())
        )
        .outerjoin(DossierRow, DossierRow.id == AttachmentRow.dossier_id)
        .where(awaited())
        .group_by(DossierRow.code, DossierRow.slip_ref, AttachmentRow.dossier_id)
    )
    rows = session.execute(statement)
    return sorted(
        (Missing(code or slip or dossier_id, count) for code, slip, dossier_id, count in rows),
        key=lambda found: found.reference,
    )


def missing_words(found: Iterable[Missing], shown: int = 3) -> str:
    """Return "còn thiếu 2 bản chụp của hồ sơ …", "" where nothing is missing."""
    rows = list(found)
    if not rows:
        return ""
    names = ", ".join(row.reference for row in rows[:shown])
    more = f" và {len(rows) - shown} hồ sơ khác" if len(rows) > shown else ""
    return f"còn thiếu {sum(row.count for row in rows)} bản chụp của hồ sơ {names}{more}"


def damaged(session: Session) -> Iterator[str]:
    """Yield the hashes under which other bytes lie; one scan is in memory at a time."""
    statement = select(BlobRow.hash, BlobRow.size, BlobRow.data).order_by(BlobRow.hash)
    for row in session.execute(statement.execution_options(yield_per=1)):
        if hash_of(row.data) != row.hash or len(row.data) != row.size:
            yield row.hash
