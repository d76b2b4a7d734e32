"""Who takes part in a measure besides its owner."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from etappe.domain.kernel.models import TenantOwned
from etappe.domain.programme.models.measure import Measure
from etappe.domain.tenancy.models import Organisation, Unit


class Cooperation(TenantOwned):
    """A partner of a measure: an organisation or another unit, and what it contributes."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="cooperations")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="cooperations"
    )
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="cooperations")
    contribution = models.CharField(_("Beitrag"), max_length=200, blank=True)

    class Meta:
        ordering = ("measure", "pk")
        verbose_name = _("Kooperation")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=False, unit__isnull=True)
                | models.Q(organisation__isnull=True, unit__isnull=False),
                name="programme_cooperation_has_one_partner",
            ),
            models.UniqueConstraint(
                fields=("measure", "organisation"),
                condition=models.Q(organisation__isnull=False),
                name="programme_partner_organisation_once",
            ),
            models.UniqueConstraint(
                fields=("measure", "unit"), condition=models.Q(unit__isnull=False), name="programme_partner_unit_once"
            ),
        )

    def __str__(self) -> str:
        return str(self.organisation or self.unit)
