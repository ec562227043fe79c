"""Every use keeps the gist of its verdict, whose document stands apart; sums and indexes for a large register.

A register of a hundred thousand people is counted at each look at it: rows of a few hundred bytes, not of thousands.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
GIST = ("verdict", "basis", "plan", "industry")
MOVED = ("adoptions", "joined")

adoption = sa.table("adoption", sa.column("id"), sa.column("verdict", JSON), sa.column("verdict_id"))
origin = sa.table("origin", sa.column("id"), sa.column("events"))
sighting = sa.table("sighting", sa.column("origin_id"), sa.column("events"))
stored = sa.table("storedverdict", sa.column("id"), sa.column("document", JSON))
batch = sa.table("batch", sa.column("id"), sa.column("declared", JSON))
merge = sa.table("tool_merge", sa.column("id"), sa.column("moved", JSON))


def upgrade() -> None:
    """Part documents from uses, from what imports and merges keep of them too; sum up origins, and make the indexes."""
    _part()
    for table, column in ((batch, "declared"), (merge, "moved")):
        for number, told in op.get_bind().execute(sa.select(table.c.id, table.c[column])).all():
            if sum(map(_part_kept, _kept(told))):
                op.execute(table.update().where(table.c.id == number).values({column: told}))
    op.add_column("origin", sa.Column("events", sa.BigInteger(), nullable=False, server_default=sa.text("0")))
    its = sa.select(sa.func.coalesce(sa.func.sum(sighting.c.events), 0)).where(sighting.c.origin_id == origin.c.id)
    op.execute(origin.update().values(events=its.scalar_subquery()))
    op.drop_index("ix_adoption_tool_id", "adoption")
    use = ["tool_id", "person_id", "linked_id", "state", "since", "recorded_at"]
    op.create_index("ix_adoption_use", "adoption", use)
    op.drop_index("ix_adoption_linked_id", "adoption")
    linked = sa.text("linked_id IS NOT NULL")
    op.create_index("ix_adoption_linked_id", "adoption", ["linked_id"], sqlite_where=linked, postgresql_where=linked)
    waiting = sa.text("state = 'disputed'")
    op.create_index("ix_adoption_disputed", "adoption", ["tool_id"], sqlite_where=waiting, postgresql_where=waiting)
    op.create_index("ix_adoption_who_lower", "adoption", [sa.text("lower(who)")])
    op.create_index("ix_person_name_lower", "person", [sa.text("lower(name)")])
    op.create_index("ix_identity_value", "identity", ["value"])
    op.create_index("ix_adoption_recorded_at", "adoption", ["recorded_at", "id"])


def _part() -> None:
    """Part the documents of the uses themselves: each gets the number of its use, behind all that are there."""
    is_sqlite = op.get_context().dialect.name == "sqlite"
    own = adoption.c.verdict
    kind = sa.func.json_type(own) if is_sqlite else sa.func.jsonb_typeof(own)
    whole = sa.and_(adoption.c.verdict_id.is_(None), kind == "object")
    number = op.get_bind().scalar(sa.select(sa.func.coalesce(sa.func.max(stored.c.id), 0))) + adoption.c.id
    op.execute(stored.insert().from_select(["id", "document"], sa.select(number, own).where(whole)))
    make = sa.func.json_object if is_sqlite else sa.func.jsonb_build_object
    pairs: list[Any] = []
    for name in GIST:
        pairs += [sa.literal_column(f"'{name}'"), sa.func.json_extract(own, f"$.{name}") if is_sqlite else own[name]]
    op.execute(adoption.update().where(whole).values(verdict_id=number, verdict=make(*pairs)))
    if not is_sqlite:
        place = sa.func.pg_get_serial_sequence("storedverdict", "id")
        following = sa.select(sa.func.coalesce(sa.func.max(stored.c.id), 0) + 1).scalar_subquery()
        op.execute(sa.select(sa.func.setval(place, following, False)))


def _kept(told: Any) -> Iterator[dict[str, Any]]:
    """Give what an import or a merge keeps of uses as they were."""
    if isinstance(told, list):
        yield from (one["before"] for one in told if one.get("before"))
        return
    for what in MOVED:
        yield from told.get(what, ())
    yield from (one["own"] for one in told.get("folded", ()))


def _part_kept(one: dict[str, Any]) -> bool:
    """Part the document from what is kept of a use; give whether there was one."""
    document = one.get("verdict")
    if not document or one.get("verdict_id") is not None:
        return False
    made = op.get_bind().execute(stored.insert().values(document=document).returning(stored.c.id))
    one["verdict"], one["verdict_id"] = {name: document.get(name) for name in GIST}, made.scalar_one()
    return True


def downgrade() -> None:
    """There is no way back that is worth it: the documents would go back into the rows."""
    raise NotImplementedError("restore a backup instead")
