"""OneLogin's events, by its API or sent on, JSON, https://developers.onelogin.com/api-docs/1/events/event-resource.

Traps: the kind of an event is a number, of which 6 is a failed sign-in; the app is named only where one was
opened; the actor is whoever acted, the user whom it was about.
"""

from catalog.discovery.layouts import objects
from catalog.discovery.layouts.sign_ins import Keys

TITLE = "OneLogin, events"
KEYS = Keys(
    marks=frozenset(("event_type_id", "user_name")),
    time=("created_at", "event_timestamp"),
    user=("user_name", "actor_user_name"),
    client=("ipaddr", "ip_address"),
    app=("app_name",),
    result=("error_description", "event_type_id"),
    codes=frozenset(("6",)),
)
entries = objects.entries
recognises = KEYS.recognises
start = KEYS.start
