"""Events and the heads of their chains."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ChainHead(models.Model):
    """The last link of one chain; locked while an event is appended, so that no two get the same number."""

    chain = models.CharField(max_length=40, unique=True)
    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.chain} #{self.sequence}"


class Event(models.Model):
    """One thing that happened. Database triggers refuse any change and any deletion.

    ``chain`` is the municipality's id, or ``system`` for what concerns no single municipality. ``before`` and
    ``after`` hold only the fields that changed. ``digest`` is the SHA-256 over all of this and the digest before.
    """

    chain = models.CharField(max_length=40)
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField(_("Zeitpunkt"))
    verb = models.CharField(max_length=60, db_index=True)
    actor_label = models.CharField(_("wer"), max_length=200)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    municipality = models.ForeignKey(
        "tenancy.Municipality", null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    object_label = models.CharField(max_length=300)
    object_version = models.PositiveIntegerField(null=True)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    reason = models.TextField(_("warum"), blank=True)
    previous_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("chain", "sequence")
        constraints = (models.UniqueConstraint(fields=("chain", "sequence"), name="audit_event_once_per_chain"),)
        indexes = (
            models.Index(fields=("object_type", "object_id", "sequence"), name="audit_event_object"),
            models.Index(fields=("municipality", "-at"), name="audit_event_recent"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_label}: {self.verb}"
