"""Municipalities, alliances, units and organisations."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etappe.domain.kernel.actor import Actor, Grant, Role, operator
from etappe.domain.kernel.errors import Invalid, NotAllowed
from etappe.domain.tenancy.actions import (
    change_municipality,
    create_alliance,
    create_municipality,
    create_unit,
    dissolve_unit,
    join_alliance,
)
from etappe.domain.tenancy.models import Membership, Municipality, Unit
from etappe.domain.tenancy.queries import members_on, subtree_ids, units_in_force
from support.inhabited import build_alliance
from support.town import Town

DAYS = st.dates(date(2005, 1, 1), date(2030, 12, 31))


def town_named(name: str, ags: str, **more: object) -> Municipality:
    return create_municipality(actor=operator(), ags=ags, name=name, slug=name.lower(), **{"kind": "city", **more})


class TestAMunicipality:
    def test_keeps_the_leading_zero_of_its_code(self, db: None) -> None:
        made = town_named("Nullstadt", "05999999")
        assert Municipality.objects.get(pk=made.pk).ags == "05999999"
        assert made.ars.startswith("05999")
        assert len(made.ars) == 12

    @pytest.mark.parametrize("ags", ["5112000", "051120000", "0511200a", "", "05112 00"])
    def test_has_a_code_of_eight_digits(self, db: None, ags: str) -> None:
        with pytest.raises(Invalid) as refused:
            town_named("Falsch", ags)
        assert set(refused.value.fields) == {"ags"}

    def test_of_a_county_names_the_county(self, db: None) -> None:
        with pytest.raises(Invalid):
            town_named("Ohnekreis", "05999001", kind="town")
        county = town_named("Kreis", "05999000", kind="county")
        town = town_named("Mitkreis", "05999002", kind="town", county=county)
        assert [place.name for place in county.towns.all()] == ["Mitkreis"]
        assert (county.title, town.title) == ("Kreis", "Stadt Mitkreis")

    def test_is_set_up_by_the_operator_alone(self, town: Town) -> None:
        for role in Role:
            actor = Actor(None, "jemand", town.municipality.pk, (Grant(role),))
            with pytest.raises(NotAllowed):
                create_municipality(actor=actor, ags="05999003", name="X", slug="x", kind="city")

    def test_says_of_itself_what_its_administration_writes(self, town: Town) -> None:
        change_municipality(actor=town.actor(Role.ADMIN), municipality=town.municipality, introduction="Willkommen.")
        assert Municipality.objects.get(pk=town.municipality.pk).introduction == "Willkommen."


class TestAnAlliance:
    def test_has_guests_and_members_for_a_time(self, town: Town) -> None:
        office = build_alliance()
        join = {"actor": operator(), "alliance": office.alliance, "municipality": town.municipality}
        join_alliance(**join, kind="guest", valid_from=date(2008, 1, 1), valid_until=date(2009, 12, 31))
        join_alliance(**join, kind="member", valid_from=date(2010, 1, 1))
        kinds = {
            day: [membership.kind for membership in members_on(office.alliance, day)]
            for day in (date(2007, 12, 31), date(2008, 1, 1), date(2009, 12, 31), date(2010, 1, 1), date(2030, 1, 1))
        }
        assert list(kinds.values()) == [[], ["guest"], ["guest"], ["member"], ["member"]]

    def test_nobody_joins_twice_on_one_day_or_leaves_before_joining(self, town: Town) -> None:
        office = build_alliance(town)
        join = {"actor": operator(), "alliance": office.alliance, "municipality": town.municipality, "kind": "member"}
        with pytest.raises(Invalid):
            join_alliance(**join, valid_from=date(2020, 1, 1))
        with pytest.raises(Invalid):
            join_alliance(**join, valid_from=date(2021, 1, 1), valid_until=date(2020, 12, 31))
        assert Membership.objects.count() == 1

    def test_is_kept_by_its_own_office_and_no_other(self, town: Town, other_town: Town) -> None:
        office = build_alliance()
        another = create_alliance(actor=operator(), slug="anderes", name="Anderes Bündnis")
        join = {"actor": office.actor(town), "municipality": town.municipality, "kind": "member"}
        join_alliance(**join, alliance=office.alliance, valid_from=date(2020, 1, 1))
        with pytest.raises(NotAllowed):
            join_alliance(**join, alliance=another, valid_from=date(2020, 1, 1))
        with pytest.raises(NotAllowed):
            create_alliance(actor=office.actor(town), slug="drittes", name="Drittes Bündnis")

    @given(start=DAYS, end=st.none() | DAYS, day=DAYS)
    @settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_a_membership_holds_from_its_first_to_its_last_day(self, start: date, end: date | None, day: date) -> None:
        membership = Membership(valid_from=start, valid_until=end)
        assert membership.holds_on(day) == (start <= day <= (end or date.max))


class TestUnits:
    def test_form_a_tree_whose_branches_belong_to_it(self, town: Town) -> None:
        found = subtree_ids(town.municipality.pk, frozenset({town.department.pk}))
        assert found == {town.department.pk, town.office.pk}

    def test_a_staff_unit_never_decides(self, town: Town) -> None:
        staff = {"municipality": town.municipality, "name": "Stabsstelle", "short": "St", "kind": Unit.Kind.STAFF}
        with town.scope(), pytest.raises(Invalid):
            create_unit(actor=town.actor(Role.ADMIN), authority="decides", **staff)
        with transaction.atomic(), pytest.raises(IntegrityError):
            Unit._base_manager.create(authority="decides", **staff)

    def test_a_dissolved_unit_hands_its_work_on_and_stays_in_the_history(self, town: Town) -> None:
        with town.scope():
            dissolve_unit(
                actor=town.actor(Role.ADMIN), unit=town.other_office, on=date(2026, 6, 30), successor=town.office
            )
            before, after = units_in_force(date(2026, 6, 30)), units_in_force(date(2026, 7, 1))
            kept = Unit.objects.get(pk=town.other_office.pk)
        assert {unit.short for unit in before} - {unit.short for unit in after} == {"Amt 50"}
        assert kept.successor == town.office

    def test_two_units_in_force_never_share_a_short_name(self, town: Town) -> None:
        again = {"municipality": town.municipality, "name": "Neues Jugendamt", "short": "Amt 51", "kind": "office"}
        with town.scope():
            with pytest.raises(Invalid):
                create_unit(actor=town.actor(Role.ADMIN), authority="executes", **again)
            dissolve_unit(actor=town.actor(Role.ADMIN), unit=town.office, on=date(2026, 6, 30))
            create_unit(actor=town.actor(Role.ADMIN), authority="executes", **again)
