"""Who asks: a personal access token, a session in a browser, or nobody in particular."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone
from ninja.errors import AuthenticationError
from ninja.security import APIKeyCookie, HttpBearer

from etappe.domain.accounts.models import User
from etappe.domain.accounts.tokens import user_of_token


class Token(HttpBearer):
    """``Authorization: Bearer etappe_…``; a token that does not hold is an error, never a visitor."""

    def authenticate(self, request: HttpRequest, token: str) -> User:
        """Return whose token it is. Raises ``AuthenticationError``."""
        user = user_of_token(token, today=timezone.localdate())
        if user is None:
            raise AuthenticationError
        return user


class Session(APIKeyCookie):
    """The session of a signed-in browser; writing needs the CSRF token in the header ``X-CSRFToken``."""

    param_name = settings.SESSION_COOKIE_NAME

    def _get_key(self, request: HttpRequest) -> str | None:
        # Without a session there is nothing another site could misuse, and 401 says more than a failed CSRF check.
        return super()._get_key(request) if request.user.is_authenticated else None

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """Return who has signed in, or None."""
        return request.user if request.user.is_authenticated else None


class Nobody:
    """Lets everyone in who shows no credentials at all."""

    def __call__(self, request: HttpRequest) -> Any:
        """Return a user that is nobody; refuse credentials of a kind that is unknown here."""
        if "Authorization" in request.headers:
            raise AuthenticationError
        return AnonymousUser()


READING = [Token(), Session(), Nobody()]
"""Who may ask for what may be public."""

WRITING = [Token(), Session()]
"""Who may ask for a change."""
