"""Fetching from a real server on this machine that stumbles in every way such systems do."""

from __future__ import annotations

import threading

import httpx
import pytest

from etappe.interop.oparl import Client, Limits, OparlError, Trouble
from support.oparl_server import CouncilSystem


def trouble(client: Client, path: str) -> tuple[Trouble, str]:
    with pytest.raises(OparlError) as caught:
        client.get(path)
    return caught.value.trouble, caught.value.detail


class TestASystemThatStumbles:
    def test_is_asked_again_after_longer_and_longer_pauses(
        self, system: CouncilSystem, client: Client, pauses: list[float]
    ) -> None:
        system.fail("/paper/1", times=3)
        assert client.get("/paper/1")["reference"] == "26-0815"
        assert pauses == [1, 2, 4]

    def test_is_given_up_in_the_end(self, system: CouncilSystem, client: Client, pauses: list[float]) -> None:
        system.fail("/paper/1", status=503)
        assert trouble(client, "/paper/1") == (Trouble.SERVER_ERROR, "503")
        assert len(pauses) == 3

    def test_is_given_the_time_it_asks_for_within_reason(
        self, system: CouncilSystem, client: Client, pauses: list[float]
    ) -> None:
        system.fail("/paper/1", times=1, status=429, headers={"Retry-After": "7"})
        client.get("/paper/1")
        system.fail("/paper/1", times=1, status=429, headers={"Retry-After": "86400"})
        client.get("/paper/1")
        assert pauses == [7, 30]

    def test_that_keeps_silent_runs_into_the_time_limit(self, system: CouncilSystem) -> None:
        silence = threading.Event()
        system.answers["/paper/1"] = lambda: (200, {}, b"{}") if silence.wait(5) else (500, {}, b"")
        limits = Limits(seconds=0.05, attempts=2)
        with Client(system.body, private_hosts=["127.0.0.1"], limits=limits, sleep=lambda _: None) as client:
            assert trouble(client, "/paper/1") == (Trouble.TIMEOUT, "0.05")
        silence.set()

    def test_that_trickles_runs_into_the_limit_for_the_whole_answer(self, system: CouncilSystem) -> None:
        times = iter(range(0, 100_000, 1000))
        with Client(
            system.body, private_hosts=["127.0.0.1"], sleep=lambda _: None, clock=lambda: next(times)
        ) as client:
            assert trouble(client, "/paper/1")[0] == Trouble.TIMEOUT

    def test_that_is_not_there_at_all(self) -> None:
        with Client("http://127.0.0.1:9/body", private_hosts=["127.0.0.1"], sleep=lambda _: None) as client:
            assert trouble(client, "http://127.0.0.1:9/body")[0] == Trouble.UNREACHABLE


class TestAnAnswerThatIsNoUse:
    @pytest.mark.parametrize(
        ("body", "what"),
        [
            (b"<!doctype html><html><h1>Wartung</h1>", "HTML"),
            (b'{"id": ', "application/json"),
            (b"\xff\xfe\x00", "application/json"),
            (b"[" * 100_00, "application/json"),
        ],
    )
    def test_is_named(self, system: CouncilSystem, client: Client, body: bytes, what: str) -> None:
        system.fail("/paper/1", status=200, body=body)
        assert trouble(client, "/paper/1") == (Trouble.NOT_JSON, what)

    def test_is_cut_off_where_it_gets_too_large(self, system: CouncilSystem, client: Client) -> None:
        system.fail("/paper/1", status=200, body=b'"' + b"x" * 200_000 + b'"')
        assert trouble(client, "/paper/1") == (Trouble.TOO_LARGE, "100000")

    def test_is_not_asked_for_again_where_there_is_nothing(self, client: Client, pauses: list[float]) -> None:
        assert trouble(client, "/paper/999") == (Trouble.NOT_FOUND, "404")
        assert pauses == []


class TestAnAnswerThatLeadsElsewhere:
    def test_is_followed_on_the_same_host(self, system: CouncilSystem, client: Client) -> None:
        system.fail("/old", status=301, headers={"Location": "/paper/1"})
        assert client.get("/old")["reference"] == "26-0815"

    @pytest.mark.parametrize(
        ("target", "expected"),
        [
            ("http://192.0.2.1/latest/meta-data/", Trouble.ELSEWHERE),
            ("http://127.0.0.1:1/", Trouble.ELSEWHERE),
            ("file:///etc/passwd", Trouble.FORBIDDEN_ADDRESS),
            ("gopher://127.0.0.1/", Trouble.FORBIDDEN_ADDRESS),
        ],
    )
    def test_is_not_followed_anywhere_else(
        self, system: CouncilSystem, client: Client, target: str, expected: Trouble
    ) -> None:
        system.fail("/old", status=302, headers={"Location": target})
        assert trouble(client, "/old")[0] == expected

    def test_is_not_followed_in_circles(self, system: CouncilSystem, client: Client) -> None:
        system.fail("/old", status=302, headers={"Location": "/old"})
        assert trouble(client, "/old")[0] == Trouble.ENDLESS


def test_addresses_called_http_behind_a_proxy_that_speaks_https_are_mended() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(200, json={})

    with Client("https://ris.example.org/oparl", transport=httpx.MockTransport(answer)) as client:
        client.get("http://ris.example.org/oparl/paper/1")
    assert asked == ["https://ris.example.org/oparl/paper/1"]
