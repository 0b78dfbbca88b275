"""What a batch carries inside its seal: entries, bare chain links of entries not for the recipient, documents."""

import hashlib
from collections import Counter

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.dossiers.entry import Entry, canonical_json
from desktop.exchange.reference import References, Word, word_on_documents
from desktop.exchange.revocation import believed_until
from desktop.models import journal
from desktop.models.tables import PeerRow, WithheldRow


class Link(msgspec.Struct, frozen=True):
    """The place of an entry in its desk's chain, without what it says."""

    desk_id: str
    seq: int
    prev_hash: str
    hash: str


Spans = dict[str, tuple[tuple[int, int], ...]]
"""By desk, first and last number of each stretch of its chain."""


class Content(msgspec.Struct, frozen=True):
    """Entries and withheld links, each by desk and number; `bare` is of which entries the sender has only the link.

    `reference` are documents for an office below; `reference_held` is the sender's word on those it had from above.
    """

    entries: tuple[Entry, ...] = ()
    withheld: tuple[Link, ...] = ()
    bare: Spans = {}
    reference: References = ()
    reference_held: Word = {}

    def counts(self) -> dict[str, int]:
        """Return how many entries of each kind there are."""
        return dict(sorted(Counter(entry.kind for entry in self.entries).items()))


def held_now(session: Session) -> dict[str, int]:
    """Return what we hold of every desk, without gaps: the acknowledgement every batch carries."""
    return {desk_id: end.seq for desk_id, end in journal.heads(session).items()}


def bare_now(session: Session) -> Spans:
    """Return of which entries we hold the link only: whoever may give us their content can see here that it is missing.

    A link may reach us from a third office before its desk sends us the entry itself.
    """
    spans: dict[str, list[tuple[int, int]]] = {}
    limits = believed_until(session)
    places = select(WithheldRow.desk_id, WithheldRow.seq).order_by(WithheldRow.desk_id, WithheldRow.seq)
    for desk_id, seq in session.execute(places):
        if seq > limits.get(desk_id, seq):
            continue  # nobody need send what we would not believe
        known = spans.setdefault(desk_id, [])
        if known and known[-1][1] == seq - 1:
            known[-1] = (known[-1][0], seq)
        else:
            known.append((seq, seq))
    return {desk_id: tuple(stretches) for desk_id, stretches in spans.items()}


def word_now(session: Session, row: PeerRow) -> str:
    """Return all that a batch for this peer says of our holdings, so that two words can be compared."""
    return canonical_json([held_now(session), bare_now(session), word_on_documents(session, row)])


def history_hash(session: Session) -> str:
    """Return one hash for the whole history we hold: equal hashes mean equal chains at every desk."""
    ends = {desk_id: [end.seq, end.hash] for desk_id, end in journal.heads(session).items()}
    return hashlib.sha256(canonical_json(ends).encode()).hexdigest()
