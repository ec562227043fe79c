"""Adoptions as text for a terminal, and days as people type them."""

import sys
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from catalog.errors import BadUse

WORDS = {
    "allowed": "It is fine",
    "conditions": "It is fine if you do what `byot check` lists",
    "ask": "Please keep to public things until security has answered",
    "denied": "Please do not use it for this; `byot check` says why and what to use instead",
}


def day(text: str | None, option: str) -> date | None:
    """Give the day of a text like 2026-11-24; raise `BadUse` where it is none."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadUse(f"{option} {text[:40]!r} is no day", mend="write it like 2026-11-24") from None


def thank(told: Mapping[str, Any]) -> None:
    """Thank somebody for naming a tool, and say what follows."""
    verdict = told["verdict"]["verdict"]
    lines = [f"Thank you. You made this easier for the next person who needs {told['tool']}."]
    lines.append("Nothing you told us here will be used against you.")
    lines.append(f"{WORDS[verdict]}.")
    if told["review_by"]:
        lines.append(f"You hear from security by {told['review_by']}, either way.")
    lines.append(f"Your receipt: {told['id']}")
    sys.stdout.write("\n".join(lines) + "\n")


def tell(told: Iterable[Mapping[str, Any]]) -> None:
    """Print adoptions, one line each."""
    one: Mapping[str, Any] | None = None
    for one in told:
        plan = f" {one['plan']}" if one["plan"] else ""
        data = ", ".join(one["data"]) or "not said"
        since = f" since {one['since']}" if one["since"] else ""
        by = " and ".join(dict.fromkeys(part["kind"] for part in one["evidence"]))
        verdict = one["verdict"]["verdict"] if one["verdict"] else "not asked"
        gone = one["left_behind"]
        after = f", used until {gone['used_until']}" if gone and gone["used_until"] else ""
        behind = f"; left behind since {gone['since']}{after}" if gone else ""
        who = one["person"] or one["by"]
        sys.stdout.write(
            f"{one['id']}  {who}: {one['tool']}{plan}, {one['account']} account, data {data}{since};"
            f" {one['state']}, {by}; {verdict}{behind}\n"
        )
    if one is None:
        sys.stdout.write("Nothing yet. Tell the first: byot adopt trello --by anna\n")
