"""Fields of action: each municipality has its own; they map to the alliance's for comparison."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from etappe.domain.kernel.models import TenantOwned
from etappe.domain.tenancy.models import Alliance


class AllianceField(models.Model):
    """A field of action of the alliance, to which the municipalities' own fields are mapped."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="fields")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ("alliance", "number")
        constraints = (models.UniqueConstraint(fields=("alliance", "number"), name="programme_alliance_field_once"),)

    def __str__(self) -> str:
        return self.name


class FieldOfAction(TenantOwned):
    """A field of action (Handlungsfeld) of one municipality."""

    number = models.PositiveSmallIntegerField(_("Nummer"))
    name = models.CharField(_("Name"), max_length=120)
    alliance_field = models.ForeignKey(
        AllianceField, null=True, blank=True, on_delete=models.SET_NULL, related_name="fields"
    )
    source = models.CharField(_("Quelle"), max_length=300, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ("number",)
        verbose_name = _("Handlungsfeld")
        constraints = (
            models.UniqueConstraint(fields=("municipality", "number"), name="programme_field_numbered_once"),
            models.UniqueConstraint(fields=("municipality", "name"), name="programme_field_named_once"),
        )

    def __str__(self) -> str:
        return self.name
