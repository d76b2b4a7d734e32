"""What is due for a person, by day: one list for the calendar feed and for whatever else asks.

Each link of the chain has its provider. A new one is a function ``(actor, place, first, last) -> Iterator[DueItem]``
in :data:`PROVIDERS`; it is called within the scope of ``place`` and asks queries that know who may see what.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from etappe.domain.audit.queries import last_changes
from etappe.domain.council.models import Meeting
from etappe.domain.council.policies import MeetingPolicy
from etappe.domain.kernel.actor import Actor, Role
from etappe.domain.programme.models import Measure
from etappe.domain.programme.queries import OWN, UNFINISHED, MeasureFilter
from etappe.domain.programme.queries import measures as find_measures
from etappe.domain.rounds.models import Round
from etappe.domain.rounds.queries import waiting_requests
from etappe.domain.steering.models import Deviation, Task
from etappe.domain.steering.queries import MINE, CaseFilter, cases_for, due_tasks
from etappe.domain.tenancy.models import Municipality

HOLDS_MEASURES = (Role.OWNER, Role.DECIDER)


@dataclass(frozen=True)
class DueItem:
    """Something that is due for somebody.

    ``key`` is the same for the same thing for ever; ``day`` and ``last_day`` are both included; ``url`` is a path;
    ``version`` grows with every change and ``changed`` says when the last one was; ``cancelled`` is shown, not dropped.
    """

    key: str
    day: date
    last_day: date
    title: str
    url: str
    detail: str = ""
    place: str = ""
    version: int = 1
    changed: datetime | None = None
    cancelled: bool = False


Provider = Callable[[Actor, Municipality, date, date], Iterator[DueItem]]


def due_items(actor: Actor, place: Municipality, first: date, last: date) -> list[DueItem]:
    """Return what is due for ``actor`` in ``place`` from ``first`` to ``last``, both included, by day.

    The number of SQL queries does not grow with what is due.
    """
    found = [item for provider in PROVIDERS for item in provider(actor, place, first, last)]
    return sorted(found, key=lambda item: (item.day, item.key))


def _measures(actor: Actor, place: Municipality, first: date, last: date) -> Iterator[DueItem]:
    """Deadlines of measures: of the own units, for the coordinating office of all."""
    everything = actor.has(Role.COORDINATOR)
    if not everything and not actor.has(*HOLDS_MEASURES):
        return
    wanted = MeasureFilter(state=UNFINISHED, owner="" if everything else OWN)
    due = find_measures(actor, wanted, today=first).filter(deadline_until__gte=first, deadline_until__lte=last)
    changed = _changes(Measure, due)
    for measure in due:
        yield DueItem(
            key=f"measure-{measure.pk}",
            day=measure.deadline.end,
            last_day=measure.deadline.end,
            title=_("Frist: %(number)s %(title)s") % {"number": measure.number, "title": measure.title},
            url=measure.get_absolute_url(),
            detail=_("Frist der Maßnahme: %s") % measure.deadline.words,
            version=measure.version,
            changed=changed.get(measure.pk),
        )


def _meetings(actor: Actor, place: Municipality, first: date, last: date) -> Iterator[DueItem]:
    """Meetings whose day is known: all for the administration, those of their committees for members."""
    due = MeetingPolicy.queryset(actor).filter(when_from__gte=first, when_until__lte=last, when_precision="day")
    if not actor.is_staff:
        due = due.filter(committee_id__in=actor.committees)
    due = due.select_related("committee", "municipality")
    changed = _changes(Meeting, due)
    for meeting in due:
        yield DueItem(
            key=f"meeting-{meeting.pk}",
            day=meeting.when.start,
            last_day=meeting.when.end,
            title=_("Sitzung: %s") % meeting.committee,
            url=meeting.get_absolute_url(),
            detail=meeting.when.words,
            place=meeting.place,
            version=meeting.version,
            changed=changed.get(meeting.pk),
            cancelled=meeting.cancelled or meeting.withdrawn_on is not None,
        )


def _replies(actor: Actor, place: Municipality, first: date, last: date) -> Iterator[DueItem]:
    """Replies that the own units owe in a status round."""
    waiting = [entry.request for entry in waiting_requests(actor, today=first)]
    due = [request for request in waiting if first <= request.round.deadline <= last]
    changed = last_changes(Round, {request.round_id for request in due})
    for request in due:
        yield DueItem(
            key=f"request-{request.pk}",
            day=request.round.deadline,
            last_day=request.round.deadline,
            title=_("Antwort fällig: %s") % request.round,
            url=reverse("today:municipality", args=[place.slug]),
            detail=str(request.unit),
            version=request.round.version,
            changed=changed.get(request.round_id),
        )


def _cases(actor: Actor, place: Municipality, first: date, last: date) -> Iterator[DueItem]:
    """Deviations that wait for this person."""
    due = cases_for(actor, CaseFilter(whose=MINE)).filter(due__gte=first, due__lte=last)
    changed = _changes(Deviation, due)
    for case in due:
        yield DueItem(
            key=f"deviation-{case.pk}",
            day=case.due,
            last_day=case.due,
            title=_("Abweichung wartet: %s") % case.measure,
            url=case.get_absolute_url(),
            version=case.version,
            changed=changed.get(case.pk),
        )


def _tasks(actor: Actor, place: Municipality, first: date, last: date) -> Iterator[DueItem]:
    """Conditions and orders of decisions and resolutions."""
    due = due_tasks(actor, first).filter(due__gte=first, due__lte=last)
    changed = _changes(Task, due)
    for task in due:
        yield DueItem(
            key=f"task-{task.pk}",
            day=task.due,
            last_day=task.due,
            title=_("Aufgabe: %s") % task,
            url=reverse("steering:tasks", args=[place.slug]),
            detail=str(task.unit),
            version=task.version,
            changed=changed.get(task.pk),
        )


def _changes(model: type[Model], due: Any) -> dict[int, datetime]:
    return last_changes(model, [item.pk for item in due])


PROVIDERS: tuple[Provider, ...] = (_measures, _meetings, _replies, _cases, _tasks)
"""Who knows what is due, link by link of the chain."""
