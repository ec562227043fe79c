"""The things that products are commonly limited in, and by which words they are named."""

from __future__ import annotations

from scrapers import patterns as re

_THINGS = (
    (
        "seats",
        (
            r"users?|seats?|members?|people|persons?|collaborators?|teammates?|editors?|mitglied\w*|nutzer\w*|benutzer\w*"
            r"|teammitglied\w*|utilisateurs?|usuarios?|membres?|miembros?"
        ),
    ),
    ("file_size", r"(?:file|upload|attachment|image|document|video)s? (?:upload )?(?:size|limit)s?|uploads?"),
    ("storage", r"storage|speicher\w*|stockage|espace disque|almacenamiento|\b[GMTK]i?B\b|disk|data\b"),
    (
        "message_history",
        r"message history|messages? (?:history|archive)|histor(?:y|ical)|retention|rollback|lookback|backups?",
    ),
    ("build_minutes", r"(?:free )?(?:build|CI(?:/CD)?|compute|machine|pipeline|execution)[- ]minutes?"),
    ("meeting_minutes", r"minutes?"),
    ("participants", r"participants?|attendees?"),
    ("projects", r"projects?|repos?\b|projekte?|projets?|proyectos?|repositor(?:y|ies)|workspaces?|sites?|apps?\b"),
    ("boards", r"boards?"),
    ("collections", r"collections?"),
    ("notes", r"notes?\b"),
    ("devices", r"devices?|machines?|endpoints?|peers?\b"),
    ("integrations", r"integrations?"),
    ("automation_runs", r"automations?|runs?\b|builds?\b|executions?"),
    ("messages", r"messages?|e-?mails?|nachrichten|courriels|correos|mensajes"),
    ("credits", r"credits?\b(?! card)"),
    ("agents", r"agents?\b"),
    ("requests", r"(?:api )?(?:requests?|calls?)\b"),
    ("queries", r"quer(?:y|ies)"),
    ("rules", r"rules?\b"),
    ("links", r"links?\b"),
    ("files", r"files?\b"),
    ("prompts", r"prompts?\b"),
    ("documents", r"documents?"),
    ("dashboards", r"dashboards?"),
    ("environments", r"environments?"),
    ("voices", r"(?:custom |cloned )?voices?"),
    ("contacts", r"contact[so]?s?\b|kontakte?n?\b"),
    ("subscribers", r"subscribers?"),
    ("commands", r"commands?"),
    ("databases", r"databases?"),
    ("records", r"records?|rows?|zeilen|datensätze|lignes|enregistrements|filas|registros"),
    ("events", r"events?\b|page ?views?"),
    ("forms", r"forms?\b|responses?"),
    ("domains", r"domains?"),
    ("traffic", r"traffic|bandwidth|transfer\b|egress"),
    ("strings", r"strings?\b|words\b"),
    ("monitors", r"monitors?|checks?\b"),
    ("pages", r"(?:status |web)?pages?\b"),
)


def named(text: str) -> str | None:
    """Give what a number counts: the last thing that is named before a preposition, else the first that is named."""
    phrase = _PREPOSITION.split(text, maxsplit=1)[0]
    placed = [
        (found.end(), -at, name)
        for at, (name, words) in enumerate(_THINGS)
        for found in re.finditer(rf"\b(?:{words})", phrase, re.IGNORECASE)
    ]
    if placed:
        return max(placed)[2]
    return next((name for name, words in _THINGS if re.search(rf"\b(?:{words})", text, re.IGNORECASE)), None)


_PREPOSITION = re.compile(
    r"\s(?:per|for|in|with|on|each|every|from|to|that|which|and|via|at|pro|je|par|por|al|im|für|pour|para)\s|[/(,;:]",
    re.IGNORECASE,
)
