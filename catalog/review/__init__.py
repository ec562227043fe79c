"""Security's cases: `queue` says what is next and why, `case` shows one, `acts` takes up, snoozes and closes them,
`deciding` rules and takes back.

`decide` and `undo` take a session of a write transaction (`store.transact`); a decision is in force once that ended,
and the next check shows it.
"""

from catalog.review.acts import Done, Wish, act, decide_all
from catalog.review.case import Case, case, find, of_tool, reopen
from catalog.review.commenting import comment, comments, letter
from catalog.review.deciding import Draft, decide, decisions, document, undo
from catalog.review.queue import Wanted, queue

__all__ = [
    "Case", "Done", "Draft", "Wanted", "Wish", "act", "case", "comment", "comments", "decide", "decide_all",
    "decisions", "document", "find", "letter", "of_tool", "queue", "reopen", "undo",
]  # fmt: skip
