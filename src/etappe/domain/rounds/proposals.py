"""Who is asked for what: proposed from the owners of the measures, the last round, and who holds which role."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from etappe.domain.accounts.models import RoleAssignment
from etappe.domain.kernel.actor import Role
from etappe.domain.programme.models import Measure, Programme
from etappe.domain.programme.queries import FINISHED
from etappe.domain.rounds.models import Request, RequestedMeasure, Round
from etappe.domain.rounds.snapshot import load
from etappe.domain.tenancy.models import Unit


@dataclass(frozen=True)
class Addresses:
    """Where a unit is written to, and who stands in."""

    to: str = ""
    copy_to: str = ""


@dataclass(frozen=True)
class Proposal:
    """One unit, the measures it would be asked for, and where the mail would go."""

    unit: Unit
    measures: tuple[Measure, ...]
    addresses: Addresses


def open_measures(programme: Programme) -> list[Measure]:
    """Return the measures a round asks for: all that are neither done nor stopped, with their owners."""
    found = Measure.objects.filter(programme=programme).exclude(state__in=FINISHED)
    return list(found.select_related("owner").order_by("number"))


def without_owner(round_: Round) -> list[Measure]:
    """Return the open measures nobody can be asked for, because no unit is responsible."""
    found = Measure.objects.filter(programme_id=round_.programme_id, owner__isnull=True).exclude(state__in=FINISHED)
    return list(found.exclude(requests__round=round_).order_by("number"))


def propose(round_: Round, measures: Iterable[Measure]) -> list[Proposal]:
    """Return who would be asked for ``measures``, by name of the unit.

    The owner is asked, and where the round is copied from an earlier one whoever was asked then, as long as the owner
    is still the same. In place of a dissolved unit its successor is asked. The number of queries is constant.
    """
    units = Units(round_.reporting_date)
    asked = _asked_last_time(round_.copied_from) if round_.copied_from else {}
    by_unit: dict[int, list[Measure]] = defaultdict(list)
    for measure in measures:
        if measure.owner_id is not None:
            wanted = asked.get((measure.pk, measure.owner_id), measure.owner_id)
            by_unit[units.in_force(wanted).pk].append(measure)
    addresses = addresses_of(round_, by_unit)
    found = [Proposal(units.known[pk], tuple(own), addresses[pk]) for pk, own in by_unit.items()]
    return sorted(found, key=lambda proposal: proposal.unit.name)


class Units:
    """All units of the municipality, and which of them carries on another's work on a day."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.known: dict[int, Unit] = {unit.pk: unit for unit in Unit.objects.all()}

    def is_dissolved(self, pk: int) -> bool:
        """Whether the unit is no more on the day."""
        until = self.known[pk].valid_until
        return until is not None and until < self.on

    def in_force(self, pk: int) -> Unit:
        """Return the unit itself, or the last successor that is known where it has been dissolved."""
        seen = {pk}
        while self.is_dissolved(pk) and (after := self.known[pk].successor_id) is not None and after not in seen:
            seen.add(after)
            pk = after
        return self.known[pk]


def _asked_last_time(last: Round) -> dict[tuple[int, int], int]:
    """Unit that was asked, by measure and the owner it had then."""
    snapshot = getattr(last, "snapshot", None)
    owners = {measure.id: measure.owner_id for measure in load(snapshot).measures} if snapshot else {}
    items = RequestedMeasure.objects.filter(round=last).values_list(
        "measure_id", "measure__owner_id", "request__unit_id"
    )
    return {(measure, owners.get(measure) or owner): unit for measure, owner, unit in items if owner is not None}


def addresses_of(round_: Round, unit_ids: Iterable[int]) -> dict[int, Addresses]:
    """Return where units are written to: as the last time, or else to those who answer for them."""
    wanted = set(unit_ids)
    found = _of_role_holders(round_, wanted)
    earlier = Request.objects.filter(round__programme_id=round_.programme_id, unit_id__in=wanted).exclude(to="")
    for request in earlier.order_by("round__reporting_date", "pk"):
        found[request.unit_id] = Addresses(request.to, request.copy_to)
    return {pk: found.get(pk, Addresses()) for pk in wanted}


def _of_role_holders(round_: Round, unit_ids: set[int]) -> dict[int, Addresses]:
    """The first two who answer for a unit today: the one who is written to, and the deputy."""
    holders = RoleAssignment.objects.filter(
        municipality_id=round_.municipality_id, role=Role.OWNER.value, unit_id__in=unit_ids, user__is_active=True
    ).select_related("user")
    emails: dict[int, list[str]] = defaultdict(list)
    for assignment in holders.order_by("valid_from", "pk"):
        if assignment.unit_id is not None and assignment.holds_on(round_.reporting_date):
            emails[assignment.unit_id].append(assignment.user.email)
    return {pk: Addresses(found[0], found[1] if len(found) > 1 else "") for pk, found in emails.items()}
