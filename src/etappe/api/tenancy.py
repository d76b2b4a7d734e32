"""Municipalities with their units and organisations, alliances with their members."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from etappe.api.routing import Caller, Here, reads, writes
from etappe.api.values import Change, Entry, FuzzyOut, Id, OneOf, Page, Paging, Ref, Text, Title, fuzzy, page_of, ref
from etappe.domain.programme.queries import ReleasedFigures, released_figures
from etappe.domain.tenancy.actions import change_municipality, create_organisation, create_unit
from etappe.domain.tenancy.models import Alliance, Membership, Municipality, Organisation, Unit
from etappe.domain.tenancy.models.unit import Authority
from etappe.domain.tenancy.policies import AlliancePolicy, MunicipalityPolicy, OrganisationPolicy, UnitPolicy

register = Router(tags=["Municipalities and alliances"])
"""Routes outside any municipality."""

router = Router(tags=["Units and organisations"])
"""Routes within a municipality."""


class MunicipalityOut(BaseModel):
    """A town, city or county, with the number of what it has made public."""

    slug: str = Field(description="Short name, used in every address below it.", examples=["duisburg"])
    ags: str = Field(description="Amtlicher Gemeindeschlüssel, eight digits.", examples=["05112000"])
    ars: str = Field(description="Regionalschlüssel, twelve digits.", examples=["051120000000"])
    name: str
    title: str = Field(description="The name as it stands in a heading.", examples=["Stadt Duisburg"])
    kind: Annotated[str, OneOf(Municipality.Kind)]
    county: str | None = Field(description="Short name of the county a town belongs to.")
    introduction: str
    source: str
    is_example: bool = Field(description="Whether this municipality is made up.")
    programmes: int = Field(description="Public programmes.")
    measures: int = Field(description="Public measures.")
    measures_done: int = Field(description="Public measures that are done.")


class MunicipalityChange(Change):
    """What the administration may change of its municipality."""

    introduction: Text = Field(description="What the public page says first.")


class UnitOut(BaseModel):
    """A unit of the administration."""

    id: int
    name: str
    short: str = Field(examples=["Amt 51"])
    kind: Annotated[str, OneOf(Unit.Kind)]
    authority: Annotated[str, OneOf(Authority)]
    parent: Ref | None = Field(description="The unit above it.")
    valid_from: date | None
    valid_until: date | None
    successor: Ref | None = Field(description="Who carries on its work, where it was dissolved.")
    source: str
    is_example: bool


class UnitIn(Entry):
    """A new unit."""

    name: Title
    short: Title = Field(examples=["Amt 51"])
    kind: Annotated[str, OneOf(Unit.Kind)]
    authority: Annotated[str, OneOf(Authority)]
    parent: Id | None = Field(None, description="The unit above it.")
    valid_from: date | None = None
    source: Text = ""


class OrganisationOut(BaseModel):
    """An association, a migrants' organisation, a provider, a firm."""

    id: int
    name: str
    kind: Annotated[str, OneOf(Organisation.Kind)]
    source: str
    is_example: bool


class OrganisationIn(Entry):
    """A new organisation."""

    name: Title
    kind: Annotated[str, OneOf(Organisation.Kind)]
    source: Text = ""


class AllianceNameOut(BaseModel):
    """A name under which an alliance was or is known."""

    name: str
    since: FuzzyOut | None
    source: str


class MembershipOut(BaseModel):
    """Belonging to an alliance, with validity."""

    municipality: str = Field(description="Short name of the municipality.", examples=["duisburg"])
    name: str
    kind: Annotated[str, OneOf(Membership.Kind)]
    valid_from: date
    valid_until: date | None
    holds_today: bool
    since: FuzzyOut | None
    signed: FuzzyOut | None
    paper_number: str
    source: str


class AllianceOut(BaseModel):
    """An alliance of municipalities, with all names it has had and all memberships, past ones too."""

    slug: str
    name: str
    description: str
    source: str
    names: list[AllianceNameOut]
    memberships: list[MembershipOut]


@reads(register, "/municipalities")
def list_municipalities(here: Caller, paging: Query[Paging]) -> Page[MunicipalityOut]:
    """List all municipalities, by name."""
    found = MunicipalityPolicy.queryset(here.actor).select_related("county").order_by("name", "pk")
    start = (paging.page - 1) * paging.size
    figures = released_figures(list(found.values_list("pk", flat=True)[start : start + paging.size]))
    return page_of(found, paging, lambda place: _municipality(place, figures))


@reads(register, "/municipalities/{municipality}")
def get_municipality(here: Here) -> MunicipalityOut:
    """Show one municipality."""
    return _municipality(here.municipality, released_figures([here.municipality.pk]))


@writes(register, "patch", "/municipalities/{municipality}")
def update_municipality(here: Here, body: MunicipalityChange) -> MunicipalityOut:
    """Change what the public page says about the municipality."""
    changed = change_municipality(actor=here.actor, municipality=here.municipality, introduction=body.introduction)
    return _municipality(changed, released_figures([changed.pk]))


def _municipality(place: Municipality, figures: dict[int, ReleasedFigures]) -> MunicipalityOut:
    public = figures.get(place.pk, ReleasedFigures(0, 0, 0))
    return MunicipalityOut(
        slug=place.slug,
        ags=place.ags,
        ars=place.ars,
        name=place.name,
        title=place.title,
        kind=place.kind,
        county=place.county.slug if place.county else None,
        introduction=place.introduction,
        source=place.source,
        is_example=place.is_example,
        programmes=public.programmes,
        measures=public.measures,
        measures_done=public.done,
    )


@reads(register, "/alliances")
def list_alliances(here: Caller, paging: Query[Paging]) -> Page[AllianceOut]:
    """List the alliances with their members."""
    return page_of(_alliances(here).order_by("name", "pk"), paging, lambda alliance: _alliance(alliance, here.today))


@reads(register, "/alliances/{alliance}")
def get_alliance(here: Caller, alliance: str) -> AllianceOut:
    """Show one alliance with its names and members, past ones too."""
    found = _alliances(here).filter(slug=alliance).first()
    if found is None:
        raise Http404(_("Dieses Bündnis gibt es hier nicht."))
    return _alliance(found, here.today)


def _alliances(here: Caller) -> Any:
    return AlliancePolicy.queryset(here.actor).prefetch_related("names", "memberships__municipality")


def _alliance(alliance: Alliance, today: date) -> AllianceOut:
    return AllianceOut(
        slug=alliance.slug,
        name=alliance.name,
        description=alliance.description,
        source=alliance.source,
        names=[
            AllianceNameOut(name=entry.name, since=fuzzy(entry.since), source=entry.source)
            for entry in alliance.names.all()
        ],
        memberships=[
            MembershipOut(
                municipality=entry.municipality.slug,
                name=entry.municipality.name,
                kind=entry.kind,
                valid_from=entry.valid_from,
                valid_until=entry.valid_until,
                holds_today=entry.holds_on(today),
                since=fuzzy(entry.since),
                signed=fuzzy(entry.signed),
                paper_number=entry.paper_number,
                source=entry.source,
            )
            for entry in alliance.memberships.all()
        ],
    )


@reads(router, "/units")
def list_units(here: Here, paging: Query[Paging]) -> Page[UnitOut]:
    """List the units of the administration, past ones too."""
    found = UnitPolicy.queryset(here.actor).select_related("parent", "successor").order_by("name", "pk")
    return page_of(found, paging, _unit)


@writes(router, "post", "/units", status=201)
def add_unit(here: Here, body: UnitIn) -> UnitOut:
    """Add a unit to the tree of the administration."""
    values = here.values(body, {"parent": UnitPolicy})
    return _unit(create_unit(actor=here.actor, municipality=here.municipality, **values))


def _unit(unit: Unit) -> UnitOut:
    return UnitOut(
        id=unit.pk,
        name=unit.name,
        short=unit.short,
        kind=unit.kind,
        authority=unit.authority,
        parent=ref(unit.parent),
        valid_from=unit.valid_from,
        valid_until=unit.valid_until,
        successor=ref(unit.successor),
        source=unit.source,
        is_example=unit.is_example,
    )


@reads(router, "/organisations")
def list_organisations(here: Here, paging: Query[Paging]) -> Page[OrganisationOut]:
    """List the organisations the municipality works with."""
    return page_of(OrganisationPolicy.queryset(here.actor).order_by("name", "pk"), paging, _organisation)


@writes(router, "post", "/organisations", status=201)
def add_organisation(here: Here, body: OrganisationIn) -> OrganisationOut:
    """Add an organisation."""
    made = create_organisation(
        actor=here.actor, municipality=here.municipality, name=body.name, kind=body.kind, source=body.source
    )
    return _organisation(made)


def _organisation(organisation: Organisation) -> OrganisationOut:
    return OrganisationOut(
        id=organisation.pk,
        name=organisation.name,
        kind=organisation.kind,
        source=organisation.source,
        is_example=organisation.is_example,
    )
