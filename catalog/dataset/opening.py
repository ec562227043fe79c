"""The store, ready: its schema made and `data/` loaded where that is this program's business."""

from sqlmodel import col, select

from catalog.dataset.mark import fingerprint
from catalog.models.tool import Release
from catalog.settings import Settings
from catalog.store import Store


def open_store(settings: Settings) -> Store:
    """Give the store with the newest release of `data/` in it.

    A missing or empty SQLite database gets its schema here; PostgreSQL needs `byot db upgrade`. `data/` is loaded
    when its release (or a file of it) changed since the last load. Raises `StoreProblem` or `BadData`.
    """
    store = Store(settings.database_url)
    try:
        if store.is_sqlite and store.schema_version() is None:
            store.upgrade()
        store.require_schema()
        refresh(store, settings)
    except BaseException:
        store.close()
        raise
    return store


def refresh(store: Store, settings: Settings) -> bool:
    """Load `data/` and the policy where their files are not those that were loaded last; say whether it did."""
    mark = fingerprint(settings.data, settings.policy)
    with store.session() as session:
        last = session.exec(select(Release.fingerprint).order_by(col(Release.loaded_at).desc()).limit(1)).first()
    if last == mark:
        return False
    from catalog.dataset.loading import load

    store.transact(lambda session: load(session, settings.data, settings.policy))
    return True
