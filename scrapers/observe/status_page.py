"""A public status page: the site's front page leads to one.

Good is a link to a page of the site's own that is a status page by its host, path or words. A front page without such a
link says nothing: the page may be linked elsewhere, or lie with a service that keeps status pages for others.
"""

from catalog.errors import FetchFailed
from scrapers import sources
from scrapers.site import Seen, Site, observed


async def observe(site: Site) -> Seen | None:
    """Look for the link."""
    try:
        answer = await site.front()
    except FetchFailed:
        return None
    found = sources.links(answer.body, answer.address, answer.address.join("/"))
    pages = sorted({link.address.url for link in found if link.kind == "status"})
    if not pages:
        return None
    told = f"The front page links to {pages[0]}."
    return Seen("yes", observed(site.secure.join("/"), "status"), told, told)
