"""A status round from the first page to the last, as the coordinating office and the office that is asked see it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from etappe.domain.kernel.actor import Role, operator
from etappe.domain.mail.models import Mail
from etappe.domain.programme.actions.measures import create_measure
from etappe.domain.rounds.actions.replies import confirm_reply, finish_request
from etappe.domain.rounds.links import actor_of_link, link_token
from etappe.domain.rounds.models import Correction, Request, RequestedMeasure, Round
from etappe.domain.rounds.values import ReplyValues
from etappe.domain.tenancy.actions import create_unit
from support.inhabited import Inhabited

SignIn = Callable[..., Client]


@pytest.fixture
def client(signed_in: SignIn) -> Client:
    """The coordinating office."""
    return signed_in(Role.COORDINATOR)


def url(here: Inhabited, name: str, *args: object) -> str:
    return reverse(f"rounds:{name}", args=[here.slug, *args])


def fresh(here: Inhabited, request: Request) -> Request:
    with here.town.scope():
        return Request.objects.select_related("round__programme", "unit", "municipality").get(pk=request.pk)


@pytest.fixture
def finished(here: Inhabited) -> Request:
    """The running request, answered and finished."""
    with here.town.scope():
        asked = fresh(here, here.things.request)
        unit, now = actor_of_link(asked), timezone.now()
        for item in asked.items.all():
            values = ReplyValues("delayed", "Es fehlt ein Raum.", ("rooms",))
            confirm_reply(actor=unit, item=item, values=values, channel="page", now=now)
        finish_request(actor=unit, request=asked, now=now)
    return fresh(here, asked)


class TestPreparing:
    def test_a_round_is_set_up_proposed_and_sent_in_two_pages(self, here: Inhabited, client: Client) -> None:
        values = {
            "programme": here.things.programme.pk, "reporting_date": "2098-06-30", "deadline": "2098-07-31",
            "title": "", "letter": "", "reminder_cap": "6",
        }  # fmt: skip
        proposal = client.post(url(here, "create"), values, follow=True)
        text = proposal.content.decode()
        assert "Sachstand zum 30. Juni 2098" in text
        assert "Abfrage an 1 Stelle senden" in text
        assert "So sieht die Nachricht aus" in text
        made = proposal.context["round"]
        answer = client.post(url(here, "prepare", made.pk), {"tun": "senden"} | as_shown(text), follow=True)
        assert "Die Abfrage ist an 1 Stelle unterwegs." in answer.content.decode()
        with here.town.scope():
            assert Mail.objects.filter(kind="round.invitation", about_id=str(made.requests.get().pk)).exists()

    def test_like_last_time_takes_programme_letter_and_time_over(self, here: Inhabited, client: Client) -> None:
        form = client.get(url(here, "create") + f"?wie={here.things.closed_round.pk}").context["form"]
        assert form.initial["programme"] == here.things.programme.pk
        assert form.initial["letter"] == here.things.closed_round.letter

    def test_measures_without_owner_are_named_with_the_field_to_fill(self, here: Inhabited, client: Client) -> None:
        with here.town.scope():
            measure = create_measure(
                actor=here.town.actor(Role.COORDINATOR), programme=here.things.programme, field=here.things.field,
                title="Herrenlos",
            )  # fmt: skip
        text = client.get(url(here, "prepare", here.things.draft_round.pk)).content.decode()
        assert "1 Maßnahme hat noch keine zuständige Stelle" in text
        assert f"massnahmen/{measure.pk}/bearbeiten/auftrag/#id_owner" in text

    def test_an_address_is_needed_before_anything_is_sent(self, here: Inhabited, client: Client) -> None:
        page = url(here, "prepare", here.things.draft_round.pk)
        values = as_shown(client.get(page).content.decode())
        values = {name: "" if name.endswith("-to") else value for name, value in values.items()}
        answer = client.post(page, values | {"tun": "senden"})
        assert answer.status_code == 422
        assert "fehlt noch eine E-Mail-Adresse" in answer.content.decode()
        with here.town.scope():
            assert Round.objects.get(pk=here.things.draft_round.pk).state == "draft"

    def test_a_measure_can_be_left_out(self, here: Inhabited, client: Client) -> None:
        page = url(here, "prepare", here.things.draft_round.pk)
        with here.town.scope():
            item = RequestedMeasure.objects.filter(round=here.things.draft_round).first()
        values = as_shown(client.get(page).content.decode()) | {f"i{item.pk}-request": "weglassen"}
        client.post(page, values | {"tun": "speichern"})
        with here.town.scope():
            assert not RequestedMeasure.objects.filter(pk=item.pk).exists()

    def test_a_draft_can_be_cancelled(self, here: Inhabited, client: Client) -> None:
        client.post(url(here, "prepare", here.things.draft_round.pk), {"tun": "absagen"})
        page = client.get(url(here, "round", here.things.draft_round.pk)).content.decode()
        assert "Diese Abfrage wurde abgesagt" in page


def as_shown(page: str) -> dict[str, str]:
    """The fields of the proposal as they stand on the page."""
    fields = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([ri]\d+-\w+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name:
            fields[name[1]] = value[1] if value else ""
    return fields


class TestWhoHasNotAnswered:
    def test_says_who_is_missing_by_department(self, here: Inhabited, client: Client) -> None:
        text = client.get(url(here, "round", here.things.round.pk)).content.decode()
        assert "0 von 1 Stelle hat geantwortet." in text
        assert "Dezernat III" in text
        assert "1 von 2 Maßnahmen bestätigt" in text
        assert link_token(here.things.request) in text

    def test_those_who_do_not_run_the_round_see_no_links(self, here: Inhabited, signed_in: SignIn) -> None:
        for role in (Role.OWNER, Role.DECIDER, Role.ADMIN):
            page = signed_in(role).get(url(here, "round", here.things.round.pk))
            assert page.status_code == 200
            assert link_token(here.things.request) not in page.content.decode()

    def test_a_new_link_is_mailed_and_the_old_one_closed(self, here: Inhabited, client: Client) -> None:
        old = reverse("reply:page", args=[link_token(here.things.request)])
        client.post(url(here, "request_renew", here.things.request.pk))
        assert Client().get(old).status_code == 410
        new = reverse("reply:page", args=[link_token(fresh(here, here.things.request))])
        assert Client().get(new).status_code == 200
        with here.town.scope():
            assert Mail.objects.filter(kind="round.link").exists()

    def test_a_revoked_link_is_marked(self, here: Inhabited, client: Client) -> None:
        answer = client.post(url(here, "request_revoke", here.things.request.pk), follow=True)
        assert "Link widerrufen." in answer.content.decode()

    def test_measures_pass_to_a_successor_visibly(self, here: Inhabited, client: Client) -> None:
        other = here.town.other_office
        with here.town.scope():
            Request.objects.filter(unit=other).update(to="sozialamt@testheim.example")
        answer = client.post(url(here, "request_pass_on", here.things.request.pk), {"successor": other.pk}, follow=True)
        assert "übernimmt diese Maßnahmen" in answer.content.decode()
        page = Client().get(reverse("reply:page", args=[link_token(here.things.request)]))
        assert page.status_code == 410
        assert "andere Stelle übernommen" in page.content.decode()

    def test_takes_no_more_queries_for_more_units(self, here: Inhabited, client: Client) -> None:
        page = url(here, "round", here.things.round.pk)
        client.get(page)
        few = counted(client, page)
        with here.town.scope():
            for number in range(12):
                ask(here, number)
        assert counted(client, page) == few


def ask(here: Inhabited, number: int) -> None:
    unit = create_unit(
        actor=operator(here.town.municipality.pk), municipality=here.town.municipality, name=f"Amt {number}",
        short=f"A{number}", kind="office", authority="executes", parent=here.town.department,
    )  # fmt: skip
    Request.objects.create(
        municipality=here.town.municipality, round=here.things.round, unit=unit, state="sent",
        secret="x", link_expires=here.things.round.deadline,
    )  # fmt: skip


def counted(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    return len(queries)


class TestChecking:
    def test_shows_both_answers_and_marks_what_differs(
        self, here: Inhabited, client: Client, finished: Request
    ) -> None:
        text = client.get(url(here, "request", finished.pk)).content.decode()
        assert "Letztes Mal (30.06.2026)" in text
        assert "<mark>verzögert</mark>" in text
        assert "<mark>Räume</mark>" in text

    def test_accepts(self, here: Inhabited, client: Client, finished: Request) -> None:
        client.post(url(here, "request", finished.pk), {"tun": "annehmen"})
        assert fresh(here, finished).state == "accepted"

    def test_gives_back_with_a_question_to_one_measure(
        self, here: Inhabited, client: Client, finished: Request
    ) -> None:
        with here.town.scope():
            item = finished.items.first()
        question = {"tun": "zurueckgeben", f"frage-{item.pk}": "Welcher Raum?"}
        client.post(url(here, "request", finished.pk), question)
        assert fresh(here, finished).state == "returned"
        page = Client().get(reverse("reply:page", args=[link_token(fresh(here, finished))]))
        assert "Welcher Raum?" in page.content.decode()

    def test_without_a_question_nothing_goes_back(self, here: Inhabited, client: Client, finished: Request) -> None:
        answer = client.post(url(here, "request", finished.pk), {"tun": "zurueckgeben"})
        assert answer.status_code == 422
        assert fresh(here, finished).state == "answered"

    def test_fixes_one_answer(self, here: Inhabited, client: Client, finished: Request) -> None:
        with here.town.scope():
            item = finished.items.first()
        client.post(url(here, "request", finished.pk), {"tun": f"festschreiben:{item.pk}"})
        page = Client().get(reverse("reply:page", args=[link_token(finished)]))
        assert "festgeschrieben" in page.content.decode()

    def test_a_unit_cannot_check_itself(self, here: Inhabited, signed_in: SignIn, finished: Request) -> None:
        answer = signed_in(Role.OWNER).post(url(here, "request", finished.pk), {"tun": "annehmen"})
        assert answer.status_code == 403
        assert fresh(here, finished).state == "answered"

    def test_a_file_is_handed_out_as_a_download_only(self, here: Inhabited, client: Client) -> None:
        answer = client.get(url(here, "file", here.things.reply_file.pk))
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"


class TestClosing:
    def test_says_first_what_is_frozen_and_who_is_missing(self, here: Inhabited, client: Client) -> None:
        text = client.get(url(here, "close", here.things.round.pk)).content.decode()
        assert "1 bestätigte Antwort" in text
        assert "1 Stelle hat nicht geantwortet" in text
        with here.town.scope():
            assert Round.objects.get(pk=here.things.round.pk).state == "open"

    def test_freezes_and_shows_the_checksum(self, here: Inhabited, client: Client) -> None:
        page = client.post(url(here, "close", here.things.round.pk), {"bestaetigt": "ja"}, follow=True)
        with here.town.scope():
            digest = Round.objects.get(pk=here.things.round.pk).snapshot.digest
        assert digest in page.content.decode()

    def test_a_correction_stands_beside(self, here: Inhabited, client: Client) -> None:
        closed = here.things.closed_round
        client.post(url(here, "correct", closed.pk), {"measure": "", "text": "Der Stichtag war der 29. Juni."})
        with here.town.scope():
            assert Correction.objects.get(snapshot__round=closed).text == "Der Stichtag war der 29. Juni."
        assert "29. Juni" in client.get(url(here, "round", closed.pk)).content.decode()

    def test_an_empty_correction_is_refused_in_place(self, here: Inhabited, client: Client) -> None:
        answer = client.post(url(here, "correct", here.things.closed_round.pk), {"text": ""})
        assert answer.status_code == 422
        assert here.things.closed_round.title in answer.content.decode()


class TestSignedIn:
    def test_what_waits_stands_on_the_first_page_and_leads_to_the_same_form(
        self, here: Inhabited, signed_in: SignIn
    ) -> None:
        client = signed_in(Role.OWNER)
        cards = client.get(reverse("today:municipality", args=[here.slug])).context["cards"]
        answering = url(here, "answer", here.things.request.pk)
        assert answering in [card.url for card in cards]
        text = client.get(answering).content.decode()
        assert "Zurück zu Heute" in text
        assert "csrfmiddlewaretoken" in text

    def test_the_answer_says_that_it_came_from_inside(self, here: Inhabited, signed_in: SignIn) -> None:
        with here.town.scope():
            item = here.things.request.items.order_by("measure__number").last()
        sent = {f"m{item.pk}-version": 0, "tun": f"unveraendert:{item.pk}"}
        signed_in(Role.OWNER).post(url(here, "answer", here.things.request.pk), sent)
        with here.town.scope():
            assert RequestedMeasure.objects.get(pk=item.pk).reply.channel == "office"

    def test_the_office_learns_what_is_to_be_checked(self, here: Inhabited, client: Client, finished: Request) -> None:
        cards = client.get(reverse("today:municipality", args=[here.slug])).context["cards"]
        assert url(here, "request", finished.pk) in [card.url for card in cards]


class TestTheMeasure:
    def test_shows_its_answers_over_time_and_the_latest_on_its_rail(self, here: Inhabited, client: Client) -> None:
        text = client.get(here.things.measure.get_absolute_url()).content.decode()
        assert "Sachstände im Lauf der Zeit" in text
        assert "Sachstand 6/2099" in text
        assert "Noch kein Raum." in text

    def test_shows_them_to_nobody_outside(self, here: Inhabited, signed_in: SignIn) -> None:
        text = signed_in(None).get(here.things.measure.get_absolute_url()).content.decode()
        assert "Sachstände im Lauf der Zeit" not in text
        assert "Noch kein Raum." not in text
