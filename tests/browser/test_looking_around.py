"""Looking around without an account, and the first page of each role."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from support.browsing import ACCOUNTS, PHONE, TOWN, Visits

MEASURES = TOWN + "programm/massnahmen/"


def test_a_visitor_finds_programme_stages_papers_and_committees(visits: Visits) -> None:
    page = visits.open("/")
    page.get_by_role("link", name="Duisburg", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Duisburg")
    for part in ("Programme", "Die Etappen", "Gremien", "Drucksachen"):
        expect(page.get_by_role("heading", name=part, exact=True)).to_be_visible()
    expect(page.get_by_text("Frühjahr 2005")).to_be_visible()
    page.get_by_role("link", name="Etappen mit Drucksachen").click()
    expect(page.get_by_text("Ende März").first).to_be_visible()


def test_made_up_places_say_so_and_real_ones_name_their_source(visits: Visits) -> None:
    page = visits.open(TOWN)
    expect(page.get_by_text("Diese Kommune ist erfunden.")).to_be_visible()
    page.goto(visits.server + "/kommune/duisburg/")
    expect(page.get_by_role("main").get_by_text("Quelle").first).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_the_filter_sentence_narrows_the_list(visits: Visits, javascript: bool) -> None:
    page = visits.open(MEASURES, javascript=javascript)
    before = page.locator(".etappe-sentence__count").inner_text()
    page.get_by_label("Stand", exact=False).first.select_option("done")
    if javascript:
        page.wait_for_url(re.compile("stand=done"))
    else:
        page.get_by_role("button", name="Liste anzeigen").click()
    expect(page.get_by_text("erledigt").last).to_be_visible()
    expect(page.locator("tbody .etappe-badge").filter(has_text="läuft")).to_have_count(0)
    assert "stand=done" in page.url
    expect(page.locator(".etappe-sentence__count")).not_to_have_text(before)


def test_a_list_goes_along_as_a_table(visits: Visits) -> None:
    page = visits.open(MEASURES + "?stand=done")
    for name, ending in (("als Tabelle (XLSX)", ".xlsx"), ("als CSV", ".csv")):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        assert download.value.suggested_filename.endswith(ending)


def test_the_search_finds_measures_and_papers(visits: Visits) -> None:
    page = visits.open(TOWN)
    page.get_by_role("searchbox", name="Suchen").fill("Elterncafés")
    page.get_by_role("button", name="Suche starten").click()
    expect(page.get_by_role("main").get_by_role("link", name=re.compile("Elterncafés")).first).to_be_visible()
    page.get_by_role("searchbox", name="Suchen").fill("Zwiebelfisch")
    page.get_by_role("button", name="Suche starten").click()
    expect(page.get_by_role("main")).to_contain_text("nichts gefunden", ignore_case=True)


def test_the_pages_speak_english_on_request(visits: Visits) -> None:
    page = visits.open(TOWN)
    page.get_by_role("contentinfo").get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()


@pytest.mark.parametrize("role", [role for role in ACCOUNTS if role != "alliance"])
def test_the_first_page_says_what_needs_this_person_today(visits: Visits, role: str) -> None:
    page = visits.open("/heute/", role)
    expect(page.get_by_role("heading", level=1, name="Heute")).to_be_visible()
    cards = page.locator(".etappe-today")
    if cards.count() == 0:
        expect(page.get_by_text("Heute ist nichts fällig")).to_be_visible()
        return
    assert cards.count() <= 7
    for sentence in page.locator(".etappe-today__sentence").all_inner_texts():
        assert sentence.strip()
    cards.first.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_alliance_office_begins_with_its_alliance(visits: Visits) -> None:
    page = visits.open("/heute/", "alliance")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Städteregion")
    expect(page.get_by_role("table")).to_contain_text("Duisburg")


@pytest.mark.parametrize("place", ["", "totp/activate/"])
def test_a_second_factor_can_be_set_up(visits: Visits, place: str) -> None:
    page = visits.open("/konto/2fa/" + place, "statistics")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_strangers_and_wrong_addresses_get_a_sentence_and_a_way_on(visits: Visits) -> None:
    visits.expect_status(403, 404)
    page = visits.open(TOWN + "verwaltung/konten/", "reader")
    expect(page.get_by_role("main")).to_contain_text("anderen Stellen vorbehalten")
    page.goto(visits.server + TOWN + "programm/massnahmen/999999/")
    expect(page.get_by_role("main")).to_contain_text("Diese Maßnahme gibt es hier nicht")
    expect(page.get_by_role("main").get_by_role("link").first).to_be_visible()


def test_the_menu_of_a_phone_opens_the_sections(visits: Visits) -> None:
    page = visits.open(TOWN, viewport=PHONE)
    page.get_by_text("Menü", exact=True).click()
    menu = page.locator(".etappe-menu")
    menu.get_by_role("link", name="Gremien").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "/gremien/" in page.url


@pytest.mark.parametrize("place", [TOWN, MEASURES, TOWN + "programm/", TOWN + "gremien/", TOWN + "beteiligung/"])
def test_reading_needs_no_javascript(visits: Visits, place: str) -> None:
    page = visits.open(place, javascript=False)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert len(page.get_by_role("main").inner_text()) > 100


def test_print_leaves_out_what_is_for_the_screen(visits: Visits) -> None:
    page = visits.open(MEASURES)
    page.get_by_role("main").locator("tbody a").first.click()
    page.emulate_media(media="print")
    expect(page.locator(".etappe-search")).to_be_hidden()
    expect(page.locator(".etappe-nav").first).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert len(page.pdf()) > 10_000
