"""The risk of what an app was let at: OAuth scopes, as Google, Microsoft, Slack and GitHub name them.

High: all mail, messages or files, other people's data, administration. Low: who somebody is. All else: medium.
"""

import re
from collections.abc import Iterable

RISKS_RISING = ("low", "medium", "high")
LOW = re.compile(
    r"openid|profile|email|offline_access|user\.read|user\.readbasic\.all|userinfo\.(email|profile)|plus\.me"
    r"|identify|identity\.[a-z]+|commands|read:user|user:email|bot|team\.info|users:read|team:read"
)
HIGH = re.compile(
    r"mail\.google\.com.*|gmail(?!\.(labels|addons|metadata|settings\.basic)).*|drive(\.readonly)?|cloud-platform"
    r"|admin[.:].*|admin|apps\.alerts|ediscovery.*|chat(\.messages|\.messages\.readonly)?"
    r"|mail\.(read|readwrite|send)(\.all|\.shared)?|files\.(read\.all|readwrite(\.all)?)|sites\.[a-z.]+|directory\..*"
    r"|.*\.readwrite\.all|.*\.fullcontrol\.all|full_access_as_(app|user)|ews\.accessasuser\.all|imap\..*|exchange\..*"
    r"|chat\.read(write)?(\.all)?|channelmessage\.read\.all|rolemanagement\..*|user_impersonation"
    r"|(channels|groups|im|mpim):history|files:(read|write)|search:read|chat:write\.customize"
    r"|repo|delete_repo|workflow|(write|admin|manage):.*|contents:write|secrets:.*"
)
GOOGLE = re.compile(r"https?://www\.googleapis\.com/auth/")
RESOURCE = re.compile(r"https?://[a-z.]*(?:microsoft|office|office365|azure)[a-z.]*/")


def risk(scopes: Iterable[str]) -> str:
    """Give the risk of scopes taken together: that of the riskiest; low where there are none."""
    return max((_risk(scope) for scope in scopes), key=RISKS_RISING.index, default="low")


def _risk(scope: str) -> str:
    name = RESOURCE.sub("", GOOGLE.sub("", scope.strip().lower())).removeprefix("https://").strip("/")
    if HIGH.fullmatch(name):
        return "high"
    return "low" if LOW.fullmatch(name) else "medium"
