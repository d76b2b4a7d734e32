"""Options: what could be done, and what would follow."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from etappe.domain.kernel.fuzzy import FuzzyDateColumns
from etappe.domain.kernel.models import TenantOwned, Versioned
from etappe.domain.programme.models import Measure
from etappe.domain.steering.models.deviation import Deviation


class Course(models.TextChoices):
    """What can be decided about a measure."""

    CONTINUE = "continue", _("weiter wie geplant")
    CORRECT = "correct", _("Ziel oder Frist anpassen")
    MOVE_MEANS = "move_means", _("Mittel umschichten")
    STOP = "stop", _("Maßnahme beenden")
    TO_COUNCIL = "to_council", _("dem Rat vorlegen")


class Option(TenantOwned, Versioned):
    """One option with its consequences, put together by the coordinating office or the owner."""

    deviation = models.ForeignKey(Deviation, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField(default=1)
    course = models.CharField(_("Vorschlag"), max_length=12, choices=Course.choices)
    consequence = models.TextField(_("Was daraus folgt"))
    new_deadline = FuzzyDateColumns()
    new_target = models.CharField(_("neuer Zielwert"), max_length=80, blank=True)
    amount = models.DecimalField(
        _("Mittel in Euro"), max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    from_measure = models.ForeignKey(
        Measure, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("Mittel aus")
    )
    recommended = models.BooleanField(_("empfohlen"), default=False)

    class Meta:
        ordering = ("deviation", "position", "pk")
        verbose_name = _("Möglichkeit")

    def __str__(self) -> str:
        return str(self.get_course_display())
