"""What the objects are called that events point to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from etappe.domain.audit.models import Event

Names = dict[tuple[Any, Any], str]
"""What objects are called, by model and key."""


def names_in(events: Iterable[Event]) -> Names:
    """Return what the objects are called that the events point to, with one query for each kind of object."""
    wanted: dict[Any, set[Any]] = defaultdict(set)
    for event in events:
        for name in event.after if event.before else ():
            related = related_model(apps.get_model(event.object_type), name)
            if related is not None:
                for value in (event.before.get(name), event.after.get(name)):
                    wanted[related].update(value if isinstance(value, list) else [value])
    return {
        (model, item.pk): str(item)
        for model, keys in wanted.items()
        for item in model._base_manager.filter(pk__in=keys - {None})
    }


def related_model(model: Any, name: str) -> Any:
    """Return the model that the field ``name`` of ``model`` points to; None where it points to none."""
    try:
        return model._meta.get_field(name.removesuffix("_id")).related_model
    except FieldDoesNotExist:
        return None
