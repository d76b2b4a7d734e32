"""Meetings and their agenda (OParl: Meeting, AgendaItem)."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from etappe.domain.council.models.committee import Committee
from etappe.domain.council.models.imported import Imported, known_once
from etappe.domain.kernel.fuzzy import FuzzyDateColumns
from etappe.domain.kernel.models import TenantOwned


class Meeting(TenantOwned, Imported):
    """A committee meets. ``when`` may be as vague as “Ende März”; ``moved_from`` says when it was to be before."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="meetings")
    when = FuzzyDateColumns()
    moved_from = models.CharField(_("verschoben von"), max_length=80, blank=True, editable=False)
    place = models.CharField(_("Ort"), max_length=200, blank=True)
    cancelled = models.BooleanField(_("entfällt"), default=False)
    source = models.CharField(_("Quelle"), max_length=300, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ("-when_from",)
        verbose_name = _("Sitzung")
        constraints = (known_once("meeting"),)

    def __str__(self) -> str:
        return f"{self.committee}, {self.when.words if self.when else ''}"

    def get_absolute_url(self) -> str:
        """Return the place of the meeting on its committee's page."""
        return reverse("council:committee", args=[self.municipality.slug, self.committee_id]) + f"#sitzung-{self.pk}"


class AgendaItem(TenantOwned, Imported):
    """An item of a meeting's agenda; it may deal with several papers, by way of their consultations.

    Numbers entered here are unique in their meeting. Those brought from the council information system are as they
    are there: agendas are renumbered, and two items may swap their numbers.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    number = models.CharField(_("TOP"), max_length=20)
    title = models.CharField(_("Titel"), max_length=300)
    position = models.PositiveIntegerField(default=0, editable=False)
    is_public = models.BooleanField(_("öffentlich"), default=True)
    result = models.CharField(_("Ergebnis"), max_length=200, blank=True, editable=False)

    class Meta:
        ordering = ("meeting", "position", "number")
        verbose_name = _("Tagesordnungspunkt")
        constraints = (
            models.UniqueConstraint(
                fields=("meeting", "number"), condition=models.Q(oparl_id=""), name="council_item_numbered_once"
            ),
            known_once("item"),
        )

    def __str__(self) -> str:
        return f"TOP {self.number}: {self.title}"
