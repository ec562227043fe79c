"""The desk of the reviewers: acts, comments, documents, conditions met, proposals, reopenings, views, campaigns."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
TEXT, WHOLE, DAY = sa.String(), sa.Integer(), sa.Date()
SETS = {
    "act": ("kind", ("decide", "assign", "acknowledge", "snooze", "false_positive", "ask_vendor", "ask_people")),
    "comment": ("kind", ("comment", "vendor_letter", "people_letter")),
    "document": (
        "kind",
        ("baa", "dpa", "nda", "soc_report", "certificate", "pentest", "questionnaire", "other"),
    ),
    "proposal": ("state", ("open", "confirmed", "declined", "withdrawn")),
    "saved_view": ("page", ("reviews", "adoptions")),
    "erasure": ("state", ("open", "done", "declined")),
}
INDEXED = {
    "comment": ["review_id"], "document": ["tool_id"], "condition_met": ["tool_id", "series"], "proposal": ["tool_id"],
    "reopening": ["review_id", "series"], "saved_view": ["person_id"], "erasure": ["person_id"],
}  # fmt: skip


def column(name: str, kind: Any, *rest: Any, null: bool = False) -> sa.Column[Any]:
    """Give a column; one without `null` must hold a value."""
    return sa.Column(name, kind, *rest, nullable=null)


def upgrade() -> None:
    """Make the tables, and the columns that lead to them."""
    _table("act", column("reference", TEXT), column("kind", TEXT), column("who", TEXT), column("content", JSON),
           column("at", MOMENT), column("undone_at", MOMENT, null=True), named=True)  # fmt: skip
    _table("comment", _to("review"), column("kind", TEXT), column("who", TEXT), column("text", TEXT), *_known())
    _table("document", column("reference", TEXT), _to("tool"), column("plan", TEXT, null=True), column("kind", TEXT),
           column("title", TEXT), column("party", TEXT), column("file", TEXT, null=True),
           column("sha256", TEXT, null=True), column("size", WHOLE, null=True), column("media_type", TEXT, null=True),
           column("recorded_by", TEXT), *_held(), *_known(), named=True)  # fmt: skip
    _table("condition_met", _to("tool"), column("series", TEXT), column("condition", TEXT), _to("document", null=True),
           column("met_by", TEXT), *_held(), *_known())  # fmt: skip
    _table("proposal", column("reference", TEXT), _to("tool"), _to("review", null=True), column("draft", JSON),
           column("needs", TEXT), column("proposed_by", TEXT), column("proposed_at", MOMENT), column("state", TEXT),
           *_closed(), column("decision", TEXT, null=True), named=True)  # fmt: skip
    _table("reopening", _to("review"), column("series", TEXT), column("criterion", TEXT),
           column("plan", TEXT, null=True), column("before", TEXT), column("after", TEXT), column("text", TEXT),
           _to("fact", null=True), column("adoptions", JSON), column("at", MOMENT))  # fmt: skip
    _table("saved_view", _to("person"), column("page", TEXT), column("name", TEXT), column("question", TEXT),
           column("saved_at", MOMENT), sa.UniqueConstraint("person_id", "page", "name"))  # fmt: skip
    _table("campaign", column("reference", TEXT), column("title", TEXT), column("begins_on", DAY),
           column("ends_on", DAY), column("recorded_by", TEXT), *_known(), named=True)  # fmt: skip
    _table("erasure", column("reference", TEXT), _to("person"), column("adoption", TEXT, null=True),
           column("text", TEXT), column("due", DAY), column("state", TEXT), *_closed(), column("asked_at", MOMENT),
           named=True)  # fmt: skip
    _extend()


def _extend() -> None:
    with op.batch_alter_table("review") as table:
        table.add_column(column("snoozed_until", DAY, null=True))
        table.add_column(column("outcome", TEXT, null=True))
        table.create_check_constraint("outcome_is_known", "outcome IN ('ruled', 'false_positive')")
    op.execute("UPDATE review SET outcome = 'ruled' WHERE state = 'decided'")
    op.add_column("decision", column("series", TEXT, null=True))
    op.execute("UPDATE decision SET series = reference")
    with op.batch_alter_table("decision") as table:
        table.alter_column("series", nullable=False)
        table.add_column(column("act_id", WHOLE, null=True))
        table.add_column(column("confirmed_by", TEXT, null=True))
        table.add_column(column("held_at", MOMENT, null=True))
        table.create_foreign_key("decision_act_id_fkey", "act", ["act_id"], ["id"])
        table.create_index("ix_decision_act_id", ["act_id"])
        table.create_index("ix_decision_series", ["series"])


def downgrade() -> None:
    """There is no way back: what rests on these tables would be lost."""
    raise NotImplementedError("restore a backup instead")


def _table(name: str, *columns: Any, named: bool = False) -> None:
    rest: list[Any] = [sa.UniqueConstraint("reference")] if named else []
    if name in SETS:
        field, words = SETS[name]
        listed = ", ".join(f"'{word}'" for word in words)
        rest.append(sa.CheckConstraint(f"{field} IN ({listed})", name=f"{field}_is_known"))
    op.create_table(name, column("id", WHOLE), *columns, sa.PrimaryKeyConstraint("id"), *rest)
    for field in INDEXED.get(name, ()):
        op.create_index(f"ix_{name}_{field}", name, [field])


def _to(table: str, null: bool = False) -> sa.Column[Any]:
    return column(f"{table}_id", WHOLE, sa.ForeignKey(f"{table}.id"), null=null)


def _held() -> tuple[sa.Column[Any], ...]:
    return column("valid_from", MOMENT), column("valid_to", MOMENT, null=True)


def _known() -> tuple[sa.Column[Any], ...]:
    return column("recorded_at", MOMENT), column("retracted_at", MOMENT, null=True)


def _closed() -> tuple[sa.Column[Any], ...]:
    return (
        column("closed_by", TEXT, null=True), column("closed_at", MOMENT, null=True), column("answer", TEXT, null=True)
    )  # fmt: skip
