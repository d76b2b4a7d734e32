"""A body that meets (OParl: Organization)."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from etappe.domain.council.models.imported import Imported, known_once
from etappe.domain.kernel.fuzzy import FuzzyDateColumns
from etappe.domain.kernel.models import TenantOwned


class Committee(TenantOwned, Imported):
    """A council, committee, advisory board or steering committee."""

    class Kind(models.TextChoices):
        """What sort of body."""

        COUNCIL = "council", _("Rat oder Kreistag")
        COMMITTEE = "committee", _("Ausschuss")
        BOARD = "board", _("Beirat")
        STEERING = "steering", _("Lenkungsausschuss")
        DISTRICT = "district", _("Bezirksvertretung")

    name = models.CharField(_("Name"), max_length=200)
    kind = models.CharField(_("Art"), max_length=10, choices=Kind.choices)
    description = models.TextField(_("Aufgabe"), blank=True)
    founded = FuzzyDateColumns()
    source = models.CharField(_("Quelle"), max_length=300, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ("name",)
        verbose_name = _("Gremium")
        constraints = (
            models.UniqueConstraint(fields=("municipality", "name"), name="council_committee_named_once"),
            known_once("committee"),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the committee's page."""
        return reverse("council:committee", args=[self.municipality.slug, self.pk])
