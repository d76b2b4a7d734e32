"""Statements (Stellungnahmen) of associations, point by point."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from etappe.domain.kernel.fuzzy import FuzzyDateColumns
from etappe.domain.kernel.models import TenantOwned
from etappe.domain.participation.models.concept import ConceptPaper
from etappe.domain.tenancy.models import Organisation


class Statement(TenantOwned):
    """An association's statement on a concept paper or report."""

    title = models.CharField(_("Titel"), max_length=200)
    author = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="statements")
    concept = models.ForeignKey(
        ConceptPaper, null=True, blank=True, on_delete=models.PROTECT, related_name="statements"
    )
    when = FuzzyDateColumns()
    summary = models.TextField(_("Kernaussage"), blank=True)
    is_public = models.BooleanField(_("öffentlich"), default=False)
    source = models.CharField(_("Quelle"), max_length=300, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ("-when_from",)
        verbose_name = _("Stellungnahme")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the statement's page."""
        return reverse("participation:statement", args=[self.municipality.slug, self.pk])


class StatementPoint(TenantOwned):
    """One point of a statement, in words of the municipality's choosing."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="points")
    number = models.PositiveSmallIntegerField(_("Nummer"))
    title = models.CharField(_("Worum es geht"), max_length=200)
    text = models.TextField(_("Inhalt"))
    addressee = models.CharField(_("Adressat"), max_length=200, blank=True)

    class Meta:
        ordering = ("statement", "number")
        verbose_name = _("Punkt der Stellungnahme")
        constraints = (models.UniqueConstraint(fields=("statement", "number"), name="participation_point_once"),)

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"
