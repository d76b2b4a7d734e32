"""The outbox on its pages, the link that ends a digest, and the week's overview."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from etappe.domain.clockwork.jobs import daily_jobs
from etappe.domain.clockwork.ticking import Clockwork
from etappe.domain.kernel.actor import Role, operator
from etappe.domain.mail.models import Mail, Unsubscription
from etappe.domain.tenancy.models import Municipality
from etappe.web.mail.week import WEEK, write_week
from support.inhabited import Inhabited
from support.mail import NOW, queued

SignIn = Callable[..., Client]


def address(here: Inhabited, name: str, pk: int | None = None) -> str:
    return reverse(f"post:{name}", args=[here.slug, *([pk] if pk else [])])


def test_without_a_mail_server_the_list_says_that_mails_are_only_to_be_read_here(
    here: Inhabited, signed_in: SignIn
) -> None:
    page = signed_in(Role.COORDINATOR).get(address(here, "home")).content.decode()
    assert "Hier wird keine E-Mail versendet" in page
    assert "nicht versendet, nur hier zu sehen" in page


def test_the_list_shows_one_state_where_asked(here: Inhabited, signed_in: SignIn) -> None:
    page = signed_in(Role.ADMIN).get(address(here, "home"), {"zustand": "kept"})
    assert [row.mail.state for row in page.context["rows"]] == ["kept"]


def test_links_in_a_mail_can_be_followed(here: Inhabited, signed_in: SignIn) -> None:
    page = signed_in(Role.COORDINATOR).get(address(here, "mail", here.things.mail.pk)).content.decode()
    assert '<a href="http://127.0.0.1:8000"' in page


def test_data_protection_sees_that_a_mail_went_out_but_not_what_it_says(here: Inhabited, signed_in: SignIn) -> None:
    client = signed_in(Role.PRIVACY)
    page = client.get(address(here, "mail", here.things.mail.pk)).content.decode()
    assert "Was diese Woche ansteht" in page
    assert "eine Antwort fehlt" not in page
    assert client.get(address(here, "html", here.things.mail.pk)).status_code == 403


def test_the_html_of_a_mail_is_shown_in_a_sandbox_with_its_style_alone(here: Inhabited, signed_in: SignIn) -> None:
    answer = signed_in(Role.COORDINATOR).get(address(here, "html", here.things.mail.pk))
    policy = answer.headers["Content-Security-Policy"]
    assert "sandbox allow-popups" in policy
    assert "allow-scripts" not in policy
    assert "style-src 'self' 'sha256-" in policy
    assert "<li>eine Antwort fehlt</li>" in answer.content.decode()


def test_an_undeliverable_mail_is_sent_to_a_corrected_address(
    here: Inhabited, signed_in: SignIn, settings: Any
) -> None:
    settings.MAIL_GOES_OUT = True
    client = signed_in(Role.COORDINATOR)
    assert "An diese Adresse senden" in client.get(address(here, "mail", here.things.kept_mail.pk)).content.decode()
    client.post(address(here, "retry", here.things.kept_mail.pk), {"to": "neu@stelle.example"})
    with here.town.scope():
        mail = Mail.objects.get(pk=here.things.kept_mail.pk)
    assert (mail.state, mail.to) == ("queued", "neu@stelle.example")


def test_what_is_no_address_is_said_at_the_field(here: Inhabited, signed_in: SignIn, settings: Any) -> None:
    settings.MAIL_GOES_OUT = True
    answer = signed_in(Role.COORDINATOR).post(address(here, "retry", here.things.kept_mail.pk), {"to": "Jugendamt"})
    assert "Jugendamt" in answer.content.decode()
    assert answer.context["form"].errors["to"]


def test_a_waiting_mail_is_taken_back(here: Inhabited, signed_in: SignIn) -> None:
    signed_in(Role.ADMIN).post(address(here, "withdraw", here.things.mail.pk))
    with here.town.scope():
        assert Mail.objects.get(pk=here.things.mail.pk).state == "withdrawn"


class TestAbbestellen:
    def test_opening_the_link_changes_nothing_and_one_button_ends_the_digest(self, here: Inhabited) -> None:
        client, url = Client(enforce_csrf_checks=True), reverse("mail:unsubscribe", args=[here.things.digest_token])
        assert "Übersicht abbestellen?" in client.get(url).content.decode()
        with here.town.scope():
            assert not Unsubscription.objects.exists()
        assert "keine „Wochenübersicht“ mehr" in client.post(url).content.decode()
        with here.town.scope():
            assert Unsubscription.objects.get().address == "ki@stelle.example"
        assert "Übersicht abbestellen?" in client.post(url, {"wieder": "1"}).content.decode()

    def test_a_mail_program_ends_it_with_one_click(self, here: Inhabited) -> None:
        url = reverse("mail:unsubscribe", args=[here.things.digest_token])
        Client(enforce_csrf_checks=True).post(url, {"List-Unsubscribe": "One-Click"})
        with here.town.scope():
            assert Unsubscription.objects.exists()

    def test_a_link_cut_short_is_explained(self, here: Inhabited) -> None:
        answer = Client().get(reverse("mail:unsubscribe", args=[here.things.digest_token[:-3]]))
        assert (answer.status_code, "unvollständig" in answer.content.decode()) == (404, True)


class TestWochenuebersicht:
    def test_it_lists_what_needs_the_coordinating_office_once_a_week(self, here: Inhabited) -> None:
        actor, place = operator(here.town.municipality.pk), here.town.municipality
        with here.town.scope():
            first = write_week(actor, place, NOW)
            assert [mail.pk for mail in write_week(actor, place, NOW)] == [mail.pk for mail in first]
            assert first[0].to == here.town.users[Role.COORDINATOR].email
            assert first[0].kind == WEEK
            assert "http://127.0.0.1:8000/kommune/" in first[0].text
            assert "/abbestellen/" in first[0].text

    def test_it_comes_in_english_to_who_reads_english(self, here: Inhabited) -> None:
        user = here.town.users[Role.COORDINATOR]
        type(user).objects.filter(pk=user.pk).update(language="en")
        with here.town.scope():
            mail = write_week(operator(here.town.municipality.pk), here.town.municipality, NOW)[0]
        assert mail.subject.startswith("What is coming up this week")

    def test_whoever_has_cancelled_it_is_left_alone(self, here: Inhabited) -> None:
        with here.town.scope():
            Unsubscription.objects.create(
                municipality=here.town.municipality,
                address=here.town.users[Role.COORDINATOR].email,
                kind=WEEK,
                since=NOW,
            )
            assert write_week(operator(here.town.municipality.pk), here.town.municipality, NOW) == []
            assert queued(here.town, "andere").state == "queued"


def test_all_daily_work_runs_in_a_town_with_one_of_everything(
    here: Inhabited, caplog: pytest.LogCaptureFixture
) -> None:
    assert {"rounds.reminders", "mail.week", "steering.cases"} <= {job.name for job in daily_jobs()}
    assert Clockwork().tick(NOW) == len(daily_jobs()) * Municipality.objects.count()
    assert caplog.text == ""
