"""What a round said when it closed, for good, and notices that correct it from beside."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from etappe.domain.kernel.models import TenantOwned
from etappe.domain.programme.models import Measure
from etappe.domain.rounds.models.round import Round


class Snapshot(TenantOwned):
    """All a report needs, names included, as canonical JSON with its SHA-256. The database refuses to change it."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="snapshot")
    content = models.TextField()
    digest = models.CharField(_("SHA-256"), max_length=64)
    made_at = models.DateTimeField(_("festgeschrieben"))

    class Meta:
        ordering = ("-made_at",)
        verbose_name = _("festgeschriebener Stand")

    def __str__(self) -> str:
        return f"{self.round}: {self.digest[:12]}"


class Correction(TenantOwned):
    """A notice beside a closed round: what was wrong, what is right. Never an edit: the database refuses that."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="corrections")
    measure = models.ForeignKey(Measure, null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")
    text = models.TextField(_("Berichtigung"))
    made_at = models.DateTimeField(_("vom"))
    made_by = models.CharField(_("von"), max_length=200)

    class Meta:
        ordering = ("made_at", "pk")
        verbose_name = _("Berichtigung")

    def __str__(self) -> str:
        return self.text[:80]
