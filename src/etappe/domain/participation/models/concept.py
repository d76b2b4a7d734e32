"""Concept papers as they were handed in, version by version."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from etappe.domain.council.models import Paper
from etappe.domain.kernel.models import TenantOwned


class ConceptPaper(TenantOwned):
    """A concept (Integrationskonzept), possibly read in several times as it is revised."""

    title = models.CharField(_("Titel"), max_length=200)
    paper = models.ForeignKey(
        Paper, null=True, blank=True, on_delete=models.PROTECT, related_name="concepts", verbose_name=_("Drucksache")
    )
    is_public = models.BooleanField(_("öffentlich"), default=False)
    source = models.CharField(_("Quelle"), max_length=300, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ("title",)
        verbose_name = _("Konzept")
        constraints = (models.UniqueConstraint(fields=("municipality", "title"), name="participation_concept_once"),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the worksheet."""
        return reverse("participation:concept", args=[self.municipality.slug, self.pk])


class ConceptVersion(TenantOwned):
    """One reading of a file: the original, its text, and how far the reading has got."""

    class State(models.TextChoices):
        """Progress of the reading."""

        WAITING = "waiting", _("wartet")
        READING = "reading", _("wird gelesen")
        READY = "ready", _("gelesen")
        FAILED = "failed", _("nicht lesbar")

    concept = models.ForeignKey(ConceptPaper, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("Fassung"))
    filename = models.CharField(_("Datei"), max_length=200)
    original = models.FileField(upload_to="concepts/%Y/%m")
    digest = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveBigIntegerField(_("Größe in Byte"))
    uploaded_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    steps_done = models.PositiveIntegerField(default=0)
    steps_total = models.PositiveIntegerField(default=0)
    failure = models.TextField(blank=True)
    pages = models.PositiveIntegerField(_("Seiten"), default=0)
    outline = models.JSONField(default=list, blank=True)
    """Sections in order: ``[{"label", "level"}, …]``; a finding points into it by index."""
    gone = models.JSONField(default=list, blank=True)
    """Statements of the version before that this one no longer has: ``[{"text", "kind", "section"}, …]``."""

    class Meta:
        ordering = ("concept", "-number")
        verbose_name = _("Fassung")
        constraints = (models.UniqueConstraint(fields=("concept", "number"), name="participation_version_once"),)

    def __str__(self) -> str:
        return f"{self.concept}, Fassung {self.number}"
