"""Recognise headings in texts that do not mark them: by numbering, length and what stands around them."""

from __future__ import annotations

import re

_NUMBER = re.compile(
    r"^(?P<number>(?:\d{1,2}(?:\.\d{1,2}){0,4}\.?|[IVX]{1,5}\.(?:\d{1,2}\.?)*|[A-H]\.(?:\d{1,2}\.?)*"
    r"|[A-H]\d?(?=\s)))\s+(?P<title>\S.*)$"
)
_WORD_NUMBER = re.compile(
    r"^(?P<number>(?:Kapitel|Teil|Abschnitt|Handlungsfeld|Anlage|Anhang)\s+(?:\d{1,2}|[IVX]{1,5}"
    r"|[A-H]))\b[\s:.–-]*(?P<title>.*)$"
)
_ENDS_LIKE_SENTENCE = re.compile(r"[.!;,]$|[.!?…][“”\"»]$")
_FINITE = re.compile(
    r"\b(?:ist|sind|war|waren|wird|werden|wurden?|hat|haben|hatten?|soll(?:en|ten?)?|muss|müssen|kann"
    r"|können|darf|dürfen"
    r"|sollte|müssten?|könnten?|möchten?|wollen|will|gibt|besteht|fehlt|fehlen|gilt)\b"
)
_DATE_LINE = re.compile(r"^\d{1,2}\.\s*(?:\d{1,2}\.|[A-ZÄÖÜ][a-zäöü]+)\s*\d{4}$")
_MAX_WORDS = 12
_MAX_CHARACTERS = 100


def split_number(title: str) -> tuple[str, str]:
    """Split ``3.2 Bildung`` into ``("3.2", "Bildung")``; a title without number keeps an empty one."""
    for pattern in (_NUMBER, _WORD_NUMBER):
        found = pattern.match(title)
        if found and not _DATE_LINE.match(title):
            return found["number"].rstrip("."), found["title"].strip()
    return "", title


def level_of_number(number: str) -> int:
    """Return the level a number stands for: ``3`` is 1, ``3.2`` is 2, ``A.1.2`` is 3."""
    return max(1, number.rstrip(".").count(".") + 1)


def looks_like_heading(line: str) -> bool:
    """Whether a line on its own reads like a heading: short, no full stop, no finite auxiliary, starts upper-case."""
    if not line or len(line) > _MAX_CHARACTERS or len(line.split()) > _MAX_WORDS:
        return False
    if _ENDS_LIKE_SENTENCE.search(line) or line.endswith(":") or _DATE_LINE.match(line):
        return False
    if line[0] in "„“\"'(" or not any(letter.isalpha() for letter in line):
        return False
    return not line[0].islower() and not _FINITE.search(line)


def numbered_heading(line: str) -> tuple[str, str] | None:
    """Return number and title where the line is a heading with a number of parts (``3.2 Bildung``) or chapter word."""
    number, title = split_number(line)
    if not number or not (title or number[0].isalpha()):
        return None
    if "." not in number and number.isdigit():
        return None  # "3. …" alone is as often a list item: its surroundings decide
    return (number, title) if looks_like_heading(title or number) else None
