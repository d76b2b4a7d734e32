"""What holds on every page: headers, language, exports of what is seen, plain errors, a constant number of queries."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from etappe.domain.kernel.actor import Role
from etappe.domain.participation.actions.recommendations import create_recommendation
from etappe.domain.programme.actions.measures import change_measure, create_measure
from etappe.web.programme import programmes
from support.inhabited import Inhabited
from support.urls import LIBRARIES, pages

SignIn = Callable[..., Client]


@pytest.fixture
def client(signed_in: SignIn) -> Client:
    return signed_in(Role.COORDINATOR)


def test_headers_that_protect_are_on_every_page(here: Inhabited, client: Client) -> None:
    lacking = []
    for page in pages(here):
        if page.name == "alliance:alliance":
            continue  # the town of these tests belongs to none
        answer = client.get(page.url)
        answer.close()
        policy = answer.headers.get("Content-Security-Policy", "")
        complete = (
            "default-src 'self'" in policy
            and "unsafe" not in policy
            and "frame-ancestors 'none'" in policy
            and answer.headers.get("X-Frame-Options") == "DENY"
            and answer.headers.get("X-Content-Type-Options") == "nosniff"
            and answer.headers.get("Referrer-Policy")
            == ("no-referrer" if page.name.startswith("reply:") else "same-origin")
            and "camera=()" in answer.headers.get("Permissions-Policy", "")
        )
        if not complete:
            lacking.append((page.label, dict(answer.headers)))
    assert lacking == []


def test_no_page_carries_scripts_or_styles_of_its_own(here: Inhabited, client: Client) -> None:
    import re

    inline = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"(?:application|speculationrules))|\sstyle=\"|\son\w+=\"")
    for page in pages(here):
        if page.name.partition("_")[0] in LIBRARIES or page.name == "alliance:alliance":
            continue
        answer = client.get(page.url)
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            assert inline.search(answer.content.decode()) is None, page.label
        answer.close()


class TestHeute:
    @pytest.mark.parametrize("role", [role for role in Role if role != Role.ALLIANCE])
    def test_every_role_sees_at_most_seven_cards_that_lead_somewhere(
        self, here: Inhabited, signed_in: SignIn, role: Role
    ) -> None:
        client = signed_in(role)
        page = client.get(reverse("today:municipality", args=[here.slug]))
        cards = page.context["cards"]
        assert len(cards) <= 7
        assert page.status_code == 200
        for card in cards:
            assert client.get(card.url).status_code == 200, card
        order = ["late", "soon", "calm"]
        assert [order.index(card.urgency) for card in cards] == sorted(order.index(card.urgency) for card in cards)

    def test_the_coordinating_office_sees_what_is_incomplete_and_unanswered(
        self, here: Inhabited, client: Client
    ) -> None:
        cards = client.get(reverse("today:municipality", args=[here.slug])).context["cards"]
        numbers = {card.url.rpartition("?")[2]: card.number for card in cards if "?" in card.url}
        assert numbers["vollstaendig=nein&stand=unerledigt"] == 3
        assert numbers["stand=open"] == 3

    @pytest.mark.parametrize("role", [Role.COORDINATOR, Role.OWNER, Role.DECIDER, Role.STATISTICS, Role.QUARTER])
    def test_a_card_counts_what_the_list_behind_it_shows(self, here: Inhabited, signed_in: SignIn, role: Role) -> None:
        client = signed_in(role)
        listed = reverse("programme:measures", args=[here.slug])
        cards = client.get(reverse("today:municipality", args=[here.slug])).context["cards"]
        for card in cards:
            if card.url.startswith(listed):
                assert client.get(card.url).context["count"] == card.number, card

    def test_after_sign_in_one_lands_in_the_own_municipality(self, here: Inhabited, client: Client) -> None:
        assert client.get("/heute/")["Location"] == reverse("today:municipality", args=[here.slug])


class TestExports:
    def rows(self, client: Client, here: Inhabited, query: str = "") -> list[list[str]]:
        url = reverse("programme:measures_export", args=[here.slug, "csv"])
        text = client.get(f"{url}?{query}").content.decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text), delimiter=";"))[1:]

    def test_hold_exactly_what_the_list_shows(self, here: Inhabited, client: Client, signed_in: SignIn) -> None:
        for browser, query in ((client, ""), (client, "q=draft"), (client, "stand=done"), (signed_in(None), "")):
            shown = browser.get(f"{reverse('programme:measures', args=[here.slug])}?{query}").context["rows"]
            assert [row[1] for row in self.rows(browser, here, query)] == [measure.title for measure, _, _ in shown]
        assert [row[1] for row in self.rows(signed_in(None), here)] == ["Elterncafé measure"]

    @pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", '=HYPERLINK("x")'])
    def test_never_start_a_cell_that_a_spreadsheet_would_run(self, here: Inhabited, client: Client, evil: str) -> None:
        with here.town.scope():
            change_measure(
                actor=here.town.actor(Role.COORDINATOR), measure=here.things.measure, changes={"title": evil}
            )
        cells = [cell for row in self.rows(client, here) for cell in row]
        assert any(evil.strip() in cell for cell in cells)
        assert [cell for cell in cells if cell.startswith(("=", "+", "@", "\t", "\r", "-1"))] == []

    def test_of_findings_hold_every_statement(self, here: Inhabited, client: Client) -> None:
        answer = client.get(reverse("participation:concept_export", args=[here.slug, here.things.concept.pk]))
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
        assert len(rows) == 6
        assert here.things.finding.text in [row[2] for row in rows]

    def test_of_an_unknown_kind_are_not_there(self, here: Inhabited, client: Client) -> None:
        assert client.get(reverse("programme:measures_export", args=[here.slug, "exe"])).status_code == 404


class TestLanguage:
    def test_is_switched_by_a_button_and_stays(self, here: Inhabited, client: Client) -> None:
        url = reverse("programme:home", args=[here.slug])
        assert '<html lang="de"' in client.get(url).content.decode()
        client.post(reverse("set_language"), {"language": "en", "next": url})
        assert '<html lang="en"' in client.get(url).content.decode()

    def test_never_leads_to_another_site(self, client: Client) -> None:
        answer = client.post(reverse("set_language"), {"language": "en", "next": "https://anderswo.example/"})
        assert "anderswo" not in answer["Location"]


class TestErrors:
    def test_inside_a_page_show_a_sentence_and_nothing_of_the_inside(
        self, here: Inhabited, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fails(_actor: object) -> None:
            raise ZeroDivisionError("geheimes Innenleben")

        monkeypatch.setattr(programmes, "find_programmes", fails)
        client = signed_in(None)
        client.raise_request_exception = False
        answer = client.get(reverse("programme:home", args=[here.slug]))
        page = answer.content.decode()
        assert answer.status_code == 500
        for inside in ("Traceback", "ZeroDivisionError", "geheimes Innenleben", "etappe/web", "DEBUG"):
            assert inside not in page

    @pytest.mark.parametrize("path", ["/gibt-es-nicht/", "/kommune/nirgendwo/", "/kommune/nirgendwo/programm/"])
    def test_what_is_not_there_is_told_in_our_words(self, client: Client, path: str) -> None:
        answer = client.get(path)
        page = answer.content.decode()
        assert answer.status_code == 404
        assert '<html lang="de"' in page
        assert "matches the given query" not in page
        assert "urlpatterns" not in page

    def test_a_form_from_elsewhere_is_refused_with_a_page(self, here: Inhabited) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(here.town.users[Role.COORDINATOR])
        answer = client.post(reverse("programme:create", args=[here.slug]), {"title": "Untergeschoben"})
        assert answer.status_code == 403
        assert '<html lang="de"' in answer.content.decode()


class TestDraftsStayInside:
    def test_a_visitor_finds_no_unreleased_paper_anywhere(self, here: Inhabited, signed_in: SignIn) -> None:
        things = here.things
        with here.town.scope():
            things.programme.papers.add(things.paper, things.draft_paper)
            things.conference.report_paper = things.draft_paper
            things.conference.save()
        for page in pages(here):
            if page.name.partition("_")[0] in LIBRARIES or page.name == "alliance:alliance":
                continue
            answer = signed_in(None).get(page.url)
            if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
                assert things.draft_paper.number not in answer.content.decode(), page.label
            answer.close()

    def test_a_visitor_finds_nothing_unreleased_by_searching(self, here: Inhabited, signed_in: SignIn) -> None:
        url = reverse("search:results", args=[here.slug])
        page = signed_in(None).get(url, {"q": "Elterncafé"}).content.decode()
        assert "Elterncafé measure" in page
        for hidden in ("draft_measure", "measure_of_draft", "draft_recommendation", "own_recommendation"):
            assert hidden not in page

    def test_a_public_report_is_handed_out_byte_for_byte(self, here: Inhabited, signed_in: SignIn) -> None:
        import hashlib

        answer = signed_in(None).get(here.things.report.get_absolute_url())
        assert answer.content == bytes(here.things.report.content)
        assert answer.headers["X-Content-SHA256"] == hashlib.sha256(answer.content).hexdigest()


PAGES = {
    "list": lambda here: reverse("programme:measures", args=[here.slug]),
    "measure": lambda here: here.things.measure.get_absolute_url(),
    "programme": lambda here: here.things.programme.get_absolute_url(),
    "programmes": lambda here: reverse("programme:home", args=[here.slug]),
    "municipality": lambda here: here.town.municipality.get_absolute_url(),
    "search": lambda here: reverse("search:results", args=[here.slug]) + "?q=e",
    "recommendations": lambda here: reverse("participation:recommendations", args=[here.slug]),
    "worksheet": lambda here: here.things.concept.get_absolute_url(),
    "today": lambda here: reverse("today:municipality", args=[here.slug]),
    "participation": lambda here: reverse("participation:home", args=[here.slug]),
}


@pytest.mark.parametrize("url", PAGES.values(), ids=PAGES)
def test_a_page_of_more_takes_no_more_queries(here: Inhabited, client: Client, url: Callable[[Inhabited], str]) -> None:
    grow(here, 3)
    client.get(url(here))
    few = counted(client, url(here))
    grow(here, 27)
    assert counted(client, url(here)) == few


def counted(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def grow(here: Inhabited, number: int) -> None:
    actor, things = here.town.actor(Role.COORDINATOR), here.things
    with here.town.scope():
        for position in range(number):
            source = create_recommendation(
                actor=actor,
                municipality=here.town.municipality,
                text=f"Empfehlung {position}",
                findings=[things.finding],
                working_group=things.group,
            )
            create_measure(
                actor=actor,
                programme=things.programme,
                field=things.field,
                title=f"Maßnahme {position}",
                owner=here.town.office,
                goal=things.goal,
                recommendations=[source, things.recommendation],
                target_groups=[things.target_group],
            )
