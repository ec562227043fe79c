"""The store, ready: its schema made and `data/` loaded where that is this program's business."""

from catalog.dataset.reading import fingerprint, releases
from catalog.settings import Settings
from catalog.store import Store


def open_store(settings: Settings) -> Store:
    """Give the store with the newest release of `data/` in it.

    A missing or empty SQLite database gets its schema here; PostgreSQL needs `byot db upgrade`. `data/` is loaded
    when its release (or a file of it) changed since the last load. Raises `StoreProblem` or `BadData`.
    """
    store = Store(settings.database_url)
    if store.is_sqlite and store.schema_version() is None:
        store.upgrade()
    store.require_schema()
    refresh(store, settings)
    return store


def refresh(store: Store, settings: Settings) -> bool:
    """Load `data/` where the store does not hold it yet; say whether it did."""
    from catalog.dataset import loading

    release, mark = releases(settings.data)[-1].name, fingerprint(settings.data)
    with store.session() as session:
        if loading.is_current(session, release, mark):
            return False
    store.transact(lambda session: loading.load(session, settings.data))
    return True
