"""Pages of statements: an association writes and hands in, offices answer, the KI lets the answers go out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from etappe.domain.kernel.actor import Role
from etappe.domain.participation.actions.statements import add_point, assign_point, hand_in_statement
from etappe.domain.participation.models import PointAnswer, Recommendation, Statement
from support.inhabited import Inhabited

SignIn = Callable[..., Client]


def url(here: Inhabited, name: str, *args: Any) -> str:
    return reverse(f"participation:{name}", args=[here.slug, *args])


def text_of(response: Any) -> str:
    return str(response.content.decode())


def stored(here: Inhabited, statement: Statement) -> Statement:
    with here.town.scope():
        return Statement.objects.get(pk=statement.pk)


def cards(here: Inhabited, client: Client) -> dict[str, str]:
    page = client.get(reverse("today:municipality", args=[here.slug]))
    return {card.url: str(card.sentence) for card in page.context["cards"]}


@pytest.fixture
def handed_in(here: Inhabited) -> Statement:
    """The association's own statement, handed in, its point with the youth office."""
    with here.town.scope():
        statement = hand_in_statement(actor=here.town.actor(Role.PROVIDER), statement=here.things.own_statement)
        assign_point(actor=here.town.actor(Role.COORDINATOR), point=statement.points.get(), unit=here.town.office)
    return statement


def answer_in_full(here: Inhabited, client: Client, statement: Statement, **changes: str) -> Any:
    given = {"text": "120 Plätze kommen hinzu.", "consequence": "adopted", "version": 1} | changes
    return client.post(url(here, "answer", statement.pk, 1), given, follow=True)


def test_an_association_writes_point_by_point_and_hands_in(here: Inhabited, signed_in: SignIn) -> None:
    client = signed_in(Role.PROVIDER)
    given = {"author": here.town.association.pk, "title": "Zum Konzept", "when": "Herbst 2026"}
    page = client.post(url(here, "statement_create"), given, follow=True)
    assert "Als Nächstes: ihre Punkte." in text_of(page)
    assert "Stellungnahme einreichen" not in text_of(page), "there is nothing to answer yet"
    statement = page.context["statement"]
    point = {"title": "Kitas", "text": "Es braucht mehr Plätze."}
    page = client.post(url(here, "point_create", statement.pk), point, follow=True)
    assert "Es braucht mehr Plätze." in text_of(page)
    page = client.post(url(here, "hand_in", statement.pk), follow=True)
    assert "Ihre Stellungnahme ist eingereicht." in text_of(page)
    assert stored(here, statement).state == "handed_in"
    assert "Punkt hinzufügen" not in text_of(page)


def test_it_makes_no_recommendation_and_publishes_nothing_by_itself(here: Inhabited, signed_in: SignIn) -> None:
    client, own = signed_in(Role.PROVIDER), here.things.own_statement
    assert "as_recommendation" not in text_of(client.get(url(here, "point_create", own.pk)))
    assert 'name="is_public"' not in text_of(client.get(url(here, "statement_create")))
    given = {"title": "Schule", "text": "Kleinere Klassen.", "as_recommendation": "on"}
    client.post(url(here, "point_create", own.pk), given)
    with here.town.scope():
        assert not Recommendation.objects.filter(statement_point__statement=own).exists()


def test_an_empty_draft_is_not_handed_in(here: Inhabited, signed_in: SignIn) -> None:
    client = signed_in(Role.PROVIDER)
    given = {"author": here.town.association.pk, "title": "Leer", "when": "2026"}
    statement = client.post(url(here, "statement_create"), given, follow=True).context["statement"]
    answer = client.post(url(here, "hand_in", statement.pk))
    assert "Noch steht kein Punkt darin." in text_of(answer)
    assert stored(here, statement).state == "draft"


def test_what_is_handed_in_is_added_to_by_the_office_alone(
    here: Inhabited, signed_in: SignIn, handed_in: Statement
) -> None:
    late = {"title": "Noch etwas", "text": "Zu spät."}
    answer = signed_in(Role.PROVIDER).post(url(here, "point_create", handed_in.pk), late)
    assert "Ergänzungen nimmt die Koordinierungsstelle auf" in text_of(answer)
    added = signed_in(Role.COORDINATOR).post(url(here, "point_create", handed_in.pk), late, follow=True)
    assert "Zu spät." in text_of(added)


@pytest.mark.parametrize("role", [None, Role.COORDINATOR, Role.OWNER, Role.READER])
def test_a_draft_is_there_for_its_association_alone(here: Inhabited, signed_in: SignIn, role: Role | None) -> None:
    own = here.things.own_statement
    assert signed_in(Role.PROVIDER).get(own.get_absolute_url()).status_code == 200
    assert signed_in(role).get(own.get_absolute_url()).status_code == 404


def test_the_office_says_who_answers_and_that_office_answers(here: Inhabited, signed_in: SignIn) -> None:
    statement = here.things.draft_statement
    with here.town.scope():
        add_point(
            actor=here.town.actor(Role.COORDINATOR), statement=statement, title="Kitas", text="Es braucht mehr Plätze."
        )
    office, owner = signed_in(Role.COORDINATOR), signed_in(Role.OWNER)
    assert owner.get(url(here, "assign", statement.pk, 1)).status_code == 403
    page = office.post(url(here, "assign", statement.pk, 1), {"unit": here.town.office.pk}, follow=True)
    assert "ist Amt 51 zuständig" in text_of(page)
    assert url(here, "answer", statement.pk, 1) in cards(here, owner) or "Antwort bearbeiten" in text_of(
        owner.get(statement.get_absolute_url())
    )
    page = answer_in_full(here, owner, statement)
    assert "Antwort: wird aufgegriffen" in text_of(page)


def test_what_is_examined_says_by_when(here: Inhabited, signed_in: SignIn, handed_in: Statement) -> None:
    client = signed_in(Role.OWNER)
    answer = answer_in_full(here, client, handed_in, consequence="examined")
    assert "Bis wann wird geprüft?" in text_of(answer)
    page = answer_in_full(here, client, handed_in, consequence="examined", due="2027-03-31")
    assert "wird geprüft (bis 31.03.2027)" in text_of(page)


def test_of_two_who_answer_at_once_the_second_sees_the_first(
    here: Inhabited, signed_in: SignIn, handed_in: Statement
) -> None:
    answer_in_full(here, signed_in(Role.OWNER), handed_in)
    second = answer_in_full(here, signed_in(Role.COORDINATOR), handed_in, text="Das lehnen wir ab.")
    assert "120 Plätze kommen hinzu." in text_of(second)
    with here.town.scope():
        assert PointAnswer.objects.get(point__statement=handed_in).text == "120 Plätze kommen hinzu."


def test_other_offices_do_not_answer_for_it(here: Inhabited, signed_in: SignIn, handed_in: Statement) -> None:
    with here.town.scope():
        PointAnswer.objects.filter(point__statement=handed_in).update(unit=here.town.other_office)
    answer = signed_in(Role.OWNER).post(url(here, "answer", handed_in.pk, 1), {"text": "Für andere.", "version": 1})
    assert answer.status_code == 403


def test_answers_go_out_together_once_all_are_there(here: Inhabited, signed_in: SignIn, handed_in: Statement) -> None:
    office, provider = signed_in(Role.COORDINATOR), signed_in(Role.PROVIDER)
    page = text_of(office.get(handed_in.get_absolute_url()))
    assert "1 Punkt wartet noch auf Antwort und Konsequenz." in page
    assert "Antworten herausgeben" not in page
    refused = office.post(url(here, "conclude", handed_in.pk), follow=True)
    assert "Noch ohne Antwort oder Konsequenz: Punkt 1." in text_of(refused)
    answer_in_full(here, office, handed_in)
    assert "120 Plätze kommen hinzu." not in text_of(provider.get(handed_in.get_absolute_url()))
    page = text_of(office.post(url(here, "conclude", handed_in.pk), follow=True))
    assert "Die Antworten sind draußen: Verband sieht sie jetzt." in page
    assert "120 Plätze kommen hinzu." in text_of(provider.get(handed_in.get_absolute_url()))


def test_what_has_gone_out_stays(here: Inhabited, signed_in: SignIn, handed_in: Statement) -> None:
    office = signed_in(Role.COORDINATOR)
    answer_in_full(here, office, handed_in)
    office.post(url(here, "conclude", handed_in.pk))
    again = answer_in_full(here, office, handed_in, text="Doch nicht.", version="2")
    assert "schon hinausgegangen" in text_of(again)
    once_more = office.post(url(here, "conclude", handed_in.pk), follow=True)
    assert "schon hinausgegangen" in text_of(once_more)


@pytest.mark.parametrize("role", [Role.PROVIDER, Role.OWNER, Role.DECIDER])
def test_letting_answers_go_out_is_for_the_office(
    here: Inhabited, signed_in: SignIn, handed_in: Statement, role: Role
) -> None:
    assert signed_in(role).post(url(here, "conclude", handed_in.pk)).status_code == 403


@pytest.mark.parametrize("name", ["hand_in", "conclude"])
def test_opening_the_address_of_a_button_changes_nothing(here: Inhabited, signed_in: SignIn, name: str) -> None:
    own = here.things.own_statement
    role = Role.PROVIDER if name == "hand_in" else Role.COORDINATOR
    assert signed_in(role).get(url(here, name, own.pk)).status_code in {302, 404}
    assert stored(here, own).state == "draft"


def test_a_point_that_does_not_exist_is_not_there(here: Inhabited, signed_in: SignIn, there: Inhabited) -> None:
    office = signed_in(Role.COORDINATOR)
    missing = office.get(url(here, "answer", here.things.statement.pk, 99))
    assert missing.status_code == 404
    assert "Diesen Punkt gibt es in der Stellungnahme nicht." in text_of(missing)
    assert office.get(url(here, "statement", there.things.statement.pk)).status_code == 404


class TestToday:
    def test_the_office_learns_what_waits_for_an_answer(
        self, here: Inhabited, signed_in: SignIn, handed_in: Statement
    ) -> None:
        assert "warten auf eine Antwort" in " ".join(cards(here, signed_in(Role.COORDINATOR)).values())

    def test_the_owning_office_learns_what_it_owes(
        self, here: Inhabited, signed_in: SignIn, handed_in: Statement
    ) -> None:
        client = signed_in(Role.OWNER)
        assert "warten auf Ihre Antwort" in " ".join(cards(here, client).values())
        answer_in_full(here, client, handed_in)
        assert "wartet auf Ihre Antwort" in " ".join(cards(here, client).values()), "the other one is still open"

    def test_the_association_learns_that_it_was_answered(
        self, here: Inhabited, signed_in: SignIn, handed_in: Statement
    ) -> None:
        office, provider = signed_in(Role.COORDINATOR), signed_in(Role.PROVIDER)
        assert handed_in.get_absolute_url() not in cards(here, provider)
        answer_in_full(here, office, handed_in)
        assert "Sie können zusammen hinaus" in cards(here, office)[handed_in.get_absolute_url()]
        office.post(url(here, "conclude", handed_in.pk))
        assert "sind beantwortet" in cards(here, provider)[handed_in.get_absolute_url()]
