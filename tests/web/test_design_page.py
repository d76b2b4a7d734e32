"""The page of all components in a real browser: accessible, no wider than a phone, within the content policy."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
ADDRESS = "/gestaltung/"

pytestmark = [
    pytest.mark.browser,
    # The test server takes static files from the apps; nothing has been collected into a folder.
    pytest.mark.filterwarnings("ignore:No directory at:UserWarning"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium found on this machine"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def opened(browser: Browser, live_server: LiveServer, **settings: object) -> Page:
    page = browser.new_context(locale="de-DE", **settings).new_page()  # type: ignore[arg-type]
    page.goto(live_server.url + ADDRESS)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_every_component_is_accessible(browser: Browser, live_server: LiveServer, scheme: str, width: int) -> None:
    page = opened(browser, live_server, color_scheme=scheme, viewport={"width": width, "height": 900})
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()


def test_no_component_is_wider_than_a_phone(browser: Browser, live_server: LiveServer) -> None:
    page = opened(browser, live_server, viewport={"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_nothing_breaks_the_content_security_policy(browser: Browser, live_server: LiveServer) -> None:
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(live_server.url + ADDRESS)
    page.wait_for_load_state("networkidle")
    assert complaints == []


def test_without_javascript_everything_can_be_read(browser: Browser, live_server: LiveServer) -> None:
    page = opened(browser, live_server, java_script_enabled=False)
    assert page.get_by_role("link", name="Zum Inhalt springen").count() == 1
    assert page.locator("main").get_by_text("Elterncafés an allen Grundschulen").first.is_visible()
    page.get_by_role("button", name="Liste anzeigen").click()
    assert "stand=" in page.url


def test_on_a_phone_the_rail_is_a_list_and_the_menu_works_by_keyboard(
    browser: Browser, live_server: LiveServer
) -> None:
    page = opened(browser, live_server, viewport={"width": 360, "height": 800})
    tops = [box["y"] for station in page.locator(".etappe-rail__station").all()[:3] if (box := station.bounding_box())]
    assert tops == sorted(set(tops))
    menu = page.locator("details.etappe-menu")
    menu.locator("summary").press("Enter")
    assert menu.get_attribute("open") is not None
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None


def test_on_a_desk_the_rail_is_one_line(browser: Browser, live_server: LiveServer) -> None:
    page = opened(browser, live_server, viewport={"width": 1280, "height": 800})
    tops = {box["y"] for station in page.locator(".etappe-rail__station").all()[:7] if (box := station.bounding_box())}
    assert len(tops) == 1


def test_in_print_the_rail_is_a_line_of_text_and_navigation_is_gone(browser: Browser, live_server: LiveServer) -> None:
    page = opened(browser, live_server)
    page.emulate_media(media="print")
    assert page.locator(".etappe-rail__list").first.evaluate("e => getComputedStyle(e).display") == "inline"
    assert not page.locator(".etappe-rail__mark").first.is_visible()
    assert not page.locator("nav.etappe-nav").first.is_visible()
    assert page.locator(".etappe-terms").is_visible()


def test_a_term_explains_itself_and_escape_closes_it(browser: Browser, live_server: LiveServer) -> None:
    page = opened(browser, live_server)
    page.get_by_role("button", name="Sachstandsabfrage, Begriff erklären").click()
    note = page.locator("[popover]:popover-open")
    assert "zu einem Stichtag" in note.inner_text()
    page.keyboard.press("Escape")
    assert note.count() == 0


def test_a_draft_survives_a_reload_and_is_discarded_on_request(browser: Browser, live_server: LiveServer) -> None:
    page = opened(browser, live_server)
    title = page.locator("#id_leer-title")
    title.fill("Elterncafés")
    page.get_by_text("Entwurf gemerkt").wait_for()
    page.reload()
    assert title.input_value() == "Elterncafés"
    page.get_by_role("button", name="Entwurf verwerfen").click()
    assert title.input_value() == ""
    page.reload()
    assert title.input_value() == ""


def test_the_worksheet_is_worked_by_keyboard(browser: Browser, live_server: LiveServer) -> None:
    page = opened(browser, live_server)
    page.evaluate(
        "document.querySelectorAll('[data-row] button').forEach(b => b.addEventListener('click', () => {"
        "  document.body.dataset.pressed = b.closest('[data-row]').dataset.row + ':' + b.value;"
        "}))"
    )
    page.locator('[data-row="s1"]').focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("3")
    assert page.locator("body").get_attribute("data-pressed") == "s2:intent"
    assert page.locator('[data-source="s2"]').get_attribute("data-current") is not None
    box = page.locator('[data-row="s2"]').bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= 720 - box["height"]
    page.keyboard.press("?")
    assert page.get_by_text("Mit der Tastatur arbeiten").is_visible()


def test_keys_do_nothing_outside_the_worksheet(browser: Browser, live_server: LiveServer) -> None:
    page = opened(browser, live_server)
    page.locator("#id_leer-title").press("?")
    assert page.locator("#id_leer-title").input_value() == "?"
    assert not page.get_by_text("Mit der Tastatur arbeiten").is_visible()
