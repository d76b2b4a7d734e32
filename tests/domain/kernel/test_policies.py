"""Lists and single objects are never told apart: what ``visible`` filters is what ``allows`` permits to view."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from django.db.models import Model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etappe.domain.accounts.policies import ApiTokenPolicy, RoleAssignmentPolicy
from etappe.domain.clockwork import policies as clockwork
from etappe.domain.council import policies as council
from etappe.domain.kernel.actor import Actor, Grant, Role
from etappe.domain.kernel.models import TenantOwned
from etappe.domain.kernel.policy import Policy
from etappe.domain.mail import policies as mail
from etappe.domain.participation import policies as participation
from etappe.domain.programme import policies as programme
from etappe.domain.publication import policies as publication
from etappe.domain.rounds import policies as rounds
from etappe.domain.steering import policies as steering
from etappe.domain.tenancy import policies as tenancy
from support.inhabited import Inhabited

WRITES = ("create", "change", "publish", "remove", "report", "apply", "grant", "end", "dissolve")


def policies_of(*modules: Any) -> list[type[Policy]]:
    found = {
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Policy) and getattr(value, "model", None) is not None
    }
    return sorted(found | {RoleAssignmentPolicy, ApiTokenPolicy}, key=lambda policy: policy.__name__)


POLICIES = policies_of(clockwork, council, mail, participation, programme, publication, rounds, steering, tenancy)
TENANT = [policy for policy in POLICIES if issubclass(policy.model, TenantOwned)]


def everything(policy: type[Policy]) -> list[Model]:
    return list(policy.model._base_manager.all())


@st.composite
def actors(draw: st.DrawFn, here: Inhabited, there: Inhabited) -> Actor:
    """Draw somebody in ``here`` with any roles, units, organisations and committees of either town."""
    towns = st.sampled_from((here.town, there.town))
    grants = []
    for role in draw(st.lists(st.sampled_from(Role), max_size=3)):
        town = draw(towns)
        grants.append(
            Grant(
                role,
                unit_ids=draw(
                    st.sampled_from((frozenset(), frozenset({town.office.pk}), frozenset({town.department.pk})))
                ),
                organisation_id=draw(st.sampled_from((None, town.association.pk))),
                committee_id=draw(st.sampled_from((None, town.committee.pk, here.things.other_committee.pk))),
            )
        )
    users = [None, *(user.pk for user in (*here.town.users.values(), *there.town.users.values()))]
    return Actor(
        user_id=draw(st.sampled_from(users)),
        label="jemand",
        municipality_id=here.town.municipality.pk,
        grants=tuple(grants),
        operator=draw(st.booleans()) and draw(st.booleans()),
    )


@cache
def objects_by_policy(key: int) -> dict[type[Policy], list[Model]]:
    """Read all objects once for all examples; nothing here writes."""
    return {policy: everything(policy) for policy in POLICIES}


@given(data=st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_visible_is_what_may_be_viewed(here: Inhabited, there: Inhabited, data: st.DataObject) -> None:
    actor = data.draw(actors(here, there))
    for policy, objects in objects_by_policy(here.town.municipality.pk).items():
        mine = [obj for obj in objects if getattr(obj, "municipality_id", None) == actor.municipality_id]
        inside = mine if policy in TENANT else objects
        with here.town.scope():
            visible = set(policy.queryset(actor).values_list("pk", flat=True))
        assert visible == {obj.pk for obj in inside if policy.allows(actor, "view", obj)}, policy.__name__


@given(data=st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nobody_writes_what_belongs_to_another_municipality(
    here: Inhabited, there: Inhabited, data: st.DataObject
) -> None:
    actor = data.draw(actors(here, there).filter(lambda actor: not actor.operator))
    for policy in TENANT:
        for obj in objects_by_policy(here.town.municipality.pk)[policy]:
            if obj.municipality_id != actor.municipality_id:
                assert not [action for action in WRITES if policy.allows(actor, action, obj)], policy.__name__


@given(data=st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nobody_writes_what_they_may_not_see(here: Inhabited, there: Inhabited, data: st.DataObject) -> None:
    actor = data.draw(actors(here, there).filter(lambda actor: not actor.operator))
    for policy in TENANT:
        for obj in objects_by_policy(here.town.municipality.pk)[policy]:
            if obj.municipality_id == actor.municipality_id and not policy.allows(actor, "view", obj):
                assert not [action for action in WRITES if policy.allows(actor, action, obj)], policy.__name__


@pytest.mark.parametrize("policy", TENANT, ids=lambda policy: policy.__name__)
def test_who_checks_privacy_or_runs_the_office_edits_no_content(here: Inhabited, policy: type[Policy]) -> None:
    exceptions = {
        Role.ADMIN: {tenancy.UnitPolicy, tenancy.OrganisationPolicy},
        Role.PROVIDER: {participation.StatementPolicy},  # an association writes its own statements
    }
    for role in (Role.PRIVACY, Role.ADMIN, Role.STATISTICS, Role.PERSONNEL, Role.QUARTER, Role.READER, Role.PROVIDER):
        actor = here.town.actor(role)
        may = [action for action in WRITES if policy.allows(actor, action, None)]
        assert not may or policy in exceptions.get(role, set()), (role, may)


def test_the_coordinating_office_decides_on_no_role(here: Inhabited) -> None:
    coordinator = here.town.actor(Role.COORDINATOR)
    assert not [action for action in WRITES if RoleAssignmentPolicy.allows(coordinator, action, here.things.role)]
