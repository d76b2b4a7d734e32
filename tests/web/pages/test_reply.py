"""The reply page: no account, no menu, no cookie; what is typed is kept; opening it confirms nothing."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from etappe.domain.kernel.actor import Role
from etappe.domain.mail.models import Mail
from etappe.domain.rounds.actions.checking import accept_request, give_back, renew_link, revoke_link
from etappe.domain.rounds.actions.rounds import close_round
from etappe.domain.rounds.links import link_token, personal_link
from etappe.domain.rounds.models import Reply, Request, RequestedMeasure
from etappe.web.reply import limits
from support.inhabited import Inhabited

JSON = {"accept": "application/json"}


@pytest.fixture(autouse=True)
def _uncounted() -> None:
    cache.clear()


@pytest.fixture
def client() -> Client:
    """Somebody with a link and nothing else; a missing CSRF token would be noticed."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def page(here: Inhabited) -> str:
    """The address of the running request, of which the first of two measures is answered."""
    return reverse("reply:page", args=[link_token(here.things.request)])


def items(here: Inhabited) -> list[RequestedMeasure]:
    with here.town.scope():
        return list(here.things.request.items.select_related("measure").order_by("measure__number"))


def reply_of(here: Inhabited, item: RequestedMeasure) -> Reply | None:
    with here.town.scope():
        return Reply.objects.filter(item=item).first()


def typed(here: Inhabited, position: int, **values: Any) -> dict[str, Any]:
    """The fields of one measure as the form sends them."""
    item = items(here)[position]
    reply = reply_of(here, item)
    given = {"version": reply.version if reply else 0, "state": "", "sentence": ""} | values
    return {f"m{item.pk}-{name}": value for name, value in given.items()}


class TestOpening:
    def test_needs_no_account_and_sets_no_cookie(self, client: Client, page: str) -> None:
        answer = client.get(page)
        assert answer.status_code == 200
        assert not answer.cookies

    def test_shows_nothing_but_the_measures_of_this_unit(self, here: Inhabited, client: Client, page: str) -> None:
        text = client.get(page).content.decode()
        for item in items(here):
            assert item.measure.title in text
        assert "Hauptnavigation" not in text
        assert "Anmelden" not in text

    def test_is_kept_out_of_caches_search_engines_and_referers(self, client: Client, page: str) -> None:
        answer = client.get(page)
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer["X-Robots-Tag"]
        assert 'name="robots" content="noindex' in answer.content.decode()

    def test_confirms_nothing_and_writes_nothing(self, here: Inhabited, client: Client, page: str) -> None:
        client.get(page)
        assert reply_of(here, items(here)[1]) is None

    def test_fills_in_the_last_answer_but_leaves_the_state_to_be_chosen(
        self, here: Inhabited, client: Client, page: str
    ) -> None:
        text = client.get(page).content.decode()
        assert "zuletzt (30.06.2026):" in text
        assert "Wartet." in text
        second = items(here)[1]
        assert not re.search(rf'name="m{second.pk}-state"[^>]*checked', text)


class TestTyping:
    def test_saves_while_one_types(self, here: Inhabited, client: Client, page: str) -> None:
        answer = client.post(page, typed(here, 1, state="delayed", sentence="Es fehlt ein Raum."), headers=JSON)
        item = items(here)[1]
        told = answer.json()
        assert answer.status_code == 200
        assert told["progress"] == "2 von 2 beantwortet"
        assert told["parts"][f"m{item.pk}"]["ready"]
        reply = reply_of(here, item)
        assert reply is not None
        assert (reply.state, reply.sentence, reply.confirmed_at) == ("delayed", "Es fehlt ein Raum.", None)
        assert told["parts"][f"m{item.pk}"]["version"] == reply.version

    def test_keeps_what_can_be_read_and_names_what_cannot(self, here: Inhabited, client: Client, page: str) -> None:
        answer = client.post(page, typed(here, 1, sentence="Läuft an.", forecast="irgendwann"), headers=JSON)
        item = items(here)[1]
        assert answer.status_code == 422
        assert "nennt keinen Zeitpunkt" in answer.json()["parts"][f"m{item.pk}"]["errors"]["forecast"]
        assert reply_of(here, item).sentence == "Läuft an."  # type: ignore[union-attr]

    def test_of_two_who_type_at_once_the_second_is_told(self, here: Inhabited, client: Client, page: str) -> None:
        second = typed(here, 1, sentence="Der Raum fehlt.")
        client.post(page, typed(here, 1, sentence="Der Träger fehlt."), headers=JSON)
        answer = client.post(page, second, headers=JSON)
        errors = answer.json()["parts"][f"m{items(here)[1].pk}"]["errors"]
        assert "„Der Träger fehlt.“" in errors["sentence"]
        assert reply_of(here, items(here)[1]).sentence == "Der Träger fehlt."  # type: ignore[union-attr]

    def test_without_a_script_a_button_saves_everything(self, here: Inhabited, client: Client, page: str) -> None:
        answer = client.post(page, typed(here, 1, sentence="Läuft an.") | {"tun": "zwischenspeichern"})
        assert answer.status_code == 302
        assert "Läuft an." in client.get(page).content.decode()

    def test_a_file_comes_along(self, here: Inhabited, client: Client, page: str) -> None:
        item = items(here)[1]
        file = SimpleUploadedFile("plan.pdf", b"%PDF-1.7 Plan")
        client.post(page, typed(here, 1) | {f"m{item.pk}-file": file, "tun": f"speichern:{item.pk}"})
        assert "plan.pdf" in client.get(page).content.decode()

    def test_a_file_that_is_something_else_is_refused_with_a_sentence(
        self, here: Inhabited, client: Client, page: str
    ) -> None:
        item = items(here)[1]
        file = SimpleUploadedFile("plan.pdf", b"MZ program")
        answer = client.post(page, typed(here, 1) | {f"m{item.pk}-file": file, "tun": f"speichern:{item.pk}"})
        assert answer.status_code == 422
        assert "passt nicht zu ihrer Endung" in answer.content.decode()


class TestConfirming:
    def test_unchanged_is_one_tap(self, here: Inhabited, client: Client, page: str) -> None:
        item = items(here)[1]
        client.post(page, typed(here, 1) | {"tun": f"unveraendert:{item.pk}"})
        reply = reply_of(here, item)
        assert reply is not None
        assert reply.confirmed_at is not None
        assert (reply.unchanged, reply.state, reply.sentence) == (True, "not_started", "Wartet.")

    def test_needs_a_state(self, here: Inhabited, client: Client, page: str) -> None:
        item = items(here)[1]
        answer = client.post(page, typed(here, 1) | {"tun": f"bestaetigen:{item.pk}"})
        assert answer.status_code == 422
        assert "wie es um die Maßnahme steht" in answer.content.decode()

    def test_a_confirmed_answer_can_be_changed_until_the_end(self, here: Inhabited, client: Client, page: str) -> None:
        item = items(here)[0]
        client.post(page, typed(here, 0, state="on_track", sentence="Jetzt doch.") | {"tun": f"bestaetigen:{item.pk}"})
        assert reply_of(here, item).state == "on_track"  # type: ignore[union-attr]


class TestFinishing:
    def test_names_what_is_still_missing_and_keeps_the_rest(self, here: Inhabited, client: Client, page: str) -> None:
        answer = client.post(page, typed(here, 1, sentence="Noch offen.") | {"tun": "abschliessen"})
        text = answer.content.decode()
        assert answer.status_code == 422
        assert "fehlt hier noch der Stand" in text
        assert f'href="#m{items(here)[1].pk}"' in text
        assert "Noch offen." in text

    def test_confirms_what_was_chosen_thanks_and_sends_a_copy(self, here: Inhabited, client: Client, page: str) -> None:
        answer = client.post(page, typed(here, 1, state="delayed") | {"tun": "abschliessen"}, follow=True)
        text = answer.content.decode()
        assert "Danke, Ihre Antwort ist angekommen." in text
        with here.town.scope():
            assert Request.objects.get(pk=here.things.request.pk).state == "answered"
            assert Mail.objects.filter(kind="round.copy").exists()

    def test_a_question_stands_at_its_measure_and_is_settled_by_answering(
        self, here: Inhabited, client: Client, page: str
    ) -> None:
        client.post(page, typed(here, 1, state="delayed") | {"tun": "abschliessen"})
        first = items(here)[0]
        with here.town.scope():
            asked = Request.objects.select_related("round", "unit", "municipality").get(pk=here.things.request.pk)
            give_back(
                actor=here.town.actor(Role.COORDINATOR),
                request=asked,
                question="",
                items={first: "Bis wann findet sich ein Raum?"},
                now=timezone.now(),
                address=personal_link,
            )
        assert "Bis wann findet sich ein Raum?" in client.get(page).content.decode()
        sent = typed(here, 0, state="delayed", sentence="Im März.") | typed(here, 1, state="delayed")
        text = client.post(page, sent | {"tun": "abschliessen"}, follow=True).content.decode()
        assert "Bis wann findet sich ein Raum?" not in text
        assert "Danke" in text


class TestLinksThatDoNotOpen:
    def test_a_changed_one_is_unknown(self, client: Client, page: str) -> None:
        for wrong in (page[:-2] + "x/", "/antwort/17.abc~def/", "/antwort/%C2%B2/", f"/antwort/{'9' * 400}/"):
            answer = client.get(wrong)
            assert answer.status_code == 404
            assert "führt zu keiner Abfrage" in answer.content.decode()
            assert answer["Referrer-Policy"] == "no-referrer"

    def test_a_revoked_one_says_so(self, here: Inhabited, client: Client, page: str) -> None:
        with here.town.scope():
            revoke_link(actor=here.town.actor(Role.COORDINATOR), request=here.things.request, now=timezone.now())
        answer = client.get(page)
        assert answer.status_code == 410
        assert "Dieser Link gilt nicht mehr" in answer.content.decode()

    def test_an_older_one_says_so_too_and_cannot_answer(self, here: Inhabited, client: Client, page: str) -> None:
        with here.town.scope():
            renew_link(actor=here.town.actor(Role.COORDINATOR), request=here.things.request, expires=date(2099, 1, 1))
        answer = client.post(page, typed(here, 1, state="done") | {"tun": "zwischenspeichern"})
        assert answer.status_code == 410
        assert reply_of(here, items(here)[1]) is None

    def test_an_expired_one_says_until_when_it_was_good(self, here: Inhabited, client: Client, page: str) -> None:
        with here.town.scope():
            Request.objects.filter(pk=here.things.request.pk).update(link_expires=date(2026, 1, 31))
        answer = client.get(page)
        assert answer.status_code == 410
        assert "31. Januar 2026" in answer.content.decode()

    def test_a_sheet_of_another_unit_is_not_there(self, here: Inhabited, there: Inhabited, client: Client) -> None:
        token = link_token(there.things.request)
        answer = client.get(reverse("reply:sheet_difference", args=[token, here.things.returned_sheet.pk]))
        assert answer.status_code == 404


class TestAfterwards:
    def test_a_checked_answer_is_shown_and_stays(self, here: Inhabited, client: Client, page: str) -> None:
        client.post(page, typed(here, 1, state="delayed") | {"tun": "abschliessen"})
        with here.town.scope():
            asked = Request.objects.get(pk=here.things.request.pk)
            accept_request(actor=here.town.actor(Role.COORDINATOR), request=asked, now=timezone.now())
        assert "schon geprüft" in client.get(page).content.decode()
        answer = client.post(page, typed(here, 1, state="done") | {"tun": "abschliessen"})
        assert answer.status_code == 409
        assert reply_of(here, items(here)[1]).state == "delayed"  # type: ignore[union-attr]

    def test_a_closed_round_says_so(self, here: Inhabited, client: Client, page: str) -> None:
        with here.town.scope():
            close_round(actor=here.town.actor(Role.COORDINATOR), round=here.things.round, now=timezone.now())
        assert "Ihre Antworten stehen fest" in client.get(page).content.decode()


class TestTooOften:
    def test_wrong_links_are_stopped_and_right_ones_still_open(
        self, client: Client, page: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(limits, "WRONG_LINKS", 2)
        codes = [client.get("/antwort/17.abc~def/").status_code for _ in range(3)]
        assert codes == [404, 404, 429]
        assert client.get(page).status_code == 200

    def test_one_link_is_not_called_without_end(
        self, client: Client, page: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(limits, "REQUESTS", 1)
        client.get(page)
        answer = client.get(page)
        assert answer.status_code == 429
        assert answer["Retry-After"] == str(limits.WINDOW)
        assert "Pause von fünf Minuten" in answer.content.decode()


class TestTheSpreadsheet:
    def test_goes_out_comes_back_and_shows_its_difference_first(
        self, here: Inhabited, client: Client, page: str
    ) -> None:
        content = b"".join(client.get(f"{page}tabelle/herunterladen/"))
        answer = client.post(f"{page}tabelle/", {"file": sheet(content, "In einem Satz", 2, "Räume gefunden.")})
        assert answer.status_code == 302
        text = client.get(answer["Location"]).content.decode()
        assert "Räume gefunden." in text
        assert reply_of(here, items(here)[1]) is None
        fingerprint = re.search(r'name="fingerprint" value="(\w+)"', text)
        assert fingerprint
        client.post(answer["Location"], {"fingerprint": fingerprint[1]})
        reply = reply_of(here, items(here)[1])
        assert reply is not None
        assert (reply.sentence, reply.channel) == ("Räume gefunden.", "sheet")
        assert reply.confirmed_at is not None

    def test_cells_that_break_rules_are_listed_by_row(self, client: Client, page: str) -> None:
        content = b"".join(client.get(f"{page}tabelle/herunterladen/"))
        answer = client.post(f"{page}tabelle/", {"file": sheet(content, "Stand", 2, "wunderbar")}, follow=True)
        text = answer.content.decode()
        assert "Geändert ist nichts." in text
        assert "wunderbar" in text
        assert "Antworten übernehmen" not in text

    def test_what_is_no_sheet_is_said_to_be_none(self, client: Client, page: str) -> None:
        file = SimpleUploadedFile("brief.xlsx", b"kein Excel")
        text = client.post(f"{page}tabelle/", {"file": file}, follow=True).content.decode()
        assert "Geändert ist nichts." in text


def sheet(content: bytes, title: str, row: int, value: str) -> SimpleUploadedFile:
    """Return the sheet with one cell of the ``row``-th measure changed."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book.worksheets[0]
    head = next(cell for line in page.iter_rows() for cell in line if cell.value == title)
    page.cell(head.row + row, head.column).value = value
    changed = io.BytesIO()
    book.save(changed)
    return SimpleUploadedFile("antwort.xlsx", changed.getvalue())
