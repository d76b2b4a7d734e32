"""A status round in real browsers: set up, answered on a phone without and with JavaScript, checked and closed."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from support.browsing import DESK, PHONE, SMALL_PHONE, TOWN, Visits

AXE = Axe()
RULES = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
STATUS = TOWN + "sachstand/"


def clean(page: Page) -> list[str]:
    """What axe finds on the open page, and whether it is wider than the screen."""
    found = AXE.run(page, options=RULES).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [item["id"] for item in found] + (["wider than the screen"] if wide else [])


def set_up(visits: Visits, title: str) -> Page:
    """Set a round up as the coordinating office and send it out; the page of the round is open."""
    page = visits.open(STATUS + "neu/", "coordinator")
    page.get_by_label("Titel").fill(title)
    page.get_by_role("button", name="Weiter: Wer wird gefragt?").click()
    expect(page.get_by_role("heading", name="So sieht die Nachricht aus")).to_be_visible()
    for position, field in enumerate(page.locator("input[name$='-to']").all()):
        if not field.input_value():
            field.fill(f"stelle{position}@musterhafen.example")
    page.get_by_role("button", name=re.compile("Abfrage an .* senden")).click()
    expect(page.get_by_role("main")).to_contain_text("Stellen unterwegs")
    return page


def link_of(page: Page, unit: str) -> str:
    """Copy the personal link of a unit from the page of the round; the path alone."""
    row = page.locator("article.etappe-waiting").filter(has=page.get_by_role("link", name=unit, exact=True))
    row.locator("summary").click()
    link = row.locator("input[readonly]").input_value()
    return "/antwort/" + link.partition("/antwort/")[2]


def answers(page: Page) -> list[Locator]:
    return page.locator("article.etappe-reply").all()


@pytest.mark.slow
def test_a_round_goes_out_is_answered_without_javascript_and_comes_back(visits: Visits) -> None:
    office = set_up(visits, "Abfrage aus dem Browser")
    assert clean(office) == []
    link = link_of(office, "Jugendamt")

    phone = visits.open(link, javascript=False, viewport=SMALL_PHONE)
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Jugendamt: Sachstand zum")
    assert phone.get_by_role("navigation").count() == 0
    first = phone.locator("article.etappe-reply").first
    first.get_by_label("verzögert").check()
    first.get_by_label("In einem Satz").fill("Zwei Schulen fehlt ein Raum.")
    first.get_by_label("Räume").check()
    first.get_by_label("Voraussichtlich fertig").fill("12/2027")
    first.get_by_role("button", name="Antwort bestätigen").click()
    expect(phone.locator("article.etappe-reply").first).to_contain_text("Bestätigt: verzögert")
    for position in range(1, len(answers(phone))):
        phone.locator("article.etappe-reply").nth(position).get_by_label("im Plan").check()
    phone.get_by_role("button", name="Abschließen").click()
    expect(phone.get_by_role("main")).to_contain_text("Danke, Ihre Antwort ist angekommen.")

    office.reload()
    office.get_by_role("row").filter(has_text="Jugendamt").get_by_role("link").first.click()
    expect(office.get_by_role("main")).to_contain_text("Zwei Schulen fehlt ein Raum.")
    assert clean(office) == []
    office.get_by_label("Rückfrage an die Stelle").fill("Welche beiden Schulen?")
    office.get_by_role("button", name="Mit Rückfrage zurückgeben").click()
    expect(office.get_by_role("main")).to_contain_text("Die Rückfrage ist an Jugendamt unterwegs.")

    phone.goto(visits.server + link)
    expect(phone.get_by_role("main")).to_contain_text("Welche beiden Schulen?")
    phone.get_by_role("button", name=re.compile("abschließen|Abschließen")).click()
    expect(phone.get_by_role("main")).to_contain_text("Danke")

    office.reload()
    office.get_by_role("button", name="Antwort als geprüft annehmen").click()
    expect(office.get_by_role("main")).to_contain_text("als geprüft angenommen")
    office.get_by_role("link", name=re.compile("Abfrage abschließen")).click()
    expect(office.get_by_role("main")).to_contain_text("nicht geantwortet; so steht es dann im Bericht")
    assert clean(office) == []
    office.get_by_role("button", name="Abfrage schließen und Stand festschreiben").click()
    expect(office.get_by_text("Prüfsumme (SHA-256)")).to_be_visible()
    assert clean(office) == []

    phone.goto(visits.server + link)
    expect(phone.get_by_role("main")).to_contain_text("abgeschlossen. Ihre Antworten stehen fest.")


@pytest.mark.slow
def test_with_javascript_the_page_saves_as_one_types(visits: Visits) -> None:
    visits.expect_status(422)
    link = link_of(set_up(visits, "Abfrage, die mitschreibt"), "Sozialamt")
    phone = visits.open(link, viewport=PHONE)
    assert clean(phone) == []
    first = phone.locator("article.etappe-reply").first
    clock, progress = phone.locator("[data-reply-clock]"), phone.locator("[data-reply-progress]")
    first.get_by_label("gefährdet").check()
    first.get_by_label("In einem Satz").fill("Der Träger hat abgesagt.")
    expect(clock).to_contain_text("gespeichert")
    expect(progress).to_contain_text("1 von")
    first.get_by_label("Voraussichtlich fertig").fill("irgendwann")
    expect(phone.locator("[data-reply-trouble]")).to_contain_text("alles andere ist gespeichert")
    assert clean(phone) == []
    first.get_by_label("Voraussichtlich fertig").fill("Ende 2027")
    expect(phone.locator("[data-reply-trouble]")).to_be_empty()

    again = visits.open(link, viewport=PHONE)
    opened = again.locator("article.etappe-reply").first
    expect(opened.get_by_label("In einem Satz")).to_have_value("Der Träger hat abgesagt.")
    expect(opened.get_by_label("Voraussichtlich fertig")).to_have_value("Ende 2027")
    expect(opened.get_by_label("gefährdet")).to_be_checked()

    again.get_by_role("button", name="Abschließen").click()
    expect(again.locator("[data-error-summary]")).to_contain_text("fehlt hier noch der Stand")
    assert clean(again) == []
    again.set_viewport_size(DESK)
    assert clean(again) == []


def test_a_link_that_opens_nothing_says_what_to_do(visits: Visits) -> None:
    visits.expect_status(404)
    page = visits.open("/antwort/1.falsch~falsch/", viewport=PHONE)
    expect(page.get_by_role("heading", level=1)).to_have_text("Dieser Link führt zu keiner Abfrage")
    assert clean(page) == []
