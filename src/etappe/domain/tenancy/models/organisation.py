"""Organisations a municipality works with."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from etappe.domain.kernel.models import TenantOwned


class Organisation(TenantOwned):
    """An association, a migrants' organisation, a provider, a firm. Organisations and offices, not persons."""

    class Kind(models.TextChoices):
        """What sort of organisation."""

        WELFARE = "welfare", _("Wohlfahrtsverband")
        MIGRANT = "migrant", _("Migrantenorganisation")
        PROVIDER = "provider", _("Träger")
        EMPLOYER = "employer", _("Betrieb oder Kammer")
        SCIENCE = "science", _("Hochschule oder Institut")
        PUBLIC = "public", _("Behörde außerhalb der Kommune")
        OTHER = "other", _("weitere")

    name = models.CharField(_("Name"), max_length=200)
    kind = models.CharField(_("Art"), max_length=10, choices=Kind.choices)
    source = models.CharField(_("Quelle"), max_length=300, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ("name",)
        verbose_name = _("Organisation")
        constraints = (
            models.UniqueConstraint(fields=("municipality", "name"), name="tenancy_organisation_named_once"),
        )

    def __str__(self) -> str:
        return self.name
