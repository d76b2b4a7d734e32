"""Whole numbers out of addresses and forms, where anything may stand."""

from __future__ import annotations

from collections.abc import Iterable

LONGEST = 15  # digits; keys of rows are shorter, and every database can compare so many


def whole(text: str) -> int | None:
    """Return the number that ``text`` is, or None where it is no key or number a row could have (“²” is a digit)."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else None


def whole_numbers(texts: Iterable[str]) -> list[int]:
    """Return those of ``texts`` that are whole numbers."""
    return [number for number in map(whole, texts) if number is not None]
