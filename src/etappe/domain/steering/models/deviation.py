"""Deviations: what runs otherwise than agreed, who must say something about it, and by when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from etappe.domain.kernel.models import TenantOwned, Versioned
from etappe.domain.kernel.states import Refusals, Stateful
from etappe.domain.programme.models import Measure
from etappe.domain.rounds.models import Round
from etappe.domain.steering.models.rule import RuleKind
from etappe.domain.tenancy.models import Unit


class Level(models.TextChoices):
    """Where a deviation lies. Each level has its time; then it passes to the next."""

    UNIT = "unit", _("Fachamt")
    DEPUTY = "deputy", _("Dezernat")
    COMMITTEE = "committee", _("Lenkungsausschuss")
    COUNCIL = "council", _("Rat")


class Deviation(TenantOwned, Versioned, Stateful):
    """A deviation (Abweichung). ``facts`` are the figures that opened it, as they were on that day."""

    class State(models.TextChoices):
        """Where the case stands."""

        OPEN = "open", _("wartet auf Stellungnahme")
        EXPLAINED = "explained", _("Stellungnahme liegt vor")
        PREPARED = "prepared", _("zur Entscheidung vorgelegt")
        DECIDED = "decided", _("entschieden")
        WITHDRAWN = "withdrawn", _("erledigt ohne Entscheidung")

    REFUSALS: ClassVar[Refusals] = {
        ("explain", "decided"): _("Hier ist schon entschieden. Neues gehört in den nächsten Sachstand."),
        ("explain", "withdrawn"): _("Diese Abweichung hat sich erledigt; eine Stellungnahme braucht es nicht mehr."),
        ("prepare", "decided"): _("Hier ist schon entschieden; vorzulegen gibt es nichts mehr."),
        ("prepare", "withdrawn"): _("Diese Abweichung hat sich erledigt und wird nicht vorgelegt."),
        ("decide", "decided"): _(
            "Hier ist schon entschieden. Eine Entscheidung wird nicht geändert, nur eine neue getroffen."
        ),
        ("decide", "withdrawn"): _("Diese Abweichung hat sich erledigt; zu entscheiden gibt es nichts mehr."),
        ("withdraw", "decided"): _("Hier ist entschieden; das bleibt so stehen."),
        ("withdraw", "withdrawn"): _("Diese Abweichung ist schon als erledigt vermerkt."),
    }

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="deviations")
    round = models.ForeignKey(Round, null=True, blank=True, on_delete=models.PROTECT, related_name="deviations")
    rule = models.CharField(_("Regel"), max_length=20, choices=RuleKind.choices, blank=True)
    summary = models.CharField(_("Was abweicht"), max_length=300)
    facts = models.JSONField(default=dict, blank=True)
    cause = models.TextField(_("Ursache"), blank=True)
    owner = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("Zuständig")
    )
    level = models.CharField(_("liegt bei"), max_length=10, choices=Level.choices, default=Level.UNIT)
    due = models.DateField(_("Frist auf dieser Ebene"))
    days_to_answer = models.PositiveSmallIntegerField(default=14)
    opened_on = models.DateField(_("festgestellt am"))
    state = FSMField(_("Zustand"), default=State.OPEN, choices=State.choices, protected=True)
    withdrawn_because = models.TextField(_("warum erledigt"), blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ("due", "pk")
        verbose_name = _("Abweichung")
        constraints = (
            models.UniqueConstraint(
                fields=("measure", "rule"),
                condition=models.Q(state__in=("open", "explained", "prepared")) & ~models.Q(rule=""),
                name="steering_one_open_case_a_rule",
            ),
        )
        indexes = (models.Index(fields=("municipality", "state", "due"), name="steering_deviation_due"),)

    def __str__(self) -> str:
        return self.summary

    def get_absolute_url(self) -> str:
        """Return the address of the case."""
        return reverse("steering:deviation", args=[self.municipality.slug, self.pk])

    @transition(field=state, source=[State.OPEN, State.EXPLAINED, State.PREPARED], target=State.EXPLAINED)
    def explain(self) -> None:
        """The owner has said what happened; a case that was prepared needs another look."""

    @transition(field=state, source=[State.OPEN, State.EXPLAINED, State.PREPARED], target=State.PREPARED)
    def prepare(self) -> None:
        """The coordinating office lays it before whoever decides."""

    @transition(field=state, source=[State.OPEN, State.EXPLAINED, State.PREPARED], target=State.DECIDED)
    def decide(self) -> None:
        """Decided."""

    @transition(field=state, source=[State.OPEN, State.EXPLAINED, State.PREPARED], target=State.WITHDRAWN)
    def withdraw(self) -> None:
        """It has sorted itself out."""


class Explanation(TenantOwned):
    """What the owner says about it (Stellungnahme). Later ones stand beside earlier ones."""

    deviation = models.ForeignKey(Deviation, on_delete=models.PROTECT, related_name="explanations")
    text = models.TextField(_("Stellungnahme"))
    made_by = models.CharField(_("von"), max_length=200)
    made_at = models.DateTimeField(_("vom"))

    class Meta:
        ordering = ("made_at", "pk")
        verbose_name = _("Stellungnahme zur Abweichung")

    def __str__(self) -> str:
        return self.text[:80]


class Escalation(TenantOwned):
    """A level let its time pass, or was asked to hand on: the case went to the next. Never edited."""

    deviation = models.ForeignKey(Deviation, on_delete=models.PROTECT, related_name="escalations")
    from_level = models.CharField(max_length=10, choices=Level.choices)
    to_level = models.CharField(max_length=10, choices=Level.choices)
    on = models.DateField(_("am"))
    why = models.CharField(_("warum"), max_length=300)

    class Meta:
        ordering = ("on", "pk")
        verbose_name = _("Weitergabe")

    def __str__(self) -> str:
        return f"{self.get_from_level_display()} → {self.get_to_level_display()}"
