"""Lines of logs, as tests write them."""

import json
from typing import Final

DAY: Final = 1795507200  # 2026-11-24, 08:00 UTC


def entry(host: str, user: str = "jdoe", at: float = DAY, result: str = "TCP_TUNNEL/200", size: int = 100) -> str:
    """Give a line of squid's native log."""
    return f"{at:.3f}     12 10.0.0.1 {result} {size} CONNECT {host}:443 {user} HIER_DIRECT/192.0.2.1 -\n"


def sign_in(label: str, user: str = "kim@acme.example", result: str = "SUCCESS") -> str:
    """Give a line of Okta's System Log: a sign-in at an app."""
    return json.dumps(
        {
            "eventType": "user.authentication.sso",
            "published": "2026-11-24T08:00:00.000Z",
            "actor": {"type": "User", "alternateId": user},
            "outcome": {"result": result},
            "target": [{"type": "AppInstance", "displayName": "x", "alternateId": label}],
        }
    ) + "\n"  # fmt: skip
