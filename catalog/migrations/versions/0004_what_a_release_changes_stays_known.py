"""What a release changes stays known as it was: categories, names of plans, what a tool is called and can do."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
LISTS = ("alternatives", "capabilities", "traits")
UNNAMED = {"uq": "%(table_name)s_%(column_0_name)s_key"}  # PostgreSQL's names, which SQLite gets for the rebuilding


def upgrade() -> None:
    """Add when things were known, as far back as there were releases."""
    _add("release", "known_from", MOMENT)
    _add("tool", "recorded_at", MOMENT)
    _add("category", "recorded_at", MOMENT)
    _add("plan_name", "recorded_at", MOMENT)
    _add("tool_state", "name", sa.String())
    for name in LISTS:
        _add("tool_state", name, JSON)
    _fill()
    for changed, columns in {
        "release": ["known_from"],
        "tool": ["recorded_at"],
        "category": ["recorded_at"],
        "plan_name": ["recorded_at"],
        "tool_state": ["name", *LISTS],
    }.items():
        with op.batch_alter_table(changed) as batch_op:
            for column in columns:
                batch_op.alter_column(column, nullable=False)
    with op.batch_alter_table("category", naming_convention=UNNAMED) as batch_op:
        batch_op.add_column(sa.Column("retracted_at", MOMENT, nullable=True))
        batch_op.drop_constraint("category_slug_key", type_="unique")
        batch_op.create_index("ix_category_slug", ["slug"], unique=False)
    with op.batch_alter_table("plan_name", naming_convention=_named("plan_name_plan_id_name_key")) as batch_op:
        batch_op.add_column(sa.Column("retracted_at", MOMENT, nullable=True))
        batch_op.drop_constraint("plan_name_plan_id_name_key", type_="unique")


def _fill() -> None:
    release, tool, state = (
        table("release", "released_at", "known_from"),
        table("tool", "id", "recorded_at", "name", *LISTS),
        table("tool_state", "tool_id", "recorded_at", "name", *LISTS),
    )
    plan, domain = table("plan", "id", "recorded_at"), table("domain", "tool_id", "recorded_at")
    category, plan_name = table("category", "recorded_at"), table("plan_name", "plan_id", "recorded_at")
    first = sa.select(sa.func.min(release.c.released_at)).scalar_subquery()
    began = sa.select(sa.func.min(state.c.recorded_at)).where(state.c.tool_id == tool.c.id).scalar_subquery()
    heard = sa.select(sa.func.min(domain.c.recorded_at)).where(domain.c.tool_id == tool.c.id).scalar_subquery()
    sold = sa.select(plan.c.recorded_at).where(plan.c.id == plan_name.c.plan_id).scalar_subquery()
    now = sa.func.current_timestamp()
    op.execute(release.update().values(known_from=release.c.released_at))
    op.execute(category.update().values(recorded_at=sa.func.coalesce(first, now)))
    op.execute(plan_name.update().values(recorded_at=sold))
    op.execute(tool.update().values(recorded_at=sa.func.coalesce(began, heard, first, now)))
    told = {
        name: sa.select(tool.c[name]).where(tool.c.id == state.c.tool_id).scalar_subquery() for name in ("name", *LISTS)
    }
    op.execute(state.update().values(told))


def table(name: str, *columns: str) -> sa.TableClause:
    """Give a table by what is needed of it here."""
    return sa.table(name, *(sa.column(column) for column in columns))


def downgrade() -> None:
    """There is no way back: what was recorded twice cannot be told apart."""
    raise NotImplementedError("restore a backup instead")


def _add(table: str, column: str, kind: Any) -> None:
    op.add_column(table, sa.Column(column, kind, nullable=True))


def _named(name: str) -> dict[str, str]:
    """Give the only unnamed constraint of a table the name that PostgreSQL gives it."""
    return {"uq": name}
