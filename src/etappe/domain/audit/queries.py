"""Reading the event log."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from etappe.domain.audit.models import Event


def history_of(obj: models.Model, *, limit: int = 50) -> list[Event]:
    """Return the latest events of ``obj``, newest first, in one query."""
    events = Event.objects.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk))
    return list(events.order_by("-sequence")[:limit])


def count_events_since(municipality_id: int, moment: datetime) -> int:
    """Return how many events of a municipality there have been since ``moment``."""
    return Event.objects.filter(municipality_id=municipality_id, at__gte=moment).count()


def recent_events(municipality_id: int, *, limit: int = 200) -> models.QuerySet[Event]:
    """Return the newest events of a municipality; for the data protection officer."""
    return Event.objects.filter(municipality_id=municipality_id).order_by("-at", "-sequence")[:limit]
