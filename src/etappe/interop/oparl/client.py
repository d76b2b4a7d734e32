"""Fetching one object: patient with a system that stumbles, strict about size, time and place."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import httpx

from etappe.interop.oparl.guard import PublicOnly, at_home, check_address, is_allowed
from etappe.interop.oparl.trouble import OparlError, Trouble

HEADERS = {"Accept": "application/json", "User-Agent": "Etappe (OParl)"}
TOO_MANY_REQUESTS = 429
BAD_REQUEST = 400
FAILED = 500


@dataclass(frozen=True)
class Limits:
    """How much is asked of the other side, and taken from it."""

    seconds: float = 20.0
    """To wait for a connection or the next bytes."""
    total_seconds: float = 90.0
    """For one whole answer, so that a trickle ends as well."""
    bytes: int = 20_000_000
    """Of one answer."""
    attempts: int = 4
    """How often the same address is asked where the system fails."""
    first_pause: float = 1.0
    """Seconds before the second attempt; each further pause is twice as long."""
    longest_pause: float = 30.0
    """Seconds, also where the system asks for more."""
    redirects: int = 5


class Client:
    """Fetches objects of one council information system.

    Parameters
    ----------
    address
        Where the system is; nothing is ever fetched from another host.
    private_hosts
        Hosts inside the own network that the operator allows, as ``host`` or ``host:port``.
    transport
        How to connect; for tests. Without it, addresses of the own network are refused when connecting, too.
    sleep, clock
        For tests: how to wait and how to tell the time, in seconds.
    """

    def __init__(
        self,
        address: str,
        *,
        private_hosts: Collection[str] = (),
        transport: httpx.BaseTransport | None = None,
        limits: Limits | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.home = check_address(address, private_hosts=private_hosts)
        self.limits = limits or Limits()
        self._sleep = sleep
        self._clock = clock
        if transport is None:
            transport = httpx.HTTPTransport(trust_env=False)
            transport = transport if is_allowed(self.home, private_hosts) else PublicOnly(transport)
        self._http = httpx.Client(
            transport=transport,
            timeout=httpx.Timeout(self.limits.seconds),
            headers=HEADERS,
            follow_redirects=False,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def get(self, address: str) -> Any:
        """Return the JSON at ``address``. Raises :class:`OparlError`; asks again where the system itself failed."""
        url = at_home(self.home, address)
        pause = self.limits.first_pause
        for attempt in range(1, self.limits.attempts + 1):
            asked_to_wait = 0.0
            try:
                response, body = self._follow(url)
            except httpx.TransportError as error:
                failure = self._lost(url, error)
            else:
                if response.status_code < FAILED and response.status_code != TOO_MANY_REQUESTS:
                    return self._json(url, response, body)
                failure = OparlError(Trouble.SERVER_ERROR, str(url), str(response.status_code))
                asked_to_wait = _seconds(response.headers.get("Retry-After", ""))
            if attempt < self.limits.attempts:
                self._sleep(min(max(pause, asked_to_wait), self.limits.longest_pause))
                pause *= 2
        raise failure

    def _follow(self, url: httpx.URL) -> tuple[httpx.Response, bytes]:
        """Fetch, and go where the answer leads as long as that is on the same host."""
        for _turn in range(self.limits.redirects + 1):
            with self._http.stream("GET", url) as response:
                if not response.has_redirect_location:
                    return response, self._body(url, response)
                target = at_home(url, response.headers["Location"])
            url = target
        raise OparlError(Trouble.ENDLESS, str(url), str(self.limits.redirects))

    def _body(self, url: httpx.URL, response: httpx.Response) -> bytes:
        started, parts, size = self._clock(), [], 0
        for part in response.iter_bytes():
            size += len(part)
            parts.append(part)
            if size > self.limits.bytes:
                raise OparlError(Trouble.TOO_LARGE, str(url), str(self.limits.bytes))
            if self._clock() - started > self.limits.total_seconds:
                raise httpx.ReadTimeout(f"longer than {self.limits.total_seconds:g} s")
        return b"".join(parts)

    def _json(self, url: httpx.URL, response: httpx.Response, body: bytes) -> Any:
        if response.status_code >= BAD_REQUEST:
            raise OparlError(Trouble.NOT_FOUND, str(url), str(response.status_code))
        try:
            return json.loads(body.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            what = "HTML" if b"<html" in body[:2000].lower() else response.headers.get("Content-Type", "")[:60]
            raise OparlError(Trouble.NOT_JSON, str(url), what) from None

    def _lost(self, url: httpx.URL, error: httpx.TransportError) -> OparlError:
        if isinstance(error, httpx.TimeoutException):
            return OparlError(Trouble.TIMEOUT, str(url), f"{self.limits.seconds:g}")
        return OparlError(Trouble.UNREACHABLE, str(url), str(error)[:200])


def _seconds(header: str) -> float:
    """Return the seconds of a ``Retry-After`` header; 0 where it names a date or nothing."""
    return float(header) if header.isascii() and header.isdigit() else 0.0
