"""`data/` to the store: `files` says what a file holds, `reading` reads it by lines, `loading` records it."""
