"""What waits for a report, and what came of the papers of reports."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Prefetch

from etappe.domain.council.models import Paper, Resolution
from etappe.domain.kernel.actor import Actor
from etappe.domain.publication.models import SteeringReport
from etappe.domain.publication.policies import SteeringReportPolicy
from etappe.domain.rounds.models import Round
from etappe.domain.rounds.policies import RoundPolicy
from etappe.domain.steering.queries import tasks


def rounds_to_report(actor: Actor) -> Iterator[tuple[Round, SteeringReport | None]]:
    """Yield the last closed round of each programme while no report on it is released, with its draft if there is one.

    Earlier rounds are left alone: whoever reports on the last one has caught up.
    """
    seen: set[int] = set()
    closed = RoundPolicy.queryset(actor).filter(state=Round.State.CLOSED).select_related("municipality")
    reports = SteeringReportPolicy.queryset(actor).select_related("municipality").defer("content").order_by("-pk")
    for round_ in closed.prefetch_related(Prefetch("steering_reports", reports)).order_by("-reporting_date", "-pk"):
        if round_.programme_id in seen:
            continue
        seen.add(round_.programme_id)
        made = list(round_.steering_reports.all())
        if all(report.state == SteeringReport.State.DRAFT for report in made):
            yield round_, next(iter(made), None)


def resolutions_with_tasks(actor: Actor, paper: Paper) -> list[Resolution]:
    """Return what was resolved on ``paper``, each with ``seen_tasks``: the tasks made of it that ``actor`` may see."""
    found = paper.resolutions.select_related("committee", "municipality")
    return list(found.prefetch_related(Prefetch("tasks", tasks(actor), to_attr="seen_tasks")))
