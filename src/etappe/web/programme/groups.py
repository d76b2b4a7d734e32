"""A measure is edited one group of facts at a time; here is which field belongs to which group."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Group:
    """Facts that are shown and edited together."""

    slug: str
    title: str | Promise
    fields: tuple[str, ...]


GROUPS: tuple[Group, ...] = (
    Group("auftrag", _("Auftrag"), ("title", "description", "field", "goal", "owner", "influence")),
    Group("zielgruppe", _("Zielgruppe und Ort"), ("target_groups", "place")),
    Group("zeit", _("Zeit"), ("start", "deadline")),
    Group("mittel", _("Mittel"), ("budget", "funding_source")),
    Group("wirkung", _("Ergebnis und Wirkung"), ("output", "outcome", "indicator", "target_value")),
    Group("oeffentlichkeit", _("Öffentlichkeit"), ("is_public",)),
)


def group_named(slug: str) -> Group | None:
    """Return the group with this short name."""
    return next((group for group in GROUPS if group.slug == slug), None)


def group_of(field: str) -> Group:
    """Return the group in which ``field`` is edited."""
    return next(group for group in GROUPS if field in group.fields)
