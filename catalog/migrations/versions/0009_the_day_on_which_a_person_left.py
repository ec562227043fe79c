"""The day on which a person left."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the column."""
    op.add_column("person", sa.Column("left_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """There is no way back: who has left would be lost."""
    raise NotImplementedError("restore a backup instead")
