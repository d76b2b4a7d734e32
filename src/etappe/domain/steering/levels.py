"""Where a case lies, where it goes next, and who has it there."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q

from etappe.domain.accounts.models import RoleAssignment, User
from etappe.domain.council.models import Committee, Meeting
from etappe.domain.kernel.actor import Role
from etappe.domain.programme.models import Measure
from etappe.domain.steering.models import Deviation, Level
from etappe.domain.tenancy.queries import subtree_ids

LADDER = (Level.UNIT, Level.DEPUTY, Level.COMMITTEE, Level.COUNCIL)
BODIES = {Level.COMMITTEE: Committee.Kind.STEERING, Level.COUNCIL: Committee.Kind.COUNCIL}


def next_level(level: str) -> Level | None:
    """Return the level above; None above the council."""
    position = LADDER.index(Level(level))
    return LADDER[position + 1] if position + 1 < len(LADDER) else None


def first_level(measure: Measure) -> Level:
    """Return where a new case begins: with the owner, or with the steering committee where there is none."""
    return Level.UNIT if measure.owner_id is not None else Level.COMMITTEE


def due_on(deviation: Deviation, level: str, today: date) -> date:
    """Return until when ``level`` has time: its days, or the next meeting of the body if that is later."""
    by_days = today + timedelta(days=deviation.days_to_answer)
    kind = BODIES.get(Level(level))
    if kind is None:
        return by_days
    coming = Meeting.objects.filter(committee__kind=kind, cancelled=False, when_until__gte=today).order_by("when_from")
    meeting = coming.first()
    return max(by_days, meeting.when.end) if meeting and meeting.when else by_days


def holders(measure: Measure, role: Role, day: date) -> list[RoleAssignment]:
    """Return who holds ``role`` for the owner of ``measure`` on ``day``, the nearest unit first."""
    in_force = Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gte=day))
    found = RoleAssignment.objects.filter(
        in_force, municipality_id=measure.municipality_id, role=role.value, user__is_active=True
    )
    covering = []
    for assignment in found.select_related("user", "unit").order_by("pk"):
        units = subtree_ids(measure.municipality_id, frozenset({assignment.unit_id}))  # type: ignore[arg-type]
        if measure.owner_id in units:
            covering.append((len(units), assignment.pk, assignment))
    return [assignment for _size, _pk, assignment in sorted(covering)]


def who_has_it(deviation: Deviation, day: date) -> list[User]:
    """Return the people to whom the case now belongs.

    Committees have no letter box: the coordinating office brings the case onto their agenda. The same goes for a unit
    or a department for which nobody holds an account.
    """
    by_level = {Level.UNIT: Role.OWNER, Level.DEPUTY: Role.DECIDER}
    role = by_level.get(Level(deviation.level))
    found = [held.user for held in holders(deviation.measure, role, day)] if role else []
    return list(dict.fromkeys(found)) or coordinators(deviation.municipality_id, day)


def coordinators(municipality_id: int, day: date) -> list[User]:
    """Return the accounts of the coordinating office."""
    in_force = Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gte=day))
    found = RoleAssignment.objects.filter(
        in_force, municipality_id=municipality_id, role=Role.COORDINATOR.value, user__is_active=True
    )
    return list(dict.fromkeys(held.user for held in found.select_related("user").order_by("pk")))
