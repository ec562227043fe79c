"""A word on the next page about what was just done. The cookie holds only a code; the words stand here."""

from starlette.requests import Request
from starlette.responses import Response

COOKIE = "byot_notice"
WORDS = {
    "saved": "Saved.",
    "acting": "From now on this browser acts as the person you chose.",
    "reported": "Thank you. Somebody looks at the page again and sets it right. You just helped everyone here.",
    "erasure-asked": "Asked. You hear from us within 30 days, either way.",
    "answered": "Answered.",
    "undone": "Taken back.",
    "merged": "They are one person now.",
    "joined": "They are one tool now.",
    "whose": "Noted. Use there counts so from now on, what is there already too.",
    "leaves": "Noted. From that day they count nowhere, and what they used is left behind.",
    "back": "They are there again, and what they use counts.",
    "cleared": "Done. It is no longer left behind.",
    "named": "Known by that name too.",
    "proposed": "Proposed. It holds once a second reviewer has said yes.",
    "confirmed": "Decided, by two.",
    "left": "Nothing was done: somebody else has this case open, or it is closed.",
    "taken-back": "Taken back. Nothing of it counts any more.",
}


def tell(response: Response, code: str) -> Response:
    """Let the next page tell this, and give the response back."""
    if code not in WORDS:
        raise KeyError(code)
    response.set_cookie(COOKIE, code, max_age=60, httponly=True, samesite="lax")
    return response


def read(request: Request) -> str | None:
    """Give what this page has to tell, None where it is nothing."""
    return WORDS.get(request.cookies.get(COOKIE, ""))


def forget(response: Response) -> None:
    """Tell it once only."""
    response.delete_cookie(COOKIE, httponly=True, samesite="lax")
