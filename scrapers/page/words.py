"""The words of a page in one line, without needless blanks."""

from __future__ import annotations

import re

_AMOUNT = re.compile(r"(?:[$€£¥₹]|\b(?:USD|EUR|GBP|CHF))\s?\d[\d,]*\Z")


def one_line(text: str) -> str:
    """Give the text without needless blanks."""
    if text.isprintable() and "  " not in text:  # a third of the time that cutting it into words takes
        return text.strip()
    return " ".join(text.split())


def joints(piece: str) -> tuple[int, ...]:
    """Give the places in the text without needless blanks where elements begin or end within the line."""
    joints: list[int] = []
    length = 0
    blank = True
    for part in piece.split("\x00"):
        words = part.split()
        if not words:
            if part and not blank:
                joints.append(length)
                length += 1
                blank = True
            continue
        joints.append(length)
        last = part[-1].isspace()
        length += sum(map(len, words)) + len(words) - 1 + (not blank and part[0].isspace()) + last
        blank = last
    return tuple(joints[1:])


def raised(before: str, small: str) -> str | None:
    """Give what small raised digits after an amount of money stand for: cents, or a note that is no part of it."""
    digits = small.strip()
    if not (digits.isdecimal() and digits.isascii() and _AMOUNT.search(before.replace("\x00", ""))):
        return None
    return "." + digits if len(digits) == len("99") else ""
