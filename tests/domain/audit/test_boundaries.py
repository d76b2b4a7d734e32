"""Whatever the policy says: nobody writes into a municipality other than the one they act in."""

from __future__ import annotations

from datetime import date

import pytest

from etappe.domain.accounts.actions import grant_role
from etappe.domain.kernel.actor import Role
from etappe.domain.kernel.errors import Invalid, NotAllowed
from etappe.domain.programme.actions.programmes import create_programme
from etappe.domain.programme.models import Programme
from etappe.domain.tenancy.actions import change_municipality, create_unit
from support.town import Town


def test_a_coordinator_cannot_create_in_another_town(town: Town, other_town: Town) -> None:
    with other_town.scope():
        with pytest.raises(NotAllowed):
            create_programme(actor=town.actor(Role.COORDINATOR), municipality=other_town.municipality, title="Fremdes")
        assert not Programme.objects.exists()


def test_an_administration_cannot_change_another_town(town: Town, other_town: Town) -> None:
    with pytest.raises(NotAllowed):
        change_municipality(actor=town.actor(Role.ADMIN), municipality=other_town.municipality, introduction="Fremdes")
    with other_town.scope(), pytest.raises(NotAllowed):
        create_unit(
            actor=town.actor(Role.ADMIN),
            municipality=other_town.municipality,
            name="Fremdes Amt",
            short="Amt X",
            kind="office",
            authority="executes",
        )


@pytest.mark.parametrize("place", ["unit", "organisation", "committee"])
def test_a_role_is_not_granted_for_a_place_in_another_town(town: Town, other_town: Town, place: str) -> None:
    foreign = {
        "unit": {"unit": other_town.office},
        "organisation": {"organisation": other_town.association},
        "committee": {"committee_id": other_town.committee.pk},
    }[place]
    with town.scope(), pytest.raises(Invalid):
        grant_role(
            actor=town.actor(Role.ADMIN),
            user=town.users[Role.OWNER],
            role=Role.STATISTICS,
            municipality=town.municipality,
            valid_from=date(2026, 1, 1),
            **foreign,
        )
