"""How DuckDB's CSV reader splits the lines of a format (a file's name), and what the columns mean, as expressions.

A module here says `SEPARATOR`, `RESULTS` (words that the expressions look up, each with a number), `width(lines)`,
`columns(lines, results)`, `asked(kind, text)` and `person(user, client)`; `catalog.discovery.splitting.Split` says
what they give. What an expression accepts, the format's own reader must read in just the same way; what it does not
accept goes to that reader.
"""
