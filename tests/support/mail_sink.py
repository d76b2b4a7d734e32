"""A real local mail server that keeps what arrives, and can be told to misbehave."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from django.test import override_settings


@dataclass
class Sink:
    """What has arrived, and how to answer: a reply by address, or silence at a step (``"rcpt"`` or ``"data"``)."""

    port: int = 0
    arrived: list[Message] = field(default_factory=list)
    replies: dict[str, str] = field(default_factory=dict)
    at_data: str = ""
    hang_up_after_data: bool = False
    connections: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    async def handle_EHLO(
        self, server: SMTP, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        """Count who comes."""
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        """Take or refuse an address."""
        if address in self.replies:
            return self.replies[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        """Keep a mail."""
        if self.at_data:
            return self.at_data
        with self.lock:
            self.arrived.append(message_from_bytes(envelope.content))
        if self.hang_up_after_data:
            server.transport.close()
        return "250 OK"

    @property
    def ids(self) -> list[str]:
        """Message-IDs in the order of arrival."""
        return [str(message["Message-ID"]) for message in self.arrived]

    @property
    def addresses(self) -> list[str]:
        """Recipients in the order of arrival."""
        return [str(message["To"]) for message in self.arrived]


class _OnAnyPort(Controller):
    """Listens on whatever port is free."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_sink() -> Iterator[Sink]:
    """Run a mail server on a free port and let mail go out to it."""
    sink = Sink()
    controller = _OnAnyPort(sink, hostname="127.0.0.1", port=0)
    controller.start()
    try:
        sink.port = controller.port
        with override_settings(
            EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
            EMAIL_HOST="127.0.0.1",
            EMAIL_PORT=sink.port,
            EMAIL_TIMEOUT=5,
            MAIL_GOES_OUT=True,
        ):
            yield sink
    finally:
        controller.stop()
