"""Tasks: made from resolutions (decisions make theirs themselves), ticked off, taken up again, dropped."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from etappe.domain.audit.recording import act
from etappe.domain.council.models import Resolution
from etappe.domain.kernel.actor import Actor
from etappe.domain.kernel.errors import Invalid
from etappe.domain.programme.models import Measure
from etappe.domain.steering.models import Task
from etappe.domain.steering.policies import TaskPolicy
from etappe.domain.tenancy.models import Unit


def create_task_from_resolution(
    *,
    actor: Actor,
    resolution: Resolution,
    title: str,
    unit: Unit,
    due: date,
    measure: Measure | None = None,
    is_example: bool = False,
) -> Task:
    """Take down what a committee has asked for, from whom and by when."""
    task = Task(
        municipality=resolution.municipality,
        title=title,
        unit=unit,
        due=due,
        resolution=resolution,
        measure=measure,
        is_example=is_example,
    )
    with act(actor, allowed_by=TaskPolicy, to="create", on=None) as record:
        return record.create("task.set", task)


def finish_task(*, actor: Actor, task: Task, today: date, note: str = "") -> Task:
    """Tick a task off; ``note`` says what came of it."""
    with act(actor, allowed_by=TaskPolicy, to="finish", on=task) as record:
        return record.advance("task.finished", task, "finish", {"done_on": today, "note": note.strip()})


def reopen_task(*, actor: Actor, task: Task) -> Task:
    """Take a task up again."""
    with act(actor, allowed_by=TaskPolicy, to="reopen", on=task) as record:
        return record.advance("task.reopened", task, "reopen", {"done_on": None})


def drop_task(*, actor: Actor, task: Task, reason: str) -> Task:
    """Let go of a task; the reason stays with it."""
    if not reason.strip():
        raise Invalid({"reason": _("Bitte kurz begründen, warum die Aufgabe entfällt.")})
    with act(actor, allowed_by=TaskPolicy, to="drop", on=task, reason=reason) as record:
        return record.advance("task.dropped", task, "drop", {"note": reason.strip()})
