"""Tables of the store.

`journal` and `withheld` are the truth and only ever grow; `dossier`, `dossier_office`, `number` and the search index
are derived from them and can be thrown away and made again, as is `message`; `chain` is evidence of how far they went.
The rest belongs to this store alone: its peers, drafts, overlays.
"""

from sqlalchemy import ForeignKey, LargeBinary, MetaData, Text
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
    `sent` and `received` are the last batch numbers each way, the hashes those of the batch files. `revoked` is empty,
    or tells as JSON since when and from which entry on the desk is not believed any more.
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


class BatchRow(Base):
    """A batch file that came or went; `held` keeps the bytes of one that waits for an earlier one."""

    __tablename__ = "batch"

    hash: Mapped[str] = mapped_column(primary_key=True)
    direction: Mapped[str]
    desk_id: Mapped[str] = mapped_column(ForeignKey("peer.desk_id"))
    number: Mapped[int]
    at: Mapped[str]
    entries: Mapped[int]
    file_name: Mapped[str]
    held: Mapped[bytes | None] = mapped_column(LargeBinary)


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
