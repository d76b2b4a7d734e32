"""Where a reader may go: http and https only, the host that was set up, and never into the own network.

The address of a council information system is typed in by a person. Without these checks whoever may set it could
make the server fetch what only the server can reach (server-side request forgery).
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Collection, Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

import httpx

from etappe.interop.oparl.trouble import OparlError, Trouble

Resolve = Callable[..., Iterable[tuple[Any, ...]]]
NAT64 = IPv6Network("64:ff9b::/96")
PORTS = {"http": 80, "https": 443}
HIGHEST_PORT = 65_535


def check_address(address: str, *, private_hosts: Collection[str] = ()) -> httpx.URL:
    """Return ``address`` as a URL that may be asked, as far as that shows without looking up its host.

    Raises :class:`OparlError` (``FORBIDDEN_ADDRESS``) for other schemes, for user names and passwords in the address,
    and for hosts inside the own network unless ``private_hosts`` names them as ``host`` or ``host:port``.
    """
    try:
        url = httpx.URL(address.strip())
        host = url.host
        too_high = (url.port or 0) > HIGHEST_PORT
    except (httpx.InvalidURL, ValueError):
        raise OparlError(Trouble.FORBIDDEN_ADDRESS, address[:200]) from None
    if url.scheme not in PORTS or not host or too_high or url.userinfo:
        raise OparlError(Trouble.FORBIDDEN_ADDRESS, address[:200], host)
    if is_allowed(url, private_hosts):
        return url
    literal = _literal(host)
    local = host == "localhost" or host.endswith((".localhost", ".local", ".internal", ".lan"))
    if local or (literal is None and "." not in host) or (literal is not None and not is_public(literal)):
        raise OparlError(Trouble.FORBIDDEN_ADDRESS, address[:200], host)
    return url


def is_allowed(url: httpx.URL, private_hosts: Collection[str]) -> bool:
    """Whether the operator has allowed this host by name, wherever it is."""
    return url.host in private_hosts or f"{url.host}:{url.port or PORTS.get(url.scheme)}" in private_hosts


def at_home(home: httpx.URL, address: str) -> httpx.URL:
    """Return ``address``, which ``home`` has named, if it lies on the same host; raise ``ELSEWHERE`` if not.

    Systems behind a proxy often call their own addresses ``http`` although they speak ``https``: those are mended.
    """
    try:
        url = home.join(address)
        scheme = url.scheme
    except (httpx.InvalidURL, ValueError):
        raise OparlError(Trouble.BROKEN_OBJECT, address[:200]) from None
    if scheme not in PORTS:
        raise OparlError(Trouble.FORBIDDEN_ADDRESS, address[:200], scheme)
    if home.scheme == "https" and scheme == "http" and url.port is None:
        url = url.copy_with(scheme="https", port=home.port)
    same = (url.scheme, url.host, url.port) == (home.scheme, home.host, home.port)
    if not same or url.userinfo:
        raise OparlError(Trouble.ELSEWHERE, str(home), str(url)[:200])
    return url


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether ``address`` is reachable by everybody, also by way of the IPv4 address that an IPv6 one may hold."""
    if isinstance(address, IPv6Address):
        inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in NAT64:
            inner.append(IPv4Address(int(address) & 0xFFFFFFFF))
        if any(part is not None and not is_public(part) for part in inner):
            return False
        if address.ipv4_mapped is not None:
            return True
    return address.is_global and not address.is_multicast and not address.is_reserved


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


class PublicOnly(httpx.BaseTransport):
    """Looks the host up itself, refuses addresses of the own network, and connects to exactly what it has checked.

    A name that is looked up twice could answer differently the second time (DNS rebinding); here it is looked up once.
    """

    def __init__(self, inner: httpx.BaseTransport, resolve: Resolve = socket.getaddrinfo) -> None:
        self._inner = inner
        self._resolve = resolve

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send ``request`` to the first checked address that answers; certificates are checked for the name."""
        host = request.url.host
        failure: httpx.ConnectError | None = None
        for address in self._checked(request.url):
            request.extensions = {**request.extensions, "sni_hostname": host}
            pinned = httpx.Request(
                request.method,
                request.url.copy_with(host=address),
                headers=request.headers,
                stream=request.stream,
                extensions=request.extensions,
            )
            try:
                return self._inner.handle_request(pinned)
            except httpx.ConnectError as error:
                failure = error
        raise failure or httpx.ConnectError(f"{host} has no address")

    def _checked(self, url: httpx.URL) -> list[str]:
        try:
            found = self._resolve(url.host, url.port or PORTS[url.scheme], type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpx.ConnectError(str(error)) from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not all(is_public(ip_address(address.partition("%")[0])) for address in addresses):
            raise OparlError(Trouble.FORBIDDEN_ADDRESS, str(url), url.host)
        return addresses

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()
