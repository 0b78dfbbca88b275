"""Exchange with the hub over a network: what would go by stick goes by HTTPS, the same files, the same import."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from desktop.exchange.batch_file import MAX_FILE
from desktop.exchange.carrier import read_bounded, told_as_fault
from desktop.exchange.importing import Imported
from desktop.exchange.keys import DeskKeys, OfficeCard
from desktop.exchange.link import PATIENCE, Link, Progress
from desktop.exchange.peers import card_of, check_carries_batches, keys_for
from desktop.exchange.pending import Pending, prepare
from desktop.models.store import Store
from desktop.models.tables import BatchRow, PeerRow

FOLDER: Final = "sync"
ROUNDS: Final = 5
"""Times that both ends speak: entries, their acknowledgement, scans asked for, their acknowledgement."""

TakeIn = Callable[[bytes, str], list[Imported]]


@dataclass(frozen=True, slots=True)
class Sent:
    """A batch the hub has; `arrival` is what became of it there."""

    number: int
    size: int
    arrival: str
    message: str


@dataclass(frozen=True, slots=True)
class Synced:
    """What went each way, and the hub's name."""

    hub: str
    sent: tuple[Sent, ...] = field(default=())
    received: tuple[Imported, ...] = field(default=())


def synchronise(
    store: Store,
    url: str,
    now: Callable[[], datetime],
    take_in: TakeIn,
    *,
    authority: Path | None = None,
    patience: tuple[float, ...] = PATIENCE,
    progress: Progress = lambda _name, _done, _all: None,
) -> Synced:
    """Send the hub what it lacks and take in what it has for us, until neither has anything new.

    Raises:
        SyncFault: the link or the hub; what arrived stays, and the next time goes on from there.
        BatchRefused, Forked, OwnPast, ChainCut: a batch of the hub can not be taken in.
    """
    with store.read() as session:
        check_carries_batches(session, store)
    sent: list[Sent] = []
    received: list[Imported] = []
    with Link(url, store.desk_id, _Keys(store), _Cards(store), authority, patience, progress) as link:
        hub = link.greet()
        folder = store.folder.parent / FOLDER / hub.desk_id
        for turn in range(ROUNDS):
            with told_as_fault():
                up = _send(store, link, hub, folder / "out", now(), again=turn == 0)
                down = _receive(store, link, folder / "in", take_in)
            sent, received = sent + up, received + down
            if not up and not down:
                break
    return Synced(hub.office_name, tuple(sent), tuple(received))


def _send(store: Store, link: Link, hub: OfficeCard, folder: Path, now: datetime, *, again: bool) -> list[Sent]:
    done: list[Sent] = []
    for batch in prepare(store, hub.desk_id, folder, now, again=again):
        taken = link.upload(batch)
        batch.path.unlink(missing_ok=True)
        done.append(Sent(batch.number, batch.size, taken.arrival, _sent_words(batch, taken.words)))
    return done


def _sent_words(batch: Pending, said: str) -> str:
    kilobytes = max(round(batch.size / 1024), 1)
    return f"Đã gửi lô {batch.number} ({kilobytes} KB) lên đầu mối." + (f" {said}" if said else "")


def _receive(store: Store, link: Link, folder: Path, take_in: TakeIn) -> list[Imported]:
    folder.mkdir(parents=True, exist_ok=True)
    waiting = [batch for batch in link.waiting() if not _has(store, batch.hash)]
    _forget_others(folder, {batch.hash for batch in waiting})
    done: list[Imported] = []
    for batch in waiting:
        path = folder / batch.hash
        link.download(batch, path)
        done += take_in(read_bounded(path, MAX_FILE), f"{batch.hash[:16]} (đầu mối)")
        path.unlink(missing_ok=True)
    return done


def _has(store: Store, digest: str) -> bool:
    """Whether a batch was taken in before; the hub offers it until our next batch says so."""
    with store.read() as session:
        return session.get(BatchRow, digest) is not None


def _forget_others(folder: Path, wanted: set[str]) -> None:
    """Put away what broke off of batches that the hub offers no more."""
    for path in folder.iterdir():
        if path.name.removesuffix(".part") not in wanted:
            path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _Keys:
    """The keys that sign for a hub: those of the card by which it knows us."""

    store: Store

    def __call__(self, hub: str) -> DeskKeys:
        with self.store.read() as session:
            return keys_for(session, self.store, session.get_one(PeerRow, hub))[0]


@dataclass(frozen=True, slots=True)
class _Cards:
    """The cards this desk trusts."""

    store: Store

    def __call__(self, desk_id: str) -> OfficeCard | None:
        with self.store.read() as session:
            row = session.get(PeerRow, desk_id)
            return card_of(row) if row is not None and not row.revoked else None
