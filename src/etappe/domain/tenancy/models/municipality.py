"""The municipality: the tenant everything else belongs to."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from etappe.interop.ags import ags_to_ars


class Municipality(models.Model):
    """A town, city or county. Codes are text: ``05112000`` keeps its leading zero."""

    class Kind(models.TextChoices):
        """Legal form."""

        CITY = "city", _("kreisfreie Stadt")
        COUNTY = "county", _("Kreis")
        TOWN = "town", _("kreisangehörige Stadt")

    ags = models.CharField(
        _("Amtlicher Gemeindeschlüssel"),
        max_length=8,
        unique=True,
        validators=[RegexValidator(r"^\d{8}$", _("Der Gemeindeschlüssel hat acht Ziffern, etwa 05112000."))],
    )
    name = models.CharField(_("Name"), max_length=120)
    slug = models.SlugField(_("Kurzname in der Adresse"), max_length=60, unique=True)
    kind = models.CharField(_("Art"), max_length=10, choices=Kind.choices)
    county = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="towns", verbose_name=_("Kreis")
    )
    introduction = models.TextField(_("Einleitung der öffentlichen Seite"), blank=True)
    source = models.CharField(_("Quelle"), max_length=300, blank=True)
    is_example = models.BooleanField(_("erfundenes Beispiel"), default=False)

    class Meta:
        ordering = ("name",)
        verbose_name = _("Kommune")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind="town", county__isnull=False) | ~models.Q(kind="town"),
                name="tenancy_town_has_county",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def ars(self) -> str:
        """Regionalschlüssel, twelve digits (North Rhine-Westphalia)."""
        return ags_to_ars(self.ags)

    @property
    def title(self) -> str:
        """The name as it stands in a heading: “Stadt Witten”, “Ennepe-Ruhr-Kreis”."""
        return self.name if self.kind == self.Kind.COUNTY else str(_("Stadt %(name)s")) % {"name": self.name}

    def get_absolute_url(self) -> str:
        """Return the address of the public page."""
        return reverse("public:municipality", args=[self.slug])
