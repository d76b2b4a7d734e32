"""A small made-up town with one account a role, for tests of the domain."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import count

from django_scopes import scope

from etappe.domain.accounts.actions import grant_role, open_account
from etappe.domain.accounts.models import User
from etappe.domain.accounts.queries import actor_for
from etappe.domain.council.models import Committee
from etappe.domain.kernel.actor import Actor, Role, operator, visitor
from etappe.domain.programme.models import FieldOfAction, Measure, Programme
from etappe.domain.tenancy.actions import create_municipality, create_organisation, create_unit
from etappe.domain.tenancy.models import Municipality, Organisation, Unit

_numbers = count(1)


@dataclass
class Town:
    """A municipality with units, an association and a user for every role."""

    municipality: Municipality
    department: Unit
    office: Unit
    other_office: Unit
    association: Organisation
    committee: Committee
    users: dict[Role, User] = field(default_factory=dict)

    def actor(self, role: Role) -> Actor:
        """Return the holder of ``role`` as an actor here."""
        return actor_for(self.users[role], self.municipality)

    @property
    def visitor(self) -> Actor:
        """Someone without account."""
        return visitor(self.municipality.pk)

    @contextmanager
    def scope(self) -> Iterator[Town]:
        """Enter the tenant scope."""
        with scope(municipality=self.municipality):
            yield self


def build_town(name: str = "Testheim") -> Town:
    """Set up a town through the actions, as an operator would."""
    number = next(_numbers)
    operating = operator()
    municipality = create_municipality(
        actor=operating,
        ags=f"05{number:06d}",
        name=f"{name} {number}",
        slug=f"{name.lower()}-{number}",
        kind=Municipality.Kind.CITY,
        is_example=True,
    )
    here = operator(municipality.pk)
    with scope(municipality=municipality):
        department = create_unit(
            actor=here,
            municipality=municipality,
            name="Dezernat III",
            short="Dez. III",
            kind=Unit.Kind.DEPARTMENT,
            authority="decides",
        )
        office = create_unit(
            actor=here,
            municipality=municipality,
            name="Jugendamt",
            short="Amt 51",
            kind=Unit.Kind.OFFICE,
            authority="executes",
            parent=department,
        )
        other = create_unit(
            actor=here,
            municipality=municipality,
            name="Sozialamt",
            short="Amt 50",
            kind=Unit.Kind.OFFICE,
            authority="executes",
        )
        association = create_organisation(actor=here, municipality=municipality, name="Verband", kind="welfare")
        committee = Committee.objects.create(municipality=municipality, name="Sozialausschuss", kind="committee")
        town = Town(municipality, department, office, other, association, committee)
        places = {
            Role.OWNER: {"unit": office},
            Role.DECIDER: {"unit": department},
            Role.PROVIDER: {"organisation": association},
            Role.READER: {"committee_id": committee.pk},
        }
        for role in Role:
            if role == Role.ALLIANCE:
                continue
            user = open_account(actor=here, email=f"{role}@{municipality.slug}.example", name=f"{role} {name}")
            grant_role(
                actor=here,
                user=user,
                role=role,
                municipality=municipality,
                valid_from=date(2020, 1, 1),
                **places.get(role, {}),
            )
            town.users[role] = user
    return town


def build_programme(town: Town, *, measures: int = 0, is_public: bool = True) -> Programme:
    """Give ``town`` a programme with one field of action and some measures."""
    from etappe.domain.programme.actions.measures import create_measure
    from etappe.domain.programme.actions.programmes import create_field, create_programme

    coordinator = town.actor(Role.COORDINATOR)
    with town.scope():
        programme = create_programme(
            actor=coordinator, municipality=town.municipality, title="Integrationsprogramm", is_public=is_public
        )
        create_field(actor=coordinator, municipality=town.municipality, number=1, name="Bildung")
        for position in range(measures):
            create_measure(
                actor=coordinator,
                programme=programme,
                field=FieldOfAction.objects.get(),
                is_public=is_public,
                title=f"Maßnahme über Bildung {position + 1}",
                owner=town.office,
            )
    return programme


def first_measure(town: Town) -> Measure:
    """Return the first measure of ``town``."""
    with town.scope():
        return Measure.objects.select_related("programme", "municipality").order_by("number").first()
