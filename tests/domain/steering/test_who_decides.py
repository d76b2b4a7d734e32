"""Who coordinates does not decide: the policy says so, the table says so, the database says so."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from etappe.domain.accounts.actions import end_role, grant_role
from etappe.domain.accounts.models import RoleAssignment
from etappe.domain.audit.values import validated
from etappe.domain.kernel.actor import Role, operator
from etappe.domain.kernel.errors import Invalid, NotAllowed
from etappe.domain.steering.actions.decisions import decide
from etappe.domain.steering.models import Decision, Deviation
from etappe.domain.steering.policies import DecisionPolicy, DeviationPolicy
from support.inhabited import Inhabited
from support.steering import NOW, decided, opened

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def scope(here: Inhabited):
    with here.town.scope():
        yield


@pytest.fixture
def case(here: Inhabited) -> Deviation:
    return opened(here.town, here.things.measure)


def wanted(actor, case: Deviation) -> dict:
    return {
        "actor": actor,
        "deviation": case,
        "course": "continue",
        "reason": "So soll es sein.",
        "expected_version": None,
        "now": NOW,
    }


class TestThePolicy:
    def test_only_the_department_of_the_owner_decides(self, here: Inhabited, case: Deviation) -> None:
        for role in set(here.town.users) - {Role.DECIDER}:
            assert not DeviationPolicy.allows(here.town.actor(role), "decide", case), role
            with pytest.raises(NotAllowed):
                decide(**wanted(here.town.actor(role), case))
        assert decide(**wanted(here.town.actor(Role.DECIDER), case)).mandate.user == here.town.users[Role.DECIDER]

    def test_the_coordinating_office_is_told_who_does(self, here: Inhabited, case: Deviation) -> None:
        with pytest.raises(NotAllowed, match="Wer koordiniert, entscheidet nicht"):
            decide(**wanted(here.town.actor(Role.COORDINATOR), case))

    def test_whoever_runs_the_server_decides_nothing_either(self, here: Inhabited, case: Deviation) -> None:
        for actor in (operator(), operator(here.town.municipality.pk), here.town.visitor):
            with pytest.raises(NotAllowed):
                decide(**wanted(actor, case))

    def test_the_department_decides_on_its_own_measures_only(self, here: Inhabited) -> None:
        from etappe.domain.programme.actions.measures import change_measure

        coordinator = here.town.actor(Role.COORDINATOR)
        other = {"owner": here.town.other_office}
        foreign = change_measure(actor=coordinator, measure=here.things.measure, changes=other)
        with pytest.raises(NotAllowed, match="hat dieses Mandat nicht"):
            decide(**wanted(here.town.actor(Role.DECIDER), opened(here.town, foreign)))

    def test_a_mandate_that_has_ended_decides_nothing(self, here: Inhabited, case: Deviation) -> None:
        actor = here.town.actor(Role.DECIDER)
        ended = RoleAssignment.objects.get(user=here.town.users[Role.DECIDER])
        end_role(actor=operator(here.town.municipality.pk), assignment=ended, on=date(2026, 6, 30))
        with pytest.raises(NotAllowed):
            decide(**wanted(actor, case))

    def test_whoever_coordinates_and_decides_decides_as_the_latter(self, here: Inhabited, case: Deviation) -> None:
        town = here.town
        grant_role(
            actor=operator(town.municipality.pk),
            user=town.users[Role.COORDINATOR],
            role=Role.DECIDER,
            municipality=town.municipality,
            unit=town.department,
            valid_from=date(2026, 1, 1),
        )
        decision = decide(**wanted(town.actor(Role.COORDINATOR), case))
        assert decision.mandate_role == "decider"

    def test_recording_and_attaching_is_for_the_office(self, here: Inhabited) -> None:
        for role in here.town.users:
            may = DecisionPolicy.allows(here.town.actor(role), "attach_paper", here.things.decision)
            assert may == (role == Role.COORDINATOR)


def row(here: Inhabited, case: Deviation, role: Role, **changes) -> Decision:
    """Return a decision in the name of the holder of ``role``, as it would be stored without any action."""
    held = RoleAssignment.objects.get(user=here.town.users[role])
    values = {
        "municipality": here.town.municipality,
        "deviation": case,
        "measure": case.measure,
        "course": "continue",
        "reason": "Ohne Mandat.",
        "decided_by": held.user,
        "mandate": held,
        "mandate_role": held.role,
        "mandate_words": "jemand",
        "decided_at": NOW,
    }
    return Decision(**(values | changes))


class TestTheTable:
    @pytest.mark.parametrize("role", [Role.COORDINATOR, Role.OWNER, Role.ADMIN])
    def test_a_row_wants_the_mandate_of_a_decider(self, here: Inhabited, case: Deviation, role: Role) -> None:
        with pytest.raises(Invalid):
            validated(row(here, case, role))
        with pytest.raises(DatabaseError), transaction.atomic():
            row(here, case, role).save(force_insert=True)

    def test_a_row_wants_either_a_mandate_or_a_resolution(self, here: Inhabited, case: Deviation) -> None:
        nobody = {"mandate": None, "mandate_role": "", "decided_by": None}
        for changes in (nobody, {"resolution": here.things.resolution}):
            with pytest.raises(DatabaseError), transaction.atomic():
                row(here, case, Role.DECIDER, **changes).save(force_insert=True)


class TestTheTrigger:
    """Raw SQL that claims a mandate somebody else holds, or none of this kind."""

    @pytest.mark.parametrize(
        ("claimed", "by"),
        [(Role.COORDINATOR, Role.COORDINATOR), (Role.DECIDER, Role.COORDINATOR), (Role.OWNER, Role.DECIDER)],
    )
    def test_a_claimed_mandate_is_compared_with_the_role_that_is_held(
        self, here: Inhabited, case: Deviation, claimed: Role, by: Role
    ) -> None:
        mandate = RoleAssignment.objects.get(user=here.town.users[claimed])
        with pytest.raises(DatabaseError, match="does not hold this mandate"):
            insert(here, case, mandate.pk, here.town.users[by].pk)

    def test_a_mandate_of_another_municipality_does_not_count(
        self, here: Inhabited, there: Inhabited, case: Deviation
    ) -> None:
        user = there.town.users[Role.DECIDER]
        with pytest.raises(DatabaseError, match="does not hold this mandate"):
            insert(here, case, RoleAssignment.objects.get(user=user).pk, user.pk)

    def test_the_mandate_that_is_held_is_accepted(self, here: Inhabited, case: Deviation) -> None:
        user = here.town.users[Role.DECIDER]
        insert(here, case, RoleAssignment.objects.get(user=user).pk, user.pk)
        assert Decision.objects.filter(deviation=case).count() == 1


def insert(here: Inhabited, case: Deviation, mandate_id: int, user_id: int) -> None:
    """Insert a decision with plain SQL, as somebody at the database's console would."""
    values = {
        "municipality_id": here.town.municipality.pk,
        "deviation_id": case.pk,
        "measure_id": case.measure_id,
        "course": "continue",
        "reason": "Am Programm vorbei.",
        "decided_by_id": user_id,
        "mandate_id": mandate_id,
        "mandate_role": "decider",
        "mandate_words": "jemand",
        "decided_at": NOW,
        "is_example": False,
    }
    texts = [
        field.attname
        for field in Decision._meta.concrete_fields
        if field.get_internal_type() in {"CharField", "TextField"}
    ]
    values = dict.fromkeys(texts, "") | values
    names, places = ", ".join(values), ", ".join(["%s"] * len(values))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO steering_decision ({names}) VALUES ({places})", list(values.values()))


def test_a_decision_carries_its_mandate(here: Inhabited, case: Deviation) -> None:
    decision = decided(here.town, case, course="continue", new_deadline=None)
    assert (decision.mandate.unit, decision.mandate_role) == (here.town.department, "decider")
    assert decision.mandate_words == "decider Testheim (Dez. III)"
