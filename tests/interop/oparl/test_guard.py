"""The address of a council information system cannot be used to look into the own network."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from etappe.interop.oparl import Client, OparlError, Trouble, check_address
from etappe.interop.oparl.guard import PublicOnly

INSIDE = [
    "127.0.0.1",
    "10.0.0.5",
    "192.168.1.1",
    "169.254.169.254",
    "::1",
    "fd00::1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
]


@pytest.mark.parametrize(
    "address",
    [
        "ftp://ris.example.org/",
        "file:///etc/passwd",
        "//ris.example.org",
        "ris.example.org",
        "https://",
        "https://user:secret@ris.example.org/",
        "http://localhost:5432/",
        "http://intranet/",
        "http://ris.intern.local/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://127.0.0.1:8000/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0.0.0.0/",
        "http://[",
        "https://ris.example.org:99999/",
    ],
)
def test_an_address_that_leads_inside_or_nowhere_is_refused_when_it_is_typed_in(address: str) -> None:
    with pytest.raises(OparlError) as caught:
        check_address(address)
    assert caught.value.trouble == Trouble.FORBIDDEN_ADDRESS


def test_the_operator_may_allow_a_host_by_name_and_port() -> None:
    assert check_address("http://ris.intern.local/oparl", private_hosts=["ris.intern.local"]).host == "ris.intern.local"
    check_address("http://127.0.0.1:8080/", private_hosts=["127.0.0.1:8080"])
    with pytest.raises(OparlError):
        check_address("http://127.0.0.1:5432/", private_hosts=["127.0.0.1:8080"])


def lookup(*addresses: str) -> Any:
    return lambda host, port, **_: [(0, 0, 0, "", (address, port)) for address in addresses]


@pytest.mark.parametrize("address", INSIDE)
def test_a_name_that_leads_inside_is_refused_when_connecting(address: str) -> None:
    transport = PublicOnly(httpx.MockTransport(lambda request: httpx.Response(200, json={})), lookup(address))
    with Client("https://ris.example.org/", transport=transport) as client, pytest.raises(OparlError) as caught:
        client.get("https://ris.example.org/")
    assert (caught.value.trouble, caught.value.detail) == (Trouble.FORBIDDEN_ADDRESS, "ris.example.org")


def test_one_address_inside_among_others_is_enough_to_refuse() -> None:
    transport = PublicOnly(
        httpx.MockTransport(lambda request: httpx.Response(200)), lookup("93.184.216.34", "10.0.0.1")
    )
    with Client("https://ris.example.org/", transport=transport) as client, pytest.raises(OparlError):
        client.get("/")


def test_the_connection_goes_to_what_was_checked_and_the_certificate_is_asked_for_the_name() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        if len(seen) == 1:
            raise httpx.ConnectError("down")
        return httpx.Response(200, json={})

    transport = PublicOnly(httpx.MockTransport(answer), lookup("93.184.216.34", "2606:2800:220:1::1"))
    with Client("https://ris.example.org/", transport=transport) as client:
        client.get("/body")
    assert [request.url.host for request in seen] == ["93.184.216.34", "2606:2800:220:1::1"]
    assert {request.headers["Host"] for request in seen} == {"ris.example.org"}
    assert {request.extensions["sni_hostname"] for request in seen} == {"ris.example.org"}
