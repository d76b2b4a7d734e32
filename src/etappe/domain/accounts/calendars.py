"""Recognising the secret addresses of personal calendars."""

from __future__ import annotations

from datetime import date

from etappe.domain.accounts.models import CalendarAddress, User
from etappe.domain.accounts.policies import CalendarAddressPolicy
from etappe.domain.accounts.tokens import digest_of_token
from etappe.domain.kernel.actor import Actor

SECRET_BYTES = 32
LONGEST_SECRET = 64
"""Characters of a secret in an address; what is longer is none."""


def calendar_address_of(actor: Actor) -> CalendarAddress | None:
    """Return the address of ``actor`` that works at present."""
    found: CalendarAddress | None = CalendarAddressPolicy.queryset(actor).filter(revoked__isnull=True).first()
    return found


def user_of_calendar(secret: str, *, today: date) -> User | None:
    """Return whose calendar ``secret`` opens; None where it is unknown, revoked or the account closed.

    Notes the day of use, once a day.
    """
    if len(secret) > LONGEST_SECRET:
        return None
    address = CalendarAddress.objects.select_related("user").filter(digest=digest_of_token(secret)).first()
    if address is None or address.revoked is not None or not address.user.is_active:
        return None
    if address.last_used != today:
        CalendarAddress.objects.filter(pk=address.pk).update(last_used=today)
    return address.user
