"""Batches that lie ready for one peer until it has fetched them: made once for the same news (gói chờ gửi)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.exchange.batch_file import SUFFIX
from desktop.exchange.exporting import export_everything_to, has_news, news_mark
from desktop.models.store import Store
from desktop.models.tables import BatchRow, PeerRow

MARK: Final = "mark"


@dataclass(frozen=True, slots=True)
class Pending:
    """A batch file that waits."""

    path: Path
    hash: str
    number: int
    size: int


def prepare(store: Store, peer_desk: str, folder: Path, now: datetime, *, again: bool) -> list[Pending]:
    """Return the batches that wait for a peer in a folder, by number, after making those for what is new.

    While nothing changes, what lies there is not made again. `again`: make them again where none lies there any more,
    because the peer never said to have them.

    Raises:
        CarrierFault: the folder can not be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with store.read() as session:
        row = session.get_one(PeerRow, peer_desk)
        waiting = _waiting(session, row, folder)
        news, mark = has_news(session, row), news_mark(session, row)
    if not news or (mark == _noted(folder) and (waiting or not again)):
        return waiting
    list(export_everything_to(store, peer_desk, folder, now))
    with store.read() as session:
        row = session.get_one(PeerRow, peer_desk)
        waiting = _waiting(session, row, folder)
        mark = news_mark(session, row)
    (folder / MARK).write_text(mark, encoding="ascii")
    return waiting


def _noted(folder: Path) -> str:
    try:
        return (folder / MARK).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return ""


def _waiting(session: Session, row: PeerRow, folder: Path) -> list[Pending]:
    """Return what lies in the folder; what the peer has taken in is put away."""
    rows = session.scalars(
        select(BatchRow)
        .where(BatchRow.desk_id == row.desk_id, BatchRow.direction == "out", BatchRow.former_desk == "")
        .order_by(BatchRow.number)
    )
    known = {batch.file_name: batch for batch in rows}
    found: list[Pending] = []
    for path in folder.iterdir():
        batch = known.get(path.name)
        if batch is not None and batch.number > row.heard:
            found.append(Pending(path, batch.hash, batch.number, path.stat().st_size))
        elif path.name.endswith(SUFFIX):
            path.unlink(missing_ok=True)
    return sorted(found, key=lambda pending: pending.number)


def digest_of(path: Path) -> str:
    """Return the hash of a file without holding all of it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
