"""Tables of the store.

`journal` and `withheld` are the truth and only ever grow, and `blob` holds the scans that entries name; `dossier`,
`dossier_office`, `number`, `attachment` and the search index are derived and can be thrown away and made again, as is
`message`; `chain` is evidence of how far they went. The rest belongs to this store alone: its peers, drafts, overlays.
"""

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """Base of all tables; constraint names are fixed so that upgrades can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class JournalRow(Base):
    """One entry of the journal (nhật ký); times are UTC, ISO with Z; `body` is canonical JSON."""

    __tablename__ = "journal"

    desk_id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(unique=True)
    dossier_id: Mapped[str] = mapped_column(index=True)
    follows: Mapped[str | None] = mapped_column(index=True)
    kind: Mapped[str]
    schema: Mapped[int]
    occurred_at: Mapped[str]
    recorded_at: Mapped[str]
    officer_id: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
    prev_hash: Mapped[str]
    hash: Mapped[str]


class WithheldRow(Base):
    """Place of an entry of another desk whose content is not for us: the chain stays whole without it."""

    __tablename__ = "withheld"

    desk_id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    prev_hash: Mapped[str]
    hash: Mapped[str]


class BlobRow(Base):
    """Bytes of a scan, once for each content whoever attached it; `hash` is the SHA-256 of them in hex."""

    __tablename__ = "blob"

    hash: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary)


class AttachmentRow(Base):
    """Derived: an entry that names a scan. Where `blob` has no such hash, the bytes are still on their way."""

    __tablename__ = "attachment"

    desk_id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    dossier_id: Mapped[str] = mapped_column(index=True)
    hash: Mapped[str] = mapped_column(index=True)
    size: Mapped[int] = mapped_column(BigInteger)


class ChainRow(Base):
    """The last place of a desk's chain. It outlives a rebuild: a chain that was cut off behind it is found by it."""

    __tablename__ = "chain"

    desk_id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str]


class DossierRow(Base):
    """Derived: one dossier. `state` is the whole folded state as canonical JSON; the columns serve queries.

    `place` ties the row to its place in the search index and means nothing else.
    """

    __tablename__ = "dossier"

    place: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str | None] = mapped_column(index=True)
    slip_ref: Mapped[str | None] = mapped_column(index=True)
    status: Mapped[str]
    running: Mapped[bool] = mapped_column(index=True)
    head: Mapped[str]
    identity_no: Mapped[str] = mapped_column(index=True)
    opened_at: Mapped[str]
    disputed: Mapped[bool]
    state: Mapped[str] = mapped_column(Text)


class MessageRow(Base):
    """Derived: something a citizen is to be told; `state` is that of the channel that is least far.

    `office` is the code of the office that tells it.
    """

    __tablename__ = "message"

    entry_id: Mapped[str] = mapped_column(primary_key=True)
    dossier_id: Mapped[str] = mapped_column(index=True)
    office: Mapped[str]
    kind: Mapped[str]
    at: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)


class DossierOfficeRow(Base):
    """Derived: an office that a dossier concerns."""

    __tablename__ = "dossier_office"

    office_code: Mapped[str] = mapped_column(primary_key=True)
    dossier_id: Mapped[str] = mapped_column(primary_key=True, index=True)


class NumberRow(Base):
    """Derived: the last number our office took of a series ("code:261123", "supplement:2026") in a block of numbers."""

    __tablename__ = "number"

    office_code: Mapped[str] = mapped_column(primary_key=True)
    series: Mapped[str] = mapped_column(primary_key=True)
    block: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class FactRow(Base):
    """A fact about this store: desk id, office, keys, practice mark."""

    __tablename__ = "fact"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class DraftRow(Base):
    """An intake form somebody has not finished yet, kept against power cuts."""

    __tablename__ = "draft"

    officer_id: Mapped[str] = mapped_column(primary_key=True)
    saved_at: Mapped[str]
    form: Mapped[str] = mapped_column(Text)


class ProcedureRow(Base):
    """A procedure this office imported; it stands before the shipped one of the same id."""

    __tablename__ = "procedure"

    id: Mapped[str] = mapped_column(primary_key=True)
    imported_at: Mapped[str]
    document: Mapped[str] = mapped_column(Text)


class ReferenceRow(Base):
    """A document an office issued for itself and those below it, such as a calendar; each office's newest of a kind.

    `document` is JSON text exactly as issued, `hash` the SHA-256 of it; `issued_at` is UTC, ISO with Z.
    """

    __tablename__ = "reference"

    kind: Mapped[str] = mapped_column(primary_key=True)
    source_office: Mapped[str] = mapped_column(primary_key=True)
    source_name: Mapped[str]
    document: Mapped[str] = mapped_column(Text)
    issued_at: Mapped[str]
    hash: Mapped[str]


class PeerRow(Base):
    """Another office we exchange batches with.

    `holds` is what it last said, signed, to hold of every desk: {desk_id: seq}; `bare` of which entries it then had the
    link only: {desk_id: [[first, last], …]}; `reference_held` which documents of offices above it it then had: {kind:
    {source_office: issued_at}}; `told` is our own last word to it, empty when it has not heard that.
    `sent` and `received` are the last batch numbers each way, the hashes those of the batch files; `heard` is the last
    number of ours that it says to have taken in, `lacks` the scans it then had no bytes of. `knows_card` is the
    fingerprint of the card by which it knows us, `former_card` the card it changed last, while batches signed by it may
    still be on the way. `revoked` is empty, or tells as JSON since when and from which entry on the desk is not
    believed any more.
    """

    __tablename__ = "peer"

    desk_id: Mapped[str] = mapped_column(primary_key=True)
    office_code: Mapped[str] = mapped_column(index=True)
    card: Mapped[str] = mapped_column(Text)
    scope: Mapped[str]
    holds: Mapped[str] = mapped_column(Text)
    bare: Mapped[str] = mapped_column(Text)
    reference_held: Mapped[str] = mapped_column(Text)
    told: Mapped[str] = mapped_column(Text)
    sent: Mapped[int]
    sent_hash: Mapped[str]
    received: Mapped[int]
    received_hash: Mapped[str]
    last_contact: Mapped[str | None]
    revoked: Mapped[str] = mapped_column(Text, default="")
    heard: Mapped[int] = mapped_column(default=0)
    lacks: Mapped[str] = mapped_column(Text, default="[]")
    knows_card: Mapped[str] = mapped_column(default="")
    former_card: Mapped[str] = mapped_column(Text, default="")


class BatchRow(Base):
    """A batch file that came or went; `held` keeps the bytes of one that waits for an earlier one.

    `former_desk` is empty, or the id of the desk of this store that exchanged it before another one took its place:
    then numbers began anew.
    """

    __tablename__ = "batch"

    hash: Mapped[str] = mapped_column(primary_key=True)
    direction: Mapped[str]
    desk_id: Mapped[str] = mapped_column(ForeignKey("peer.desk_id"))
    number: Mapped[int]
    at: Mapped[str]
    entries: Mapped[int]
    file_name: Mapped[str]
    held: Mapped[bytes | None] = mapped_column(LargeBinary)
    former_desk: Mapped[str] = mapped_column(default="")


class ScanSentRow(Base):
    """A scan on its way to a peer, in the batch of this number, which the peer has not said to have taken in."""

    __tablename__ = "scan_sent"

    desk_id: Mapped[str] = mapped_column(ForeignKey("peer.desk_id"), primary_key=True)
    hash: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]


class AlarmRow(Base):
    """A batch that contradicts what we hold, kept until somebody has looked: two pasts of a desk, a cut chain.

    `kind` names the contradiction, `message` is what was said about it in Vietnamese.
    """

    __tablename__ = "alarm"

    hash: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    desk_id: Mapped[str] = mapped_column(index=True)
    office_code: Mapped[str]
    office_name: Mapped[str]
    number: Mapped[int]
    at: Mapped[str]
    file_name: Mapped[str]
    message: Mapped[str] = mapped_column(Text)


class GateRow(Base):
    """What a writer holds while others write beside it: a desk's chain, a dossier. A name, nothing else."""

    __tablename__ = "gate"

    name: Mapped[str] = mapped_column(primary_key=True)
