"""The stages of a city's process: what happened when, in words and with fuzzy dates."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from etappe.domain.council.models import Paper
from etappe.domain.kernel.fuzzy import FuzzyDateColumns
from etappe.domain.kernel.models import TenantOwned


class Stage(TenantOwned):
    """One stage (Etappe) on the public timeline; several papers a stage."""

    title = models.CharField(_("Titel"), max_length=200)
    text = models.TextField(_("Beschreibung"))
    when = FuzzyDateColumns()
    papers = models.ManyToManyField(Paper, blank=True, related_name="stages")
    position = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(_("Quelle"), max_length=300, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ("when_from", "when_until", "position")
        verbose_name = _("Etappe")

    def __str__(self) -> str:
        return self.title
