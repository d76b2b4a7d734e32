"""A real server with the example data, a real Chromium, and one signed-in session a role."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest
from playwright.sync_api import Browser, sync_playwright

from support.browsing import Visits

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
PATIENCE = 240  # seconds until a busy machine has built the example data
HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)  # before "-m" chooses by the mark
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark these tests, and run them last: a browser session keeps an event loop that other tests must not meet."""
    mine = [item for item in items if item.path.is_relative_to(HERE)]
    for item in mine:
        item.add_marker(pytest.mark.browser)
    items[:] = [item for item in items if item not in mine] + mine


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start Etappe as anybody would, in an empty home, and return its address.

    ``ETAPPE_BROWSER_TESTS_AT`` names a server that already runs with fresh example data, to spare its start.
    """
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    running = os.environ.get("ETAPPE_BROWSER_TESTS_AT")
    if running:
        yield running.rstrip("/")
        return
    home = tmp_path_factory.mktemp("home")
    port = _free_port()
    command = [sys.executable, "-m", "etappe.cli", "serve", "--port", str(port)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ETAPPE_", "DJANGO_"))}
    log = home / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env=environment | {"ETAPPE_HOME": str(home)}, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            address = f"http://127.0.0.1:{port}"
            until = monotonic() + PATIENCE
            while not _answers(address):
                if process.poll() is not None or monotonic() > until:
                    pytest.fail("etappe serve did not start:\n" + log.read_text(errors="replace")[-3000:])
                sleep(0.25)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=30)


@pytest.fixture(scope="session")
def browser(server: str) -> Iterator[Browser]:
    """Start Chromium once."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in this thread
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def sessions() -> dict[str, object]:
    """Remember who has signed in already."""
    return {}


@pytest.fixture
def visits(browser: Browser, server: str, sessions: dict[str, object]) -> Iterator[Visits]:
    """Open pages as anybody; whatever the browser complains about fails the test."""
    made = Visits(browser, server, sessions)
    yield made
    made.close()
