"""Is the address free? Asked before anything else happens."""

from __future__ import annotations

import errno
import socket

from etappe.cli.failures import CommandFailure


def require_free(host: str, port: int) -> None:
    """Return when ``host:port`` can be served on; raise :class:`CommandFailure` with what to do otherwise."""
    error = _error_of(host, port)
    if error is None:
        return
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        raise CommandFailure(f"Die Adresse {host} gehört nicht zu diesem Rechner: Bitte nehmen Sie --host 127.0.0.1.")
    if error.errno == errno.EADDRINUSE:
        raise CommandFailure(
            f"Port {port} ist schon belegt, vielleicht von einer zweiten Etappe: "
            f"Bitte beenden Sie sie, oder starten Sie mit ./run serve --port {_free_port_after(host, port)}"
        )
    if error.errno == errno.EACCES:
        raise CommandFailure(
            f"Port {port} darf hier nicht genutzt werden: Bitte nehmen Sie einen ab 1024, etwa --port 8000."
        )
    raise error


def _error_of(host: str, port: int) -> OSError | None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        return error
    return None


def _free_port_after(host: str, port: int) -> int:
    candidates = range(port + 1, min(port + 100, 65_536))
    return next((candidate for candidate in candidates if _error_of(host, candidate) is None), 8001)
