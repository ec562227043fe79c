"""Contracts have terms: a minimum, guests, tax, a length, prices by number; and what currencies cost is dated."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Add the columns, and the table of rates."""
    with op.batch_alter_table("company_solution") as table:
        for name in ("minimum_seats", "guest_seats", "term_months"):
            table.add_column(sa.Column(name, sa.Integer(), nullable=True))
        table.add_column(sa.Column("tax_percent", sa.Numeric(6, 3), nullable=True))
        table.add_column(sa.Column("tiers", JSON, nullable=True))
    op.create_table(
        "exchange_rate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("usd", sa.Numeric(18, 8), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retracted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_exchange_rate_currency", "exchange_rate", ["currency"])


def downgrade() -> None:
    """There is no way back: what rests on the terms would be lost."""
    raise NotImplementedError("restore a backup instead")
