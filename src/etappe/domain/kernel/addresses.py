"""Absolute addresses, for what is read outside the pages: mails, calendars, spreadsheets."""

from __future__ import annotations

from django.conf import settings


def absolute(path: str) -> str:
    """Return ``path`` (beginning with a slash) below the public address of this server (``ETAPPE_ADDRESS``)."""
    return f"{settings.ADDRESS}{path}"
