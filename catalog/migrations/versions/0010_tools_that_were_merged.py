"""Tools that were merged into others; and what was closed as no use is taken back, as nobody disputed it."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def column(name: str, kind: Any, *rest: Any, null: bool = False) -> sa.Column[Any]:
    """Give a column; one without `null` must hold a value."""
    return sa.Column(name, kind, *rest, nullable=null)


def upgrade() -> None:
    """Make the table, find what is linked at once, and take back what was closed as no use."""
    op.create_table(
        "tool_merge",
        column("id", sa.Integer()),
        column("reference", sa.String()),
        column("kept_id", sa.Integer()),
        column("gone_id", sa.Integer()),
        column("moved", JSON),
        column("merged_by", sa.String()),
        column("merged_at", MOMENT),
        column("undone_at", MOMENT, null=True),
        sa.ForeignKeyConstraint(["kept_id"], ["tool.id"]),
        sa.ForeignKeyConstraint(["gone_id"], ["tool.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("reference"),
    )
    op.create_index("ix_tool_merge_gone_id", "tool_merge", ["gone_id"])
    op.create_index("ix_adoption_linked_id", "adoption", ["linked_id"])
    _take_back_what_was_no_use()


def _take_back_what_was_no_use() -> None:
    """Bring it from *disputed*, which waits for a reviewer's answer now, to *withdrawn*: a reviewer had answered."""
    act = sa.table("act", sa.column("kind"), sa.column("content", JSON), sa.column("undone_at"))
    adoption = sa.table("adoption", sa.column("reference"), sa.column("state"))
    closed = sa.select(act.c.content).where(act.c.kind == "false_positive", act.c.undone_at.is_(None))
    for content in op.get_bind().scalars(closed).all():
        for entry in content:
            its = adoption.c.reference.in_(entry.get("adoptions", ()))
            op.execute(adoption.update().where(its, adoption.c.state == "disputed").values(state="withdrawn"))


def downgrade() -> None:
    """There is no way back: which tools are one would be lost."""
    raise NotImplementedError("restore a backup instead")
