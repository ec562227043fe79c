"""What ends soon, in words for those who watch."""

from collections.abc import Sequence

from catalog.review.ending import Ending
from web.words import DECISIONS, many, short_day

MOST = 30


def reminder(found: Sequence[Ending]) -> tuple[str, str] | None:
    """Give the title and the text of a notice; None where nothing is to be told."""
    if not found:
        return None
    late = sum(one.kind == "case" for one in found)
    parts = [many(len(found) - late, "thing ends soon", "things end soon")] if len(found) > late else []
    parts += [many(late, "case is late", "cases are late")] if late else []
    lines = [_line(one) for one in found[:MOST]]
    lines += [f"And {len(found) - MOST} more."] if len(found) > MOST else []
    title = " and ".join(parts)
    return title[:1].upper() + title[1:], "\n".join(lines)


def _line(one: Ending) -> str:
    day = short_day(one.last)
    if one.kind == "decision":
        return f"{one.name}: we decided “{DECISIONS[one.what]}” until {day}. Decide again, or it is asked anew."
    if one.kind == "document":
        return f"{one.name}: {one.what} ends on {day}. What rests on it is open again then."
    if one.kind == "notice":
        return f"{one.name}: give notice by {day}, or {one.what} seats renew (/contracts)."
    if one.kind == "renewal":
        return f"{one.name}: {one.what} seats renew on {day} (/contracts)."
    return f"{one.name}: the answer was due on {day} (/reviews/{one.what})."
