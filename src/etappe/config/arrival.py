"""What breaks off on its way over the network is refused: half a form must not be taken for a short one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Source(Protocol):
    """What a server hands over as the body of a request."""

    def read(self, size: int = -1, /) -> bytes:
        """Return up to ``size`` bytes; none at the end."""

    def readline(self, size: int = -1, /) -> bytes:
        """Return one line of at most ``size`` bytes."""


class WholeBody:
    """Reads a body of ``length`` bytes; raises ``ConnectionError`` where it ends before that."""

    def __init__(self, source: Source, length: int) -> None:
        self._source = source
        self._missing = length

    def read(self, size: int = -1, /) -> bytes:
        """Return exactly ``size`` bytes, or all that are left."""
        wanted = self._missing if size < 0 else min(size, self._missing)
        parts = []
        while wanted:
            part = self._arrived(self._source.read(wanted))
            parts.append(part)
            wanted -= len(part)
        return b"".join(parts)

    def readline(self, size: int = -1, /) -> bytes:
        """Return one line of at most ``size`` bytes."""
        wanted = self._missing if size < 0 else min(size, self._missing)
        return self._arrived(self._source.readline(wanted)) if wanted else b""

    def _arrived(self, part: bytes) -> bytes:
        if not part:
            raise ConnectionError("the request broke off before its end")
        self._missing -= len(part)
        return part


def whole_bodies(application: Application) -> Application:
    """Let ``application`` read bodies that have arrived whole, and no others."""

    def checked(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or "0"
        environ["wsgi.input"] = WholeBody(environ["wsgi.input"], int(length) if length.isdecimal() else 0)
        return application(environ, start_response)

    return checked
