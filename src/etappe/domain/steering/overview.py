"""What a steering report says about deviations, decisions and tasks of one programme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from etappe.domain.kernel.actor import Actor
from etappe.domain.programme.models import Programme
from etappe.domain.rounds.models import Round
from etappe.domain.steering.cases import UNDECIDED
from etappe.domain.steering.models import Decision, Deviation, Level, Task
from etappe.domain.steering.queries import cases_for, decisions, tasks


@dataclass(frozen=True)
class SteeringOverview:
    """Cases, decisions and tasks of a programme since the last report.

    ``undecided`` come with explanations, options and escalations, by due date; ``decided_since`` and
    ``withdrawn`` are of the time since ``since``; ``open_tasks`` by due date.
    """

    since: date | None
    undecided: tuple[Deviation, ...]
    decided_since: tuple[Decision, ...]
    open_tasks: tuple[Task, ...]
    by_level: Mapping[str, int]
    """Undecided cases by level, every level named."""
    by_rule: Mapping[str, int]
    """Undecided cases by rule; opened by hand under the empty text."""


def steering_overview(actor: Actor, programme: Programme, round: Round | None = None) -> SteeringOverview:  # noqa: A002
    """Return what ``actor`` may see of the steering of ``programme``.

    Decisions are those since the reporting date of the round before ``round``; without one, all.
    """
    since = _reported_before(programme, round)
    found = cases_for(actor).filter(measure__programme=programme)
    undecided = tuple(
        found.filter(state__in=UNDECIDED)
        .order_by("due", "pk")
        .prefetch_related("explanations", "options__from_measure", "escalations")
    )
    taken = decisions(actor).filter(measure__programme=programme)
    if since is not None:
        taken = taken.filter(decided_at__date__gt=since)
    owed = tasks(actor).filter(measure__programme=programme, state=Task.State.OPEN).order_by("due", "pk")
    levels = Counter(deviation.level for deviation in undecided)
    return SteeringOverview(
        since=since,
        undecided=undecided,
        decided_since=tuple(taken),
        open_tasks=tuple(owed),
        by_level={level: levels[level] for level in Level.values},
        by_rule=dict(Counter(deviation.rule for deviation in undecided)),
    )


def _reported_before(programme: Programme, round: Round | None) -> date | None:  # noqa: A002
    if round is None:
        return None
    earlier = Round.objects.filter(
        programme=programme, state=Round.State.CLOSED, reporting_date__lt=round.reporting_date
    ).order_by("-reporting_date")
    last = earlier.first()
    return last.reporting_date if last else None
