"""PingOne's audit events, JSON, https://apidocs.pingidentity.com/pingone/platform/v1/api/#audit-activities.

Traps: the user is among the actors, and so is the program that asked; resources are a list, of which the first says
what was acted upon; events of administrators have the same keys.
"""

from catalog.discovery.layouts import objects
from catalog.discovery.layouts.sign_ins import Keys

TITLE = "PingOne, audit"
KEYS = Keys(
    marks=frozenset(("action.type", "actors", "result.status")),
    time=("recordedAt", "createdAt"),
    user=("actors.user.name",),
    client=("source.ipAddress", "actors.client.ipAddress"),
    app=("actors.client.name",),
    result=("result.status",),
)
entries = objects.entries
recognises = KEYS.recognises
start = KEYS.start
