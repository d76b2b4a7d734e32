"""Measures: who does what, for whom, where, by when, with which means, to which effect."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from etappe.domain.kernel.fuzzy import FuzzyDateColumns
from etappe.domain.kernel.models import TenantOwned, Versioned
from etappe.domain.participation.models import Recommendation
from etappe.domain.programme.models.field import FieldOfAction
from etappe.domain.programme.models.goal import Goal
from etappe.domain.programme.models.influence import Influence
from etappe.domain.programme.models.programme import Programme
from etappe.domain.programme.models.target_group import TargetGroup
from etappe.domain.tenancy.models import Unit


class Measure(TenantOwned, Versioned):
    """A measure (Maßnahme). All but title, field and programme may be missing, and is then said to be missing."""

    class State(models.TextChoices):
        """Where the measure stands."""

        PLANNED = "planned", _("geplant")
        RUNNING = "running", _("läuft")
        DELAYED = "delayed", _("verzögert")
        AT_RISK = "at_risk", _("gefährdet")
        DONE = "done", _("erledigt")
        STOPPED = "stopped", _("gestoppt")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="measures")
    field = models.ForeignKey(
        FieldOfAction, on_delete=models.PROTECT, related_name="measures", verbose_name=_("Handlungsfeld")
    )
    goal = models.ForeignKey(
        Goal, null=True, blank=True, on_delete=models.PROTECT, related_name="measures", verbose_name=_("Ziel")
    )
    number = models.PositiveIntegerField(_("Nummer"))
    title = models.CharField(_("Titel"), max_length=200)
    description = models.TextField(_("Beschreibung"), blank=True)
    owner = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="measures", verbose_name=_("Zuständig")
    )
    influence = models.CharField(_("Einfluss"), max_length=12, choices=Influence.choices, default=Influence.STEERS)
    target_groups = models.ManyToManyField(
        TargetGroup, blank=True, related_name="measures", verbose_name=_("Zielgruppen")
    )
    place = models.CharField(_("Ort"), max_length=200, blank=True)
    start = FuzzyDateColumns()
    deadline = FuzzyDateColumns()
    budget = models.DecimalField(
        _("Haushaltsmittel in Euro"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    funding_source = models.CharField(_("Finanzierung"), max_length=200, blank=True)
    output = models.TextField(_("Was entsteht (Output)"), blank=True)
    outcome = models.TextField(_("Was sich ändert (Wirkung)"), blank=True)
    indicator = models.CharField(_("Woran gemessen wird"), max_length=200, blank=True)
    target_value = models.CharField(_("Zielwert"), max_length=80, blank=True)
    state = models.CharField(_("Stand"), max_length=10, choices=State.choices, default=State.PLANNED)
    recommendations = models.ManyToManyField(
        Recommendation, blank=True, related_name="measures", verbose_name=_("aus Empfehlungen")
    )
    is_public = models.BooleanField(_("öffentlich"), default=False)
    source = models.CharField(_("Quelle"), max_length=300, blank=True)
    is_example = models.BooleanField(default=False)
    search_text = models.TextField(editable=False, blank=True)
    """Title, description, owner, place and number in lower case, for the search of the list."""

    class Meta:
        ordering = ("programme", "number")
        verbose_name = _("Maßnahme")
        constraints = (
            models.UniqueConstraint(fields=("programme", "number"), name="programme_measure_numbered_once"),
            models.CheckConstraint(
                condition=models.Q(budget__isnull=True) | models.Q(budget__gte=0), name="programme_budget_not_negative"
            ),
        )
        indexes = (
            models.Index(fields=("municipality", "programme", "number"), name="programme_measure_list"),
            models.Index(fields=("municipality", "deadline_until"), name="programme_measure_due"),
            models.Index(fields=("municipality", "owner", "state"), name="programme_measure_owner"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def clean(self) -> None:
        """A measure serves a goal of its own programme."""
        if self.goal is not None and self.goal.programme_id != self.programme_id:
            raise ValidationError({"goal": _("Dieses Ziel gehört zu einem anderen Programm.")})

    def get_absolute_url(self) -> str:
        """Return the address of the measure's page."""
        return reverse("programme:measure", args=[self.municipality.slug, self.pk])
