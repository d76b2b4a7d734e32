"""Every page there is, for everybody who may open it: readable by all means, and on a phone."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from support.browsing import DESK, PHONE, SMALL_PHONE, TOWN, Visits

AXE = Axe()
RULES = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
EXAMPLES_OF_A_KIND = 1
DOWNLOADS = re.compile(
    r"/(export|original|befund\.csv|api|ansehen|herunterladen|anlage|dateien)(/|$)"
    r"|/berichte/\d+/$|\.ics$|/post/\d+/html/$"  # a mail as it came: shown within the page of the mail
)
ELSEWHERE = re.compile(r"^/kommune/(?!musterhafen/)[^/]+/.")
CHECKED: defaultdict[str, set[str]] = defaultdict(set)
"""Which parts have been looked at on pages of each kind, whoever had them open."""
PEOPLE = {
    "visitor": "",
    "coordinator": "coordinator",
    "owner": "owner",
    "admin": "admin",
    "privacy": "privacy",
    "alliance": "alliance",
}
STARTS = {
    "coordinator": ("/heute/", TOWN, "/konto/2fa/"),
    "admin": ("/heute/", TOWN + "verwaltung/konten/"),
    "privacy": ("/heute/", TOWN + "verwaltung/protokoll/"),
}
FACTS = """() => ({
  title: document.title, lang: document.documentElement.lang, h1: document.querySelectorAll("h1").length,
  main: document.querySelectorAll("main").length,
  parts: [...new Set([...document.body.querySelectorAll("*")].map(part => {
    const chain = [];
    for (let at = part; at !== document.body; at = at.parentElement)
      chain.push(`${at.localName}.${at.getAttribute("class") || ""}[${at.getAttribute("role") || ""}]`);
    return chain.join("<");
  }))],
  links: [...document.querySelectorAll("a[href]")].map(link => link.href)
})"""
FITS = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return "";
  const wide = [...document.body.querySelectorAll("*")].filter(part => part.getBoundingClientRect().right > width + 1);
  return wide.slice(-3).map(part => part.outerHTML.slice(0, 160)).join(" | ") || "scrolls sideways";
}"""


def kind_of(path: str) -> str:
    """Return the address with every number and name of an object taken out: pages of one kind share it."""
    path = re.sub(r"/(antwort|abbestellen)/[^/]+", r"/\1/T", path)
    path = re.sub(r"/\d+", "/N", path)
    path = re.sub(r"^/kommune/[^/]+", "/kommune/X", path)
    path = re.sub(r"^/buendnis/[^/]+", "/buendnis/X", path)
    return re.sub(r"/programm/(?!massnahmen|tabelle|neu)[^/]+", "/programm/X", path)


def crawl(page: Page, server: str, starts: tuple[str, ...]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Follow links from ``starts``; yield each page once, at most a few of one kind, and leave it open."""
    waiting, seen, kinds = list(starts), set(starts), defaultdict[str, int](int)
    while waiting:
        path = waiting.pop(0)
        if kinds[kind_of(path)] >= EXAMPLES_OF_A_KIND:
            continue
        kinds[kind_of(path)] += 1
        page.goto(server + path)
        facts = page.evaluate(FACTS)
        yield path, facts
        for link in facts["links"]:
            parts = urlsplit(link)
            inside = f"{parts.scheme}://{parts.netloc}" == server
            if (
                inside
                and parts.path not in seen
                and not DOWNLOADS.search(parts.path)
                and not ELSEWHERE.match(parts.path)
            ):
                seen.add(parts.path)
                waiting.append(parts.path)


def violations(page: Page) -> list[str]:
    """Return what axe finds, in one line each."""
    found = AXE.run(page, options=RULES).response["violations"]
    return [f"{item['id']}: {json.dumps(item['nodes'][0]['target'])} ({len(item['nodes'])}×)" for item in found]


def findings(page: Page, kind: str, facts: dict[str, Any]) -> list[str]:
    """Return everything that is wrong with the open page on a desk and on phones."""
    wrong = []
    if facts["h1"] != 1 or facts["main"] != 1:
        wrong.append(f"{facts['h1']} first headings, {facts['main']} main parts")
    if facts["lang"] != "de" or not str(facts["title"]).removesuffix(" – Etappe").strip():
        wrong.append(f"language {facts['lang']}, title {facts['title']!r}")
    if set(facts["parts"]) <= CHECKED[kind]:
        return wrong  # every part of it has been looked at on a page of this kind, in the same place
    CHECKED[kind] |= set(facts["parts"])
    wrong += violations(page)
    page.set_viewport_size(SMALL_PHONE)
    wrong += [f"wider than 360 px: {page.evaluate(FITS)}"] if page.evaluate(FITS) else []
    page.set_viewport_size(PHONE)
    wrong += [f"wider than 390 px: {page.evaluate(FITS)}"] if page.evaluate(FITS) else []
    wrong += [f"on a phone: {line}" for line in violations(page)]
    page.set_viewport_size(DESK)
    return wrong


@pytest.mark.slow
@pytest.mark.parametrize("person", PEOPLE)
def test_every_page_can_be_used_by_all_means_and_on_a_phone(visits: Visits, person: str) -> None:
    page = visits.open("/", PEOPLE[person])
    wrong = {}
    seen = []
    usual = ("/", TOWN, "/heute/" if PEOPLE[person] else "/konto/login/")
    for path, facts in crawl(page, visits.server, STARTS.get(person, usual)):
        seen.append(path)
        if found := findings(page, kind_of(path), facts):
            wrong[path] = found
    assert len(seen) > 20
    assert not wrong, json.dumps(wrong, indent=1, ensure_ascii=False)


@pytest.mark.parametrize(
    "path", ["/", "/heute/", TOWN, TOWN + "programm/massnahmen/", TOWN + "beteiligung/konzepte/1/"]
)
def test_dark_pages_keep_their_contrast(visits: Visits, path: str) -> None:
    page = visits.open(path, "coordinator", color_scheme="dark")
    assert not violations(page)
