"""Public registries, one file each, its name the file's name.

A file says what the registry is and how its copies are written, and holds `TITLE`, `PAGE`, `URL`, `STRENGTH` and
`read`, as `scrapers.listing.Registry` describes them. Its proof is a sample in `tests/samples/registries`, made up in
the registry's own form, with a `.json` beside it that says what is read from it.
"""
