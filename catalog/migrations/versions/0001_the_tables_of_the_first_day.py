"""The tables of the first day."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def column(name: str, kind: Any, *rest: Any, null: bool = False) -> sa.Column[Any]:
    """Give a column; one without `null` must hold a value."""
    return sa.Column(name, kind, *rest, nullable=null)


def upgrade() -> None:
    op.create_table(
        "category",
        column("id", sa.Integer()),
        column("slug", sa.String()),
        column("name", sa.String()),
        column("noun", sa.String()),
        column("traits", JSON),
        column("capabilities", JSON),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("slug"),
    )
    op.create_table(
        "department",
        column("id", sa.Integer()),
        column("slug", sa.String()),
        column("name", sa.String()),
        column("industry", sa.String()),
        column("posture", sa.String(), null=True),
        sa.CheckConstraint("industry IN ('general', 'legal', 'financial', 'medical')", name="industry_is_known"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("slug"),
    )
    op.create_table(
        "event",
        column("id", sa.Integer()),
        column("at", sa.BigInteger()),
        column("who", sa.String()),
        column("what", sa.String()),
        column("subject", sa.String()),
        column("content", sa.String()),
        column("previous", sa.String()),
        column("sha256", sa.String()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("previous"),
        sa.UniqueConstraint("sha256"),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_subject"), ["subject"], unique=False)

    op.create_table(
        "origin",
        column("id", sa.Integer()),
        column("sha256", sa.String()),
        column("size", sa.BigInteger()),
        column("grown_into_id", sa.Integer(), null=True),
        column("file", sa.String()),
        column("format", sa.String()),
        column("records", sa.Integer()),
        column("rejected", sa.Integer()),
        column("first_at", MOMENT, null=True),
        column("last_at", MOMENT, null=True),
        column("read_at", MOMENT),
        sa.ForeignKeyConstraint(
            ["grown_into_id"],
            ["origin.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sha256"),
    )
    op.create_table(
        "release",
        column("id", sa.Integer()),
        column("name", sa.String()),
        column("released_at", MOMENT),
        column("fingerprint", sa.String()),
        column("loaded_at", MOMENT),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    with op.batch_alter_table("release", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_release_released_at"), ["released_at"], unique=False)

    op.create_table(
        "rubric_version",
        column("id", sa.Integer()),
        column("version", sa.String()),
        column("sha256", sa.String()),
        column("recorded_at", MOMENT),
        column("content", JSON),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sha256"),
    )
    with op.batch_alter_table("rubric_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rubric_version_recorded_at"), ["recorded_at"], unique=False)

    op.create_table(
        "run",
        column("id", sa.Integer()),
        column("kind", sa.String()),
        column("version", sa.String()),
        column("started_at", MOMENT),
        sa.CheckConstraint("kind IN ('release', 'crawl', 'registry', 'review')", name="kind_is_known"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "scenario",
        column("id", sa.Integer()),
        column("name", sa.String()),
        column("as_of", MOMENT),
        column("content", JSON),
        column("recorded_at", MOMENT),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "storedverdict",
        column("id", sa.Integer()),
        column("document", JSON),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "vendor",
        column("id", sa.Integer()),
        column("slug", sa.String()),
        column("name", sa.String()),
        column("homepage", sa.String(), null=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("slug"),
    )
    op.create_table(
        "team",
        column("id", sa.Integer()),
        column("slug", sa.String()),
        column("name", sa.String()),
        column("department_id", sa.Integer(), null=True),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["department.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("slug"),
    )
    op.create_table(
        "tool",
        column("id", sa.Integer()),
        column("slug", sa.String()),
        column("name", sa.String()),
        column("vendor_id", sa.Integer(), null=True),
        column("description", sa.String()),
        column("alternatives", JSON),
        column("capabilities", JSON),
        column("traits", JSON),
        column("origin", sa.String()),
        sa.CheckConstraint("origin IN ('data', 'crawl')", name="origin_is_known"),
        sa.ForeignKeyConstraint(
            ["vendor_id"],
            ["vendor.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("slug"),
    )
    with op.batch_alter_table("tool", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tool_name"), ["name"], unique=False)

    op.create_table(
        "wave",
        column("id", sa.Integer()),
        column("scenario_id", sa.Integer()),
        column("number", sa.Integer()),
        column("starts_on", sa.Date()),
        column("ends_on", sa.Date()),
        sa.ForeignKeyConstraint(
            ["scenario_id"],
            ["scenario.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("wave", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wave_scenario_id"), ["scenario_id"], unique=False)

    op.create_table(
        "company_solution",
        column("id", sa.Integer()),
        column("tool_id", sa.Integer()),
        column("plan", sa.String()),
        column("seats", sa.Integer()),
        column("unit_price", sa.Numeric(precision=14, scale=4), null=True),
        column("currency", sa.String()),
        column("commitment", sa.String()),
        column("renews_on", sa.Date(), null=True),
        column("notice_by", sa.Date(), null=True),
        column("owner", sa.String(), null=True),
        column("deeds", JSON),
        column("valid_from", MOMENT),
        column("valid_to", MOMENT, null=True),
        column("recorded_at", MOMENT),
        column("retracted_at", MOMENT, null=True),
        sa.CheckConstraint("commitment IN ('month', 'year')", name="commitment_is_known"),
        sa.ForeignKeyConstraint(
            ["tool_id"],
            ["tool.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("company_solution", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_company_solution_tool_id"), ["tool_id"], unique=False)

    op.create_table(
        "domain",
        column("id", sa.Integer()),
        column("tool_id", sa.Integer()),
        column("host", sa.String()),
        column("kind", sa.String()),
        column("recorded_at", MOMENT),
        column("retracted_at", MOMENT, null=True),
        sa.CheckConstraint("kind IN ('web', 'api', 'tenant', 'content')", name="kind_is_known"),
        sa.ForeignKeyConstraint(
            ["tool_id"],
            ["tool.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("domain", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_domain_host"), ["host"], unique=False)
        batch_op.create_index(batch_op.f("ix_domain_tool_id"), ["tool_id"], unique=False)

    op.create_table(
        "move",
        column("id", sa.Integer()),
        column("wave_id", sa.Integer()),
        column("from_tool", sa.String()),
        column("to_tool", sa.String()),
        column("team", sa.String(), null=True),
        column("people", sa.Integer()),
        column("why", sa.String()),
        sa.ForeignKeyConstraint(
            ["wave_id"],
            ["wave.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_move_wave_id"), ["wave_id"], unique=False)

    op.create_table(
        "person",
        column("id", sa.Integer()),
        column("slug", sa.String()),
        column("name", sa.String()),
        column("department_id", sa.Integer(), null=True),
        column("team_id", sa.Integer(), null=True),
        column("roles", JSON),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["department.id"],
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["team.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("slug"),
    )
    op.create_table(
        "plan",
        column("id", sa.Integer()),
        column("tool_id", sa.Integer()),
        column("slug", sa.String()),
        column("name", sa.String()),
        column("family", sa.String()),
        column("rank", sa.Integer()),
        column("valid_from", MOMENT, null=True),
        column("valid_to", MOMENT, null=True),
        column("recorded_at", MOMENT),
        column("retracted_at", MOMENT, null=True),
        sa.CheckConstraint("family IN ('team', 'personal', 'government', 'education')", name="family_is_known"),
        sa.ForeignKeyConstraint(
            ["tool_id"],
            ["tool.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_tool_id"), ["tool_id"], unique=False)

    op.create_table(
        "sighting",
        column("id", sa.Integer()),
        column("origin_id", sa.Integer()),
        column("tool_id", sa.Integer()),
        column("tenant", sa.String()),
        column("user", sa.String()),
        column("day", sa.Date(), null=True),
        column("events", sa.Integer()),
        column("blocked", sa.Integer()),
        column("bytes_up", sa.BigInteger(), null=True),
        column("bytes_down", sa.BigInteger(), null=True),
        sa.ForeignKeyConstraint(
            ["origin_id"],
            ["origin.id"],
        ),
        sa.ForeignKeyConstraint(
            ["tool_id"],
            ["tool.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("origin_id", "tool_id", "tenant", "user", "day"),
    )
    with op.batch_alter_table("sighting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sighting_origin_id"), ["origin_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sighting_tool_id"), ["tool_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sighting_user"), ["user"], unique=False)

    op.create_table(
        "source",
        column("id", sa.Integer()),
        column("tool_id", sa.Integer()),
        column("url", sa.String()),
        column("kind", sa.String()),
        column("fetch_state", sa.String()),
        column("fetched_at", MOMENT, null=True),
        column("etag", sa.String(), null=True),
        column("last_modified", sa.String(), null=True),
        sa.CheckConstraint(
            "fetch_state IN ('never', 'fetched', 'unchanged', 'blocked', 'gone', 'failed')", name="fetch_state_is_known"
        ),
        sa.CheckConstraint(
            "kind IN ('pricing', 'security', 'compliance', 'trust_center', 'dpa', 'subprocessors', 'terms', 'privacy', 'sla', 'status', 'help', 'changelog', 'security.txt', 'registry', 'other')",
            name="kind_is_known",
        ),
        sa.ForeignKeyConstraint(
            ["tool_id"],
            ["tool.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("tool_id", "url"),
    )
    with op.batch_alter_table("source", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_source_tool_id"), ["tool_id"], unique=False)

    op.create_table(
        "tenant",
        column("id", sa.Integer()),
        column("tool_id", sa.Integer()),
        column("name", sa.String()),
        column("kind", sa.String()),
        sa.CheckConstraint("kind IN ('company', 'personal', 'unknown')", name="kind_is_known"),
        sa.ForeignKeyConstraint(
            ["tool_id"],
            ["tool.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("tool_id", "name"),
    )
    op.create_table(
        "tool_name",
        column("id", sa.Integer()),
        column("tool_id", sa.Integer()),
        column("name", sa.String()),
        column("kind", sa.String()),
        column("valid_from", MOMENT, null=True),
        column("valid_to", MOMENT, null=True),
        column("recorded_at", MOMENT),
        column("retracted_at", MOMENT, null=True),
        sa.CheckConstraint("kind IN ('alias', 'former_name', 'sub_brand', 'oauth_client')", name="kind_is_known"),
        sa.ForeignKeyConstraint(
            ["tool_id"],
            ["tool.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("tool_name", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tool_name_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_tool_name_tool_id"), ["tool_id"], unique=False)

    op.create_table(
        "tool_state",
        column("id", sa.Integer()),
        column("tool_id", sa.Integer()),
        column("category", sa.String()),
        column("state", sa.String()),
        column("successor", sa.String(), null=True),
        column("valid_from", MOMENT, null=True),
        column("recorded_at", MOMENT),
        column("retracted_at", MOMENT, null=True),
        sa.CheckConstraint("state IN ('active', 'renamed', 'merged', 'discontinued')", name="state_is_known"),
        sa.ForeignKeyConstraint(
            ["tool_id"],
            ["tool.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("tool_state", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tool_state_tool_id"), ["tool_id"], unique=False)

    op.create_table(
        "adoption",
        column("id", sa.Integer()),
        column("reference", sa.String()),
        column("kind", sa.String()),
        column("state", sa.String()),
        column("tool_id", sa.Integer()),
        column("plan", sa.String(), null=True),
        column("person_id", sa.Integer(), null=True),
        column("who", sa.String()),
        column("account", sa.String()),
        column("data", JSON),
        column("purpose", sa.String(), null=True),
        column("team_id", sa.Integer(), null=True),
        column("tenant", sa.String()),
        column("since", sa.Date(), null=True),
        column("until", sa.Date(), null=True),
        column("linked_id", sa.Integer(), null=True),
        column("review_by", sa.Date(), null=True),
        column("verdict", JSON, null=True),
        column("verdict_id", sa.Integer(), null=True),
        column("recorded_at", MOMENT),
        column("changed_at", MOMENT),
        sa.CheckConstraint("account IN ('company', 'personal')", name="account_is_known"),
        sa.CheckConstraint("kind IN ('declared', 'detected')", name="kind_is_known"),
        sa.CheckConstraint(
            "state IN ('proposed', 'declared', 'confirmed', 'disputed', 'moved', 'ended', 'withdrawn')",
            name="state_is_known",
        ),
        sa.ForeignKeyConstraint(
            ["linked_id"],
            ["adoption.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["team.id"],
        ),
        sa.ForeignKeyConstraint(
            ["tool_id"],
            ["tool.id"],
        ),
        sa.ForeignKeyConstraint(
            ["verdict_id"],
            ["storedverdict.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("reference"),
    )
    with op.batch_alter_table("adoption", schema=None) as batch_op:
        batch_op.create_index(
            "ix_adoption_detected",
            ["tool_id", "tenant", "who"],
            unique=True,
            sqlite_where=sa.text("kind = 'detected'"),
            postgresql_where=sa.text("kind = 'detected'"),
        )
        batch_op.create_index(batch_op.f("ix_adoption_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_adoption_tool_id"), ["tool_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_adoption_who"), ["who"], unique=False)

    op.create_table(
        "identity",
        column("id", sa.Integer()),
        column("person_id", sa.Integer(), null=True),
        column("kind", sa.String()),
        column("issuer", sa.String()),
        column("value", sa.String()),
        sa.CheckConstraint("kind IN ('name', 'mail', 'upn', 'login', 'subject')", name="kind_is_known"),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("kind", "issuer", "value"),
    )
    with op.batch_alter_table("identity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_identity_person_id"), ["person_id"], unique=False)

    op.create_table(
        "plan_name",
        column("id", sa.Integer()),
        column("plan_id", sa.Integer()),
        column("name", sa.String()),
        column("valid_from", MOMENT, null=True),
        column("valid_to", MOMENT, null=True),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["plan.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("plan_id", "name"),
    )
    with op.batch_alter_table("plan_name", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_name_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "review",
        column("id", sa.Integer()),
        column("reference", sa.String()),
        column("tool_id", sa.Integer()),
        column("state", sa.String()),
        column("why", sa.String()),
        column("owner_id", sa.Integer(), null=True),
        column("due", sa.Date(), null=True),
        column("opened_at", MOMENT),
        column("closed_at", MOMENT, null=True),
        sa.CheckConstraint("state IN ('opened', 'in_review', 'waiting_for_vendor', 'decided')", name="state_is_known"),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["tool_id"],
            ["tool.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("reference"),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_tool_id"), ["tool_id"], unique=False)

    op.create_table(
        "snapshot",
        column("id", sa.Integer()),
        column("source_id", sa.Integer()),
        column("url", sa.String()),
        column("sha256", sa.String()),
        column("media_type", sa.String()),
        column("size", sa.Integer()),
        column("status", sa.Integer()),
        column("headers", JSON),
        column("fetched_at", MOMENT),
        column("rendered", sa.Boolean()),
        column("extracted_by", sa.String(), null=True),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["source.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("source_id", "sha256", "fetched_at"),
    )
    with op.batch_alter_table("snapshot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_snapshot_sha256"), ["sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_snapshot_source_id"), ["source_id"], unique=False)

    op.create_table(
        "decision",
        column("id", sa.Integer()),
        column("reference", sa.String()),
        column("tool_id", sa.Integer()),
        column("review_id", sa.Integer(), null=True),
        column("status", sa.String()),
        column("scope", JSON),
        column("conditions", JSON),
        column("overrides", JSON),
        column("reason", sa.String()),
        column("decided_by", sa.String()),
        column("valid_from", MOMENT),
        column("valid_to", MOMENT, null=True),
        column("recorded_at", MOMENT),
        column("retracted_at", MOMENT, null=True),
        sa.CheckConstraint("status IN ('sanctioned', 'tolerated', 'restricted', 'prohibited')", name="status_is_known"),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["review.id"],
        ),
        sa.ForeignKeyConstraint(
            ["tool_id"],
            ["tool.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("reference"),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_tool_id"), ["tool_id"], unique=False)

    op.create_table(
        "fact",
        column("id", sa.Integer()),
        column("key", sa.String()),
        column("tool_id", sa.Integer()),
        column("fact", sa.String()),
        column("plan", sa.String(), null=True),
        column("applies", sa.String()),
        column("value", JSON),
        column("status", sa.String(), null=True),
        column("subject", sa.String()),
        column("set_by", sa.String(), null=True),
        column("data", JSON),
        column("to_do", JSON),
        column("valid_from", MOMENT),
        column("valid_to", MOMENT, null=True),
        column("dated", sa.Boolean()),
        column("recorded_at", MOMENT),
        column("retracted_at", MOMENT, null=True),
        column("unsupported_at", MOMENT, null=True),
        column("source_id", sa.Integer()),
        column("snapshot_id", sa.Integer(), null=True),
        column("run_id", sa.Integer()),
        column("url", sa.String()),
        column("quote", sa.String(), null=True),
        column("quote_start", sa.Integer(), null=True),
        column("quote_end", sa.Integer(), null=True),
        column("says", sa.String(), null=True),
        column("observed_at", MOMENT),
        column("strength", sa.String()),
        column("extractor", sa.String(), null=True),
        column("extractor_version", sa.String(), null=True),
        column("confidence", sa.Float()),
        sa.CheckConstraint("applies IN ('plan', 'all_plans', 'tool')", name="applies_is_known"),
        sa.CheckConstraint(
            "strength IN ('assertion', 'third_party_page', 'help_page', 'vendor_page', 'contract', 'attestation')",
            name="strength_is_known",
        ),
        sa.CheckConstraint("subject IN ('vendor', 'infrastructure', 'subprocessor')", name="subject_is_known"),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["run.id"],
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["snapshot.id"],
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["source.id"],
        ),
        sa.ForeignKeyConstraint(
            ["tool_id"],
            ["tool.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    with op.batch_alter_table("fact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fact_run_id"), ["run_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fact_snapshot_id"), ["snapshot_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fact_source_id"), ["source_id"], unique=False)
        batch_op.create_index("ix_fact_tool_fact", ["tool_id", "fact"], unique=False)

    op.create_table(
        "fact_report",
        column("id", sa.Integer()),
        column("tool_id", sa.Integer()),
        column("fact_id", sa.Integer(), null=True),
        column("criterion", sa.String()),
        column("who", sa.String()),
        column("text", sa.String()),
        column("recorded_at", MOMENT),
        sa.ForeignKeyConstraint(
            ["fact_id"],
            ["fact.id"],
        ),
        sa.ForeignKeyConstraint(
            ["tool_id"],
            ["tool.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("fact_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fact_report_tool_id"), ["tool_id"], unique=False)
