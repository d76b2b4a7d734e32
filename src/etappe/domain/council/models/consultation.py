"""The path of a paper through the committees (Beratungsfolge)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from etappe.domain.council.models.committee import Committee
from etappe.domain.council.models.imported import Imported, known_once
from etappe.domain.council.models.meeting import AgendaItem, Meeting
from etappe.domain.council.models.paper import Paper
from etappe.domain.kernel.models import TenantOwned


class Consultation(TenantOwned, Imported):
    """One station on a paper's path: a committee, once a meeting is known also when."""

    class Part(models.TextChoices):
        """What the committee does with the paper."""

        NOTES = "notes", _("Kenntnisnahme")
        ADVISES = "advises", _("Vorberatung")
        DECIDES = "decides", _("Entscheidung")

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="consultations")
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="consultations")
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="consultations")
    agenda_item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="consultations"
    )
    part = models.CharField(_("Zuständigkeit"), max_length=10, choices=Part.choices)
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=1)

    class Meta:
        ordering = ("paper", "position")
        verbose_name = _("Beratung")
        constraints = (
            models.UniqueConstraint(
                fields=("paper", "position"), condition=models.Q(oparl_id=""), name="council_consultation_in_order"
            ),
            known_once("consultation"),
        )

    def __str__(self) -> str:
        return f"{self.paper} – {self.committee}"
