"""Units of an administration: Dezernat, Amt, Stabsstelle. A tree in which every node has its authority."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from etappe.domain.kernel.models import TenantOwned


class Authority(models.TextChoices):
    """What a unit may do about the work of others. A staff unit without line authority coordinates."""

    DECIDES = "decides", _("entscheidet")
    COORDINATES = "coordinates", _("koordiniert")
    EXECUTES = "executes", _("führt aus")


class Unit(TenantOwned):
    """A unit with validity dates; where it was dissolved, ``successor`` carries on its work."""

    class Kind(models.TextChoices):
        """Place in the administration."""

        MAYOR = "mayor", _("Verwaltungsleitung")
        DEPARTMENT = "department", _("Dezernat")
        OFFICE = "office", _("Amt")
        STAFF = "staff", _("Stabsstelle")
        INSTITUTE = "institute", _("Einrichtung")

    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    name = models.CharField(_("Name"), max_length=200)
    short = models.CharField(_("Kurzname"), max_length=60)
    kind = models.CharField(_("Art"), max_length=12, choices=Kind.choices)
    authority = models.CharField(_("Befugnis"), max_length=12, choices=Authority.choices)
    valid_from = models.DateField(_("gültig ab"), null=True, blank=True)
    valid_until = models.DateField(_("gültig bis"), null=True, blank=True)
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors")
    source = models.CharField(_("Quelle"), max_length=300, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ("name",)
        verbose_name = _("Organisationseinheit")
        constraints = (
            models.UniqueConstraint(fields=("municipality", "name", "valid_from"), name="tenancy_unit_named_once"),
            models.UniqueConstraint(
                fields=("municipality", "short"),
                condition=models.Q(valid_until__isnull=True),
                name="tenancy_unit_short",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="staff", authority="decides"), name="tenancy_staff_unit_does_not_decide"
            ),
        )

    def __str__(self) -> str:
        return self.short or self.name

    @property
    def title(self) -> str:
        """Name and short name, where they differ."""
        return self.name if self.short in {"", self.name} else f"{self.name} ({self.short})"
