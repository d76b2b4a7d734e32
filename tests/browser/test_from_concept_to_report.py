"""The main job: a concept paper goes in, commitments and a printed programme come out."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from support.browsing import TOWN, Visits
from support.documents import docx_paper, long_docx

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PROGRAMME = "integrationsprogramm-2025-2028"
FIRST = (
    (
        "1 Ankommen",
        (
            "Die Stadt sollte künftig Sprachkurse am Abend anbieten. Die Wartezeit beträgt heute neun Monate.",
            "Es wird angestrebt, die Beratung an einem Ort zu bündeln.",
        ),
    ),
    ("2 Wohnen", ("Die Wohnungsgesellschaft muss mehr Wohnungen für große Familien bereitstellen.",)),
)
REVISED = (FIRST[0], ("2 Wohnen", ("Die Wohnungsgesellschaft muss bis Ende 2028 zehn Wohnungen bereitstellen.",)))
EVENING = "Sprachkurse am Abend"


def read_in(page: Page, title: str, content: bytes, name: str = "konzept.docx") -> None:
    """Hand a paper in and wait, as a person would, until it is read."""
    page.get_by_label("Titel des Konzepts").fill(title)
    hand_in(page, content, name)


def hand_in(page: Page, content: bytes, name: str) -> None:
    page.get_by_label("Datei").set_input_files({"name": name, "mimeType": WORD, "buffer": content})
    page.get_by_role("button", name="Einlesen").click()
    expect(page.locator(".etappe-row").first).to_be_visible(timeout=180_000)


def card(page: Page, words: str) -> Locator:
    return page.locator(".etappe-row").filter(has_text=words)


def test_a_concept_paper_becomes_a_complete_measure_in_a_printed_programme(visits: Visits) -> None:
    page = visits.open(TOWN + "beteiligung/konzepte/neu/", "coordinator")
    read_in(page, "Konzept aus dem Browser", docx_paper(FIRST))

    # The head says it in one line, the text stands beside its findings.
    expect(page.locator(".etappe-verdict")).to_contain_text("Zuständigkeit")
    expect(page.locator(".etappe-worksheet__source [data-kind]").filter(has_text=EVENING)).to_be_visible()
    expect(card(page, EVENING).locator(".etappe-elements__missing")).to_contain_text("Frist")

    # One key corrects, another takes it back, arrows walk on, Enter goes to the next.
    rows = page.locator(".etappe-row")
    expect(rows.first).to_have_attribute("tabindex", "0")
    rows.first.focus()
    page.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("1")
    expect(rows.first.get_by_role("button", name="Zusage")).to_have_attribute("aria-pressed", "true")
    expect(rows.first).to_be_focused()
    page.keyboard.press("Enter")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("z")
    expect(rows.first.get_by_role("button", name="Zusage")).to_have_attribute("aria-pressed", "false")
    expect(rows.first).to_be_focused()
    page.keyboard.press("1")
    expect(rows.first.get_by_text("von Hand eingeordnet")).to_be_visible()
    concept = page.url

    # The correction survives the revised paper; what has changed is shown.
    page.get_by_role("link", name="Überarbeitete Fassung einlesen").click()
    hand_in(page, docx_paper(REVISED), "konzept-2.docx")
    page.get_by_role("link", name="von Hand eingeordnet").click()
    expect(card(page, EVENING).get_by_role("button", name="Zusage")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="neu oder geändert").click()
    expect(page.get_by_role("main")).to_contain_text("zehn Wohnungen")

    # Two statements become one recommendation, the recommendation a measure.
    page.goto(concept + "?zeige=alle")
    expect(page.locator(".etappe-bulk")).not_to_have_css("position", "sticky")
    card(page, EVENING).get_by_role("checkbox").check()
    card(page, "Beratung an einem Ort").first.get_by_role("checkbox").check()
    expect(page.locator(".etappe-bulk")).to_have_css("position", "sticky")
    expect(page.locator("[data-bulk-count]")).to_have_text("2")
    page.get_by_role("button", name="Zu einer Empfehlung zusammenführen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(EVENING)
    expect(page.locator(".etappe-quote").filter(has_text=EVENING)).to_be_visible()
    page.get_by_role("link", name="Maßnahme daraus machen").click()
    page.get_by_label("Titel").fill("Abendkurse aus dem Browser")
    page.get_by_label("Handlungsfeld").select_option(index=1)
    page.locator("main button[type=submit]").click()
    expect(page.get_by_role("heading", level=1, name="Abendkurse aus dem Browser")).to_be_visible()

    fill_in_whatever_is_missing(page)
    expect(page.locator(".etappe-completeness")).to_contain_text("vollständig")
    expect(page.locator(".etappe-quote").filter(has_text=EVENING)).to_be_visible()  # the way back to the sentence


def fill_in_whatever_is_missing(page: Page) -> None:
    """Follow the link of the completeness line until nothing is missing; the cursor waits in the right field."""
    values = {
        "id_deadline": "Ende 2028",
        "id_indicator": "belegte Plätze",
        "id_place": "stadtweit",
        "id_budget": "45000",
    }
    for _ in range(8):
        step = page.locator(".etappe-completeness__next a")
        if step.count() == 0:
            return
        step.click()
        field = page.locator(":target")
        expect(field).to_be_visible()
        name = field.get_attribute("id") or ""
        if name == "id_target_groups":
            for box in field.get_by_role("checkbox").all():
                box.check()
        elif field.evaluate("part => part.tagName") == "SELECT":
            field.select_option(index=1)
        else:
            field.fill(values[name])
        if name == "id_indicator":
            page.get_by_label("Zielwert").fill("120 Plätze")
        page.get_by_role("button", name="Speichern").click()
        expect(page.get_by_text("ist gespeichert")).to_be_visible()


def test_the_programme_is_printed_in_three_formats(visits: Visits) -> None:
    page = visits.open(f"{TOWN}berichte/programm/{PROGRAMME}/", "coordinator")
    for words, ending, magic in (("PDF", "pdf", b"%PDF-"), ("DOCX", "docx", b"PK"), ("XLSX", "xlsx", b"PK")):
        page.get_by_label(re.compile(f"^{words}")).check()
        page.get_by_role("button", name="Bericht machen").click()
        expect(page.get_by_text("ist fertig und bleibt so erhalten")).to_be_visible(timeout=60_000)
        with page.expect_download() as download:
            page.locator(".etappe-origin-card").filter(has_text=re.compile(words)).get_by_role("link").first.click()
        assert download.value.suggested_filename.endswith("." + ending)
        assert download.value.path().read_bytes().startswith(magic)


def test_a_paper_of_300_pages_comes_in_pages_one_can_work_with(visits: Visits) -> None:
    page = visits.open(TOWN + "beteiligung/konzepte/neu/", "coordinator")
    read_in(page, "Sehr langes Konzept", long_docx(300))
    assert page.locator(".etappe-row").count() <= 150
    assert len(page.content()) < 1_500_000
    page.get_by_role("link", name="Weiter").click()
    expect(page.locator(".etappe-row").first).to_be_visible()


def test_a_long_paper_without_headings_comes_in_pages_too(visits: Visits) -> None:
    text = "\n\n".join(
        f"Die Stadt sollte bis {2027 + n % 9} weitere {n} Beratungsstellen öffnen." for n in range(2, 700)
    )
    page = visits.open(TOWN + "beteiligung/konzepte/neu/", "coordinator")
    read_in(page, "Langes Konzept ohne Überschriften", text.encode(), "lang.txt")
    assert 1 <= page.locator(".etappe-row").count() <= 150
    expect(page.get_by_role("link", name="Weiter")).to_be_visible()


def test_a_damaged_paper_is_refused_with_a_sentence_and_kept(visits: Visits) -> None:
    page = visits.open(TOWN + "beteiligung/konzepte/neu/", "coordinator")
    page.get_by_label("Titel des Konzepts").fill("Beschädigtes Konzept")
    page.get_by_label("Datei").set_input_files(
        {"name": "kaputt.docx", "mimeType": WORD, "buffer": b"PK\x03\x04 kein Archiv"}
    )
    page.get_by_role("button", name="Einlesen").click()
    expect(page.get_by_role("main")).to_contain_text(re.compile("ließ sich nicht lesen|beschädigt"), timeout=60_000)


def test_corrections_and_recommendations_need_no_javascript(visits: Visits) -> None:
    page = visits.open(TOWN + "beteiligung/", "coordinator", javascript=False)
    page.get_by_role("link", name="Integrationskonzept Musterhafen").click()
    row = page.locator(".etappe-row").nth(3)
    place = row.get_attribute("id")
    row.get_by_role("button", name="Hintergrund").click()
    page.get_by_role("link", name="von Hand eingeordnet").click()
    corrected = page.locator(f"#{place}")
    expect(corrected.get_by_role("button", name="Hintergrund")).to_have_attribute("aria-pressed", "true")
    corrected.get_by_role("checkbox").check()
    page.get_by_role("button", name="Je eine Empfehlung daraus machen").click()
    expect(page.get_by_role("main")).to_contain_text("ist angelegt")
