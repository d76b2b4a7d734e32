"""Spreadsheets that were taken in, kept with what became of them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from etappe.domain.kernel.models import TenantOwned
from etappe.domain.programme.models.programme import Programme


class SheetImport(TenantOwned):
    """A spreadsheet of measures: kept while its difference is looked at, and after it has been applied."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="sheet_imports")
    filename = models.CharField(_("Datei"), max_length=200)
    content = models.BinaryField()
    pasted = models.BooleanField(default=False)
    digest = models.CharField(_("SHA-256"), max_length=64)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(_("übernommen am"), null=True, blank=True)

    class Meta:
        ordering = ("-uploaded_at",)
        verbose_name = _("Tabelle")

    def __str__(self) -> str:
        return self.filename
