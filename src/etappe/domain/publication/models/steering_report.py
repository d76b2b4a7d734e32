"""The steering report of a round: drafted, put into words, released for good."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from etappe.domain.council.models import Paper
from etappe.domain.kernel.models import TenantOwned, Versioned
from etappe.domain.kernel.states import Refusals, Stateful
from etappe.domain.rounds.models import Round


class SteeringReport(TenantOwned, Versioned, Stateful):
    """A steering report (Steuerungsbericht) for a committee.

    The office writes the passages; figures come from the round. Once released, ``content`` keeps all that the report
    says, names included, as JSON with its SHA-256: whatever is printed of it later is byte for byte the same.
    """

    class State(models.TextChoices):
        """Where the report stands."""

        DRAFT = "draft", _("Entwurf")
        RELEASED = "released", _("ausgegeben")

    REFUSALS: ClassVar[Refusals] = {
        ("release", "released"): _("Dieser Bericht ist schon ausgegeben. Ein neuer Stand ist ein neuer Bericht."),
        ("edit", "released"): _("Dieser Bericht ist ausgegeben und bleibt, wie er ist. Bitte einen neuen beginnen."),
    }

    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="steering_reports", verbose_name=_("Abfrage")
    )
    title = models.CharField(_("Titel"), max_length=200)
    summary = models.TextField(_("Zusammenfassung"), blank=True)
    outlook = models.TextField(_("Ausblick"), blank=True)
    resolution_draft = models.TextField(_("Beschlussentwurf"), blank=True)
    facts = models.TextField(_("Sachdarstellung"), blank=True)
    financial_effects = models.TextField(_("Finanzielle Auswirkungen"), blank=True)
    paper = models.ForeignKey(
        Paper,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="steering_reports",
        verbose_name=_("Drucksache"),
    )
    state = FSMField(_("Zustand"), default=State.DRAFT, choices=State.choices, protected=True)
    released_at = models.DateTimeField(_("ausgegeben am"), null=True, blank=True)
    content = models.TextField(blank=True, editable=False)
    digest = models.CharField(_("SHA-256"), max_length=64, blank=True, editable=False)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ("-round__reporting_date", "-pk")
        verbose_name = _("Steuerungsbericht")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state="draft", released_at__isnull=True, content="")
                | (models.Q(state="released", released_at__isnull=False) & ~models.Q(content="")),
                name="publication_released_keeps_its_content",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the report's page."""
        return reverse("publication:steering", args=[self.municipality.slug, self.pk])

    @transition(field=state, source=State.DRAFT, target=State.DRAFT)
    def edit(self) -> None:
        """The office writes."""

    @transition(field=state, source=State.DRAFT, target=State.RELEASED)
    def release(self) -> None:
        """For the committee, and for good."""
