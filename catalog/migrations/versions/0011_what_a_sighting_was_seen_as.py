"""A sighting and a grant know which tool they were seen as, beside the one for which they count."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
COUNTS = ("events", "blocked", "bytes_up", "bytes_down")
KEY = ("origin_id", "tool_id", "tenant", "user", "day")
PIECE = 500
UNNAMED = {"uq": "%(table_name)s_%(column_0_N_name)s_key"}  # PostgreSQL's name, which SQLite gets for the rebuilding

sighting = sa.table("sighting", *map(sa.column, ("id", "seen_as_id", *KEY, *COUNTS)))
grant = sa.table("oauth_grant", *map(sa.column, ("id", "origin_id", "tool_id", "seen_as_id")))
origin = sa.table("origin", *map(sa.column, ("id", "sha256")))
merge = sa.table("tool_merge", sa.column("id"), sa.column("gone_id"), sa.column("undone_at"), sa.column("moved", JSON))
TABLES = {"sightings": sighting, "grants": grant}


def upgrade() -> None:
    """Add the columns, and fill them by what the merges in force have moved and summed up."""
    for name in ("sighting", "oauth_grant"):
        op.add_column(name, sa.Column("seen_as_id", sa.Integer(), nullable=True))
    for table in TABLES.values():
        op.execute(table.update().values(seen_as_id=table.c.tool_id))
    with op.batch_alter_table("sighting", naming_convention=UNNAMED) as batch_op:
        batch_op.drop_constraint("sighting_origin_id_tool_id_tenant_user_day_key", type_="unique")
    rows = op.get_bind().execute(sa.select(merge).order_by(merge.c.id.desc())).all()
    for row in rows:
        if row.undone_at is None:
            _mark(row.gone_id, row.moved)
            for told in row.moved["summed"]:
                _take_apart(row.gone_id, told)
        op.execute(merge.update().where(merge.c.id == row.id).values(moved=_counted(row.moved)))
    with op.batch_alter_table("sighting") as batch_op:
        batch_op.alter_column("seen_as_id", existing_type=sa.Integer(), nullable=False)
        batch_op.create_foreign_key("sighting_seen_as_id_fkey", "tool", ["seen_as_id"], ["id"])
        batch_op.create_unique_constraint(
            "sighting_origin_id_seen_as_id_tenant_user_day_key", ["origin_id", "seen_as_id", "tenant", "user", "day"]
        )
    with op.batch_alter_table("oauth_grant") as batch_op:
        batch_op.create_foreign_key("oauth_grant_seen_as_id_fkey", "tool", ["seen_as_id"], ["id"])


def _mark(gone_id: int, moved: Mapping[str, Any]) -> None:
    """Say of what a merge has moved what it was seen as; earlier merges, asked later, know it better."""
    for what, table in TABLES.items():
        for sha256, numbers in moved[what].items():
            its = sa.select(origin.c.id).where(origin.c.sha256 == sha256).scalar_subquery()
            for start in range(0, len(numbers), PIECE):
                mine = table.c.id.in_(numbers[start : start + PIECE])
                op.execute(table.update().where(mine, table.c.origin_id == its).values(seen_as_id=gone_id))


def _take_apart(gone_id: int, told: Mapping[str, Any]) -> None:
    """Take out of a sum what was the other's, as a row of its own."""
    kept = op.get_bind().execute(sa.select(sighting).where(sighting.c.id == told["into"])).first()
    if kept is None:
        return
    key, left = {name: getattr(kept, name) for name in KEY}, {}
    for name, own in told["own"].items():
        rest = max((getattr(kept, name) or 0) - (own or 0), 0)
        left[name] = None if name in told["bare"] and rest == 0 else rest if own is not None else getattr(kept, name)
    op.execute(sighting.update().where(sighting.c.id == kept.id).values(**left))
    op.execute(sighting.insert().values(**key, seen_as_id=gone_id, **told["own"]))


def _counted(moved: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a merge tells of itself with numbers instead of rows."""
    count = {what: sum(map(len, moved[what].values())) for what in TABLES}
    count["sightings"] += len(moved["summed"])
    return {what: told for what, told in moved.items() if what != "summed"} | count


def downgrade() -> None:
    """There is no way back: what was seen as what would be lost."""
    raise NotImplementedError("restore a backup instead")
