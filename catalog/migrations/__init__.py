"""The schema's history, carried by the package so that a wheel can upgrade a store."""

HEAD = "0012"
