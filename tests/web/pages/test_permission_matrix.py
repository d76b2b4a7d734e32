"""Who gets which page: every address × every role × own or other municipality × looking and posting.

The addresses come from the URLconf, so no page escapes. What is expected stands in ``permission_matrix.txt`` for a
person to review; after an intended change ``ETAPPE_WRITE_SNAPSHOTS=1`` writes it anew.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import Client

from etappe.domain.accounts.actions import open_account
from etappe.domain.accounts.models import User
from etappe.domain.accounts.queries import actor_for
from etappe.domain.audit.models import Event
from etappe.domain.kernel.actor import Role, operator
from support.database import undone
from support.inhabited import AllianceOffice, Inhabited, build_alliance
from support.urls import LIBRARIES, OUTSIDE, REGISTRY, Page, names, pages

SNAPSHOT = Path(__file__).with_name("permission_matrix.txt")
METHODS = ("GET", "POST")
VISITOR, STRANGER = "visitor", "stranger"
WHO = (VISITOR, STRANGER, *(role.value for role in Role))
ACCOUNT_ROLES = tuple(role for role in Role if role != Role.ALLIANCE)
Key = tuple[str, str]


@dataclass(frozen=True)
class Answer:
    """What came back: the outcome in a word, and what the page said."""

    outcome: str
    text: str


@pytest.fixture(scope="module")
def office(here: Inhabited, there: Inhabited) -> AllianceOffice:
    """The office of an alliance to which both towns belong."""
    return build_alliance(here.town, there.town)


@pytest.fixture(scope="module")
def stranger(here: Inhabited) -> User:
    """Someone with an account and no role anywhere."""
    return open_account(actor=operator(), email="niemand@stelle.example", name="Stelle ohne Rolle")


@pytest.fixture(scope="module")
def people(here: Inhabited, office: AllianceOffice, stranger: User) -> dict[str, User | None]:
    """Everybody who may come along in ``here``, by who they are."""
    found: dict[str, User | None] = {VISITOR: None, STRANGER: stranger, Role.ALLIANCE.value: office.user}
    return found | {role.value: here.town.users[role] for role in ACCOUNT_ROLES}


@pytest.fixture(scope="module")
def as_visitor(here: Inhabited, office: AllianceOffice) -> dict[Key, Answer]:
    """What somebody without an account gets."""
    return dict(answers(here, None))


def answers(place: Inhabited, user: User | None, wanted: set[str] | None = None) -> Iterator[tuple[Key, Answer]]:
    """Call every (wanted) page of ``place`` as ``user``; what a call writes is taken back."""
    for page in pages(place):
        for method in METHODS if wanted is None or page.label in wanted else ():
            with undone():
                yield (page.label, method), answer(page, method, user)


def answer(page: Page, method: str, user: User | None) -> Answer:
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    response = client.get(page.url) if method == "GET" else client.post(page.url, {})
    found = Answer(outcome_of(response), spoken(response))
    response.close()
    return found


def outcome_of(response: object) -> str:
    status, location = response.status_code, response.headers.get("Location", "")  # type: ignore[attr-defined]
    return "login" if status == 302 and "/konto/login/" in location else str(status)


def spoken(response: object) -> str:
    """The main part of a page without what differs from call to call."""
    if response.streaming or "html" not in response.headers.get("Content-Type", ""):  # type: ignore[attr-defined]
        return ""
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)  # type: ignore[attr-defined]
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", main.group()) if main else ""


def belongs_to_a_municipality(page: Page) -> bool:
    return "municipality" in dict(page.arguments)


def test_every_address_has_an_entry() -> None:
    known, found = set(REGISTRY), {name for name, _ in names()}
    assert found - known == set(), "these addresses need an entry in tests/support/urls.py"
    assert known - found == set(), "these entries lead nowhere"


def test_every_page_of_a_municipality_goes_through_the_door(here: Inhabited, office: AllianceOffice) -> None:
    unguarded = [page for page in pages(here) if page.access is None]
    assert [page.name for page in unguarded if belongs_to_a_municipality(page)] == []
    strays = {page.name for page in unguarded if page.name.partition(":")[0] not in OUTSIDE}
    assert {name for name in strays if name.partition("_")[0] not in LIBRARIES} == set()


@pytest.mark.parametrize("who", WHO)
def test_each_role_gets_what_the_matrix_says(
    here: Inhabited, people: dict[str, User | None], as_visitor: dict[Key, Answer], who: str
) -> None:
    user = people[who]
    found = as_visitor if who == VISITOR else dict(answers(here, user))
    outcomes = {key: each.outcome for key, each in found.items()}
    assert {key: word for key, word in outcomes.items() if word.startswith("5")} == {}
    actor = actor_for(user, here.town.municipality)
    slipped_through = {
        page.label
        for page in pages(here)
        for method in METHODS
        if page.access is not None
        and not page.access.admits(actor)
        and outcomes[page.label, method] not in {"login", "403"}
    }
    assert slipped_through == set()
    compare(who, outcomes)


@pytest.mark.parametrize("role", ACCOUNT_ROLES)
def test_a_role_elsewhere_opens_exactly_what_a_visitor_sees(
    here: Inhabited, there: Inhabited, as_visitor: dict[Key, Answer], role: Role
) -> None:
    own = {page.label for page in pages(here) if belongs_to_a_municipality(page)}
    for key, foreign in answers(here, there.town.users[role], own):
        visitor = as_visitor[key]
        # Whoever is signed in already is told no, where a visitor is asked to sign in first.
        expected = "403" if visitor.outcome == "login" else visitor.outcome
        assert (key, foreign.outcome) == (key, expected)
        if key[1] == "GET" and visitor.outcome == "200":
            assert foreign.text == visitor.text, key


def test_things_of_another_municipality_are_not_there(
    here: Inhabited, there: Inhabited, office: AllianceOffice
) -> None:
    reached, written = [], Event.objects.count()
    for page, foreign in zip(pages(here), pages(there), strict=True):
        keys = dict(foreign.arguments) | {"municipality": here.slug}
        if set(keys) <= {"municipality", "format", "kind"} or not belongs_to_a_municipality(page):
            continue
        url = page.url
        for name, value in dict(page.arguments).items():
            if name in {"pk", "slug"}:
                url = url.replace(f"/{value}/", f"/{keys[name]}/", 1)
        user = here.town.users[next(iter(page.access.roles & set(ACCOUNT_ROLES)))] if page.access.roles else None
        user = user or here.town.users[Role.COORDINATOR]
        for method in METHODS:
            client = Client(raise_request_exception=False)
            client.force_login(user)
            response = client.get(url) if method == "GET" else client.post(url, {"reached": "1", "kind": "intent"})
            response.close()
            refused = response.status_code == 404
            if method == "GET" and response.status_code == 302:  # the address of a button leads to its page
                named = [value for name, value in keys.items() if f"/{value}/" in response["Location"]]
                refused = named == [here.slug] or client.get(response["Location"]).status_code == 404
            if not refused:
                reached.append((page.label, method, response.status_code))
    assert (reached, Event.objects.count()) == ([], written)


def test_parts_of_things_of_another_municipality_are_not_there(here: Inhabited, there: Inhabited) -> None:
    mine, theirs = here.things, there.things
    begin = f"/kommune/{here.slug}"
    client = Client()
    client.force_login(here.town.users[Role.COORDINATOR])
    written = Event.objects.count()
    measure = f"{begin}/programm/massnahmen/{mine.measure.pk}"
    for url in (
        f"{measure}/meilensteine/{theirs.milestone.pk}/",
        f"{measure}/meilensteine/{theirs.milestone.pk}/entfernen/",
        f"{measure}/partner/{theirs.cooperation.pk}/entfernen/",
        f"{begin}/beteiligung/konzepte/{mine.concept.pk}/fundstellen/{theirs.finding.pk}/",
        f"{begin}/beteiligung/konferenzen/{mine.conference.pk}/sitzungen/{theirs.group.pk}/",
        f"{begin}/programm/{mine.programme.slug}/ziele/{theirs.goal.pk}/",
    ):
        response = client.post(url, {"reached": "1", "kind": "intent"})
        assert response.status_code in {302, 404}, url
    assert Event.objects.count() == written


def test_nothing_breaks_on_odd_numbers_in_the_address(here: Inhabited) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(here.town.users[Role.COORDINATOR])
    huge, odd = "9" * 30, "²"
    queries = [
        f"{name}={value}" for name in ("page", "fassung", "feld", "stelle", "empfehlung") for value in (huge, odd)
    ]
    broken = []
    for page in pages(here):
        if page.name.partition("_")[0] in LIBRARIES or not belongs_to_a_municipality(page):
            continue
        urls = [f"{page.url}?{'&'.join(queries)}"]
        pk = dict(page.arguments).get("pk")
        if pk is not None:
            urls.append(page.url.replace(f"/{pk}/", f"/{huge}/"))
        for url in urls:
            with undone():
                answers = (client.get(url), client.post(url, {"empfehlung": [huge, odd], "fundstelle": [huge, odd]}))
            broken += [(page.label, url[:90]) for response in answers if response.status_code >= 500]
            for response in answers:
                response.close()
    assert broken == []


def compare(who: str, outcomes: dict[Key, str]) -> None:
    """Compare one column of the matrix with the file; write the file where that is asked for."""
    stored = read_matrix()
    if os.environ.get("ETAPPE_WRITE_SNAPSHOTS"):
        table = {key: row for key, row in stored.items() if key in outcomes}
        for key, word in outcomes.items():
            table.setdefault(key, {})[who] = word
        write_matrix({key: table[key] for key in outcomes})
        return
    expected = {key: row.get(who) for key, row in stored.items()}
    assert outcomes == expected, f"{SNAPSHOT.name} says otherwise for {who}"


def read_matrix() -> dict[Key, dict[str, str]]:
    if not SNAPSHOT.exists():
        return {}
    lines = [line for line in SNAPSHOT.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    header, *rows = ([cell.strip() for cell in line.split("|")] for line in lines)
    return {(row[0], row[1]): dict(zip(header[2:], row[2:], strict=True)) for row in rows}


INTRODUCTION = """\
# Who gets which page in their own municipality. Each line: address [what is special], method, then one outcome a role.
# 200 shown · 302 done, leads on · login asked to sign in · 403 told no · 404 not there for them · 405 not called so
# 400/409/422 the request does not fit. Roles of another municipality get what a visitor gets (tested, not listed).
# After an intended change: ETAPPE_WRITE_SNAPSHOTS=1 ./test tests/web/pages/test_permission_matrix.py, then review.
"""


def write_matrix(table: dict[Key, dict[str, str]]) -> None:
    header = ["address", "method", *WHO]
    rows = [[*key, *(row.get(who, "?") for who in WHO)] for key, row in table.items()]
    widths = [max(len(row[column]) for row in [header, *rows]) for column in range(len(header))]
    lines = [
        " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [header, *rows]
    ]
    SNAPSHOT.write_text(INTRODUCTION + "\n".join(lines) + "\n", encoding="utf-8")
