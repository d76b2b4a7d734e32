"""Background work: reading the council information system."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django_scopes import scope
from django_tasks import task

from etappe.domain.accounts.models import User
from etappe.domain.accounts.queries import actor_for
from etappe.domain.council.actions import sync_council_source
from etappe.domain.council.models import CouncilSource
from etappe.domain.kernel.actor import Actor, operator
from etappe.domain.tenancy.models import Municipality

CLOCKWORK = "Uhrwerk"


@task()
def read_council_source(municipality_id: int, user_id: int | None) -> str:
    """Read the source of a municipality on behalf of whoever asked for it; return the state in which that ended.

    Without ``user_id`` it is the clockwork that asks.
    """
    municipality = Municipality.objects.get(pk=municipality_id)
    user = User.objects.filter(pk=user_id).first() if user_id is not None else None
    with scope(municipality=municipality):
        source = CouncilSource.objects.select_related("municipality").get()
        actor = actor_for(user, municipality) if user_id is not None else operator(municipality.pk, label=CLOCKWORK)
        read = sync_council_source(actor=actor, source=source)
    return str(read.state)


def read_every_day(_actor: Actor, municipality: Municipality, _now: datetime) -> None:
    """Have the source read once a day, in the background: a slow system must not hold up the rest of the day's work."""
    if CouncilSource.objects.exists():
        transaction.on_commit(lambda: read_council_source.enqueue(municipality.pk, None))
