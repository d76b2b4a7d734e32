"""The alliance of municipalities, its changing names, and who belonged to it when."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from etappe.domain.kernel.fuzzy import FuzzyDateColumns
from etappe.domain.tenancy.models.municipality import Municipality


class Alliance(models.Model):
    """An alliance such as the eight cities with one contract."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("Name"), max_length=200)
    description = models.TextField(_("Beschreibung"), blank=True)
    source = models.CharField(_("Quelle"), max_length=300, blank=True)

    class Meta:
        ordering = ("name",)
        verbose_name = _("Bündnis")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the alliance's page."""
        return reverse("alliance:alliance", args=[self.slug])


class AllianceName(models.Model):
    """A name under which the alliance was or is known."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    since = FuzzyDateColumns()
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("since_from", "name")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Belonging to an alliance as guest or member, with validity. History is never overwritten."""

    class Kind(models.TextChoices):
        """How a municipality belongs."""

        GUEST = "guest", _("Gast")
        MEMBER = "member", _("Mitglied")

    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="memberships")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="memberships")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    valid_from = models.DateField(_("gültig ab"))
    valid_until = models.DateField(_("gültig bis"), null=True, blank=True)
    since = FuzzyDateColumns()
    signed = FuzzyDateColumns()
    paper_number = models.CharField(_("Drucksache"), max_length=60, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("valid_from", "municipality__name")
        constraints = (
            models.UniqueConstraint(
                fields=("alliance", "municipality", "valid_from"), name="tenancy_membership_starts_once"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=models.F("valid_from")),
                name="tenancy_membership_ends_after_start",
            ),
        )

    def __str__(self) -> str:
        return f"{self.municipality} – {self.get_kind_display()}"

    def holds_on(self, day: date) -> bool:
        """Whether the membership is in force on ``day``."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)
