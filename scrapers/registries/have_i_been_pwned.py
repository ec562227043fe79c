"""Have I Been Pwned: breaches that became public, with the site that they came from.

The API's `/breaches` is a JSON list of breaches: `Name`, `Title`, `Domain`, `BreachDate`, `AddedDate`,
`ModifiedDate`, `DataClasses` and flags. What is made up (`IsFabricated`), not verified, withdrawn (`IsRetired`),
collected by malware or gathered for spam says nothing of a vendor. A breach without a domain belongs to nobody. An
old breach that was cleared up is no open one: the list states the year alone.
"""

from collections.abc import Mapping
from typing import Any

from scrapers.listing import Entry, Listing, Statement, day_of, json_of, newest, not_it, shown

TITLE = "Have I Been Pwned"
PAGE = "https://haveibeenpwned.com/PwnedWebsites"
URL: str | None = "https://haveibeenpwned.com/api/v3/breaches"
STRENGTH = "third_party_page"
NOT_THE_VENDORS = ("IsFabricated", "IsRetired", "IsSpamList", "IsMalware", "IsStealerLog")
KEPT = ("Name", "Title", "Domain", "BreachDate", "AddedDate", "ModifiedDate", "PwnCount", "DataClasses", "IsVerified")


def read(body: bytes) -> Listing:
    """Give the breaches of a copy; raise `BadData` where it is none."""
    rows = json_of(body)
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) and "BreachDate" in row for row in rows):
        raise not_it(TITLE)
    day = newest(day_of(row.get(name)) for row in rows for name in ("AddedDate", "ModifiedDate"))
    return Listing(tuple(_entry(row) for row in rows if _counts(row)), day)


def _counts(row: Mapping[str, Any]) -> bool:
    known = row.get("Domain") and row.get("Name") and day_of(row["BreachDate"])
    return bool(known and row.get("IsVerified") and not any(row.get(flag) for flag in NOT_THE_VENDORS))


def _entry(row: Mapping[str, Any]) -> Entry:
    day, title = day_of(row["BreachDate"]), str(row.get("Title") or row["Name"])
    assert day is not None
    says = f"Have I Been Pwned lists a breach at {title} on {day.isoformat()}."
    return Entry(
        title,
        f"https://haveibeenpwned.com/Breach/{row['Name']}",
        shown({name: row[name] for name in KEPT if name in row}),
        (Statement("last_breach", day.year, says, since=day),),
        of="site",
        hosts=(str(row["Domain"]).lower(),),
    )
