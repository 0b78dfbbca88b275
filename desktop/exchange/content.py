"""What a batch carries inside its seal: entries, and the bare chain links of entries that are not for the recipient."""

import hashlib
from collections import Counter

import msgspec
from sqlalchemy.orm import Session

from desktop.dossiers.entry import Entry, canonical_json
from desktop.models import journal


class Link(msgspec.Struct, frozen=True):
    """The place of an entry in its desk's chain, without what it says."""

    desk_id: str
    seq: int
    prev_hash: str
    hash: str


class Content(msgspec.Struct, frozen=True):
    """Entries and withheld links, each by desk and number."""

    entries: tuple[Entry, ...] = ()
    withheld: tuple[Link, ...] = ()

    def counts(self) -> dict[str, int]:
        """Return how many entries of each kind there are."""
        return dict(sorted(Counter(entry.kind for entry in self.entries).items()))


def held_now(session: Session) -> dict[str, int]:
    """Return what we hold of every desk, without gaps: the acknowledgement every batch carries."""
    return {desk_id: end.seq for desk_id, end in journal.heads(session).items()}


def history_hash(session: Session) -> str:
    """Return one hash for the whole history we hold: equal hashes mean equal chains at every desk."""
    ends = {desk_id: [end.seq, end.hash] for desk_id, end in journal.heads(session).items()}
    return hashlib.sha256(canonical_json(ends).encode()).hexdigest()
