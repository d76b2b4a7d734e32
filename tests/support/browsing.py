"""People at their browsers: who signs in with which account, and what no page may do to them."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

from etappe.demo.accounts import PASSWORD

ACCOUNTS = {
    "reader": "gremium@musterhafen.example",
    "owner": "jugendamt@musterhafen.example",
    "coordinator": "ki@musterhafen.example",
    "decider": "dezernat3@musterhafen.example",
    "statistics": "statistik@musterhafen.example",
    "personnel": "personal@musterhafen.example",
    "provider": "verbaende@musterhafen.example",
    "quarter": "quartier@musterhafen.example",
    "alliance": "buendnis@staedteregion.example",
    "privacy": "datenschutz@musterhafen.example",
    "admin": "verwaltung@musterhafen.example",
}
"""The account of the example data that stands for each role."""

TOWN = "/kommune/musterhafen/"
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
SMALL_PHONE = {"width": 360, "height": 640}


class Visits:
    """Opens browser windows for roles and collects what goes wrong in them."""

    def __init__(self, browser: Browser, server: str, sessions: dict[str, Any]) -> None:
        self.browser = browser
        self.server = server
        self.sessions = sessions
        self.problems: list[str] = []
        self.contexts: list[BrowserContext] = []
        self._expected: set[int] = set()

    def expect_status(self, *statuses: int) -> None:
        """Say that this test asks for pages that answer with these errors."""
        self._expected |= set(statuses)

    def open(self, path: str, role: str = "", *, javascript: bool = True, **options: Any) -> Page:
        """Open a page in a window of its own, signed in as ``role`` or as a visitor."""
        page = self.window(role, javascript=javascript, **options).new_page()
        page.goto(self.server + path)
        return page

    def window(self, role: str = "", *, javascript: bool = True, **options: Any) -> BrowserContext:
        """Return a window that shares nothing with the others but, for a role, its sign-in."""
        state = self.sign_in(role) if role else None
        return self._context(storage_state=state, java_script_enabled=javascript, **options)

    def sign_in(self, role: str) -> Any:
        """Sign in through the form, once for each role; return what the browser remembers of it."""
        if role not in self.sessions:
            context = self._context()
            page = context.new_page()
            page.goto(f"{self.server}/konto/login/")
            self.fill_in_sign_in(page, role)
            page.wait_for_url(lambda url: "/konto/login/" not in url)
            self.sessions[role] = context.storage_state()
        return self.sessions[role]

    def fill_in_sign_in(self, page: Page, role: str) -> None:
        """Fill in the form of the sign-in page and send it."""
        page.get_by_label("E-Mail").fill(ACCOUNTS[role])
        page.get_by_label("Passwort").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Anmelden").click()

    def close(self) -> None:
        """Close all windows; fail with whatever the browser has complained about."""
        for context in self.contexts:
            context.close()
        if self.problems:
            pytest.fail("The browser complained:\n" + "\n".join(dict.fromkeys(self.problems)))

    def _context(self, **options: Any) -> BrowserContext:
        context = self.browser.new_context(**({"locale": "de-DE", "viewport": DESK} | options))
        context.set_default_timeout(20_000)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.problems.append(f"script error: {error.error}"))
        context.on("requestfailed", self._miss)
        context.on("response", self._judge)
        self.contexts.append(context)
        return context

    def _hear(self, message: ConsoleMessage) -> None:
        expected = self._expected and "Failed to load resource" in message.text
        if message.type in {"error", "warning"} and not expected:
            self.problems.append(f"{message.type} on {message.page.url if message.page else '?'}: {message.text}")

    def _miss(self, request: Request) -> None:
        # A page that is left takes its open requests along, and a download takes the place of a page.
        if request.failure and "ERR_ABORTED" not in request.failure:
            self.problems.append(f"{request.url} failed: {request.failure}")

    def _judge(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self._expected:
            self.problems.append(f"{response.request.method} {response.url} answered {response.status}")
