"""The chain on one screen: every link leads on, the public reads the same without drafts and sentences of offices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from etappe.domain.kernel.actor import Role
from etappe.domain.participation.models import ConceptPaper
from etappe.domain.programme.models import Measure
from support.inhabited import Inhabited

SignIn = Callable[..., Client]


@pytest.fixture
def linked(here: Inhabited) -> Measure:
    """The public measure, made of the public recommendation."""
    with here.town.scope():
        measure = Measure.objects.get(pk=here.things.measure.pk)
        measure.recommendations.add(here.things.recommendation)
    return measure


def url(here: Inhabited, name: str, pk: int) -> str:
    return reverse(f"chain:{name}", args=[here.slug, pk])


def text_of(response: Any) -> str:
    return str(response.content.decode())


def stages(page: Any) -> list[Any]:
    return [stage for _heading, found in page.context["ways"] for stage in found]


class TestAMeasure:
    def test_shows_the_administration_every_link_in_order(
        self, here: Inhabited, signed_in: SignIn, linked: Measure
    ) -> None:
        found = stages(signed_in(Role.OWNER).get(url(here, "measure", linked.pk)))
        titles = [stage.title for stage in found]
        wanted = ["Integrationskonzept", str(here.things.recommendation), "Ziel", f"Maßnahme {linked.number}"]
        places = [next(i for i, title in enumerate(titles) if title.startswith(word)) for word in wanted]
        assert places == sorted(places)
        for word in (
            "Sachstand: noch nicht begonnen",
            "Abweichung: entschieden",
            "Entscheidung: ",
            "Drucksache 26-0100",
        ):
            assert any(title.startswith(word) for title in titles), word
        assert titles[-1].startswith("Ergebnis: ")
        assert "Wartet." in [stage.text for stage in found]

    def test_shows_the_public_no_draft_and_no_words_of_an_office(
        self, here: Inhabited, client: Client, linked: Measure
    ) -> None:
        page = client.get(url(here, "measure", linked.pk))
        text = text_of(page)
        assert "Sachstand: noch nicht begonnen" in text
        assert "Drucksache 26-0100" in text
        for hidden in ("Wartet.", "Noch kein Raum.", "Integrationskonzept", "Abweichung: zur Entscheidung vorgelegt"):
            assert hidden not in text, hidden
        for stage in stages(page):
            if stage.url:
                assert client.get(stage.url).status_code == 200, stage.title

    def test_a_draft_is_not_there_for_the_public(self, here: Inhabited, client: Client) -> None:
        answer = client.get(url(here, "measure", here.things.draft_measure.pk))
        assert answer.status_code == 404
        assert "noch nicht öffentlich" in text_of(answer)

    def test_says_what_is_missing(self, here: Inhabited, signed_in: SignIn) -> None:
        bare = stages(signed_in(Role.COORDINATOR).get(url(here, "measure", here.things.draft_measure.pk)))
        assert "Keine Empfehlung verknüpft." in [stage.text for stage in bare if not stage.happened]

    def test_stands_below_the_word_programme(self, here: Inhabited, client: Client) -> None:
        page = client.get(url(here, "measure", here.things.measure.pk))
        assert [str(item.label) for item in page.context["navigation"] if item.current] == ["Programm"]

    def test_is_reached_from_the_measure_and_from_a_case(self, here: Inhabited, signed_in: SignIn) -> None:
        way = url(here, "measure", here.things.measure.pk)
        for page in (here.things.measure, here.things.deviation):
            assert way in text_of(signed_in(Role.OWNER).get(page.get_absolute_url()))


class TestARecommendation:
    def test_shows_where_it_comes_from_and_every_way_to_a_result(
        self, here: Inhabited, signed_in: SignIn, linked: Measure
    ) -> None:
        page = signed_in(Role.COORDINATOR).get(url(here, "recommendation", here.things.recommendation.pk))
        assert page.context["before"][0].title == "Integrationskonzept"
        assert [heading for heading, _stages in page.context["ways"]] == [f"Maßnahme {linked.number}: {linked.title}"]

    def test_without_a_measure_says_where_it_stands(self, here: Inhabited, client: Client) -> None:
        page = client.get(url(here, "recommendation", here.things.recommendation.pk))
        assert "Noch keine Maßnahme daraus. Stand: offen." in text_of(page)

    def test_a_draft_is_not_there_for_the_public(self, here: Inhabited, client: Client) -> None:
        assert client.get(url(here, "recommendation", here.things.draft_recommendation.pk)).status_code == 404


class TestASentence:
    def test_leads_to_the_result_of_all_that_was_made_of_it(
        self, here: Inhabited, signed_in: SignIn, linked: Measure
    ) -> None:
        page = signed_in(Role.COORDINATOR).get(url(here, "sentence", here.things.finding.pk))
        assert here.things.finding.text in text_of(page)
        titles = [stage.title for stage in stages(page)]
        assert str(here.things.recommendation) in titles
        assert any(title.startswith("Ergebnis: ") for title in titles)

    def test_is_reached_from_the_worksheet(self, here: Inhabited, signed_in: SignIn) -> None:
        worksheet = reverse("participation:concept", args=[here.slug, here.things.concept.pk])
        page = text_of(signed_in(Role.COORDINATOR).get(worksheet))
        assert url(here, "sentence", here.things.finding.pk) in page

    def test_of_a_public_concept_is_public(self, here: Inhabited, client: Client, linked: Measure) -> None:
        address = url(here, "sentence", here.things.finding.pk)
        assert client.get(address).status_code == 404
        with here.town.scope():
            ConceptPaper.objects.filter(pk=here.things.concept.pk).update(is_public=True)
        page = text_of(client.get(address))
        assert here.things.finding.text in page
        assert str(here.things.draft_recommendation.text) not in page


def test_another_town_is_out_of_reach(here: Inhabited, there: Inhabited, signed_in: SignIn) -> None:
    office, things = signed_in(Role.COORDINATOR), there.things
    for name, thing in (
        ("measure", things.measure),
        ("recommendation", things.recommendation),
        ("sentence", things.finding),
    ):
        assert office.get(url(here, name, thing.pk)).status_code == 404, name
