"""First stored format: journal, derived tables, search, peers.

Revision ID: 0001
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Create all tables, the guards of the journal and the search index."""
    op.create_table(
        "journal",
        sa.Column("desk_id", sa.String, primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", sa.String, nullable=False, unique=True),
        sa.Column("dossier_id", sa.String, nullable=False, index=True),
        sa.Column("follows", sa.String),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("schema", sa.Integer, nullable=False),
        sa.Column("occurred_at", sa.String, nullable=False),
        sa.Column("recorded_at", sa.String, nullable=False),
        sa.Column("officer_id", sa.String, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("prev_hash", sa.String, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
    )
    op.create_table(
        "withheld",
        sa.Column("desk_id", sa.String, primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("prev_hash", sa.String, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
    )
    op.create_table(
        "dossier",
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        # not unique: two copies of one desk may both have used a number, and their work must still arrive
        sa.Column("code", sa.String, index=True),
        sa.Column("slip_ref", sa.String, index=True),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("running", sa.Boolean, nullable=False, index=True),
        sa.Column("head", sa.String, nullable=False),
        sa.Column("identity_no", sa.String, nullable=False, index=True),
        sa.Column("opened_at", sa.String, nullable=False),
        sa.Column("disputed", sa.Boolean, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
    )
    op.create_table(
        "number",
        sa.Column("desk_id", sa.String, primary_key=True),
        sa.Column("series", sa.String, primary_key=True),
        sa.Column("last", sa.Integer, nullable=False),
    )
    op.create_table("fact", sa.Column("name", sa.String, primary_key=True), sa.Column("value", sa.Text, nullable=False))
    op.create_table(
        "draft",
        sa.Column("officer_id", sa.String, primary_key=True),
        sa.Column("saved_at", sa.String, nullable=False),
        sa.Column("form", sa.Text, nullable=False),
    )
    op.create_table(
        "procedure",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("imported_at", sa.String, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
    )
    op.create_table(
        "reference",
        sa.Column("kind", sa.String, primary_key=True),
        sa.Column("source_office", sa.String, primary_key=True),
        sa.Column("source_name", sa.String, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("issued_at", sa.String, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
    )
    op.create_table(
        "peer",
        sa.Column("desk_id", sa.String, primary_key=True),
        sa.Column("office_code", sa.String, nullable=False, index=True),
        sa.Column("card", sa.Text, nullable=False),
        sa.Column("scope", sa.String, nullable=False),
        sa.Column("holds", sa.Text, nullable=False),
        sa.Column("bare", sa.Text, nullable=False),
        sa.Column("reference_held", sa.Text, nullable=False),
        sa.Column("told", sa.Text, nullable=False),
        sa.Column("sent", sa.Integer, nullable=False),
        sa.Column("sent_hash", sa.String, nullable=False),
        sa.Column("received", sa.Integer, nullable=False),
        sa.Column("received_hash", sa.String, nullable=False),
        sa.Column("last_contact", sa.String),
    )
    op.create_table(
        "batch",
        sa.Column("hash", sa.String, primary_key=True),
        sa.Column("direction", sa.String, nullable=False),
        sa.Column("desk_id", sa.String, sa.ForeignKey("peer.desk_id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("entries", sa.Integer, nullable=False),
        sa.Column("file_name", sa.String, nullable=False),
        sa.Column("held", sa.LargeBinary),
    )
    if op.get_bind().dialect.name == "postgresql":
        _on_postgresql()
    else:
        _in_a_file()


def _in_a_file() -> None:
    op.execute(
        "CREATE VIRTUAL TABLE dossier_search USING fts5("
        "code, name, identity_no, phone, procedure, tokenize = 'unicode61', prefix = '2 3')"
    )
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER journal_never_{act.lower()} BEFORE {act} ON journal "
            "BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END"
        )


def _on_postgresql() -> None:
    op.execute(
        "CREATE TABLE dossier_search (place integer PRIMARY KEY, code text NOT NULL, name text NOT NULL, "
        "identity_no text NOT NULL, phone text NOT NULL, procedure text NOT NULL, words tsvector NOT NULL)"
    )
    op.execute("CREATE INDEX ix_dossier_search_words ON dossier_search USING gin (words)")
    op.execute(
        "CREATE FUNCTION journal_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the journal only grows'; END $$"
    )
    for act, each in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER journal_never_{act.lower()} BEFORE {act} ON journal "
            f"FOR EACH {each} EXECUTE FUNCTION journal_only_grows()"
        )
