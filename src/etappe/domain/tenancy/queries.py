"""Reading the register."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db.models import Q

from etappe.domain.tenancy.models import Alliance, Membership, Unit


def subtree_ids(municipality_id: int, roots: frozenset[int]) -> frozenset[int]:
    """Return the ids of ``roots`` and all units below them, in one query."""
    children: dict[int | None, list[int]] = defaultdict(list)
    pairs = Unit._base_manager.filter(municipality_id=municipality_id).values_list("pk", "parent_id")
    for pk, parent_id in pairs:
        children[parent_id].append(pk)
    found, queue = set(roots), list(roots)
    while queue:
        for child in children[queue.pop()]:
            if child not in found:
                found.add(child)
                queue.append(child)
    return frozenset(found)


def units_in_force(on: date) -> list[Unit]:
    """Return the units of the current scope that exist on ``on``, with their parents."""
    in_force = Q(valid_until__isnull=True) | Q(valid_until__gte=on)
    started = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    return list(Unit.objects.filter(in_force & started).select_related("parent"))


def members_on(alliance: Alliance, day: date) -> list[Membership]:
    """Return the memberships in force on ``day``, by name of municipality."""
    memberships = alliance.memberships.select_related("municipality").order_by("municipality__name")
    return [membership for membership in memberships if membership.holds_on(day)]
