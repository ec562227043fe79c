"""A rubric may be recorded again: a policy that is withdrawn leaves the rubric that stood before it."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

UNNAMED = {
    "uq": "%(table_name)s_%(column_0_name)s_key"
}  # the name PostgreSQL gives, and SQLite gets for the rebuilding


def upgrade() -> None:
    """Let a hash stand more than once."""
    with op.batch_alter_table("rubric_version", naming_convention=UNNAMED) as table:
        table.drop_constraint("rubric_version_sha256_key", type_="unique")
        table.create_index("ix_rubric_version_sha256", ["sha256"], unique=False)


def downgrade() -> None:
    """There is no way back: what was recorded twice cannot be told apart."""
    raise NotImplementedError("restore a backup instead")
