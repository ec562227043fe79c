"""Logs in, sightings out: `reading` opens a log, `formats` read its lines, `match` finds tools, `sightings` counts."""
