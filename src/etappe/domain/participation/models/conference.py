"""Conferences, their working groups and sessions. Organisations and offices take part here, not persons."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from etappe.domain.council.models import Paper
from etappe.domain.kernel.fuzzy import FuzzyDateColumns
from etappe.domain.kernel.models import TenantOwned
from etappe.domain.tenancy.models import Organisation, Unit


class Conference(TenantOwned):
    """An integration conference, or another occasion where groups form, such as an internal working party."""

    title = models.CharField(_("Titel"), max_length=200)
    when = FuzzyDateColumns()
    description = models.TextField(_("Beschreibung"), blank=True)
    participants = models.PositiveIntegerField(_("Teilnehmende"), null=True, blank=True)
    participants_note = models.CharField(_("Anmerkung zur Zahl"), max_length=80, blank=True)
    organisations = models.ManyToManyField(Organisation, blank=True, related_name="conferences")
    units = models.ManyToManyField(Unit, blank=True, related_name="conferences")
    report_paper = models.ForeignKey(
        Paper,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="conferences",
        verbose_name=_("Abschlussbericht"),
    )
    source = models.CharField(_("Quelle"), max_length=300, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ("-when_from",)
        verbose_name = _("Konferenz")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the conference's page."""
        return reverse("participation:conference", args=[self.municipality.slug, self.pk])


class WorkingGroup(TenantOwned):
    """A group with a theme; it meets in sessions and hands in a final report."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="groups")
    number = models.PositiveSmallIntegerField(_("Nummer"))
    theme = models.CharField(_("Thema"), max_length=200)
    lead_unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("Federführung")
    )
    organisations = models.ManyToManyField(Organisation, blank=True, related_name="groups")
    units = models.ManyToManyField(Unit, blank=True, related_name="groups")
    report = models.TextField(_("Abschlussbericht in Kürze"), blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ("conference", "number")
        verbose_name = _("Arbeitsgruppe")
        constraints = (models.UniqueConstraint(fields=("conference", "number"), name="participation_group_once"),)

    def __str__(self) -> str:
        return f"AG {self.number} {self.theme}"


class GroupSession(TenantOwned):
    """A session of a working group."""

    group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="sessions")
    when = FuzzyDateColumns()
    topic = models.CharField(_("Thema"), max_length=200, blank=True)
    attendance = models.PositiveIntegerField(_("Anwesende"), null=True, blank=True)

    class Meta:
        ordering = ("when_from",)
        verbose_name = _("Sitzung der Arbeitsgruppe")

    def __str__(self) -> str:
        return f"{self.group}, {self.when.words if self.when else ''}"
