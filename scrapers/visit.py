"""A crawl as the settings want it: politely, in a browser where that is needed, looking from outside as well.

Where the settings name a language model, it is asked what else the pages state.
"""

from collections.abc import Iterable
from contextlib import AsyncExitStack

from catalog.settings import Settings
from catalog.snapshots import Snapshots
from catalog.store import Store
from scrapers.crawl import REQUESTS, Crawl, Told, crawl_all
from scrapers.fetch import Fetcher
from scrapers.goal import Goal
from scrapers.language_model import LanguageModel
from scrapers.observing import Looker
from scrapers.render import Renderer


async def visit(
    store: Store, snapshots: Snapshots, read: Settings, goals: Iterable[Goal], *, told: Told, requests: int = REQUESTS
) -> list[Crawl]:
    """Crawl the goals, some at once, telling each step as it ends; give how each ended, in their order.

    Raise `StoreProblem` where the store or the place of snapshots cannot be written to, `BadSetting` or
    `AddressRefused` where the language model cannot be asked as it is set.
    """
    async with Fetcher.set_up(read, store) as fetcher, Renderer(fetcher, wanted=read.render) as renderer:
        look = Looker(store, snapshots, fetcher).look
        async with AsyncExitStack() as opened:
            model = LanguageModel.set_up(read, fetcher.gate, store)
            if model is not None:
                await opened.enter_async_context(model)
            return await crawl_all(
                store, snapshots, fetcher, goals,
                requests=requests, told=told, look=look, get=renderer.get, model=model,
            )  # fmt: skip
