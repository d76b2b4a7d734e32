"""What a concept paper says, statement by statement."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from etappe.domain.kernel.models import TenantOwned
from etappe.domain.participation.models.concept import ConceptVersion


class Finding(TenantOwned):
    """One classified statement of one version. ``kind`` is what holds: the rule's verdict unless corrected by hand."""

    class Kind(models.TextChoices):
        """What a statement is."""

        COMMITMENT = "commitment", _("Zusage")
        DEMAND = "demand", _("Forderung")
        INTENT = "intent", _("Absichtserklärung")
        FINDING = "finding", _("Feststellung")
        BACKGROUND = "background", _("Hintergrund")

    class Change(models.TextChoices):
        """How the statement relates to the version before."""

        FIRST = "first", _("erste Fassung")
        SAME = "same", _("unverändert")
        CHANGED = "changed", _("geändert")
        NEW = "new", _("neu")

    version = models.ForeignKey(ConceptVersion, on_delete=models.CASCADE, related_name="findings")
    position = models.PositiveIntegerField()
    section = models.PositiveIntegerField(default=0)
    paragraph = models.PositiveIntegerField(default=0)
    layout = models.CharField(max_length=8, default="text")
    """How its paragraph stands in the paper: ``text``, ``item``, ``row`` or ``field``."""
    page = models.PositiveIntegerField(_("Seite"), null=True)
    key = models.CharField(max_length=64, db_index=True)
    text = models.TextField(_("Wortlaut"))
    kind = models.CharField(_("Einordnung"), max_length=12, choices=Kind.choices)
    kind_by_rule = models.CharField(max_length=12, choices=Kind.choices)
    corrected = models.BooleanField(_("von Hand eingeordnet"), default=False)
    modality = models.CharField(_("Ausdrucksweise"), max_length=60, blank=True)
    cues = models.JSONField(default=list, blank=True)
    rules = models.JSONField(default=list, blank=True)
    addressee = models.CharField(_("Adressat"), max_length=200, blank=True)
    missing = models.JSONField(default=list, blank=True)
    present = models.JSONField(default=dict, blank=True)
    change = models.CharField(max_length=10, choices=Change.choices, default=Change.FIRST)
    predecessor = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="successors")

    class Meta:
        ordering = ("version", "position")
        verbose_name = _("Fundstelle")
        constraints = (models.UniqueConstraint(fields=("version", "position"), name="participation_finding_in_order"),)
        indexes = (models.Index(fields=("version", "kind"), name="participation_finding_kind"),)

    def __str__(self) -> str:
        return self.text if len(self.text) <= 120 else f"{self.text[:117]}…"

    def get_absolute_url(self) -> str:
        """Return the place of the statement on the worksheet."""
        base = reverse("participation:concept", args=[self.municipality.slug, self.version.concept_id])
        return f"{base}?fassung={self.version.number}#f{self.position}"
