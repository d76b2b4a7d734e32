"""Recognising personal access tokens."""

from __future__ import annotations

import hashlib
from datetime import date

from etappe.domain.accounts.models import ApiToken, User

TOKEN_PREFIX = "etappe_"  # noqa: S105 - says what the string is, so that scanners for leaked secrets find it
"""How every token begins."""


def digest_of_token(secret: str) -> str:
    """Return what is stored of a token: with 256 random bits a plain SHA-256 cannot be turned round."""
    return hashlib.sha256(secret.encode()).hexdigest()


def user_of_token(secret: str, *, today: date) -> User | None:
    """Return whose token ``secret`` is; None where it is unknown, expired, revoked or its account closed.

    Notes the day of use, once a day.
    """
    token = ApiToken.objects.select_related("user").filter(digest=digest_of_token(secret)).first()
    if token is None or not token.holds_on(today) or not token.user.is_active:
        return None
    if token.last_used != today:
        ApiToken.objects.filter(pk=token.pk).update(last_used=today)
    return token.user
