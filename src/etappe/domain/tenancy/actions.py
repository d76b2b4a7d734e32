"""Setting up municipalities, alliances, units and organisations."""

from __future__ import annotations

from datetime import date

from etappe.domain.audit.recording import act
from etappe.domain.audit.values import state_of, validated
from etappe.domain.kernel.actor import Actor
from etappe.domain.tenancy.models import Alliance, AllianceName, Membership, Municipality, Organisation, Unit
from etappe.domain.tenancy.policies import AlliancePolicy, MunicipalityPolicy, OrganisationPolicy, UnitPolicy
from etappe.interop.fuzzy_dates import FuzzyDate


def create_municipality(
    *,
    actor: Actor,
    ags: str,
    name: str,
    slug: str,
    kind: str,
    county: Municipality | None = None,
    introduction: str = "",
    source: str = "",
    is_example: bool = False,
) -> Municipality:
    """Set up a municipality. Raises ``Invalid`` where code or slug are malformed or taken."""
    municipality = Municipality(
        ags=ags,
        name=name,
        slug=slug,
        kind=kind,
        county=county,
        introduction=introduction,
        source=source,
        is_example=is_example,
    )
    with act(actor, allowed_by=MunicipalityPolicy, to="create", on=None) as record:
        validated(municipality)
        municipality.save()
        record.created("municipality.created", municipality)
    return municipality


def change_municipality(*, actor: Actor, municipality: Municipality, introduction: str) -> Municipality:
    """Change what the public page says about the municipality."""
    with act(actor, allowed_by=MunicipalityPolicy, to="change", on=municipality) as record:
        before = state_of(municipality)
        municipality.introduction = introduction
        municipality.save()
        record.changed("municipality.changed", municipality, before)
    return municipality


def create_alliance(*, actor: Actor, slug: str, name: str, description: str = "", source: str = "") -> Alliance:
    """Found an alliance."""
    with act(actor, allowed_by=AlliancePolicy, to="create", on=None) as record:
        return record.create("alliance.created", Alliance(slug=slug, name=name, description=description, source=source))


def add_alliance_name(
    *, actor: Actor, alliance: Alliance, name: str, since: FuzzyDate | None = None, source: str = ""
) -> AllianceName:
    """Record a name under which the alliance is known."""
    with act(actor, allowed_by=AlliancePolicy, to="change", on=alliance) as record:
        entry = AllianceName(alliance=alliance, name=name, source=source)
        entry.since = since
        entry.save()
        record.created("alliance.named", entry)
    return entry


def join_alliance(
    *,
    actor: Actor,
    alliance: Alliance,
    municipality: Municipality,
    kind: str,
    valid_from: date,
    valid_until: date | None = None,
    since: FuzzyDate | None = None,
    signed: FuzzyDate | None = None,
    paper_number: str = "",
    source: str = "",
) -> Membership:
    """Record a membership. A change from guest to member is a second membership, not an edit of the first."""
    with act(actor, allowed_by=AlliancePolicy, to="change", on=alliance) as record:
        membership = Membership(
            alliance=alliance,
            municipality=municipality,
            kind=kind,
            valid_from=valid_from,
            valid_until=valid_until,
            paper_number=paper_number,
            source=source,
        )
        membership.since = since
        membership.signed = signed
        validated(membership)
        membership.save()
        record.created("alliance.joined", membership)
    return membership


def create_unit(
    *,
    actor: Actor,
    municipality: Municipality,
    name: str,
    short: str,
    kind: str,
    authority: str,
    parent: Unit | None = None,
    valid_from: date | None = None,
    source: str = "",
    is_example: bool = False,
) -> Unit:
    """Add a unit to the tree of an administration."""
    unit = Unit(
        municipality=municipality,
        name=name,
        short=short,
        kind=kind,
        authority=authority,
        parent=parent,
        valid_from=valid_from,
        source=source,
        is_example=is_example,
    )
    with act(actor, allowed_by=UnitPolicy, to="create", on=None) as record:
        validated(unit)
        unit.save()
        record.created("unit.created", unit)
    return unit


def create_organisation(
    *,
    actor: Actor,
    municipality: Municipality,
    name: str,
    kind: str,
    source: str = "",
    is_example: bool = False,
) -> Organisation:
    """Add an organisation the municipality works with."""
    organisation = Organisation(municipality=municipality, name=name, kind=kind, source=source, is_example=is_example)
    with act(actor, allowed_by=OrganisationPolicy, to="create", on=None) as record:
        validated(organisation)
        organisation.save()
        record.created("organisation.created", organisation)
    return organisation


def dissolve_unit(*, actor: Actor, unit: Unit, on: date, successor: Unit | None = None) -> Unit:
    """End a unit with the day ``on``; ``successor`` carries on its work."""
    with act(actor, allowed_by=UnitPolicy, to="dissolve", on=unit) as record:
        before = state_of(unit)
        unit.valid_until, unit.successor = on, successor
        validated(unit)
        unit.save()
        record.changed("unit.dissolved", unit, before)
    return unit
