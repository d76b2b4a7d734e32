"""Whom a measure is for, told apart by age and by origin."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from etappe.domain.kernel.models import TenantOwned


class TargetGroup(TenantOwned):
    """A group of people. ``ages`` and ``origin`` say by age and by origin who is meant; empty means all."""

    name = models.CharField(_("Zielgruppe"), max_length=160)
    age_from = models.PositiveSmallIntegerField(_("Alter ab"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("Alter bis"), null=True, blank=True)
    origin = models.CharField(_("Herkunft"), max_length=160, blank=True)

    class Meta:
        ordering = ("name",)
        verbose_name = _("Zielgruppe")
        constraints = (
            models.UniqueConstraint(fields=("municipality", "name"), name="programme_target_group_once"),
            models.CheckConstraint(
                condition=models.Q(age_from__isnull=True)
                | models.Q(age_to__isnull=True)
                | models.Q(age_to__gte=models.F("age_from")),
                name="programme_target_group_ages",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def ages(self) -> str:
        """The age span in words, empty where none is given."""
        if self.age_from is not None and self.age_to is not None:
            return str(_("%(from)d bis %(to)d Jahre")) % {"from": self.age_from, "to": self.age_to}
        if self.age_from is not None:
            return str(_("ab %(from)d Jahren")) % {"from": self.age_from}
        if self.age_to is not None:
            return str(_("bis %(to)d Jahre")) % {"to": self.age_to}
        return ""
