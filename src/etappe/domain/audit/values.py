"""Values of an object as they stand in events: plain JSON, one way to write each of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from etappe.domain.kernel.errors import Invalid
from etappe.domain.kernel.fuzzy import fuzzy_columns
from etappe.domain.kernel.models import TenantOwned
from etappe.interop.fuzzy_dates import FuzzyDate

State = dict[str, Any]
LONGEST_VALUE = 10_000  # characters kept of one field in an event


def plain(value: Any) -> Any:
    """Return ``value`` as JSON knows it: dates and decimals as text, bytes as their length."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, bytes | memoryview):
        return f"{len(value)} Bytes"
    if isinstance(value, str):
        return str(value)[:LONGEST_VALUE]
    if value is None or isinstance(value, bool | int | float | list | dict):
        return value
    return str(value)


def state_of(obj: models.Model) -> State:
    """Return all stored fields of ``obj`` as plain values; foreign keys as ids, files as names; no secrets."""
    return {
        field.attname: plain(field.value_from_object(obj))
        for field in obj._meta.concrete_fields
        if not field.primary_key and field.name not in {"version", "password", "secret"}
    }


def columns_of(model: type[models.Model], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``changes`` by column: fuzzy dates as their four columns, foreign keys by ``…_id``.

    Many-to-many fields keep their name and become sorted lists of ids.
    """
    many = {field.name for field in model._meta.many_to_many}
    keys = {field.name: field.attname for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)}
    columns: dict[str, Any] = {}
    for name, value in changes.items():
        if name in many:
            columns[name] = sorted(item.pk for item in value)
        elif name in keys:
            columns[keys[name]] = value.pk if value is not None else None
        elif isinstance(value, FuzzyDate) or (value is None and hasattr(model, f"{name}_words")):
            columns.update(fuzzy_columns(name, value))
        else:
            columns[name] = value
    return columns


def value_now(obj: models.Model, column: str) -> Any:
    """Return what ``column`` holds; for a many-to-many field the sorted ids."""
    if column in {field.name for field in obj._meta.many_to_many}:
        return sorted(getattr(obj, column).values_list("pk", flat=True))
    return getattr(obj, column)


def validated(obj: models.Model) -> None:
    """Check all fields and constraints of ``obj``; raise :class:`Invalid` with a message a field."""
    try:
        obj.full_clean()
    except ValidationError as error:
        raise Invalid(
            {
                "" if name == NON_FIELD_ERRORS else name: " ".join(messages)
                for name, messages in error.message_dict.items()
            }
        ) from None


class ForeignReference(RuntimeError):
    """A programming error: an object was about to point into another municipality's data."""


def refuse_foreign_references(obj: models.Model) -> None:
    """Raise :class:`ForeignReference` where a foreign key of ``obj`` leaves its municipality."""
    if not isinstance(obj, TenantOwned):
        return
    for field in obj._meta.concrete_fields:
        if not isinstance(field, models.ForeignKey) or not issubclass(field.related_model, TenantOwned):
            continue
        target = getattr(obj, field.name)
        if target is not None and target.municipality_id != obj.municipality_id:
            raise ForeignReference(f"{obj._meta.label}.{field.name} points into another municipality")
