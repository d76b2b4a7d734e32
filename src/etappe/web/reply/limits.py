"""How often somebody may try. Guessing a link is hopeless anyway; this keeps the attempts from being a burden.

Wrong links are counted by where they come from, right ones by the link itself: nobody who holds a good link is kept
out because somebody behind the same proxy tries bad ones. The count stands in the cache of each server process.
"""

from __future__ import annotations

from time import time

from django.core.cache import cache

WINDOW = 300  # seconds
WRONG_LINKS = 30
"""Links that open nothing, from one address, in one window."""
REQUESTS = 600
"""Calls with one good link, in one window: a busy office saves about once a second while it types."""


def exceeded(kind: str, who: str, most: int) -> bool:
    """Count one more and say whether that is too many for this window."""
    key = f"etappe:limit:{kind}:{who}:{int(time() // WINDOW)}"
    cache.add(key, 0, WINDOW)
    try:
        return int(cache.incr(key)) > most
    except ValueError:  # the entry was dropped between the two calls
        return False
