"""The domain: facts in, verdicts out. It knows no HTTP and no network.

Contents, in the data's way, from the ground up:

settings        BYOT_* settings; the only reader of the environment
errors          the exception tree, drawn; every error says what, where, mend
plugins         a folder is a registry: names(), load(), each()
child           a process with limits, for what strangers wrote
scratch         folders for the time of some work
moment          as of when it holds, and what was known by then
models          the tables, and nothing else
migrations      the schema's history, inside the package so that a wheel carries it
store           engine, sessions, schema version; SQLite or PostgreSQL by URL
snapshots       bytes by content hash, compressed, each kept once
audit           hash-chained events: append, verify
people          who is meant by a name, who may decide
pseudonyms      people by a keyed hash in what goes out; led back for a reason
search          name, alias, domain or URL → tool; near matches
rubric          criteria, weights, gates and rules under one version
policy          the organisation's overlay on the rubric, by one file
evidence        record facts; resolve the one that holds; show what is known
rating          resolutions → bounds, confidence, grade; one and all
verdict         rating, gates, decision and posture → verdict with reasons (pure)
check           the question: find, resolve, rate, decide
dataset         data/ → store, idempotent; problems with file and line
discovery       logs → records → sightings; one file per log format
adoption        who uses what: declared, detected, by which evidence
review          security's cases: the queue, decisions, taking them back
exporters       what goes out: sheets, the trail, an auditor's pack, block lists; one format a file
consolidation   who uses what, what would replace it, who moves when
backup          all of a store in one file, and back into an empty one
cli             the commands, one file each
"""
