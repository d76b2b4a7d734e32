"""Papers (Drucksachen, Vorlagen) and their numbers."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etappe.domain.council.models.imported import Imported, known_once
from etappe.domain.kernel.fuzzy import FuzzyDateColumns
from etappe.domain.kernel.models import TenantOwned


class Paper(TenantOwned, Imported):
    """A paper. ``number`` is kept as written; year, number and supplement are read out of it where possible.

    The year in a paper's number is not the year of its decision. ``links`` are the files of the paper in the council
    information system, each with ``name`` and ``address``; they are read there, not kept here.
    """

    class Kind(models.TextChoices):
        """What the paper asks of the committee."""

        DECISION = "decision", _("Beschlussvorlage")
        NOTICE = "notice", _("Mitteilungsvorlage")
        MOTION = "motion", _("Antrag")
        INQUIRY = "inquiry", pgettext_lazy("Drucksache", "Anfrage")
        REPORT = "report", _("Bericht")
        OTHER = "other", _("weitere")

    number = models.CharField(_("Drucksachennummer"), max_length=60)
    number_key = models.CharField(max_length=60, editable=False, db_index=True)
    number_year = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    title = models.CharField(_("Betreff"), max_length=300)
    kind = models.CharField(_("Art"), max_length=10, choices=Kind.choices, default=Kind.OTHER)
    summary = models.TextField(_("Worum es geht"), blank=True)
    dated = FuzzyDateColumns()
    links = models.JSONField(_("Dateien"), default=list, blank=True, editable=False)
    is_public = models.BooleanField(_("öffentlich"), default=False)
    source = models.CharField(_("Quelle"), max_length=300, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ("-dated_from", "-number_year", "number_key")
        verbose_name = _("Drucksache")
        constraints = (
            models.UniqueConstraint(fields=("municipality", "number_key"), name="council_paper_numbered_once"),
            known_once("paper"),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Return the address of the paper's page."""
        return reverse("council:paper", args=[self.municipality.slug, self.pk])
