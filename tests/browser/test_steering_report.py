"""The steering report in real browsers: begun, put into words, released, read without an account; a statement."""

from __future__ import annotations

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from support.browsing import PHONE, TOWN, Visits

AXE = Axe()
RULES = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


def clean(page: Page) -> list[str]:
    """What axe finds on the open page, and whether it is wider than the screen."""
    found = AXE.run(page, options=RULES).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [item["id"] for item in found] + (["wider than the screen"] if wide else [])


def test_a_report_goes_from_the_closed_round_to_whoever_has_no_account(visits: Visits) -> None:
    office = visits.open(TOWN + "sachstand/", "coordinator")
    office.get_by_role("link", name="Sachstand zum Jahresende 2025").first.click()
    office.get_by_role("link", name="Steuerungsbericht beginnen").click()
    office.get_by_label("Titel").fill("Bericht aus dem Browser")
    office.get_by_role("button", name="Entwurf anlegen").click()
    expect(office.get_by_role("main")).to_contain_text("Als Nächstes: die Zusammenfassung.")
    assert clean(office) == []

    office.get_by_label("Zusammenfassung").fill("Es geht voran.")
    office.get_by_role("button", name="Speichern").click()
    expect(office.get_by_role("main")).to_contain_text("Es geht voran.")
    with office.expect_download() as looking:
        office.get_by_role("link", name="PDF").click()
    assert looking.value.path().read_bytes().startswith(b"%PDF")

    office.get_by_role("button", name="Bericht ausgeben und festschreiben").click()
    expect(office.get_by_role("main")).to_contain_text("Der Bericht ist ausgegeben.")
    expect(office.get_by_role("link", name="Worte bearbeiten")).to_have_count(0)
    assert clean(office) == []
    office.get_by_role("button", name=re.compile(r"Auf der öffentlichen Seite zeigen.*PDF")).click()
    expect(office.get_by_role("main")).to_contain_text("steht jetzt auf der öffentlichen Seite.")

    public = visits.open(TOWN + "berichte/", viewport=PHONE)
    assert clean(public) == []
    group = public.get_by_role("article").filter(has_text="Bericht aus dem Browser")
    expect(group).to_have_count(1)
    with public.expect_download() as reading:
        group.get_by_role("link", name=re.compile("^PDF")).click()
    assert reading.value.path().read_bytes().startswith(b"%PDF")
    assert public.get_by_text("Steuerungsbericht beginnen").count() == 0


def test_an_association_hands_in_a_statement_without_javascript(visits: Visits) -> None:
    page = visits.open(TOWN + "beteiligung/stellungnahmen/neu/", "provider", javascript=False, viewport=PHONE)
    page.get_by_label("Titel").fill("Stellungnahme aus dem Browser")
    page.get_by_label("Datum").fill("November 2026")
    page.get_by_role("button", name="Stellungnahme anlegen").click()
    expect(page.get_by_role("main")).to_contain_text("Als Nächstes: ihre Punkte.")
    page.get_by_role("link", name="Punkt hinzufügen").click()
    page.get_by_label("Worum es geht").fill("Kitaplätze")
    page.get_by_label("Inhalt").fill("Es braucht mehr Plätze in Nordhafen.")
    page.get_by_role("button", name="Punkt hinzufügen").click()
    page.get_by_role("button", name="Stellungnahme einreichen").click()
    expect(page.get_by_role("main")).to_contain_text("Ihre Stellungnahme ist eingereicht.")
    expect(page.get_by_role("link", name="Punkt hinzufügen")).to_have_count(0)

    address = page.url.removeprefix(visits.server)
    office = visits.open(address, "coordinator")
    expect(office.get_by_role("main")).to_contain_text("Es braucht mehr Plätze in Nordhafen.")
    expect(office.get_by_role("link", name="Zuständige Stelle festlegen")).to_be_visible()
    assert clean(office) == []
