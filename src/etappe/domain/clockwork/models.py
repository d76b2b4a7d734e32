"""Which day's work is done."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from etappe.domain.kernel.models import TenantOwned


class DailyWork(TenantOwned):
    """One job of one day is done. Written in the transaction of the work itself: both stand, or neither does."""

    job = models.CharField(_("Aufgabe"), max_length=60)
    day = models.DateField(_("Tag"))
    done_at = models.DateTimeField(_("erledigt"))

    class Meta:
        ordering = ("-day", "job")
        verbose_name = _("Tagesarbeit")
        constraints = (
            models.UniqueConstraint(fields=("municipality", "job", "day"), name="clockwork_done_once_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.job}: {self.day}"
