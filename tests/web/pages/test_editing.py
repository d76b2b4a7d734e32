"""Forms, end to end: what is typed is kept, whoever else is at work, whatever the session does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from etappe.domain.accounts.models import User
from etappe.domain.kernel.actor import Role
from etappe.domain.participation.models import Finding, Recommendation
from etappe.domain.programme.actions.measures import change_measure
from etappe.domain.programme.models import Measure
from support.inhabited import Inhabited

SignIn = Callable[..., Client]
PASSWORD = "ein langes Passwort"


@pytest.fixture
def client(signed_in: SignIn) -> Client:
    return signed_in(Role.COORDINATOR)


def edit_url(here: Inhabited, group: str) -> str:
    return reverse("programme:measure_edit", args=[here.slug, here.things.measure.pk, group])


def stored(here: Inhabited) -> Measure:
    found: Measure = Measure._base_manager.get(pk=here.things.measure.pk)
    return found


class TestTwoPeopleEditOneMeasure:
    def test_the_second_sees_both_values_and_keeps_what_was_typed(self, here: Inhabited, client: Client) -> None:
        with here.town.scope():
            change_measure(
                actor=here.town.actor(Role.COORDINATOR), measure=here.things.measure, changes={"place": "Hochfeld"}
            )
        answer = client.post(edit_url(here, "zielgruppe"), {"place": "Marxloh", "version": 1})
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "Jetzt steht hier: „Hochfeld“" in page
        assert 'value="Marxloh"' in page
        assert stored(here).place == "Hochfeld"

    def test_saving_again_after_comparing_settles_it(self, here: Inhabited, client: Client) -> None:
        with here.town.scope():
            change_measure(
                actor=here.town.actor(Role.COORDINATOR), measure=here.things.measure, changes={"place": "Hochfeld"}
            )
        page = client.post(edit_url(here, "zielgruppe"), {"place": "Marxloh", "version": 1})
        version = page.context["form"]["version"].value()
        again = client.post(edit_url(here, "zielgruppe"), {"place": "Marxloh", "version": version})
        assert again.status_code == 302
        assert stored(here).place == "Marxloh"

    def test_dates_are_compared_in_words(self, here: Inhabited, client: Client) -> None:
        client.post(edit_url(here, "zeit"), {"deadline": "Frühjahr 2027", "version": 1})
        page = client.post(edit_url(here, "zeit"), {"deadline": "31.12.2028", "version": 1})
        assert page.context["form"].errors["deadline"] == ["Jetzt steht hier: „Frühjahr 2027“."]
        assert 'value="31.12.2028"' in page.content.decode()

    def test_what_only_others_changed_stays_theirs(self, here: Inhabited, client: Client) -> None:
        client.post(edit_url(here, "mittel"), {"budget": "1.500,50", "version": 1})
        client.post(edit_url(here, "zielgruppe"), {"place": "Marxloh", "version": 1})
        assert (str(stored(here).budget), stored(here).place) == ("1500.50", "Marxloh")


class TestASessionThatEnds:
    def test_in_the_middle_of_a_form_loses_nothing(self, here: Inhabited) -> None:
        user = User.objects.get(pk=here.town.users[Role.COORDINATOR].pk)
        user.set_password(PASSWORD)
        user.save()
        client = Client()
        url = edit_url(here, "zielgruppe")
        refused = client.post(url, {"place": "Marxloh und Hochfeld", "version": 1})
        assert refused.status_code == 302
        assert "/konto/login/" in refused["Location"]
        back = client.post(refused["Location"], {"login": user.email, "password": PASSWORD})
        assert back["Location"] == url
        page = client.get(url)
        assert 'value="Marxloh und Hochfeld"' in page.content.decode()
        assert "Ihre Sitzung war abgelaufen" in page.content.decode()
        assert stored(here).place == ""
        client.post(url, {"place": "Marxloh und Hochfeld", "version": 1})
        assert stored(here).place == "Marxloh und Hochfeld"

    def test_what_was_kept_appears_once_and_in_its_own_form_only(self, here: Inhabited) -> None:
        client = Client()
        client.post(edit_url(here, "zielgruppe"), {"place": "Marxloh", "version": 1})
        client.force_login(here.town.users[Role.COORDINATOR])
        assert "Marxloh" not in client.get(edit_url(here, "mittel")).content.decode()


@pytest.mark.parametrize(
    ("group", "values", "says"),
    [
        ("zeit", {"deadline": "irgendwann bald"}, "irgendwann bald"),
        ("mittel", {"budget": "-5"}, "error"),
        ("mittel", {"budget": "viel"}, "error"),
        ("auftrag", {"title": ""}, "error"),
        ("auftrag", {"title": "x", "field": "999999", "influence": "steers"}, "error"),
    ],
)
def test_a_value_that_does_not_fit_is_told_at_its_field_and_kept(
    here: Inhabited, client: Client, group: str, values: dict[str, str], says: str
) -> None:
    answer = client.post(edit_url(here, group), values | {"version": 1})
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) <= {*values, "field", "influence"}
    assert says in answer.content.decode()
    assert stored(here).version == 1


def test_an_owner_in_another_municipality_cannot_be_chosen(here: Inhabited, there: Inhabited, client: Client) -> None:
    given = {"title": "x", "field": here.things.field.pk, "influence": "steers", "version": 1}
    answer = client.post(edit_url(here, "auftrag"), given | {"owner": there.town.office.pk})
    assert "owner" in answer.context["form"].errors
    assert stored(here).owner == here.town.office


def test_a_measure_is_made_of_a_recommendation_and_remembers_it(here: Inhabited, client: Client) -> None:
    asked = here.things.draft_recommendation
    url = reverse("programme:measure_create", args=[here.slug])
    form = client.get(f"{url}?empfehlung={asked.number}")
    assert form.context["form"]["title"].value() == asked.text
    assert asked.text in form.content.decode()
    answer = client.post(
        url,
        {
            "programme": here.things.programme.pk,
            "title": asked.text,
            "field": here.things.field.pk,
            "influence": "steers",
            "recommendations": [asked.pk],
            "deadline": "Ende 2027",
        },
    )
    made = Measure._base_manager.get(title=asked.text, municipality=here.town.municipality)
    assert answer["Location"] == made.get_absolute_url()
    with here.town.scope():
        assert list(made.recommendations.all()) == [asked]
    assert Recommendation._base_manager.get(pk=asked.pk).state == "accepted"
    page = client.get(made.get_absolute_url()).content.decode()
    assert here.things.finding.text in page


class TestTheWorksheet:
    def recommend(self, here: Inhabited, client: Client, how: str) -> list[Recommendation]:
        before = set(Recommendation._base_manager.values_list("pk", flat=True))
        asked = list(Finding._base_manager.filter(version=here.things.version, kind__in=["demand", "intent"]))
        assert len(asked) >= 2
        client.post(
            reverse("participation:concept_recommend", args=[here.slug, here.things.concept.pk]),
            {"fundstelle": [finding.pk for finding in asked[:2]], "wie": how},
        )
        return list(Recommendation._base_manager.exclude(pk__in=before).order_by("number"))

    def test_makes_one_recommendation_of_each_sentence(self, here: Inhabited, client: Client) -> None:
        made = self.recommend(here, client, "jede")
        assert len(made) == 2
        with here.town.scope():
            assert [item.text for item in made] == [item.findings.get().text for item in made]

    def test_or_one_of_all_together(self, here: Inhabited, client: Client) -> None:
        (made,) = self.recommend(here, client, "eine")
        with here.town.scope():
            assert made.text.split("\n") == [finding.text for finding in made.findings.order_by("position")]

    def test_without_a_choice_says_what_to_do(self, here: Inhabited, client: Client) -> None:
        url = reverse("participation:concept_recommend", args=[here.slug, here.things.concept.pk])
        page = client.post(url, {}, follow=True).content.decode()
        assert "zuerst Sätze auswählen" in page

    def test_takes_a_correction_without_javascript_and_leads_back_to_the_sentence(
        self, here: Inhabited, client: Client
    ) -> None:
        finding = here.things.finding
        url = reverse("participation:finding_correct", args=[here.slug, here.things.concept.pk, finding.pk])
        answer = client.post(url, {"kind": "background", "back": "zeige=alle"})
        assert answer["Location"].endswith(f"?zeige=alle#f{finding.position}")
        assert Finding._base_manager.get(pk=finding.pk).kind == "background"

    def test_and_with_it_hands_back_the_one_card(self, here: Inhabited, client: Client) -> None:
        finding = here.things.finding
        url = reverse("participation:finding_correct", args=[here.slug, here.things.concept.pk, finding.pk])
        page = client.post(url, {"kind": "background"}, headers={"HX-Request": "true"}).content.decode()
        assert f'id="f{finding.position}"' in page
        assert "<html" not in page

    @pytest.mark.parametrize("back", ["https://anderswo.example/", "//anderswo.example", "\r\nSet-Cookie: x=1"])
    def test_never_leads_anywhere_else(self, here: Inhabited, client: Client, back: str) -> None:
        finding = here.things.finding
        url = reverse("participation:finding_correct", args=[here.slug, here.things.concept.pk, finding.pk])
        answer = client.post(url, {"kind": "background", "back": back})
        assert answer["Location"].startswith(here.things.concept.get_absolute_url())
        assert "Set-Cookie: x" not in str(answer.headers)


def test_a_role_without_its_place_is_told_at_the_field(here: Inhabited, signed_in: SignIn) -> None:
    client = signed_in(Role.ADMIN)
    url = reverse("office:account_create", args=[here.slug])
    given = {"email": "neu@stelle.example", "name": "Neue Stelle"}
    assert "unit" in client.post(url, given | {"role": "owner"}).context["form"].errors
    past = client.post(url, given | {"role": "privacy", "valid_until": "2001-01-01"})
    assert past.status_code == 200
    assert past.context["form"].errors
    assert client.post(url, given | {"role": "privacy"}).status_code == 302


def test_stopping_a_measure_without_a_reason_is_told_on_its_page(here: Inhabited, signed_in: SignIn) -> None:
    client = signed_in(Role.OWNER)
    url = reverse("programme:measure_state", args=[here.slug, here.things.measure.pk])
    answer = client.post(url, {"state": "stopped", "reason": "", "version": 1})
    assert (answer.status_code, "Bitte kurz begründen" in answer.content.decode()) == (422, True)
    assert client.post(url, {"state": "running", "version": 1}).status_code == 302
    assert stored(here).state == "running"
