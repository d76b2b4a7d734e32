"""Programmes, fields of action, target groups, goals, measures, milestones and partners."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from etappe.demo.council import Council
from etappe.demo.files import Entry, day, fuzzy, origin, several, table
from etappe.demo.places import Place
from etappe.domain.participation.models import Recommendation
from etappe.domain.programme.actions.measures import add_milestone, add_partner, create_measure
from etappe.domain.programme.actions.programmes import (
    change_programme,
    create_field,
    create_goal,
    create_programme,
    create_target_group,
)
from etappe.domain.programme.models import AllianceField, FieldOfAction, Goal, Measure, Programme, TargetGroup


def load_fields(place: Place, entries: list[Entry], alliance: dict[int, AllianceField]) -> dict[str, FieldOfAction]:
    """Load the municipality's own fields of action, mapped to the alliance's; return them by number."""
    return {
        str(entry["number"]): create_field(
            actor=place.coordinator,
            municipality=place.municipality,
            number=entry["number"],
            name=entry["name"],
            alliance_field=alliance.get(entry.get("alliance_field", 0)),
            **origin(entry),
        )
        for entry in entries
    }


def load_programme(place: Place, council: Council, entry: Entry) -> Programme:
    """Load a programme."""
    texts = {name: entry.get(name, "") for name in ("resolution_draft", "facts", "financial_effects")}
    programme = create_programme(
        actor=place.coordinator,
        municipality=place.municipality,
        title=entry["title"],
        slug=entry["slug"],
        period=fuzzy(entry["period"]),
        introduction=entry.get("introduction", ""),
        papers=[council.papers[number] for number in entry.get("papers", ())],
        is_public=entry.get("public", False),
        **origin(entry),
        **texts,
    )
    return change_programme(actor=place.coordinator, programme=programme, changes={"state": entry["state"]})


def load_target_groups(place: Place, rows: list[Any]) -> dict[str, TargetGroup]:
    """Load target groups; return them by name."""
    return {
        row["name"]: create_target_group(
            actor=place.coordinator,
            municipality=place.municipality,
            name=row["name"],
            age_from=int(row["age_from"]) if row.get("age_from") else None,
            age_to=int(row["age_to"]) if row.get("age_to") else None,
            origin=row.get("origin", ""),
        )
        for row in rows
    }


def load_goals(
    place: Place, programme: Programme, fields: dict[str, FieldOfAction], known: dict[str, Recommendation]
) -> dict[str, Goal]:
    """Load the goals of the made-up city; return them by number."""
    return {
        row["number"]: create_goal(
            actor=place.coordinator,
            programme=programme,
            field=fields[row["field"]],
            number=row["number"],
            title=row["title"],
            description=row["description"],
            influence=row["influence"],
            deadline=fuzzy(row["deadline"]),
            indicator=row["indicator"],
            target_value=row["target_value"],
            recommendations=[known[number] for number in several(row["recommendations"])],
            is_example=True,
        )
        for row in table("musterhafen/goals.csv")
    }


def load_measure(
    place: Place,
    programme: Programme,
    fields: dict[str, FieldOfAction],
    groups: dict[str, TargetGroup],
    entry: Entry,
    **links: Any,
) -> Measure:
    """Load one measure; ``links``: goal and recommendations."""
    names = entry["target_groups"]
    texts = ("description", "place", "funding_source", "output", "outcome", "indicator", "target_value", "state")
    measure = create_measure(
        actor=place.coordinator,
        programme=programme,
        field=fields[str(entry["field"])],
        number=int(entry["number"]),
        title=entry["title"],
        owner=place.units.get(entry.get("owner", "")),
        influence=entry["influence"],
        target_groups=[groups[name] for name in (several(names) if isinstance(names, str) else names)],
        start=fuzzy(entry.get("start")),
        deadline=fuzzy(entry.get("deadline")),
        budget=Decimal(entry["budget"]) if entry.get("budget") else None,
        is_public=str(entry.get("public", "true")) in {"True", "true"},
        **{name: entry.get(name, "") for name in texts},
        **origin(entry),
        **links,
    )
    partners = entry.get("partners", "")
    for name in several(partners) if isinstance(partners, str) else partners:
        partner = place.organisations.get(name) or place.units[name]
        add_partner(actor=place.coordinator, measure=measure, partner=partner)
    return measure


def load_milestones(place: Place, measures: dict[str, Measure]) -> None:
    """Load the milestones of the made-up city."""
    for row in table("musterhafen/milestones.csv"):
        add_milestone(
            actor=place.coordinator,
            measure=measures[row["measure"]],
            title=row["title"],
            due=fuzzy(row["due"]),
            reached_on=day(row["reached_on"]),
        )
