"""Two people, ended sessions, drafts, spreadsheets, conferences and papers: nothing that was typed is lost."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from support.browsing import PHONE, TOWN, Visits

PROGRAMME = "integrationsprogramm-2025-2028"


def open_measure(visits: Visits, number: int, role: str = "coordinator", **options: object) -> Page:
    """Open a measure by its number through the list, turning its pages as a person would."""
    page = visits.open(TOWN + "programm/massnahmen/", role, **options)
    row = page.locator("tbody tr").filter(has=page.locator("td", has_text=re.compile(rf"^\s*{number}\s*$")))
    following = 2
    while row.count() == 0:
        page.get_by_role("link", name="Weiter", exact=True).click()
        page.wait_for_url(re.compile(rf"page={following}\b"))
        following += 1
    row.get_by_role("link").first.click()
    return page


def edit(page: Page, group: str) -> None:
    page.get_by_role("link", name=re.compile(rf"Bearbeiten\s*: {group}")).click()


def test_the_second_of_two_people_sees_the_difference_and_loses_nothing(visits: Visits) -> None:
    first, second = open_measure(visits, 30), open_measure(visits, 30)
    edit(first, "Zielgruppe und Ort")
    edit(second, "Zielgruppe und Ort")
    first.get_by_label("Ort").fill("Nordhafen")
    first.get_by_role("button", name="Speichern").click()
    expect(first.get_by_text("ist gespeichert")).to_be_visible()

    second.get_by_label("Ort").fill("Kanalstadt")
    second.get_by_role("button", name="Speichern").click()
    expect(second.get_by_role("main")).to_contain_text("Jetzt steht hier: „Nordhafen“")
    expect(second.get_by_label("Ort")).to_have_value("Kanalstadt")
    second.get_by_role("button", name="Speichern").click()
    expect(second.get_by_text("ist gespeichert")).to_be_visible()
    expect(second.get_by_role("main")).to_contain_text("Kanalstadt")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_what_was_typed_survives_the_end_of_the_session(visits: Visits, javascript: bool) -> None:
    page = open_measure(visits, 31, javascript=javascript)
    edit(page, "Auftrag")
    page.get_by_label("Beschreibung").fill("Drei Absätze, an denen jemand lange saß.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Speichern").click()
    visits.fill_in_sign_in(page, "coordinator")
    expect(page.get_by_label("Beschreibung")).to_have_value("Drei Absätze, an denen jemand lange saß.")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("ist gespeichert")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Drei Absätze, an denen jemand lange saß.")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_form_inside_a_page_survives_the_end_of_the_session_too(visits: Visits, javascript: bool) -> None:
    page = open_measure(visits, 34, javascript=javascript)
    page.get_by_text("Stand ändern").click()
    page.get_by_label("In einem Satz").fill("Der Träger sucht noch Räume.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Stand speichern").click()
    visits.fill_in_sign_in(page, "coordinator")
    expect(page.get_by_label("In einem Satz")).to_have_value("Der Träger sucht noch Räume.")
    expect(page.get_by_label("In einem Satz")).to_be_visible()


def test_so_does_the_splitting_of_a_recommendation(visits: Visits) -> None:
    page = visits.open(TOWN + "beteiligung/empfehlungen/", "coordinator", javascript=False)
    page.locator("tbody tr").get_by_role("link").first.click()
    page.get_by_text("In mehrere teilen").click()
    page.get_by_label("Teile").fill("Erster Teil.\n\nZweiter Teil.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Empfehlung teilen").click()
    expect(page.get_by_role("main")).to_contain_text("an derselben Stelle weiter")
    visits.fill_in_sign_in(page, "coordinator")
    expect(page.get_by_label("Teile")).to_be_visible()
    expect(page.get_by_label("Teile")).to_have_value("Erster Teil.\n\nZweiter Teil.")
    expect(page.get_by_role("main")).to_contain_text("Ihre Eingaben sind noch da")


def test_a_draft_waits_when_a_page_was_left_and_goes_when_it_was_saved(visits: Visits) -> None:
    page = open_measure(visits, 32)
    edit(page, "Auftrag")
    page.get_by_label("Beschreibung").fill("Halb fertig")
    expect(page.locator("[data-draft-status]")).to_contain_text("Entwurf gemerkt")
    address = page.url
    page.goto(visits.server + TOWN)
    page.goto(address)
    expect(page.get_by_label("Beschreibung")).to_have_value("Halb fertig")
    expect(page.locator("[data-draft-status]")).to_contain_text("Entwurf wieder eingesetzt")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("ist gespeichert")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('etappe-draft:'))") == []


def test_a_rejected_form_keeps_the_input_and_its_draft(visits: Visits) -> None:
    page = open_measure(visits, 33)
    edit(page, "Zeit")
    page.get_by_label("Frist").first.fill("irgendwann einmal")
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(page.get_by_label("Frist").first).to_have_value("irgendwann einmal")
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('etappe-draft:')).length") == 1


def test_a_sheet_goes_out_and_comes_back_with_its_difference(visits: Visits, tmp_path: Path) -> None:
    page = visits.open(TOWN + "programm/tabelle/", "coordinator")
    with page.expect_download() as download:
        page.get_by_role("main").get_by_role("link", name=re.compile("Tabelle zu")).first.click()
    file = tmp_path / "massnahmen.xlsx"
    download.value.save_as(file)
    book = openpyxl.load_workbook(file)
    cell = next(
        cell
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value == "Gebündelte Anerkennungsberatung"
    )
    cell.value = "Anerkennungsberatung unter einem Dach"
    book.save(file)
    page.get_by_label("Tabelle (XLSX)").set_input_files(file)
    page.get_by_role("button", name="Unterschied ansehen").click()
    expect(page.locator("del").filter(has_text="Gebündelte Anerkennungsberatung")).to_be_visible()
    expect(page.locator("ins").filter(has_text="Anerkennungsberatung unter einem Dach")).to_be_visible()
    page.get_by_role("button", name="Alles übernehmen").click()
    expect(page.get_by_role("main")).to_contain_text("1 geänderte")


def test_cells_that_make_no_sense_are_named_and_nothing_changes(visits: Visits) -> None:
    page = visits.open(TOWN + "programm/tabelle/", "coordinator")
    page.get_by_label("oder Zellen hier einfügen").fill(
        "Nr.\tTitel\tFrist\n1\tKita am Kohlenkai\tam Sankt-Nimmerleins-Tag"
    )
    page.get_by_role("button", name="Unterschied ansehen").click()
    expect(page.get_by_role("main")).to_contain_text("Geändert ist nichts")
    expect(page.get_by_role("button", name="Alles übernehmen")).to_have_count(0)


def test_a_conference_gets_groups_and_sessions(visits: Visits) -> None:
    page = visits.open(TOWN + "beteiligung/konferenzen/neu/", "coordinator", javascript=False)
    page.get_by_label("Titel").fill("Stadtteilkonferenz aus dem Browser")
    page.get_by_label("Wann").first.fill("Frühjahr 2027")
    page.locator("main button[type=submit]").click()
    expect(page.get_by_role("main")).to_contain_text("Frühjahr 2027")
    page.get_by_role("link", name="Arbeitsgruppe hinzufügen").click()
    page.get_by_label("Thema").fill("Wohnen und Nachbarschaft")
    page.locator("main button[type=submit]").click()
    page.get_by_role("link", name="Sitzung eintragen").first.click()
    page.get_by_label("Wann").first.fill("Ende März 2027")
    page.locator("main button[type=submit]").click()
    expect(page.get_by_role("main")).to_contain_text("Wohnen und Nachbarschaft")
    expect(page.get_by_role("main")).to_contain_text("Ende März 2027")


def test_a_paper_takes_its_path_and_gets_its_resolution(visits: Visits) -> None:
    page = visits.open(TOWN + "gremien/drucksachen/neu/", "coordinator")
    page.get_by_label("Nummer").fill("DS 26-0999/1")
    page.get_by_label("Betreff").fill("Bericht aus dem Browser")
    page.get_by_label("Datum").first.fill("22.11.2026")
    page.locator("main button[type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bericht aus dem Browser")
    page.get_by_role("link", name="Beratung hinzufügen").click()
    page.get_by_label("Gremium").select_option(label="Integrationsrat")
    page.locator("main button[type=submit]").click()
    expect(page.locator("#beratungsfolge")).to_contain_text("Integrationsrat")
    page.get_by_role("link", name="Beschluss eintragen").click()
    page.get_by_label("Gremium").select_option(label="Integrationsrat")
    page.get_by_label("Wortlaut").fill("Der Bericht wird zur Kenntnis genommen.")
    page.get_by_label("Datum").first.fill("25.11.2026")
    page.locator("main button[type=submit]").click()
    expect(page.locator("#beschluesse")).to_contain_text("zur Kenntnis genommen")


def test_an_office_reports_the_state_of_its_measure_on_a_phone_without_javascript(visits: Visits) -> None:
    page = visits.open(TOWN + "programm/massnahmen/", "owner", javascript=False, viewport=PHONE)
    page.locator("tbody tr").filter(has_text="Jugendamt").first.get_by_role("link").first.click()
    page.get_by_text("Stand ändern").click()
    page.locator("#stand").get_by_label("Stand").select_option("at_risk")
    page.get_by_role("button", name="Stand speichern").click()
    expect(page.locator(".etappe-state")).to_contain_text("gefährdet")
