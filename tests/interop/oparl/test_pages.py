"""Lists: page after page, from any page on, and never without end."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from etappe.interop.oparl import Client, OparlError, Page, Trouble, open_body, walk
from etappe.interop.oparl.body import Kind
from support.oparl_server import CouncilSystem


def test_the_body_is_found_by_its_own_address_or_by_that_of_the_system(system: CouncilSystem, client: Client) -> None:
    direct, by_system = open_body(client.get, system.body), open_body(client.get, f"{system.address}/system")
    assert direct == by_system
    assert direct.name == "Stadt Musterstadt (Beispieldaten)"
    assert set(direct.lists) == set(Kind)


@pytest.mark.parametrize("answer", [{}, [], {"type": "Body"}, {"type": "System"}, {"type": "Paper"}, "text", None])
def test_what_is_no_body_is_told(answer: Any) -> None:
    with pytest.raises(OparlError) as caught:
        open_body(lambda address: answer, "https://ris.example/")
    assert caught.value.trouble == Trouble.NOT_OPARL


def test_several_bodies_are_named_to_choose_from() -> None:
    raw = {"type": "System", "body": "x", "data": [{"id": "https://a.example/1"}, {"id": "https://a.example/2"}]}
    with pytest.raises(OparlError) as caught:
        open_body(lambda address: raw, "https://ris.example/")
    assert caught.value.detail == "https://a.example/1 https://a.example/2"


def test_all_pages_are_turned(system: CouncilSystem, client: Client) -> None:
    pages = list(walk(client.get, f"{system.address}/list/paper"))
    assert [len(page.items) for page in pages] == [2, 2]
    assert [page.number for page in pages] == [1, 2]


def test_reading_goes_on_from_the_page_where_it_stopped(system: CouncilSystem, client: Client) -> None:
    first = next(walk(client.get, f"{system.address}/list/paper"))
    assert first.next is not None
    rest = list(walk(client.get, first.next, first_number=2))
    assert [page.number for page in rest] == [2]


def endless(next_of: Any) -> Any:
    count = iter(range(1, 100_000))

    def fetch(address: str) -> dict[str, Any]:
        number = next(count)
        return {"data": [{"id": f"https://a.example/{number}"}], "links": {"next": next_of(number)}}

    return fetch


@pytest.mark.parametrize(
    ("fetch", "pages"),
    [
        (endless(lambda number: "https://a.example/same"), 2),
        (endless(lambda number: f"https://a.example/{number}"), 50),
        (lambda address: {"data": [{"id": "x"}], "links": {"next": address + "x"}}, 1),
    ],
    ids=["the same next page", "always another next page", "the same objects on every page"],
)
def test_a_list_without_end_is_left(fetch: Any, pages: int) -> None:
    read: list[Page] = []
    with pytest.raises(OparlError) as caught:
        read.extend(walk(fetch, "https://a.example/list", most_pages=50))
    assert (caught.value.trouble, caught.value.detail) == (Trouble.ENDLESS, str(pages))
    assert len(read) == pages


def test_the_last_page_may_name_itself_as_the_next() -> None:
    raw = {"data": [], "links": {"next": "https://a.example/list"}, "pagination": {"currentPage": 3, "totalPages": 3}}
    assert len(list(walk(lambda address: raw, "https://a.example/list"))) == 1


@pytest.mark.parametrize("raw", [{}, {"data": None}, {"data": "x"}, 7, None])
def test_what_is_no_list_is_told(raw: Any) -> None:
    with pytest.raises(OparlError) as caught:
        list(walk(lambda address: raw, "https://a.example/list"))
    assert caught.value.trouble == Trouble.NOT_OPARL


def test_only_what_has_changed_is_asked_for(system: CouncilSystem, client: Client) -> None:
    since = datetime.fromisoformat("2027-01-01T00:00:00+01:00")
    system.change("paper", 2, name="Neuer Titel")
    system.delete("paper", 3)
    body = open_body(client.get, system.body)
    address = body.list_address(Kind.PAPERS, modified_since=since)
    assert address is not None
    (page,) = walk(client.get, address)
    assert [item["id"] for item in page.items] == [system.id("paper", 2), system.id("paper", 3)]
