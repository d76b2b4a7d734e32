"""From a deviation to a public decision: prepared at a desk, decided on a phone without JavaScript, then published."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from support.browsing import PHONE, TOWN, Visits

MEASURE = "Wohnberatung in Bulgarisch und Rumänisch"
DEVIATION = "Die Beratung in Rumänisch fällt seit September aus."
REASON = "Die zweite Stelle ist ausgeschrieben; bis zum Frühjahr ist sie besetzt."


def measure_of(visits: Visits, role: str = "") -> Page:
    page = visits.open(f"{TOWN}programm/massnahmen/?q=wohnberatung", role)
    page.get_by_role("link", name=MEASURE).first.click()
    return page


def test_the_office_prepares_the_department_decides_the_public_reads(visits: Visits) -> None:
    desk = measure_of(visits, "coordinator")
    measure = desk.url
    address = opens_and_prepares(desk)

    cannot_be_decided_here(desk)
    decides_on_a_phone(visits.open(TOWN + "heute/", "decider", javascript=False, viewport=PHONE))

    desk.goto(address)
    expect(desk.get_by_role("article").filter(has_text=REASON)).to_contain_text("Dezernat III")
    desk.locator("summary", has_text="Drucksache zuordnen").click()
    paper = desk.get_by_label("Drucksache").locator("option", has_text="26-0498").get_attribute("value")
    desk.get_by_label("Drucksache").select_option(paper)
    desk.get_by_role("button", name="Drucksache zuordnen").click()
    expect(desk.get_by_role("status").first).to_contain_text("26-0498")

    visitor = visits.open(measure.removeprefix(visits.server))
    expect(visitor.get_by_role("main")).not_to_contain_text(REASON)
    releases_the_paper(visits)
    visitor.reload()
    decision = visitor.get_by_role("article").filter(has_text=REASON)
    expect(decision).to_contain_text("2027 → Frühjahr 2028")
    expect(decision).to_contain_text("26-0498")
    expect(visitor.get_by_role("main")).not_to_contain_text(DEVIATION)


def opens_and_prepares(page: Page) -> str:
    """Open a case by hand, say what is possible and lay it before the department; return its address."""
    page.locator("#abweichungen").get_by_role("link", name="Abweichung eröffnen").click()
    page.get_by_label("Was weicht ab?").fill(DEVIATION)
    page.get_by_role("button", name="Abweichung eröffnen").click()
    page.wait_for_url(re.compile(r"/steuerung/\d+/"))
    address = page.url
    page.get_by_text("Möglichkeit hinzufügen").first.click()
    page.get_by_label("Vorschlag").select_option("correct")
    options = page.locator("#moeglichkeiten")
    options.get_by_label("Neue Frist").fill("Frühjahr 2028")
    options.get_by_label("Was folgt daraus?").fill("Die Beratung setzt ein halbes Jahr aus.")
    options.get_by_role("button", name="Möglichkeit hinzufügen").click()
    expect(options).to_contain_text("neue Frist: Frühjahr 2028")
    page.get_by_role("button", name="Zur Entscheidung vorlegen").click()
    expect(page.get_by_role("status").first).to_contain_text("zur Entscheidung vorgelegt")
    return address


def cannot_be_decided_here(page: Page) -> None:
    expect(page.locator("#entscheiden")).to_contain_text("Hier entscheidet: Dezernat III")
    expect(page.get_by_role("button", name="So entscheiden")).to_have_count(0)


def decides_on_a_phone(page: Page) -> None:
    card = page.get_by_role("article").filter(has_text="auf Ihre Entscheidung")
    card.get_by_role("link", name="Entscheiden").click()
    page.get_by_role("link", name=DEVIATION).click()
    page.get_by_role("link", name="In die Entscheidung übernehmen").click()
    decision = page.locator("#entscheiden")
    expect(decision.get_by_label("Ziel oder Frist anpassen", exact=True)).to_be_checked()
    expect(decision.get_by_label("Neue Frist")).to_have_value("Frühjahr 2028")
    decision.get_by_label("Begründung").first.fill(REASON)
    decision.get_by_text("Mit Auflagen").click()
    decision.get_by_label("Auflage 1").fill("Zum Jahresende über die Besetzung berichten")
    decision.get_by_label("bis", exact=True).first.fill("2027-01-15")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    decision.get_by_role("button", name="So entscheiden").click()
    expect(page.get_by_role("article").filter(has_text=REASON)).to_contain_text("2027 → Frühjahr 2028")
    expect(page.get_by_role("main")).to_contain_text("Zum Jahresende über die Besetzung berichten")


def releases_the_paper(visits: Visits) -> None:
    page = visits.open(TOWN + "gremien/drucksachen/?q=26-0498", "coordinator")
    page.get_by_role("link", name=re.compile("26-0498")).first.click()
    page.get_by_role("link", name="Bearbeiten").first.click()
    page.get_by_label("öffentlich").check()
    page.get_by_role("button", name="Speichern").click()
