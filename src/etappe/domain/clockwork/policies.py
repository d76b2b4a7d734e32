"""Who sees what runs by itself."""

from __future__ import annotations

from django.db.models import Q

from etappe.domain.clockwork.models import DailyWork
from etappe.domain.kernel.actor import Actor, Role
from etappe.domain.kernel.policy import EVERYTHING, NOTHING, Policy

SEES_IT = (Role.COORDINATOR, Role.ADMIN, Role.PRIVACY)


class DailyWorkPolicy(Policy[DailyWork]):
    """The coordinating office, the administration and data protection see it; only the clockwork does it (``do``)."""

    model = DailyWork

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """All of the municipality, or nothing."""
        return EVERYTHING if actor.operator or actor.has(*SEES_IT) else NOTHING

    @classmethod
    def allows(cls, actor: Actor, action: str, obj: DailyWork | None) -> bool:
        """Allow as the class says."""
        if obj is None or obj.municipality_id != actor.municipality_id:
            return False
        return actor.operator if action == "do" else action == "view" and (actor.operator or actor.has(*SEES_IT))
