"""Recommendations: what a conference, a concept paper or an association asks for."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from etappe.domain.kernel.models import TenantOwned, Versioned
from etappe.domain.participation.models.conference import WorkingGroup
from etappe.domain.participation.models.finding import Finding
from etappe.domain.participation.models.statement import StatementPoint
from etappe.domain.tenancy.models import Organisation, Unit


class Recommendation(TenantOwned, Versioned):
    """A recommendation (Empfehlung). Its sources stay attached: sentences, a working group, a point of a statement."""

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", _("offen")
        ACCEPTED = "accepted", _("angenommen")
        PARTLY = "partly", _("teilweise angenommen")
        REJECTED = "rejected", _("abgelehnt")
        DONE = "done", _("umgesetzt")

    number = models.PositiveIntegerField(_("Nummer"))
    text = models.TextField(_("Empfehlung"))
    theme = models.CharField(_("Thema"), max_length=120, blank=True)
    addressee = models.CharField(_("Adressat"), max_length=200, blank=True)
    addressee_unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("zuständige Stelle")
    )
    state = models.CharField(_("Stand"), max_length=10, choices=State.choices, default=State.OPEN)
    reason = models.TextField(_("Begründung"), blank=True)
    findings = models.ManyToManyField(Finding, blank=True, related_name="recommendations")
    working_group = models.ForeignKey(
        WorkingGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="recommendations"
    )
    statement_point = models.ForeignKey(
        StatementPoint, null=True, blank=True, on_delete=models.PROTECT, related_name="recommendations"
    )
    recommended_by = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="recommendations"
    )
    is_public = models.BooleanField(_("öffentlich"), default=False)
    source = models.CharField(_("Quelle"), max_length=300, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ("number",)
        verbose_name = _("Empfehlung")
        constraints = (
            models.UniqueConstraint(fields=("municipality", "number"), name="participation_recommendation_once"),
            models.CheckConstraint(
                condition=~models.Q(state__in=["rejected", "partly"]) | ~models.Q(reason=""),
                name="participation_rejection_has_reason",
            ),
        )
        indexes = (models.Index(fields=("municipality", "state"), name="participation_rec_state"),)

    def __str__(self) -> str:
        return f"Empfehlung {self.number}"

    @property
    def quoted(self) -> list[Finding]:
        """The sentences it came from, each in the first version that had it."""
        findings = list(self.findings.all())
        known = {finding.pk for finding in findings}
        return [finding for finding in findings if finding.predecessor_id not in known]

    def get_absolute_url(self) -> str:
        """Return the address of the recommendation's page."""
        return reverse("participation:recommendation", args=[self.municipality.slug, self.pk])
