"""Turns at hosts, look-ups and their steps; which language model read a snapshot too."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
TEXT, WHOLE = sa.String(), sa.Integer()
STATES = "state IN ('waiting', 'running', 'found', 'failed')"


def upgrade() -> None:
    """Make the tables and the column."""
    op.create_table(
        "host_turn",
        sa.Column("host", TEXT, primary_key=True),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("delay", sa.Float(), nullable=False),
        sa.Column("under_way", JSON, nullable=False),
    )
    op.create_table(
        "lookup",
        sa.Column("id", WHOLE, primary_key=True),
        sa.Column("reference", TEXT, nullable=False),
        sa.Column("site", TEXT, nullable=False),
        sa.Column("target", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("tool", TEXT, nullable=True),
        sa.Column("problem", TEXT, nullable=True),
        sa.Column("attempts", WHOLE, nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("holder", TEXT, nullable=False),
        sa.Column("held_until", MOMENT, nullable=False),
        sa.UniqueConstraint("reference"),
        sa.CheckConstraint(STATES, name="state_is_known"),
    )
    op.create_index("ix_lookup_site", "lookup", ["site"])
    op.create_table(
        "lookup_step",
        sa.Column("id", WHOLE, primary_key=True),
        sa.Column("lookup_id", WHOLE, sa.ForeignKey("lookup.id"), nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.UniqueConstraint("lookup_id", "number"),
    )
    op.create_index("ix_lookup_step_lookup_id", "lookup_step", ["lookup_id"])
    op.add_column("snapshot", sa.Column("language_model", TEXT, nullable=True))


def downgrade() -> None:
    """There is no way back: what rests on these tables would be lost."""
    raise NotImplementedError("restore a backup instead")
