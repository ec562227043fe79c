"""Security's cases: `queue` says what is next and why, `case` shows one, `deciding` rules and takes back.

`decide` and `undo` take a session of a write transaction (`store.transact`); a decision is in force once that ended,
and the next check shows it.
"""

from catalog.review.case import Case, case, find, reopen
from catalog.review.deciding import Draft, decide, decisions, document, undo
from catalog.review.queue import queue

__all__ = ["Case", "Draft", "case", "decide", "decisions", "document", "find", "queue", "reopen", "undo"]
