"""Help that people ask for, guides, the emergency budget, and how teams work."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
TEXT, WHOLE = sa.String(), sa.Integer()
SETS: dict[str, dict[str, tuple[str, ...]]] = {
    "help_request": {
        "kind": ("help", "tool"),
        "urgency": ("low", "normal", "high"),
        "state": ("now", "next", "later", "done"),
    },
    "budget_claim": {"state": ("asked", "approved", "declined", "spent")},
}


def column(name: str, kind: Any, *rest: Any, null: bool = False) -> sa.Column[Any]:
    """Give a column; one without `null` must hold a value."""
    return sa.Column(name, kind, *rest, nullable=null)


def upgrade() -> None:
    """Make the tables."""
    _table("help_request", ["person_id", "tool_id"], column("reference", TEXT), column("kind", TEXT),
           column("title", TEXT), column("text", TEXT), _to("person"), _to("tool", null=True), column("urgency", TEXT),
           column("reach", WHOLE), column("state", TEXT), column("why", TEXT, null=True), column("asked_at", MOMENT),
           column("moved_at", MOMENT, null=True), column("moved_by", TEXT, null=True))  # fmt: skip
    _table("guide", ["tool_id"], column("reference", TEXT), _to("tool", null=True), column("title", TEXT),
           column("steps", JSON), column("minutes_saved", WHOLE), column("minutes_to_make", WHOLE),
           column("written_by", TEXT), column("recorded_at", MOMENT), column("retracted_at", MOMENT, null=True))  # fmt: skip
    _table("guide_reading", ["guide_id"], _to("guide"), _to("person"), column("helped", sa.Boolean(), null=True),
           column("at", MOMENT), sa.UniqueConstraint("guide_id", "person_id"), named=False)  # fmt: skip
    _table("budget_claim", ["person_id"], column("reference", TEXT), _to("person"), column("item", TEXT),
           column("amount", sa.Numeric(10, 2)), column("currency", TEXT), column("why", TEXT), column("state", TEXT),
           column("asked_at", MOMENT), column("decided_by", TEXT, null=True), column("answer", TEXT, null=True),
           column("decided_at", MOMENT, null=True))  # fmt: skip
    _table("work_norm", ["team_id"], _to("team"), column("content", JSON), column("written_by", TEXT),
           column("recorded_at", MOMENT), column("retracted_at", MOMENT, null=True), named=False)  # fmt: skip


def downgrade() -> None:
    """There is no way back: what rests on these tables would be lost."""
    raise NotImplementedError("restore a backup instead")


def _table(name: str, indexed: list[str], *columns: Any, named: bool = True) -> None:
    rest: list[Any] = [sa.UniqueConstraint("reference")] if named else []
    for field, words in SETS.get(name, {}).items():
        listed = ", ".join(f"'{word}'" for word in words)
        rest.append(sa.CheckConstraint(f"{field} IN ({listed})", name=f"{field}_is_known"))
    op.create_table(name, column("id", WHOLE), *columns, sa.PrimaryKeyConstraint("id"), *rest)
    for field in indexed:
        op.create_index(f"ix_{name}_{field}", name, [field])


def _to(table: str, null: bool = False) -> sa.Column[Any]:
    return column(f"{table}_id", WHOLE, sa.ForeignKey(f"{table}.id"), null=null)
