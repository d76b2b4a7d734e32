"""Tasks: conditions of a decision and what a committee has asked for. They come back until they are done."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from etappe.domain.council.models import Resolution
from etappe.domain.kernel.models import TenantOwned, Versioned
from etappe.domain.kernel.states import Refusals, Stateful
from etappe.domain.programme.models import Measure
from etappe.domain.steering.models.decision import Decision
from etappe.domain.tenancy.models import Unit


class Task(TenantOwned, Versioned, Stateful):
    """Something a unit owes by a date (Auflage, Auftrag), because of a decision or a resolution."""

    class State(models.TextChoices):
        """Whether it is done."""

        OPEN = "open", _("offen")
        DONE = "done", _("erledigt")
        DROPPED = "dropped", _("entfallen")

    REFUSALS: ClassVar[Refusals] = {
        ("finish", "done"): _("Diese Aufgabe ist schon erledigt."),
        ("finish", "dropped"): _("Diese Aufgabe ist entfallen."),
        ("reopen", "open"): _("Diese Aufgabe ist noch offen."),
        ("drop", "done"): _("Diese Aufgabe ist erledigt und bleibt so stehen."),
        ("drop", "dropped"): _("Diese Aufgabe ist schon entfallen."),
    }

    title = models.CharField(_("Aufgabe"), max_length=300)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Zuständig"))
    due = models.DateField(_("bis"))
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks")
    resolution = models.ForeignKey(Resolution, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks")
    measure = models.ForeignKey(Measure, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks")
    state = FSMField(_("Zustand"), default=State.OPEN, choices=State.choices, protected=True)
    done_on = models.DateField(_("erledigt am"), null=True, blank=True)
    note = models.CharField(_("Ergebnis"), max_length=500, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ("due", "pk")
        verbose_name = _("Aufgabe")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(decision__isnull=False) | models.Q(resolution__isnull=False),
                name="steering_task_has_its_cause",
            ),
            models.CheckConstraint(
                condition=models.Q(state="done", done_on__isnull=False)
                | (~models.Q(state="done") & models.Q(done_on__isnull=True)),
                name="steering_done_has_its_day",
            ),
        )
        indexes = (models.Index(fields=("municipality", "state", "due"), name="steering_task_due"),)

    def __str__(self) -> str:
        return self.title

    @transition(field=state, source=State.OPEN, target=State.DONE)
    def finish(self) -> None:
        """Done."""

    @transition(field=state, source=[State.DONE, State.DROPPED], target=State.OPEN)
    def reopen(self) -> None:
        """It was not done after all."""

    @transition(field=state, source=State.OPEN, target=State.DROPPED)
    def drop(self) -> None:
        """No longer wanted."""
