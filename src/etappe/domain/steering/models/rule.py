"""Rules: when a deviation opens itself. Visible to everybody in the administration, adjustable per municipality."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from etappe.domain.kernel.models import TenantOwned, Versioned


class RuleKind(models.TextChoices):
    """What a rule looks at. ``threshold`` counts days, reminders, times or percent, as the kind says."""

    DEADLINE_PASSED = "deadline_passed", _("Frist verstrichen")
    FORECAST_LATE = "forecast_late", _("voraussichtlich später als die Frist")
    MILESTONE_SLIPPED = "milestone_slipped", _("Meilenstein verfehlt")
    NO_REPLY = "no_reply", _("keine Antwort trotz Erinnerungen")
    WORSE_TWICE = "worse_twice", _("zweimal nacheinander schlechter")
    BUDGET_EXCEEDED = "budget_exceeded", _("Mittel überschritten")
    INDICATOR_OFF_TRACK = "indicator_off_track", _("Indikator nicht auf Kurs")


class Rule(TenantOwned, Versioned):
    """One rule of one municipality."""

    kind = models.CharField(_("Regel"), max_length=20, choices=RuleKind.choices)
    active = models.BooleanField(_("in Kraft"), default=True)
    threshold = models.PositiveSmallIntegerField(_("Schwelle"), default=0)
    days_to_answer = models.PositiveSmallIntegerField(
        _("Tage bis zur nächsten Ebene"), default=14, validators=[MinValueValidator(1), MaxValueValidator(180)]
    )

    class Meta:
        ordering = ("kind",)
        verbose_name = _("Regel für Abweichungen")
        constraints = (models.UniqueConstraint(fields=("municipality", "kind"), name="steering_rule_once"),)

    def __str__(self) -> str:
        return str(self.get_kind_display())
