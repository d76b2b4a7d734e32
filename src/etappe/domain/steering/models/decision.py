"""Decisions: by whom, with which mandate, from what to what, and why. Immutable."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from etappe.domain.accounts.models import RoleAssignment, User
from etappe.domain.council.models import Paper, Resolution
from etappe.domain.kernel.fuzzy import FuzzyDateColumns
from etappe.domain.kernel.models import TenantOwned
from etappe.domain.programme.models import Measure
from etappe.domain.steering.models.deviation import Deviation
from etappe.domain.steering.models.option import Course


class Decision(TenantOwned):
    """A decision (Entscheidung) of an office-holder with a mandate, or of a committee by its resolution.

    A check constraint wants one of both, and ``mandate_role`` *decider* with a mandate; a trigger compares
    ``mandate_role`` and ``decided_by`` with the role assignment itself. So nobody who only coordinates can decide,
    by whichever way the row came.
    """

    deviation = models.ForeignKey(Deviation, on_delete=models.PROTECT, related_name="decisions")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="decisions")
    course = models.CharField(_("Entscheidung"), max_length=12, choices=Course.choices)
    reason = models.TextField(_("Begründung"))
    old_deadline = FuzzyDateColumns()
    new_deadline = FuzzyDateColumns()
    old_target = models.CharField(_("bisheriger Zielwert"), max_length=80, blank=True)
    new_target = models.CharField(_("neuer Zielwert"), max_length=80, blank=True)
    amount = models.DecimalField(_("Mittel in Euro"), max_digits=12, decimal_places=2, null=True, blank=True)
    from_measure = models.ForeignKey(
        Measure, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("Mittel aus")
    )
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(RoleAssignment, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    mandate_role = models.CharField(max_length=12, blank=True, editable=False)
    mandate_words = models.CharField(_("entschieden von"), max_length=200)
    resolution = models.ForeignKey(
        Resolution,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
        verbose_name=_("Beschluss"),
    )
    decided_at = models.DateTimeField(_("entschieden am"))
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ("-decided_at", "-pk")
        verbose_name = _("Entscheidung")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    mandate__isnull=False, decided_by__isnull=False, mandate_role="decider", resolution__isnull=True
                )
                | models.Q(mandate__isnull=True, mandate_role="", resolution__isnull=False),
                name="steering_decision_has_a_mandate",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="steering_decision_has_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.get_course_display()}: {self.measure}"

    def get_absolute_url(self) -> str:
        """Return the place of the decision on the page of its case."""
        return (
            reverse("steering:deviation", args=[self.municipality.slug, self.deviation_id]) + f"#entscheidung-{self.pk}"
        )


class DecisionPaper(TenantOwned):
    """The paper with which a decision goes to a committee. Public papers make their decisions public."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="papers")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="decisions")

    class Meta:
        ordering = ("decision", "pk")
        verbose_name = _("Drucksache zur Entscheidung")
        constraints = (models.UniqueConstraint(fields=("decision", "paper"), name="steering_paper_once"),)

    def __str__(self) -> str:
        return str(self.paper)
