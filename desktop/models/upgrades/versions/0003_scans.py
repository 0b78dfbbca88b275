"""Scans of papers, what of them peers have, and cards that change.

Revision ID: 0003
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Make room for scans; the derived tables are folded anew at opening, because the shape of a dossier changed."""
    op.create_table(
        "blob",
        sa.Column("hash", sa.String, primary_key=True),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "attachment",
        sa.Column("desk_id", sa.String, primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("dossier_id", sa.String, nullable=False, index=True),
        sa.Column("hash", sa.String, nullable=False, index=True),
        sa.Column("size", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "scan_sent",
        sa.Column("desk_id", sa.String, sa.ForeignKey("peer.desk_id"), primary_key=True),
        sa.Column("hash", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
    )
    op.add_column("peer", sa.Column("heard", sa.Integer, nullable=False, server_default="0"))
    op.add_column("peer", sa.Column("lacks", sa.Text, nullable=False, server_default="[]"))
    op.add_column("peer", sa.Column("knows_card", sa.String, nullable=False, server_default=""))
    op.add_column("peer", sa.Column("former_card", sa.Text, nullable=False, server_default=""))
    op.add_column("batch", sa.Column("former_desk", sa.String, nullable=False, server_default=""))
    op.execute("DELETE FROM fact WHERE name = 'derived_form'")
