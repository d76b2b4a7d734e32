"""Who holds which role where and when."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from etappe.domain.accounts.actions import create_token, end_role, grant_role, open_account, revoke_token
from etappe.domain.accounts.models import RoleAssignment, User
from etappe.domain.accounts.queries import actor_for, municipalities_of
from etappe.domain.kernel.actor import Role, operator
from etappe.domain.kernel.errors import Invalid, NotAllowed
from support.inhabited import build_alliance
from support.town import Town

BEGIN, END = date(2026, 1, 1), date(2026, 6, 30)


@pytest.fixture
def newcomer(db: None) -> User:
    return open_account(actor=operator(), email="Neu@Stelle.Example", name="Neue Stelle")


def test_an_address_is_one_account_however_it_is_written(newcomer: User) -> None:
    assert newcomer.email == "neu@stelle.example"
    with pytest.raises(Invalid, match="email"):
        open_account(actor=operator(), email="NEU@stelle.example", name="Noch eine")


def test_a_role_holds_from_its_first_to_its_last_day(town: Town, newcomer: User) -> None:
    grant_role(
        actor=operator(),
        user=newcomer,
        role=Role.COORDINATOR,
        municipality=town.municipality,
        valid_from=BEGIN,
        valid_until=END,
    )
    days = (date(2025, 12, 31), BEGIN, END, date(2026, 7, 1))
    assert [actor_for(newcomer, town.municipality, on=day).has(Role.COORDINATOR) for day in days] == [
        False,
        True,
        True,
        False,
    ]
    assert [bool(municipalities_of(newcomer, on=day)) for day in days] == [False, True, True, False]


def test_a_role_that_ends_stays_as_history(town: Town) -> None:
    user = town.users[Role.STATISTICS]
    end_role(actor=town.actor(Role.ADMIN), assignment=user.roles.get(), on=END)
    assert user.roles.get().valid_until == END
    assert not actor_for(user, town.municipality, on=date(2026, 7, 1)).is_staff


def test_a_role_that_has_not_begun_cannot_end(town: Town, newcomer: User) -> None:
    role = grant_role(
        actor=operator(), user=newcomer, role=Role.PRIVACY, municipality=town.municipality, valid_from=date(2099, 1, 1)
    )
    with pytest.raises(Invalid):
        end_role(actor=town.actor(Role.ADMIN), assignment=role, on=END)


def test_a_role_here_is_none_elsewhere(town: Town, other_town: Town) -> None:
    elsewhere = actor_for(town.users[Role.COORDINATOR], other_town.municipality)
    assert (elsewhere.grants, elsewhere.is_staff, elsewhere.municipality_id) == ((), False, other_town.municipality.pk)


def test_a_department_holds_its_role_for_all_offices_below_it(town: Town) -> None:
    decider, owner = town.actor(Role.DECIDER), town.actor(Role.OWNER)
    assert decider.units(Role.DECIDER) == {town.department.pk, town.office.pk}
    assert owner.units(Role.OWNER) == {town.office.pk}


def test_nobody_and_closed_accounts_are_visitors(town: Town) -> None:
    closed = town.users[Role.COORDINATOR]
    closed.is_active = False
    for who in (AnonymousUser(), None, closed):
        actor = actor_for(who, town.municipality)
        assert (actor.user_id, actor.grants, actor.label) == (None, (), "Öffentlichkeit")


def test_the_alliance_office_is_no_part_of_any_administration(town: Town) -> None:
    actor = build_alliance(town).actor(town)
    assert actor.has(Role.ALLIANCE)
    assert not actor.is_staff


@pytest.mark.parametrize(
    ("role", "lacking"),
    [
        (Role.OWNER, "unit"),
        (Role.DECIDER, "unit"),
        (Role.PROVIDER, "organisation"),
        (Role.READER, "committee"),
        (Role.COORDINATOR, "municipality"),
        (Role.ALLIANCE, "alliance"),
    ],
)
def test_a_role_has_its_place_and_the_database_insists(town: Town, newcomer: User, role: Role, lacking: str) -> None:
    place: dict[str, Any] = {} if lacking in {"municipality", "alliance"} else {"municipality": town.municipality}
    with pytest.raises(Invalid):
        grant_role(actor=operator(), user=newcomer, role=role, valid_from=BEGIN, **place)
    with transaction.atomic(), pytest.raises(IntegrityError):
        RoleAssignment.objects.create(user=newcomer, role=role.value, valid_from=BEGIN, **place)


def test_roles_are_granted_by_the_administration_for_its_own_place(
    town: Town, other_town: Town, newcomer: User
) -> None:
    given = {"user": newcomer, "role": Role.QUARTER, "valid_from": BEGIN}
    grant_role(actor=town.actor(Role.ADMIN), municipality=town.municipality, **given)
    with pytest.raises(NotAllowed):
        grant_role(actor=town.actor(Role.ADMIN), municipality=other_town.municipality, **given)
    for role in set(Role) - {Role.ADMIN, Role.ALLIANCE}:
        with pytest.raises(NotAllowed):
            grant_role(actor=town.actor(role), municipality=town.municipality, **given)


def test_a_token_is_personal_and_its_secret_is_kept_nowhere(town: Town) -> None:
    user = town.users[Role.OWNER]
    token, secret = create_token(actor=town.actor(Role.OWNER), user=user, label="Auswertung")
    assert secret not in str(vars(token))
    assert token.holds_on(date.today())  # noqa: DTZ011 - the year it is valid covers every time zone
    with pytest.raises(NotAllowed):
        revoke_token(actor=town.actor(Role.COORDINATOR), token=token)
    revoke_token(actor=town.actor(Role.OWNER), token=token)
    assert not token.holds_on(date.today())  # noqa: DTZ011
