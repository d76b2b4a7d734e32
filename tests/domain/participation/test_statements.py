"""An association states its view point by point; every point gets an answer, an owner and a consequence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.utils import timezone

from etappe.domain.kernel.actor import Role
from etappe.domain.kernel.errors import IllegalTransition, Invalid, NotAllowed
from etappe.domain.participation.actions.statements import (
    add_point,
    assign_point,
    change_answer,
    conclude_statement,
    create_statement,
    hand_in_statement,
)
from etappe.domain.participation.models import PointAnswer, Statement
from etappe.domain.participation.policies import PointAnswerPolicy, StatementPolicy
from etappe.interop.fuzzy_dates import parse_fuzzy_date
from support.inhabited import Inhabited

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def inside(here: Inhabited) -> Iterator[None]:
    with here.town.scope():
        yield


@pytest.fixture
def draft(here: Inhabited) -> Statement:
    statement = create_statement(
        actor=here.town.actor(Role.PROVIDER),
        author=here.town.association,
        title="Zum Steuerungsbericht",
        when=parse_fuzzy_date("Herbst 2026"),
        is_public=True,
    )
    add_point(actor=here.town.actor(Role.PROVIDER), statement=statement, title="Kitas", text="Es braucht mehr Plätze.")
    return statement


@pytest.fixture
def handed_in(here: Inhabited, draft: Statement) -> Statement:
    return hand_in_statement(actor=here.town.actor(Role.PROVIDER), statement=draft)


@pytest.fixture
def answer(here: Inhabited, handed_in: Statement) -> PointAnswer:
    return assign_point(actor=here.town.actor(Role.COORDINATOR), point=handed_in.points.get(), unit=here.town.office)


def answered(here: Inhabited, answer: PointAnswer, **changes: object) -> PointAnswer:
    texts = {"text": "Im Frühjahr kommen 120 Plätze hinzu.", "consequence": PointAnswer.Consequence.ADOPTED}
    return change_answer(actor=here.town.actor(Role.OWNER), answer=answer, changes=texts | changes)


def test_the_draft_of_an_association_is_its_own(here: Inhabited, draft: Statement) -> None:
    assert draft.state == Statement.State.DRAFT
    assert not draft.is_public, "an association does not publish on the page of the municipality"
    assert not StatementPolicy.queryset(here.town.actor(Role.COORDINATOR)).filter(pk=draft.pk).exists()
    with pytest.raises(NotAllowed):
        add_point(actor=here.town.actor(Role.COORDINATOR), statement=draft, title="Fremd", text="Nicht von uns.")


def test_it_is_handed_in_with_at_least_one_point_and_then_belongs_to_both(
    here: Inhabited, handed_in: Statement
) -> None:
    assert StatementPolicy.queryset(here.town.actor(Role.COORDINATOR)).filter(pk=handed_in.pk).exists()
    with pytest.raises(IllegalTransition, match="eingereicht"):
        add_point(actor=here.town.actor(Role.PROVIDER), statement=handed_in, title="Noch etwas", text="Zu spät.")
    empty = create_statement(
        actor=here.town.actor(Role.PROVIDER), author=here.town.association, title="Leer", when=parse_fuzzy_date("2026")
    )
    with pytest.raises(Invalid, match="kein Punkt"):
        hand_in_statement(actor=here.town.actor(Role.PROVIDER), statement=empty)


def test_the_owning_office_answers_and_nobody_else_but_the_coordinating_office(
    here: Inhabited, answer: PointAnswer
) -> None:
    assert answered(here, answer).is_complete
    with pytest.raises(NotAllowed):
        change_answer(actor=here.town.actor(Role.PROVIDER), answer=answer, changes={"text": "Selbst geantwortet."})


def test_what_is_examined_needs_a_date(here: Inhabited, answer: PointAnswer) -> None:
    with pytest.raises(Invalid, match="Bis wann wird geprüft"):
        answered(here, answer, consequence=PointAnswer.Consequence.EXAMINED)
    assert answered(here, answer, consequence="examined", due=date(2027, 3, 31)).due == date(2027, 3, 31)


def test_answers_go_out_together_and_not_before_every_point_has_one(here: Inhabited, answer: PointAnswer) -> None:
    statement = answer.point.statement
    with pytest.raises(Invalid, match="Punkt 1"):
        conclude_statement(actor=here.town.actor(Role.COORDINATOR), statement=statement, now=timezone.now())
    answered(here, answer)
    assert not PointAnswerPolicy.queryset(here.town.actor(Role.PROVIDER)).filter(pk=answer.pk).exists()
    concluded = conclude_statement(actor=here.town.actor(Role.COORDINATOR), statement=statement, now=timezone.now())
    assert concluded.state == Statement.State.ANSWERED
    assert PointAnswerPolicy.queryset(here.town.actor(Role.PROVIDER)).get(pk=answer.pk).text.startswith("Im Frühjahr")
    with pytest.raises(IllegalTransition, match="schon hinausgegangen"):
        answered(here, PointAnswer.objects.select_related("point__statement").get(pk=answer.pk), text="Doch nicht.")


def test_a_point_can_pass_to_another_office(here: Inhabited, answer: PointAnswer) -> None:
    again = assign_point(actor=here.town.actor(Role.COORDINATOR), point=answer.point, unit=here.town.department)
    assert (again.pk, again.unit) == (answer.pk, here.town.department)
