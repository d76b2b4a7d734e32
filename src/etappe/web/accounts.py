"""Sign-in: accounts are opened by the administration, nobody signs up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closes the sign-up page."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Return False: a municipality's administration opens accounts."""
        return False
