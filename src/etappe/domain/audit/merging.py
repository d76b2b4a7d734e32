"""Two people edit one object: a three-way merge, field by field, with the event log as the common ancestor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from etappe.domain.audit.models import Event
from etappe.domain.audit.values import plain, value_now
from etappe.domain.kernel.errors import Conflict
from etappe.domain.kernel.models import Versioned

V = TypeVar("V", bound=Versioned)


def changes_since(obj: Versioned, version: int) -> dict[str, Any]:
    """Return for each field changed after ``version`` the plain value it had at that version."""
    events = Event.objects.filter(
        object_type=obj._meta.label_lower, object_id=str(obj.pk), object_version__gt=version
    ).order_by("sequence")
    base: dict[str, Any] = {}
    for event in events:
        for name, value in event.before.items():
            base.setdefault(name, value)
    return base


def merge(obj: V, *, expected_version: int | None, columns: Mapping[str, Any]) -> tuple[V, dict[str, Any]]:
    """Lock the stored row of ``obj``; return it and those of ``columns`` that are to be written.

    What nobody else has touched since ``expected_version`` is written; what only others have changed stays theirs;
    where both changed the same column to different values, :class:`Conflict` is raised and nothing is written.
    """
    manager: models.Manager[Any] = type(obj)._base_manager
    current: V = manager.select_for_update().get(pk=obj.pk)
    wanted = dict(columns)
    if expected_version is None or current.version == expected_version:
        return current, wanted
    base = changes_since(current, expected_version)
    theirs: dict[str, Any] = {}
    for name in set(base) & set(wanted):
        now = value_now(current, name)
        if plain(wanted[name]) in (plain(now), base[name]):
            del wanted[name]
        else:
            theirs[name] = now
    if theirs:
        raise Conflict(
            _("Inzwischen hat jemand anderes dieselben Angaben geändert. Ihre Eingaben sind noch da."),
            current_version=current.version,
            theirs=theirs,
        )
    return current, wanted
