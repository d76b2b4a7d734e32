"""What a conference, a paper or an association asks for, and what becomes of it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from etappe.domain.audit.models import Event
from etappe.domain.kernel.actor import Actor, Role
from etappe.domain.kernel.errors import Invalid, NotAllowed
from etappe.domain.participation.actions.recommendations import (
    create_recommendation,
    merge_recommendations,
    set_recommendation_state,
    split_recommendation,
)
from etappe.domain.participation.models import Recommendation
from etappe.domain.programme.actions.measures import change_measure, create_measure
from etappe.domain.programme.queries import recommendations_with_fate
from support.inhabited import Inhabited

State = Recommendation.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def actor(here: Inhabited) -> Actor:
    return here.town.actor(Role.COORDINATOR)


@pytest.fixture
def scope(here: Inhabited):
    with here.town.scope():
        yield


def recommended(here: Inhabited, text: str = "Lotsen gewinnen", **more: object) -> Recommendation:
    return create_recommendation(
        actor=here.town.actor(Role.COORDINATOR), municipality=here.town.municipality, text=text, **more
    )


@pytest.mark.usefixtures("scope")
class TestWhatBecomesOfIt:
    def test_it_begins_open_with_the_next_number(self, here: Inhabited) -> None:
        first, second = recommended(here), recommended(here)
        assert (first.state, second.number - first.number) == (State.OPEN, 1)

    @pytest.mark.parametrize("state", [State.REJECTED, State.PARTLY])
    def test_saying_no_takes_a_reason(self, here: Inhabited, actor: Actor, state: str) -> None:
        asked = recommended(here)
        for reason in ("", "   "):
            with pytest.raises(Invalid) as refused:
                set_recommendation_state(actor=actor, recommendation=asked, state=state, reason=reason)
            assert set(refused.value.fields) == {"reason"}
        told = set_recommendation_state(actor=actor, recommendation=asked, state=state, reason="Kein Geld.")
        assert (told.state, told.reason) == (state, "Kein Geld.")

    def test_and_the_database_insists(self, here: Inhabited) -> None:
        with transaction.atomic(), pytest.raises(IntegrityError):
            Recommendation.objects.filter(pk=recommended(here).pk).update(state=State.REJECTED)

    @pytest.mark.parametrize("state", [State.ACCEPTED, State.DONE, State.OPEN])
    def test_saying_yes_does_not(self, here: Inhabited, actor: Actor, state: str) -> None:
        assert set_recommendation_state(actor=actor, recommendation=recommended(here), state=state).state == state

    def test_a_state_that_does_not_exist_is_refused(self, here: Inhabited, actor: Actor) -> None:
        with pytest.raises(Invalid):
            set_recommendation_state(actor=actor, recommendation=recommended(here), state="vielleicht")

    def test_only_the_coordinating_office_says_so(self, here: Inhabited) -> None:
        for role in (Role.PROVIDER, Role.OWNER, Role.DECIDER, Role.READER):
            with pytest.raises(NotAllowed):
                set_recommendation_state(
                    actor=here.town.actor(role), recommendation=here.things.own_recommendation, state=State.ACCEPTED
                )

    def test_who_recommended_sees_what_was_made_of_it(self, here: Inhabited, actor: Actor) -> None:
        things = here.things
        create_measure(
            actor=actor,
            programme=things.programme,
            field=things.field,
            title="Elterncafé",
            is_public=True,
            recommendations=[things.own_recommendation],
        )
        things.programme.is_public = True
        (seen,) = recommendations_with_fate(here.town.actor(Role.PROVIDER)).filter(pk=things.own_recommendation.pk)
        assert [measure.title for measure in seen.measures.all()] == ["Elterncafé"]
        assert seen.state == State.ACCEPTED


@pytest.mark.usefixtures("scope")
class TestMakingSomethingOfIt:
    def test_accepts_what_was_open(self, here: Inhabited, actor: Actor) -> None:
        things, asked = here.things, recommended(here)
        create_measure(
            actor=actor, programme=things.programme, field=things.field, title="Neu", recommendations=[asked]
        )
        assert Recommendation.objects.get(pk=asked.pk).state == State.ACCEPTED

    def test_leaves_a_decision_that_was_taken(self, here: Inhabited, actor: Actor) -> None:
        asked = set_recommendation_state(
            actor=actor, recommendation=recommended(here), state=State.PARTLY, reason="Nur im Norden."
        )
        change_measure(actor=actor, measure=here.things.measure, changes={"recommendations": [asked]})
        assert Recommendation.objects.get(pk=asked.pk).state == State.PARTLY


@pytest.mark.usefixtures("scope")
class TestMerging:
    def test_keeps_all_sources_in_the_first(self, here: Inhabited, actor: Actor) -> None:
        one, two = here.things.version.findings.all()[:2]
        first, second = recommended(here, findings=[one]), recommended(here, findings=[two])
        number = second.pk
        merged = merge_recommendations(actor=actor, recommendations=[first, second], text="Beides")
        assert (merged.pk, merged.text, set(merged.findings.all())) == (first.pk, "Beides", {one, two})
        assert not Recommendation.objects.filter(pk=number).exists()
        gone = Event.objects.get(verb="recommendation.merged_away", object_id=str(number))
        assert gone.before["text"] == "Lotsen gewinnen"

    def test_takes_two_at_least(self, here: Inhabited, actor: Actor) -> None:
        with pytest.raises(Invalid):
            merge_recommendations(actor=actor, recommendations=[recommended(here)], text="x")

    def test_leaves_decided_ones_alone(self, here: Inhabited, actor: Actor) -> None:
        decided = set_recommendation_state(actor=actor, recommendation=recommended(here), state=State.ACCEPTED)
        with pytest.raises(Invalid, match="schon entschieden"):
            merge_recommendations(actor=actor, recommendations=[recommended(here), decided], text="x")

    def test_leaves_reopened_ones_alone_from_which_something_was_made(self, here: Inhabited, actor: Actor) -> None:
        things, asked = here.things, recommended(here)
        change_measure(actor=actor, measure=things.measure, changes={"recommendations": [asked]})
        asked = set_recommendation_state(actor=actor, recommendation=asked, state=State.OPEN)
        with pytest.raises(Invalid, match="schon etwas geworden"):
            merge_recommendations(actor=actor, recommendations=[recommended(here), asked], text="x")
        assert list(things.measure.recommendations.all()) == [asked]


@pytest.mark.usefixtures("scope")
class TestSplitting:
    def test_gives_every_part_all_sources(self, here: Inhabited, actor: Actor) -> None:
        asked = recommended(
            here,
            findings=[here.things.finding],
            working_group=here.things.group,
            recommended_by=here.town.association,
            theme="Sprache",
        )
        parts = split_recommendation(actor=actor, recommendation=asked, texts=["Erstens", " ", "Zweitens", "Drittens"])
        assert [part.text for part in parts] == ["Erstens", "Zweitens", "Drittens"]
        assert parts[0].pk == asked.pk
        for part in parts:
            assert list(part.findings.all()) == [here.things.finding]
            assert (part.working_group, part.recommended_by, part.theme) == (
                here.things.group,
                here.town.association,
                "Sprache",
            )
        assert len({part.number for part in parts}) == 3

    def test_takes_two_texts_at_least(self, here: Inhabited, actor: Actor) -> None:
        with pytest.raises(Invalid):
            split_recommendation(actor=actor, recommendation=recommended(here), texts=["Eins", "  "])
