"""Several desks on one database, hundreds of offices at a province: numbers by office, messages, heads of chains,
alarms, gates.

Revision ID: 0002
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_HEADS = """
INSERT INTO chain (desk_id, seq, hash)
SELECT desk_id, seq, hash FROM (
    SELECT desk_id, seq, hash, row_number() OVER (PARTITION BY desk_id ORDER BY seq DESC) AS place
    FROM (SELECT desk_id, seq, hash FROM journal UNION ALL SELECT desk_id, seq, hash FROM withheld) AS links
) AS ends WHERE place = 1
"""


def upgrade() -> None:
    """Make the new tables; the derived ones are folded anew at opening, because the mark of their form is gone."""
    op.drop_table("number")
    op.create_table(
        "number",
        sa.Column("office_code", sa.String, primary_key=True),
        sa.Column("series", sa.String, primary_key=True),
        sa.Column("block", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("last", sa.Integer, nullable=False),
    )
    op.create_table(
        "dossier_office",
        sa.Column("office_code", sa.String, primary_key=True),
        sa.Column("dossier_id", sa.String, primary_key=True, index=True),
    )
    op.create_table(
        "message",
        sa.Column("entry_id", sa.String, primary_key=True),
        sa.Column("dossier_id", sa.String, nullable=False, index=True),
        sa.Column("office", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False, index=True),
    )
    op.create_table(
        "chain",
        sa.Column("desk_id", sa.String, primary_key=True),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
    )
    op.create_table(
        "alarm",
        sa.Column("hash", sa.String, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("desk_id", sa.String, nullable=False, index=True),
        sa.Column("office_code", sa.String, nullable=False),
        sa.Column("office_name", sa.String, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("file_name", sa.String, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
    )
    op.create_table("gate", sa.Column("name", sa.String, primary_key=True))
    op.add_column("peer", sa.Column("revoked", sa.Text, nullable=False, server_default=""))
    op.create_index("ix_journal_follows", "journal", ["follows"])
    op.execute(_HEADS)
    op.execute("DELETE FROM fact WHERE name = 'derived_form'")
