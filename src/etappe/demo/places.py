"""Municipalities, the alliance, units, organisations and accounts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django_scopes import scope

from etappe.demo.accounts import PASSWORD
from etappe.demo.files import Entry, fuzzy, origin, table, toml
from etappe.domain.accounts.actions import grant_role, open_account
from etappe.domain.accounts.queries import actor_for
from etappe.domain.council.models import Committee
from etappe.domain.kernel.actor import Actor, Role, operator
from etappe.domain.programme.actions.programmes import create_alliance_field
from etappe.domain.programme.models import AllianceField
from etappe.domain.tenancy.actions import (
    add_alliance_name,
    change_municipality,
    create_alliance,
    create_municipality,
    create_organisation,
    create_unit,
    dissolve_unit,
    join_alliance,
)
from etappe.domain.tenancy.models import Alliance, Municipality, Organisation, Unit


@dataclass
class Place:
    """A municipality with what later steps refer to by name."""

    municipality: Municipality
    units: dict[str, Unit] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)

    @property
    def operator(self) -> Actor:
        """Whoever runs the server, in this municipality."""
        return operator(self.municipality.pk, "Beispieldaten")

    @property
    def coordinator(self) -> Actor:
        """The coordinating office of this municipality, by its demo account."""
        assignment = self.municipality.role_assignments.select_related("user").get(role=Role.COORDINATOR.value)
        return actor_for(assignment.user, self.municipality)


def load_municipalities() -> dict[str, Place]:
    """Set up all municipalities; return them by key."""
    places: dict[str, Place] = {}
    for row in sorted(table("municipalities.csv"), key=lambda row: bool(row["county"])):
        county = places[row["county"]].municipality if row["county"] else None
        marks = origin(row)
        places[row["ags"]] = Place(
            create_municipality(
                actor=operator(label="Beispieldaten"),
                ags=row["ags"],
                name=row["name"],
                slug=row["slug"],
                kind=row["kind"],
                county=county,
                **marks,
            )
        )
    return places


def load_alliance(places: dict[str, Place]) -> tuple[Alliance, dict[int, AllianceField]]:
    """Found the alliance with its names, its fields of action and its members over time."""
    data, actor = toml("alliance.toml"), operator(label="Beispieldaten")
    about = data["alliance"]
    alliance = create_alliance(
        actor=actor,
        slug=about["slug"],
        name=about["name"],
        description=about["description"],
        source=about["source"],
    )
    for name in data["name"]:
        since = fuzzy(name["since"])
        add_alliance_name(actor=actor, alliance=alliance, name=name["name"], since=since, source=name["source"])
    for member in data["member"]:
        join_alliance(
            actor=actor,
            alliance=alliance,
            municipality=places[member["municipality"]].municipality,
            kind=member["kind"],
            valid_from=member["valid_from"],
            valid_until=member.get("valid_until"),
            since=fuzzy(member["since"]),
            signed=fuzzy(member.get("signed")),
            source=member["source"],
        )
    fields = {
        entry["number"]: create_alliance_field(
            actor=actor, alliance=alliance, number=entry["number"], name=entry["name"]
        )
        for entry in data["field"]
    }
    return alliance, fields


def load_offices(place: Place, data: Entry) -> None:
    """Set up units and organisations of one municipality, and what its public page says."""
    with scope(municipality=place.municipality):
        _load_units(place, data)


def _load_units(place: Place, data: Entry) -> None:
    municipality, actor = place.municipality, place.operator
    introduction = data["municipality"].get("introduction", "")
    change_municipality(actor=actor, municipality=municipality, introduction=introduction)
    for entry in data["unit"]:
        place.units[entry["short"]] = create_unit(
            actor=actor,
            municipality=municipality,
            name=entry["name"],
            short=entry["short"],
            kind=entry["kind"],
            authority=entry["authority"],
            parent=place.units.get(entry.get("parent", "")),
            valid_from=entry.get("valid_from"),
            **origin(entry),
        )
    for entry in data["unit"]:
        if "valid_until" in entry:
            dissolve_unit(
                actor=actor,
                unit=place.units[entry["short"]],
                on=entry["valid_until"],
                successor=place.units.get(entry.get("successor", "")),
            )
    for entry in data.get("organisation", ()):
        place.organisations[entry["name"]] = create_organisation(
            actor=actor, municipality=municipality, name=entry["name"], kind=entry["kind"], **origin(entry)
        )


def load_accounts(places: dict[str, Place], alliance: Alliance, *, role: str | None = None) -> None:
    """Open the demo accounts: those with ``role``, or all that are still missing."""
    for row in table("accounts.csv"):
        wanted = role is None or row["role"] == role
        if not wanted or (role is None and row["role"] == Role.COORDINATOR.value):
            continue
        place = places.get(row["municipality"])
        actor = place.operator if place else operator(label="Beispieldaten")
        user = open_account(actor=actor, email=row["email"], name=row["name"], password=PASSWORD)
        grant_role(
            actor=actor,
            user=user,
            role=Role(row["role"]),
            municipality=place.municipality if place else None,
            alliance=None if place else alliance,
            unit=place.units.get(row["unit"]) if place else None,
            organisation=place.organisations.get(row["organisation"]) if place else None,
            committee_id=_committee(place, row["committee"]) if place else None,
            valid_from=date.fromisoformat(row["valid_from"]),
        )


def _committee(place: Place, name: str) -> int | None:
    if not name:
        return None
    with scope(municipality=place.municipality):
        return int(Committee.objects.get(name=name).pk)
