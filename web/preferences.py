"""How a person likes the pages: theme, density, letters as shortcuts. A form writes them, a cookie keeps them."""

from dataclasses import asdict, dataclass, fields
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import Response

COOKIE = "byot_preferences"
YEAR = 365 * 24 * 3600
CHOICES = {
    "theme": {"system": "As my device has it", "light": "Light", "dark": "Dark"},
    "density": {"comfortable": "Comfortable rows", "compact": "Compact rows"},
    "keys": {"on": "Letters are shortcuts", "off": "Letters do nothing"},
}


@dataclass(frozen=True)
class Preferences:
    """What a person chose; each value is one of its `CHOICES`."""

    theme: str = "system"
    density: str = "comfortable"
    keys: str = "on"


def read(request: Request) -> Preferences:
    """Give what the cookie says; whatever is no choice counts as not said."""
    said = dict(parse_qsl(request.cookies.get(COOKIE, "")[:200], max_num_fields=None))
    names = [field.name for field in fields(Preferences)]
    return Preferences(**{name: said[name] for name in names if said.get(name) in CHOICES[name]})


def keep(response: Response, preferences: Preferences) -> None:
    """Write the cookie."""
    response.set_cookie(COOKIE, urlencode(asdict(preferences)), max_age=YEAR, httponly=True, samesite="lax")
