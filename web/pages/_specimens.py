"""Made-up answers about a made-up tool, for the style guide alone: every verdict, every state of evidence."""

from typing import Any

TOOL = {"slug": "acme", "name": "Acme", "category": "team-chat"}
STATES = ("current", "stale", "conflict", "unsupported", "superseded", "retracted")


def evidence(state: str = "current", quote: str | None = None) -> dict[str, Any]:
    """Give one source's word in a state."""
    return {
        "url": "https://acme.example/security",
        "quote": quote,
        "says": None if quote else "The security page says that a BAA is signed for the largest plan only.",
        "observed_at": "2026-10-02",
        "strength": "vendor_page",
        "state": state,
        "snapshot": 4711 if quote else None,
    }


def reason(effect: str, text: str, state: str = "current", known: bool = True) -> dict[str, Any]:
    """Give one reason."""
    seen = [evidence(state)] if known else []
    return {"criterion": "hipaa_baa", "value": "no", "effect": effect, "text": text, "evidence": seen}


def document(verdict: str, basis: str, reasons: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """Give an answer's document."""
    return {
        "query": "acme",
        "tool": TOOL,
        "plan": "free",
        "account": "company",
        "industry": "medical",
        "data": ["phi"],
        "as_of": "2026-11-24T00:00:00Z",
        "known_at": "2026-11-24T00:00:00Z",
        "verdict": verdict,
        "basis": basis,
        "exception": None,
        "rating": {"low": 0.41, "high": 0.66, "confidence": 0.75, "grade": "C", "rubric": "2026.1"},
        "reasons": reasons,
        "conditions": [],
        "to_do": [],
        "plan_that_works": {"plan": "enterprise-grid", "price": None, "verdict": "conditions"},
        "alternatives": [],
        "suggestions": [],
        **more,
    }


NO_BAA = reason("gate_failed", "Acme signs no BAA for Free, the contract that health data needs.")
NO_LOG = reason("gate_failed", "Free keeps no log of who did what.", "stale")
NOT_KNOWN = reason("gate_unknown", "We do not know yet if Acme signs a BAA for Free.", known=False)
DECIDED = reason("decision", "Our security team decided on 3 May 2026: use Teams instead.", known=False)
MET = [reason("gate_met", "Acme signs a BAA for Grid."), reason("gate_met", "Grid keeps a log that can be exported.")]
UNKNOWN_TOOL = reason("gate_unknown", "We do not know this tool yet.", known=False)

ANSWERS: dict[str, dict[str, Any]] = {
    "Fine": document("allowed", "rating", MET, plan="grid"),
    "Fine if": document(
        "conditions",
        "gate",
        MET,
        to_do=[
            {"gate": "baa", "text": "Switch on the log that the vendor's guide names.", "done": None},
            {"gate": "baa", "text": "Sign the vendor's BAA before patient data goes in.", "done": "2026-05-01"},
        ],
    ),
    "Ask first": document("ask", "gate", [NOT_KNOWN]),
    "Not for this": document("denied", "gate", [NO_BAA, NO_LOG]),
    "Decided by us": document("denied", "decision", [DECIDED], data=["internal"]),
    "A tool that nobody knows": document(
        "ask", "unknown_tool", [UNKNOWN_TOOL], query="foobar", tool=None, plan=None, rating=None, plan_that_works=None
    ),
}
MATRIX = [
    {
        "slug": slug,
        "name": name,
        "price": price,
        "cells": [
            {"data": data, "verdict": verdict, "href": "/styleguide"}
            for data, verdict in zip(("internal", "pii", "phi"), verdicts, strict=True)
        ],
    }
    for slug, name, price, verdicts in (
        ("free", "Free", "free", ("allowed", "ask", "denied")),
        ("pro", "Pro", "8.75 USD per user and month", ("allowed", "conditions", "denied")),
        ("grid", "Enterprise Grid", "price on request", ("allowed", "conditions", "conditions")),
    )
]
EVENTS = [
    {"at": "2026-11-24", "text": "Bo accepted it for now, until 1 March 2027.", "by": "Bo"},
    {"at": "2026-11-02", "text": "Seen in a log for the first time: 38 people in 12 teams.", "by": "squid"},
    {"at": "2026-10-02", "text": "The pricing page changed: Pro is 8.75 USD.", "by": "crawl"},
]
