"""A line that drops in the middle of a form or of a file: nothing is half stored, and the next one is served."""

from __future__ import annotations

import re
import socket
import struct
from collections.abc import Callable
from http.cookiejar import CookieJar
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest

from etappe.demo.accounts import PASSWORD
from support.browsing import ACCOUNTS, TOWN

HOME = TOWN + "beteiligung/"
FORM, UPLOAD = HOME + "konferenzen/neu/", HOME + "konzepte/neu/"
LINE = "grenze"


class Office:
    """The coordinating office at a program that speaks HTTP."""

    def __init__(self, server: str) -> None:
        self.server = server
        self.cookies = CookieJar()
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(self.cookies))
        given = {
            "login": ACCOUNTS["coordinator"],
            "password": PASSWORD,
            "csrfmiddlewaretoken": self.token("/konto/login/"),
        }
        address = f"{server}/konto/login/"
        self.opener.open(Request(address, urlencode(given).encode(), {"Referer": address})).read()

    def read(self, path: str) -> str:
        """Return a page."""
        return str(self.opener.open(self.server + path).read().decode())

    def token(self, path: str) -> str:
        """Return the token of the form on a page."""
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.read(path))
        assert found is not None
        return found.group(1)

    def line(self, path: str, kind: str, body: bytes, arrived: int) -> socket.socket:
        """Announce ``body`` and send its first bytes; return the line, still open."""
        host = urlsplit(self.server).netloc
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.cookies)
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookies}\r\nReferer: {self.server}{path}\r\n"
            f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        name, _, port = host.partition(":")
        line = socket.create_connection((name, int(port)), timeout=60)
        line.sendall(head.encode() + body[:arrived])
        return line


def half_closed(line: socket.socket) -> bytes:
    """Stop sending, and hear what the server makes of it."""
    line.shutdown(socket.SHUT_WR)
    return answer(line)


def answer(line: socket.socket) -> bytes:
    """Return what the server says until it hangs up."""
    heard = b""
    try:
        while part := line.recv(65536):
            heard += part
    except ConnectionError:
        pass  # it may hang up without a word
    line.close()
    return heard


def torn(line: socket.socket) -> bytes:
    """Tear the line."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.close()
    return b""


def a_form(token: str) -> tuple[str, bytes]:
    """The form of a conference; the title comes last, so that a cut leaves a shorter one."""
    given = {"csrfmiddlewaretoken": token, "when": "Mai 2027", "title": "Abgebrochene Konferenz mit langem Titel"}
    return "application/x-www-form-urlencoded", urlencode(given).encode()


def an_upload(token: str) -> tuple[str, bytes]:
    """A concept paper; the file comes last."""
    fields = {"csrfmiddlewaretoken": token, "title": "Abgebrochenes Konzept"}
    parts = [f'--{LINE}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in fields.items()]
    file = f'--{LINE}\r\nContent-Disposition: form-data; name="file"; filename="konzept.md"\r\n\r\n'
    text = "Das Amt muss bis 2027 handeln. " * 20_000
    return f"multipart/form-data; boundary={LINE}", "".join([*parts, file, text, f"\r\n--{LINE}--\r\n"]).encode()


@pytest.fixture(scope="module")
def office(server: str) -> Office:
    return Office(server)


@pytest.mark.parametrize("drop", [half_closed, torn])
@pytest.mark.parametrize(("path", "made"), [(FORM, a_form), (UPLOAD, an_upload)], ids=["form", "upload"])
def test_half_of_it_is_nothing(
    office: Office,
    path: str,
    made: Callable[[str], tuple[str, bytes]],
    drop: Callable[[socket.socket], bytes],
) -> None:
    kind, body = made(office.token(path))
    heard = drop(office.line(path, kind, body, len(body) - 12))
    assert heard == b"" or heard.startswith(b"HTTP/1.1 4")
    assert "Abgebrochene" not in office.read(HOME)


def test_the_whole_of_it_is_taken(office: Office) -> None:
    kind, body = a_form(office.token(FORM))
    whole = body.replace(b"Abgebrochene", b"Angekommene")
    heard = answer(office.line(FORM, kind, whole, len(whole)))
    assert heard.startswith(b"HTTP/1.1 302")
    assert "Angekommene Konferenz mit langem Titel" in office.read(HOME)
