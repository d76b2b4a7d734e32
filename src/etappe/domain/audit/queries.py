"""Reading the event log."""

from __future__ import annotations

from collections.abc import Iterable
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


def last_changes(model: type[models.Model], keys: Iterable[int]) -> dict[int, datetime]:
    """Return for each of these objects when the log last speaks of it, in one query; for unknown ones nothing."""
    events = Event.objects.filter(object_type=model._meta.label_lower, object_id__in=[str(key) for key in keys])
    found = events.values_list("object_id").annotate(latest=models.Max("at")).order_by()
    return {int(key): latest for key, latest in found}
