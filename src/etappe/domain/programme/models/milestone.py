"""Milestones of a measure."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from etappe.domain.kernel.fuzzy import FuzzyDateColumns
from etappe.domain.kernel.models import TenantOwned
from etappe.domain.programme.models.measure import Measure


class Milestone(TenantOwned):
    """A step on the way, with a date and a day on which it was reached."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="milestones")
    position = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(_("Meilenstein"), max_length=200)
    due = FuzzyDateColumns()
    reached_on = models.DateField(_("erreicht am"), null=True, blank=True)

    class Meta:
        ordering = ("measure", "position")
        verbose_name = _("Meilenstein")

    def __str__(self) -> str:
        return self.title
