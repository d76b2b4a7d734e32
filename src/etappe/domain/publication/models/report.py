"""Reports, kept byte for byte."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from etappe.domain.council.models import Paper
from etappe.domain.kernel.models import TenantOwned
from etappe.domain.programme.models import Programme
from etappe.domain.publication.models.steering_report import SteeringReport


class Report(TenantOwned):
    """A report as it was made. Never edited: a later state is a later report."""

    class Kind(models.TextChoices):
        """What the report is about."""

        PROGRAMME = "programme", _("Integrationsprogramm")
        STEERING = "steering", _("Steuerungsbericht")

    class Format(models.TextChoices):
        """File format."""

        PDF = "pdf", "PDF"
        DOCX = "docx", "DOCX"
        XLSX = "xlsx", "XLSX"

    kind = models.CharField(_("Art"), max_length=12, choices=Kind.choices)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="reports")
    steering = models.ForeignKey(SteeringReport, null=True, blank=True, on_delete=models.PROTECT, related_name="files")
    paper = models.ForeignKey(Paper, null=True, blank=True, on_delete=models.PROTECT, related_name="reports")
    format = models.CharField(_("Format"), max_length=5, choices=Format.choices)
    as_of = models.DateField(_("Stand"))
    content = models.BinaryField()
    digest = models.CharField(_("SHA-256"), max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)
    for_public = models.BooleanField(_("nur Öffentliches"), default=False)
    is_public = models.BooleanField(_("öffentlich"), default=False)

    class Meta:
        ordering = ("-made_at", "format")
        verbose_name = _("Bericht")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(is_public=False) | models.Q(for_public=True),
                name="publication_no_drafts_in_public",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="steering", steering__isnull=False)
                | (~models.Q(kind="steering") & models.Q(steering__isnull=True)),
                name="publication_file_names_its_report",
            ),
        )

    def __str__(self) -> str:
        return gettext("%(kind)s (%(format)s), Stand %(day)s") % {
            "kind": self.get_kind_display(),
            "format": self.get_format_display(),
            "day": date_format(self.as_of, "SHORT_DATE_FORMAT"),
        }

    def get_absolute_url(self) -> str:
        """Return the address from which the file is downloaded."""
        return reverse("publication:download", args=[self.municipality.slug, self.pk])
