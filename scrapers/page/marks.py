"""What a tick, a cross or a class says: a matrix often has no words in its cells."""

from __future__ import annotations

import re
from functools import lru_cache

from scrapers import patterns
from scrapers.page.model import Mark

_NO_CLASS = patterns.compile(
    r"no[-_]?check|un[-_]?check|not[-_ ]?(?:included|available|supported)|un(?:available|supported)|excluded|disabled"
    r"|cross|close|times|x[-_]?(?:mark|icon|circle)|icon[-_]?x\b|\bx\b|minus|\bdash|false|negative|\bno\b|remove|ban\b",
    re.IGNORECASE,
)
_YES_CLASS = patterns.compile(
    r"check|tick|included|available|supported|\btrue\b|\byes\b|done\b|positive|success", re.IGNORECASE
)
_ADDON_CLASS = patterns.compile(r"optional|add[-_]?on", re.IGNORECASE)
_NO_TEXT = re.compile(
    r"(?:no|none|n/?a|not (?:included|available|supported|applicable)|unavailable|excluded|false|:x:|:no_entry:"
    r"|nein|non|não|nee|nicht (?:enthalten|verfügbar|inbegriffen)"
    r"|(?:non|no) (?:inclus|disponible|incluid[oa]|compris)e?s?"
    r"|:heavy_multiplication_x:|:cross_mark:|[-–—−‐‒✗✘✖×❌❎⛔🚫☓╳xX]+\ufe0f?|[.,]|~~.{0,40}~~)[ .*†‡¹²³]*",
    re.IGNORECASE,
)
_YES_TEXT = re.compile(
    r"(?:yes|included|available|supported|true|full|standard|:white_check_mark:"
    r"|ja|oui|s[ií]|sim|enthalten|verfügbar|inklusive|inkl\.|inbegriffen|inclus(?:e|es)?|compris(?:e|es)?|incluid[oa]s?"
    r"|disponibles?|unbegrenzt|illimitée?s?|ilimitad[oa]s?"
    r"|:heavy_check_mark:|:check:|:ballot_box_with_check:"
    r"|[✓✔✅☑√●•⬤◉🗸🟢+]+\ufe0f?|unlimited|all|enabled)[ .*†‡¹²³]*",
    re.IGNORECASE,
)
_ADDON_TEXT = re.compile(
    r"(?:(?:paid |optional |available as (?:an )?)?add[- ]?on|optional"
    r"|extra(?: cost)?)\b.{0,30}",
    re.IGNORECASE,
)
_LEADING_NO = re.compile(r"[✗✘✖❌⛔🚫☓]")
_LEADING_YES = re.compile(r"[✓✔✅☑√]")


_OLD_PRICE = re.compile(
    r"(?:^|[\s_-])(?:(?:old|original|former|previous|crossed|struck|strike)[-_]+price"
    r"|price[-_]+(?:old|original|former|previous|crossed|struck|strike))(?:$|[\s_-])"
)
_FULL_PRICE = re.compile(r"(?:^|[\s_-])(?:full|regular|list|normal)[-_]+price(?:$|[\s_-])")
_LOWER_PRICE = re.compile(r"(?:^|[\s_-])(?:discount(?:ed)?|sale|promo|special|reduced|new)[-_]+price(?:$|[\s_-])")


def is_old_price(classes: str) -> bool:
    """Tell whether an element's classes are those of a price that no longer holds."""
    return bool(_OLD_PRICE.search(classes))


def is_full_price(classes: str) -> bool:
    """Tell whether an element's classes are those of a price before what is taken off."""
    return bool(_FULL_PRICE.search(classes))


def is_lower_price(classes: str) -> bool:
    """Tell whether an element's classes are those of a price from which something was taken off."""
    return bool(_LOWER_PRICE.search(classes))


@lru_cache(maxsize=2048)
def of_classes(words: str) -> Mark | None:
    """Give what the classes, file name or label of an icon say, or None."""
    if not words:
        return None
    if _NO_CLASS.search(words):
        return "no"
    if _ADDON_CLASS.search(words):
        return "addon"
    return "yes" if _YES_CLASS.search(words) else None


@lru_cache(maxsize=2048)
def of_item_class(words: str) -> Mark | None:
    """Give what the classes of a list item say: stricter, since an item has classes for its looks too."""
    for word in words.split():
        if re.fullmatch(
            r"(?:no[-_]?check(?:ed)?|un[-_]?checked|cross(?:ed)?|not[-_]?(?:included|available)"
            r"|unavailable|excluded|disabled"
            r"|inactive|(?:icon[-_])?x(?:[-_]mark)?|missing|line-through|muted)",
            word,
            re.IGNORECASE,
        ):
            return "no"
        if re.fullmatch(r"check(?:ed)?|tick|included|available", word, re.IGNORECASE):
            return "yes"
        if re.fullmatch(r"optional|add[-_]?on", word, re.IGNORECASE):
            return "addon"
    return None


def of_text(text: str) -> Mark | None:
    """Give what the words or signs of a cell say, or None where it says something else."""
    text = text.strip()
    if not text or len(text) > 60:
        return None
    if _NO_TEXT.fullmatch(text):
        return "no"
    if _YES_TEXT.fullmatch(text):
        return "yes"
    if _ADDON_TEXT.fullmatch(text):
        return "addon"
    if _LEADING_NO.match(text):
        return "no"
    return "yes" if _LEADING_YES.match(text) else None
