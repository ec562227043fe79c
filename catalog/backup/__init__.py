"""All that a store holds in one file, and such a file in a new store, on the same kind of database or the other."""
