"""How DuckDB's CSV reader splits the lines of a format (a file's name), and what the columns mean, as expressions.

A module here has a function `split(head)` that gives a `catalog.discovery.splitting.Split` for a log that begins with
some bytes, or None. What its expressions accept, the format's own reader must read in just the same way; what they do
not accept goes to that reader.
"""
