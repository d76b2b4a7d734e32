"""What a committee has resolved."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from etappe.domain.council.models.committee import Committee
from etappe.domain.council.models.consultation import Consultation
from etappe.domain.council.models.paper import Paper
from etappe.domain.kernel.fuzzy import FuzzyDateColumns
from etappe.domain.kernel.models import TenantOwned


class Resolution(TenantOwned):
    """A resolution (Beschluss) on a paper. Once recorded it is not edited; a correction is a resolution of its own."""

    class Outcome(models.TextChoices):
        """How the committee decided."""

        ADOPTED = "adopted", _("beschlossen")
        AMENDED = "amended", _("geändert beschlossen")
        NOTED = "noted", _("zur Kenntnis genommen")
        POSTPONED = "postponed", _("vertagt")
        REJECTED = "rejected", _("abgelehnt")

    paper = models.ForeignKey(Paper, null=True, blank=True, on_delete=models.PROTECT, related_name="resolutions")
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="resolutions")
    consultation = models.OneToOneField(
        Consultation, null=True, blank=True, on_delete=models.PROTECT, related_name="resolution"
    )
    outcome = models.CharField(_("Ergebnis"), max_length=10, choices=Outcome.choices)
    text = models.TextField(_("Wortlaut"))
    when = FuzzyDateColumns()
    source = models.CharField(_("Quelle"), max_length=300, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ("-when_from",)
        verbose_name = _("Beschluss")

    def __str__(self) -> str:
        return f"{self.committee}: {self.get_outcome_display()}"
