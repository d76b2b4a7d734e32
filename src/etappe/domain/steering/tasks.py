"""Work of every day: what has lain too long goes to the next authority, then the rules look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from etappe.domain.kernel.actor import Actor
from etappe.domain.steering.actions.detection import open_deviations
from etappe.domain.steering.actions.deviations import escalate_overdue
from etappe.domain.tenancy.models import Municipality


@dataclass(frozen=True)
class CasesLookedAfter:
    """How many cases a day's look has opened and handed up."""

    opened: int
    escalated: int


def look_after_cases(actor: Actor, municipality: Municipality, now: datetime) -> CasesLookedAfter:
    """Hand up what is overdue, then let the rules look, in the scope of ``municipality``.

    Doing so twice a day does nothing twice; days on which nobody looked are not made up for one by one.
    """
    escalated = escalate_overdue(actor=actor, municipality=municipality, now=now)
    opened = open_deviations(actor=actor, municipality=municipality, today=localdate(now))
    return CasesLookedAfter(len(opened), len(escalated))
