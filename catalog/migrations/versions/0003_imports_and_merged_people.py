"""Batches of imports that can be undone, grants of OAuth scopes, and persons who were merged."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def column(name: str, kind: Any, *rest: Any, null: bool = False) -> sa.Column[Any]:
    """Give a column; one without `null` must hold a value."""
    return sa.Column(name, kind, *rest, nullable=null)


def upgrade() -> None:
    """Make the three tables, and the columns that lead to them."""
    op.create_table(
        "batch",
        column("id", sa.Integer()),
        column("reference", sa.String()),
        column("sha256", sa.String()),
        column("origin_id", sa.Integer(), null=True),
        column("format", sa.String()),
        column("file", sa.String()),
        column("entries", sa.Integer()),
        column("records", sa.Integer()),
        column("rejected", sa.Integer()),
        column("declared", JSON),
        column("imported_at", MOMENT),
        column("undone_at", MOMENT, null=True),
        sa.ForeignKeyConstraint(["origin_id"], ["origin.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("reference"),
    )
    op.create_index("ix_batch_sha256", "batch", ["sha256"])
    op.create_table(
        "oauth_grant",
        column("id", sa.Integer()),
        column("origin_id", sa.Integer()),
        column("tool_id", sa.Integer(), null=True),
        column("client", sa.String()),
        column("user", sa.String()),
        column("scopes", JSON),
        column("risk", sa.String()),
        column("day", sa.Date(), null=True),
        sa.CheckConstraint("risk IN ('low', 'medium', 'high')", name="risk_is_known"),
        sa.ForeignKeyConstraint(["origin_id"], ["origin.id"]),
        sa.ForeignKeyConstraint(["tool_id"], ["tool.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("origin_id", "client", "user"),
    )
    for name in ("origin_id", "tool_id", "user"):
        op.create_index(f"ix_oauth_grant_{name}", "oauth_grant", [name])
    op.create_table(
        "person_merge",
        column("id", sa.Integer()),
        column("reference", sa.String()),
        column("kept_id", sa.Integer()),
        column("gone_id", sa.Integer()),
        column("moved", JSON),
        column("merged_by", sa.String()),
        column("merged_at", MOMENT),
        column("undone_at", MOMENT, null=True),
        sa.ForeignKeyConstraint(["kept_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["gone_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("reference"),
    )
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        table.create_foreign_key("person_merged_into_id_fkey", "person", ["merged_into_id"], ["id"])
    op.add_column("adoption", sa.Column("imported", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """There is no way back: what rests on these tables would be lost."""
    raise NotImplementedError("restore a backup instead")
