"""The programme: what a municipality has resolved to do in a period."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from etappe.domain.council.models import Paper
from etappe.domain.kernel.fuzzy import FuzzyDateColumns
from etappe.domain.kernel.models import TenantOwned, Versioned


class Programme(TenantOwned, Versioned):
    """An integration programme."""

    class State(models.TextChoices):
        """How far the programme has come."""

        DRAFT = "draft", _("Entwurf")
        ADOPTED = "adopted", _("beschlossen")
        CLOSED = "closed", _("abgeschlossen")

    title = models.CharField(_("Titel"), max_length=200)
    slug = models.SlugField(_("Kurzname in der Adresse"), max_length=80)
    period = FuzzyDateColumns()
    introduction = models.TextField(_("Einleitung"), blank=True)
    state = models.CharField(_("Stand"), max_length=10, choices=State.choices, default=State.DRAFT)
    is_public = models.BooleanField(_("öffentlich"), default=False)
    papers = models.ManyToManyField(Paper, blank=True, related_name="programmes", verbose_name=_("Drucksachen"))
    resolution_draft = models.TextField(_("Beschlussentwurf"), blank=True)
    facts = models.TextField(_("Sachdarstellung"), blank=True)
    financial_effects = models.TextField(_("Finanzielle Auswirkungen"), blank=True)
    source = models.CharField(_("Quelle"), max_length=300, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ("-period_from", "title")
        verbose_name = _("Programm")
        constraints = (models.UniqueConstraint(fields=("municipality", "slug"), name="programme_slug_once"),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the programme's page."""
        return reverse("programme:programme", args=[self.municipality.slug, self.slug])
