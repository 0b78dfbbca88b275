"""What a batch carries inside its seal: entries, bare chain links of entries not for the recipient, documents."""

import hashlib
from collections import Counter
from typing import Annotated

import msgspec
from msgspec import Meta
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.dossiers.entry import Entry, canonical_json
from desktop.exchange.keys import CardChange, OfficeCard
from desktop.exchange.reference import References, Word, word_on_documents
from desktop.exchange.revocation import believed_until
from desktop.exchange.scans import MAX_LACKS, Enclosed, Hash, lacking_for
from desktop.models import journal
from desktop.models.tables import JournalRow, PeerRow, WithheldRow
from desktop.terms import EntryKind


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
    `enclosed` are the scans that lie behind the document in this order; `lacks` those the sender has no bytes of,
    `received` the last batch number of the recipient that it took in. `card_known` is the key by which the
    sender knows the recipient's signature, `new_card` the sender's own card where it changed.
    """

    entries: tuple[Entry, ...] = ()
    withheld: tuple[Link, ...] = ()
    bare: Spans = {}
    reference: References = ()
    reference_held: Word = {}
    enclosed: tuple[Enclosed, ...] = ()
    lacks: Annotated[tuple[Hash, ...], Meta(max_length=MAX_LACKS)] = ()
    received: Annotated[int, Meta(ge=0, le=2**53 - 1)] = 0
    card_known: Annotated[str, Meta(max_length=200)] = ""
    new_card: CardChange | None = None

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


def key_known(row: PeerRow) -> str:
    """Return the key by which we know a peer's signature: it signs with a newer one once we say to know that."""
    return msgspec.json.decode(row.card, type=OfficeCard).verify_key


def word_now(session: Session, row: PeerRow) -> str:
    """Return all that a batch for this peer says of our holdings, so that two words can be compared."""
    return canonical_json(
        [
            held_now(session),
            bare_now(session),
            word_on_documents(session, row),
            lacking_for(session, row),
            key_known(row),
        ]
    )


def history_hash(session: Session) -> str:
    """Return one hash for the whole history we hold: equal hashes mean equal chains at every desk."""
    ends = {desk_id: [end.seq, end.hash] for desk_id, end in journal.heads(session).items()}
    return hashlib.sha256(canonical_json(ends).encode()).hexdigest()


def dossiers_hash(session: Session) -> str:
    """Return one hash over every entry about a dossier that we hold whole.

    Two offices that hold the same dossiers agree when it is equal: an office is not sent the rest of a chain that is
    about nothing of its own, so the ends of chains may differ.
    """
    statement = (
        select(JournalRow.hash)
        .where(JournalRow.kind != EntryKind.DESK_OPENED)
        .order_by(JournalRow.desk_id, JournalRow.seq)
    )
    digest = hashlib.sha256()
    for entry_hash in session.scalars(statement):
        digest.update(entry_hash.encode())
    return digest.hexdigest()
