"""Reading the outbox."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Model, Q, QuerySet
from django_scopes import scopes_disabled

from etappe.domain.kernel.actor import Actor
from etappe.domain.mail.models import Mail, Unsubscription
from etappe.domain.mail.policies import MailPolicy
from etappe.domain.tenancy.models import Municipality

LEASE = timedelta(minutes=10)
"""How long a worker may be busy with one mail before it counts as killed."""


def mails(actor: Actor) -> QuerySet[Mail]:
    """Return the mails whose log ``actor`` may see, newest first, without their texts."""
    found: QuerySet[Mail] = MailPolicy.queryset(actor)
    return found.defer("text", "html")


def mails_about(obj: Model, *, kind: str = "") -> list[Mail]:
    """Return the mails about ``obj``, newest first; for pages whose own policy has let the reader see ``obj``."""
    found = Mail.objects.filter(about_type=obj._meta.label_lower, about_id=str(obj.pk))
    return list((found.filter(kind=kind) if kind else found).defer("text", "html"))


def is_cancelled(municipality: Municipality, address: str, kind: str) -> bool:
    """Whether ``address`` wants no more mails of this kind."""
    return cancellations(municipality, address, kind).exists()


def cancellations(municipality: Municipality, address: str, kind: str) -> QuerySet[Unsubscription]:
    """Return the entry that says so; at most one."""
    found: QuerySet[Unsubscription] = Unsubscription.objects.filter(
        municipality=municipality, address=address.strip().lower(), kind=kind
    )
    return found


def due_at(now: datetime) -> Q:
    """Return the filter for what is to be sent now: waiting, and left behind by a worker that was killed."""
    waiting = Q(state=Mail.State.QUEUED) & (Q(next_try_at__isnull=True) | Q(next_try_at__lte=now))
    return waiting | Q(state=Mail.State.SENDING, taken_at__lte=now - LEASE)


def waiting_everywhere(now: datetime, *, limit: int) -> list[Mail]:
    """Return what the worker is to send now, of all municipalities, oldest first."""
    with scopes_disabled():
        found = Mail.objects.filter(due_at(now)).select_related("municipality")
        return list(found.defer("text", "html").order_by("created_at", "pk")[:limit])
