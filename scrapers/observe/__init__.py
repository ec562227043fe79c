"""What is visible of a site from outside, one file per criterion, its name the criterion's.

A file says what it looks at and what is good, and holds `async def observe(site) -> Seen | None`: what was seen of a
`scrapers.site.Site`, None where it could not be seen. Nothing is tried that any browser or mail server would not do.
"""
