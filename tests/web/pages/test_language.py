"""Reading Etappe in English: no German message is left on any page, the choice stays, records stay German."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import pytest
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation
from docx import Document

from etappe.documents import summarise
from etappe.domain.audit.models import Event
from etappe.domain.council.actions import record_resolution
from etappe.domain.kernel.actor import Role
from etappe.domain.participation.actions.concepts import read_again
from etappe.domain.participation.models import ConceptVersion
from etappe.domain.participation.queries import worksheet
from etappe.domain.publication.programme_report import print_programme
from support.catalogues import catalogues
from support.inhabited import Inhabited, when
from support.urls import Page, pages

ENGLISH = {"accept-language": "en"}
READ_ALOUD = {"alt", "aria-label", "data-label", "placeholder", "title"}
LONG = 14
GERMAN_BY_DESIGN = {
    "web:styleguide",  # samples of content
    "office:events",  # records keep the words they were written in
    "rounds:prepare",  # shows the letter, which is sent in German
    "rounds:mails",  # lists the letters by their subjects
    "post:home",  # so does the outbox of all letters,
    "post:mail",  # which keep the language they were written in
    "post:html",
}
NAMES = {"Etappe", "Deutsch"}
"""The product and the language switch; "Etappe" is also the word for a stage."""

CONTENT = {
    "Bericht",
    "Vorlage",
    "Beirat",
    "Konferenz",
    "Stellungnahme",
    "Meilensteine",
    "Der Bericht wird zur Kenntnis genommen.",
    "Der Bericht selbst hat keine finanziellen Auswirkungen.",
    "zur Entscheidung vorgelegt",  # why a case was handed up stands in the record, in the language of records
}
"""Messages that are also a name someone in the town has given, or a heading of a spreadsheet that came back."""

SignIn = Callable[..., Client]


class Read(HTMLParser):
    """What a person sees or hears of a page, piece by piece."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.silent = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in {"script", "style"}
        self.pieces += [value for name, value in attrs if name in READ_ALOUD and value]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if data.strip() and not self.silent:
            self.pieces.append(" ".join(data.split()))


def german_messages() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every message that English says differently, whole and as the fixed parts between its placeholders."""
    for message in catalogues.read("en"):
        if not message.id:
            continue
        english = [message.string] if isinstance(message.string, str) else message.string
        for text in [message.id] if isinstance(message.id, str) else message.id:
            parts = tuple(
                part.strip() for part in catalogues.PLACEHOLDER.split(text) if part and len(part.strip()) > LONG
            )
            if text not in english:
                yield text, parts


GERMAN = dict(german_messages())
SAID_IN_ENGLISH = {
    text
    for message in catalogues.read("en")
    for text in ([message.string] if isinstance(message.string, str) else message.string)
}
"""Some words are German for one thing and English for another, such as „Programme“."""


def left_in_german(page: str) -> set[str]:
    """The German messages on a page: any as a whole piece, long ones and their parts also within a piece."""
    pieces = set(Read(page).pieces) - CONTENT - NAMES - SAID_IN_ENGLISH
    whole = {piece for piece in pieces if piece in GERMAN}
    within = {part for parts in GERMAN.values() for part in parts if any(part in piece for piece in pieces)}
    return (whole | within) - CONTENT


def shown(client: Client, page: Page) -> str:
    """The page as English text; empty for a file or a forwarding."""
    return page_of(client.get(page.url, headers=ENGLISH))


def page_of(response: Any) -> str:
    if response.get("Content-Type", "").startswith("text/html"):
        return str(response.content.decode())
    response.close()
    return ""


@pytest.mark.parametrize("role", [None, Role.COORDINATOR], ids=["visitor", "KI"])
def test_no_german_message_is_left_on_any_page(here: Inhabited, signed_in: SignIn, role: Role | None) -> None:
    client = signed_in(role)
    found = {}
    for page in pages(here):
        if page.name not in GERMAN_BY_DESIGN and "logout" not in page.name:
            found[page.label] = left_in_german(shown(client, page))
    assert {page: left for page, left in found.items() if left} == {}


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ALLIANCE])
def test_what_needs_me_today_is_english_for_every_role(here: Inhabited, signed_in: SignIn, role: Role) -> None:
    client = signed_in(role)
    chosen = [page for page in pages(here) if page.name.startswith(("today:", "office:account"))]
    assert {page.label: left for page in chosen if (left := left_in_german(shown(client, page)))} == {}


def test_what_a_form_answers_is_english(here: Inhabited, signed_in: SignIn) -> None:
    client = signed_in(Role.COORDINATOR)
    found = {}
    for page in pages(here):
        if page.name.startswith(("council:", "participation:", "programme:", "publication:")):
            found[page.label] = left_in_german(page_of(client.post(page.url, {}, headers=ENGLISH, follow=True)))
    assert {page: left for page, left in found.items() if left} == {}


def test_the_check_sees_a_german_message() -> None:
    assert left_in_german("<p>Maßnahme anlegen</p>") == {"Maßnahme anlegen"}
    assert left_in_german('<input placeholder="Suchen">') == {"Suchen"}
    assert "“ ist angelegt." in left_in_german("<p>Das Programm „Plan“ ist angelegt.</p>")
    assert left_in_german("<p>Create measure</p>") == set()


def test_the_language_of_the_page_is_named_and_follows_the_browser(here: Inhabited) -> None:
    client = Client()
    for asked, given in (("de", "de"), ("en-GB,en;q=0.8", "en"), ("fr", "de")):
        page = client.get(reverse("public:home"), headers={"accept-language": asked})
        assert f'<html lang="{given}">' in page.content.decode()


def test_a_chosen_language_stays_against_the_browser_after_it_is_closed(here: Inhabited) -> None:
    client = Client()
    home = reverse("public:home")
    answer = client.post(reverse("set_language"), {"language": "en", "next": home}, headers={"accept-language": "de"})
    assert answer.headers["Location"] == home
    cookie = answer.cookies["django_language"]
    assert cookie.value == "en"
    assert int(cookie["max-age"]) >= 180 * 24 * 60 * 60, "a cookie of the session alone would be forgotten"
    page = client.get(home, headers={"accept-language": "de"}).content.decode()
    assert '<html lang="en">' in page
    assert "From recommendation to effect" in page
    client.post(reverse("set_language"), {"language": "de", "next": home})
    assert "Von der Empfehlung zur Wirkung" in client.get(home).content.decode()


def test_every_page_offers_both_languages_each_in_its_own_words(here: Inhabited) -> None:
    page = Client().get(reverse("public:home"), headers=ENGLISH).content.decode()
    assert re.search(r'value="de" lang="de"[^>]*>Deutsch<', page)
    assert re.search(r'value="en" lang="en"[^>]*aria-current="true">English<', page)


@pytest.mark.parametrize(
    ("language", "words"), [("de", "ein neues Passwort angefordert"), ("en", "a new password was requested")]
)
def test_the_mail_with_the_link_is_in_the_language_of_the_page(here: Inhabited, language: str, words: str) -> None:
    address = here.town.users[Role.COORDINATOR].email
    Client().post(reverse("account_reset_password"), {"email": address}, headers={"accept-language": language})
    assert len(mail.outbox) == 1
    assert words in mail.outbox[0].body


@pytest.mark.parametrize(("language", "words"), [("de", "kein Konto"), ("en", "no account")])
def test_an_unknown_address_gets_a_mail_that_says_so_and_offers_no_signing_up(
    here: Inhabited, language: str, words: str
) -> None:
    Client().post(
        reverse("account_reset_password"), {"email": "x@stelle.example"}, headers={"accept-language": language}
    )
    assert words in mail.outbox[0].body
    assert words in mail.outbox[0].subject
    assert "signup" not in mail.outbox[0].body


@pytest.mark.parametrize(
    ("language", "words"),
    [("de", "hat sich etwas geändert"), ("en", "something has changed in your Etappe account")],
)
def test_a_changed_password_is_announced_with_where_the_change_came_from(language: str, words: str) -> None:
    with translation.override(language):
        context = {"ip": "192.0.2.1", "user_agent": "Browser", "timestamp": "heute"}
        text = render_to_string("account/email/password_changed_message.txt", context)
    assert words in text
    assert "192.0.2.1" in text


def test_what_is_recorded_stays_german_when_the_page_is_english(here: Inhabited) -> None:
    things = here.things
    with here.town.scope(), translation.override("en"):
        resolution = record_resolution(
            actor=here.town.actor(Role.COORDINATOR),
            committee=here.town.committee,
            paper=things.paper,
            outcome="postponed",
            text="Im Juni noch einmal.",
            when=when("März 2026"),
        )
        assert str(resolution).endswith("postponed")
    event = Event.objects.get(object_type="council.resolution", object_id=str(resolution.pk))
    assert event.object_label.endswith("vertagt")


def test_a_council_reads_its_paper_in_german_whoever_makes_it(here: Inhabited) -> None:
    things = here.things
    with here.town.scope(), translation.override("en"):
        content = print_programme(
            actor=here.town.actor(Role.COORDINATOR),
            programme=things.programme,
            format="docx",
            as_of=date(2026, 6, 30),
            paper=things.paper,
        )
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)
    assert "Kommunales Integrationszentrum" in text
    assert left_in_german(f"<p>{text}</p>")
    assert "Municipal integration centre" not in text


def test_the_head_line_of_a_concept_is_english_and_in_german_what_the_check_says(here: Inhabited) -> None:
    with here.town.scope():
        version = ConceptVersion.objects.get(concept=here.things.concept, number=1)
        with translation.override("de"):
            sheet = worksheet(version)
            assert sheet.headline == summarise([read_again(finding) for finding in sheet.findings]).headline
        with translation.override("en"):
            assert re.match(r"\d+ demands?, \d+ with someone responsible", worksheet(version).headline)
