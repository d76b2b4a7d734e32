"""Goals: what is to be reached in a field of action."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from etappe.domain.kernel.fuzzy import FuzzyDateColumns
from etappe.domain.kernel.models import TenantOwned, Versioned
from etappe.domain.participation.models import Recommendation
from etappe.domain.programme.models.field import FieldOfAction
from etappe.domain.programme.models.influence import Influence
from etappe.domain.programme.models.programme import Programme


class Goal(TenantOwned, Versioned):
    """A goal (Ziel) of a programme."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="goals")
    field = models.ForeignKey(
        FieldOfAction, on_delete=models.PROTECT, related_name="goals", verbose_name=_("Handlungsfeld")
    )
    number = models.CharField(_("Nummer"), max_length=12)
    title = models.CharField(_("Ziel"), max_length=300)
    description = models.TextField(_("Beschreibung"), blank=True)
    influence = models.CharField(_("Einfluss"), max_length=12, choices=Influence.choices, default=Influence.STEERS)
    deadline = FuzzyDateColumns()
    indicator = models.CharField(_("Woran gemessen wird"), max_length=200, blank=True)
    target_value = models.CharField(_("Zielwert"), max_length=80, blank=True)
    recommendations = models.ManyToManyField(Recommendation, blank=True, related_name="goals")
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ("programme", "field__number", "number")
        verbose_name = _("Ziel")
        constraints = (models.UniqueConstraint(fields=("programme", "number"), name="programme_goal_once"),)

    def __str__(self) -> str:
        return f"Ziel {self.number}"

    def get_absolute_url(self) -> str:
        """Return the place of the goal on its programme's page."""
        return reverse("programme:programme", args=[self.municipality.slug, self.programme.slug]) + f"#ziel-{self.pk}"
