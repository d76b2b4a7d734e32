"""Spreadsheets that came back, kept with what became of them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from etappe.domain.kernel.models import TenantOwned
from etappe.domain.rounds.models.request import Request


class ReturnedSheet(TenantOwned):
    """The spreadsheet of one unit, filled in: kept while its difference is looked at, and after it was taken over."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="sheets")
    filename = models.CharField(_("Datei"), max_length=200)
    content = models.BinaryField()
    digest = models.CharField(_("SHA-256"), max_length=64)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(_("übernommen am"), null=True, blank=True)

    class Meta:
        ordering = ("-uploaded_at",)
        verbose_name = _("Antworttabelle")

    def __str__(self) -> str:
        return self.filename
