"""Who sees and runs rounds, and who may answer: a unit answers for itself, the coordinating office runs the round."""

from __future__ import annotations

from django.db.models import Q

from etappe.domain.kernel.actor import STAFF_ROLES, Actor, Role
from etappe.domain.kernel.policy import EVERYTHING, NOTHING, Policy
from etappe.domain.kernel.publishing import InternalPolicy
from etappe.domain.rounds.models import Request, Round, Snapshot

OVERSEERS = STAFF_ROLES - {Role.OWNER}
"""Who may see what every unit was asked and has answered."""


class RoundPolicy(InternalPolicy):
    """The administration sees that a round is on; the coordinating office runs it."""

    model = Round


class SnapshotPolicy(InternalPolicy):
    """What a closed round said is read in the administration; reports carry it further."""

    model = Snapshot


class RequestPolicy(Policy[Request]):
    """A unit sees its own request and answers it; the coordinating office sees all, checks, and may answer for them.

    Actions: ``view``, ``reply`` (save, confirm, attach, finish) and those of the coordinating office.
    """

    model = Request

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """All requests for those who oversee; for the others those of their own units."""
        if actor.operator or actor.has(*OVERSEERS):
            return EVERYTHING
        units = actor.units(Role.OWNER)
        return Q(unit_id__in=units) if units else NOTHING

    @classmethod
    def allows(cls, actor: Actor, action: str, obj: Request | None) -> bool:
        """Allow viewing as in ``visible``, replying to the unit, its department and the coordinating office."""
        if obj is not None and obj.municipality_id != actor.municipality_id:
            return False
        if action == "view":
            own = obj is not None and obj.unit_id in actor.units(Role.OWNER)
            return obj is not None and (own or actor.operator or actor.has(*OVERSEERS))
        if action == "remind":
            return obj is not None and (actor.operator or actor.has(Role.COORDINATOR))
        if action == "reply":
            return obj is not None and (actor.has(Role.COORDINATOR) or obj.unit_id in _answering(actor))
        return actor.has(Role.COORDINATOR)


def _answering(actor: Actor) -> frozenset[int]:
    return actor.units(Role.OWNER) | actor.units(Role.DECIDER)
