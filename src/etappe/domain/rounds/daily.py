"""What rounds do by themselves once a day."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from etappe.domain.kernel.actor import Actor, Grant, Role
from etappe.domain.rounds.actions.checking import pass_on_dissolved
from etappe.domain.rounds.links import personal_link
from etappe.domain.rounds.models import Round
from etappe.domain.tenancy.models import Municipality


def hand_over_dissolved(actor: Actor, municipality: Municipality, now: datetime) -> None:
    """Hand what dissolved units were asked for to their successors, in every running round.

    The clockwork stands in for the coordinating office here: responsibility for the measures passes on too, and that
    is the office's to change. The events name the clockwork.
    """
    office = Actor(None, actor.label, municipality.pk, grants=(Grant(Role.COORDINATOR),))
    for running in Round.objects.filter(state=Round.State.OPEN).select_related("municipality"):
        pass_on_dissolved(actor=office, round=running, today=timezone.localdate(now), now=now, address=personal_link)
