"""Who has answered and who has not: by unit and by deputy mayor, with the days. Nine queries, however many units."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone

from etappe.domain.kernel.actor import Actor
from etappe.domain.mail.models import Mail
from etappe.domain.rounds.models import Request, Round
from etappe.domain.rounds.policies import RequestPolicy
from etappe.domain.tenancy.models import Unit

REMINDER = "round.reminder"
"""Kind of the mails that remind."""
ANSWERED = (Request.State.ANSWERED, Request.State.ACCEPTED)
WAITING = (Request.State.SENT, Request.State.RETURNED)


@dataclass(frozen=True)
class UnitProgress:
    """How far one unit is.

    ``deputy`` is the department above it (None where there is none), ``days_late`` the days since the deadline where
    an answer is missing (0 otherwise), ``successor`` who answers in place of a dissolved unit, ``dissolved`` whether
    the unit is no more and nobody has taken over yet.
    """

    request: Request
    unit: Unit
    deputy: Unit | None
    asked: int
    confirmed: int
    begun: int
    answered: bool
    days_late: int
    reminders: int
    last_reminder: datetime | None
    successor: Unit | None
    dissolved: bool

    @property
    def missing(self) -> int:
        """Measures without a confirmed answer."""
        return self.asked - self.confirmed


@dataclass(frozen=True)
class DeputyProgress:
    """How far the units of one department are."""

    deputy: Unit | None
    units: tuple[UnitProgress, ...]
    asked: int
    confirmed: int
    silent: int
    days_late: int


@dataclass(frozen=True)
class RoundProgress:
    """How far a round is. ``units``: those that have not answered first, the latest of them on top."""

    round: Round
    units: tuple[UnitProgress, ...]
    deputies: tuple[DeputyProgress, ...]
    passed_on: tuple[UnitProgress, ...]

    @property
    def asked(self) -> int:
        """Number of measures asked for."""
        return sum(unit.asked for unit in self.units)

    @property
    def confirmed(self) -> int:
        """Number of measures with a confirmed answer."""
        return sum(unit.confirmed for unit in self.units)

    @property
    def silent(self) -> tuple[UnitProgress, ...]:
        """The units whose answer is missing."""
        return tuple(unit for unit in self.units if not unit.answered)


def round_progress(actor: Actor, round: Round, *, today: date | None = None) -> RoundProgress:
    """Return how far ``round`` is, of what ``actor`` may see."""
    day = today or timezone.localdate()
    requests = list(
        RequestPolicy.queryset(actor)
        .filter(round=round)
        .select_related("unit", "municipality", "round", "passed_on_to__unit")
        .annotate(
            asked_count=Count("items", distinct=True),
            confirmed_count=Count("items", filter=Q(items__reply__confirmed_at__isnull=False), distinct=True),
            begun_count=Count("items__reply", distinct=True),
        )
        .order_by("unit__name")
    )
    reminders = _reminders(requests)
    units = {unit.pk: unit for unit in Unit.objects.all()}
    found = [_unit(request, round, day, units, reminders) for request in requests]
    present = [unit for unit in found if unit.successor is None]
    present.sort(key=lambda unit: (unit.answered, -unit.days_late, -unit.missing, unit.unit.name))
    gone = tuple(unit for unit in found if unit.successor is not None)
    return RoundProgress(round, tuple(present), _by_deputy(present), gone)


def deputy_of(unit: Unit, units: dict[int, Unit]) -> Unit | None:
    """Return the department (or the mayor's office) that decides above ``unit``; the unit itself where it is one."""
    seen: set[int] = set()
    at: Unit | None = unit
    while at is not None and at.pk not in seen:
        if at.kind in {Unit.Kind.DEPARTMENT, Unit.Kind.MAYOR}:
            return at
        seen.add(at.pk)
        at = units.get(at.parent_id) if at.parent_id is not None else None
    return None


def _unit(
    request: Any, round_: Round, day: date, units: dict[int, Unit], reminders: dict[int, tuple[int, datetime]]
) -> UnitProgress:
    answered = request.state in ANSWERED
    waits = round_.state == Round.State.OPEN and request.state in WAITING
    count, last = reminders.get(request.pk, (0, None))
    until = request.unit.valid_until
    return UnitProgress(
        request=request,
        unit=request.unit,
        deputy=deputy_of(request.unit, units),
        asked=request.asked_count,
        confirmed=request.confirmed_count,
        begun=request.begun_count,
        answered=answered,
        days_late=max(0, (day - round_.deadline).days) if waits else 0,
        reminders=count,
        last_reminder=last,
        successor=request.passed_on_to.unit if request.passed_on_to is not None else None,
        dissolved=waits and until is not None and until < day,
    )


def _reminders(requests: list[Request]) -> dict[int, tuple[int, datetime]]:
    """How many reminders were queued for each request, and when the last was. Those taken back do not count."""
    numbers = [str(request.pk) for request in requests]
    found = (
        Mail.objects.filter(kind=REMINDER, about_type=Request._meta.label_lower, about_id__in=numbers)
        .exclude(state=Mail.State.WITHDRAWN)
        .order_by()
        .values("about_id")
        .annotate(count=Count("pk"), last=Max("created_at"))
    )
    return {int(row["about_id"]): (row["count"], row["last"]) for row in found}


def _by_deputy(units: list[UnitProgress]) -> tuple[DeputyProgress, ...]:
    groups: dict[int, list[UnitProgress]] = defaultdict(list)
    silent: Counter[int] = Counter()
    for unit in units:
        key = unit.deputy.pk if unit.deputy is not None else 0
        groups[key].append(unit)
        silent[key] += not unit.answered
    found = [
        DeputyProgress(
            deputy=own[0].deputy,
            units=tuple(own),
            asked=sum(unit.asked for unit in own),
            confirmed=sum(unit.confirmed for unit in own),
            silent=silent[key],
            days_late=max(unit.days_late for unit in own),
        )
        for key, own in groups.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.silent, one.deputy.name if one.deputy else "~")))
