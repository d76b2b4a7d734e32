"""Tasks: what is due, ticked off with one button."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from etappe.domain.kernel.actor import Role
from etappe.domain.kernel.errors import DomainError, NotAllowed
from etappe.domain.steering.actions.tasks import create_task_from_resolution, drop_task, finish_task, reopen_task
from etappe.domain.steering.models import Task
from etappe.domain.steering.policies import TaskPolicy
from etappe.domain.steering.queries import due_tasks
from etappe.domain.steering.queries import tasks as all_tasks
from etappe.web.components import Crumb
from etappe.web.door import TenantRequest, by_button, page, roles
from etappe.web.editing import given_for, posted_or_kept, sentence_of
from etappe.web.steering.access import INSIDE
from etappe.web.steering.forms import TaskForm

OF_THE_LIST = by_button("steering:tasks")
LONGEST_NOTE = 500
RECENT = 20
"""How many finished tasks the page shows."""


@page(INSIDE)
def tasks(request: TenantRequest) -> HttpResponse:
    """Show what is open, by due date, and what was finished last."""
    return _shown(request)


def _shown(request: TenantRequest, problem: str = "", status: int = 200) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    everything = request.GET.get("alle") == "1"
    found = all_tasks(actor).filter(state=Task.State.OPEN) if everything else due_tasks(actor, today)
    finished = all_tasks(actor).exclude(state=Task.State.OPEN).order_by("-done_on", "-pk")[:RECENT]
    home = reverse("steering:home", args=[request.municipality.slug])
    context = {
        "breadcrumbs": [Crumb(_("Abweichungen"), home), Crumb(_("Aufgaben"))],
        "rows": [_row(request, task) for task in found],
        "finished": [_row(request, task) for task in finished],
        "everything": everything,
        "sees_all": actor.has(Role.COORDINATOR),
        "today": today,
        "may_create": TaskPolicy.allows(actor, "create", None),
        "problem": problem,
    }
    return render(request, "steering/tasks.html", context, status=status)


def _row(request: TenantRequest, task: Task) -> dict[str, object]:
    actor = request.actor
    may: dict[str, object] = {
        f"may_{action}": TaskPolicy.allows(actor, action, task) for action in ("finish", "reopen", "drop")
    }
    given = given_for(request, reverse("steering:task_drop", args=[request.municipality.slug, task.pk]))
    may["reason"] = given.get("reason", "")
    return {"task": task, "late": task.state == Task.State.OPEN and task.due < timezone.localdate(), **may}


def _find(request: TenantRequest, pk: int) -> Task:
    found: Task | None = all_tasks(request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404(_("Diese Aufgabe gibt es hier nicht."))
    return found


@page(INSIDE)
@OF_THE_LIST
def finish(request: TenantRequest, pk: int) -> HttpResponse:
    """Tick a task off."""
    task, note = _find(request, pk), request.POST.get("note", "")[:LONGEST_NOTE]
    return _done(
        request,
        lambda: finish_task(actor=request.actor, task=task, today=timezone.localdate(), note=note),
        _("„%s“ ist als erledigt vermerkt.") % task.title,
    )


@page(INSIDE)
@OF_THE_LIST
def reopen(request: TenantRequest, pk: int) -> HttpResponse:
    """Take a task up again."""
    task = _find(request, pk)
    done = _("„%s“ ist wieder offen.") % task.title
    return _done(request, lambda: reopen_task(actor=request.actor, task=task), done)


@page(INSIDE)
@OF_THE_LIST
def drop(request: TenantRequest, pk: int) -> HttpResponse:
    """Let go of a task, with a reason."""
    task, reason = _find(request, pk), request.POST.get("reason", "")[:LONGEST_NOTE]
    done = _("„%s“ entfällt.") % task.title
    return _done(request, lambda: drop_task(actor=request.actor, task=task, reason=reason), done)


def _done(request: TenantRequest, act: Callable[[], object], done: str) -> HttpResponse:
    try:
        act()
    except NotAllowed:
        raise
    except DomainError as error:
        return _shown(request, problem=sentence_of(error), status=422)
    messages.success(request, done)
    return redirect("steering:tasks", request.municipality.slug)


@page(roles(Role.COORDINATOR))
def create(request: TenantRequest) -> HttpResponse:
    """Take down what a committee has asked for; ``?beschluss=`` chooses its resolution."""
    form = TaskForm(
        posted_or_kept(request), actor=request.actor, initial={"resolution": request.GET.get("beschluss", "")}
    )
    home = reverse("steering:tasks", args=[request.municipality.slug])
    if request.method == "POST" and form.is_valid():
        made = form.run(lambda: create_task_from_resolution(actor=request.actor, **form.changes))
        if made is not None:
            messages.success(request, _("Die Aufgabe ist notiert."))
            return redirect(home)
    context = {
        "breadcrumbs": [Crumb(_("Aufgaben"), home), Crumb(_("Auftrag notieren"))],
        "title": _("Auftrag aus einem Beschluss notieren"),
        "form": form,
        "button": _("Auftrag notieren"),
        "back": home,
    }
    return render(request, "programme/form.html", context)
