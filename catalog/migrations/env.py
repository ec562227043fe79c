"""How Alembic runs here: on the connection that the store hands over."""

from alembic import context
from sqlmodel import SQLModel

import catalog.models.company
import catalog.models.desk
import catalog.models.evidence
import catalog.models.register
import catalog.models.review
import catalog.models.tool  # noqa: F401

connection = context.config.attributes["connection"]
is_sqlite = connection.dialect.name == "sqlite"

# Rebuilding a table with foreign keys on would empty its children. SQLite hears this outside of a transaction only.
raw = connection.connection.driver_connection
if is_sqlite:
    raw.execute("PRAGMA foreign_keys=OFF")
context.configure(connection=connection, target_metadata=SQLModel.metadata, render_as_batch=is_sqlite)
with context.begin_transaction():
    context.run_migrations()
if is_sqlite:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"the migration left {len(broken)} rows without their parents")
    connection.commit()
    raw.execute("PRAGMA foreign_keys=ON")
