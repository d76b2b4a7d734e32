"""Reminders of a year in numbers: `python -m benchmarks.reminders`.

Lives through 365 days of one municipality on a fake clock, 14 units in four rounds, once with a worker that always runs
and once with one that is down for a week four times. Mail goes out to a real server on this machine.
"""

from __future__ import annotations

import os
import socket
import sys
import tempfile
import time
from datetime import date, timedelta
from email import message_from_bytes
from email.message import Message
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from benchmarks.reminders.year import Outcome, PlannedRound

UNITS = 14
START = date(2026, 1, 5)
WEEKS_DOWN = (date(2026, 1, 30), date(2026, 5, 2), date(2026, 9, 28), date(2026, 12, 24))


class Inbox:
    """A handler for the mail server that keeps everything."""

    def __init__(self) -> None:
        self.arrived: list[Message] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - named by the server
        """Keep a mail."""
        self.arrived.append(message_from_bytes(envelope.content))
        return "250 OK"


def main() -> None:
    """Run both years and print what arrived."""
    from aiosmtpd.controller import Controller

    weeks = frozenset(first + timedelta(days=number) for first in WEEKS_DOWN for number in range(7))
    inbox = Inbox()
    server = Controller(inbox, hostname="127.0.0.1", port=free_port())
    server.start()
    with tempfile.TemporaryDirectory() as home:
        prepare(home, server.port)
        print(f"365 Tage, {UNITS} Stellen, 4 Abfragen; Python {sys.version.split()[0]}")
        for name, down in (("Dienst läuft immer", frozenset[date]()), ("viermal eine Woche aus", weeks)):
            began = time.perf_counter()
            outcome = live_through(name, inbox.arrived, down)
            print(
                f"{name:24} {outcome.mails:4} E-Mails, davon {sum(outcome.arrived.values()):4} Erinnerungen: "
                f"{len(outcome.duplicates)} doppelt, {len(outcome.missed)} versäumt, {len(outcome.unasked)} unverlangt "
                f"({time.perf_counter() - began:.1f} s)"
            )
    server.stop()


def prepare(home: str, port: int) -> None:
    """Make an empty database whose mail goes to the server on ``port``."""
    os.environ.update(
        ETAPPE_HOME=home, ETAPPE_EMAIL_URL=f"smtp://127.0.0.1:{port}", DJANGO_SETTINGS_MODULE="etappe.config.settings"
    )
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def live_through(name: str, inbox: list[Message], down: frozenset[date]) -> Outcome:
    """Live through a year in a new municipality of that name."""
    from django_scopes import scope

    from benchmarks.reminders.year import Year
    from etappe.domain.kernel.actor import Actor, Grant, Role, operator
    from etappe.domain.programme.actions.measures import create_measure
    from etappe.domain.programme.actions.programmes import create_field, create_programme
    from etappe.domain.tenancy.actions import create_municipality, create_unit
    from etappe.domain.tenancy.models import Municipality, Unit

    number = Municipality.objects.count() + 1
    place = create_municipality(
        actor=operator(), ags=f"05{number:06}", name=name, slug=f"jahr-{number}", kind=Municipality.Kind.CITY
    )
    office = Actor(None, "Koordination", place.pk, (Grant(Role.COORDINATOR),))
    with scope(municipality=place):
        programme = create_programme(actor=office, municipality=place, title="Programm")
        field = create_field(actor=office, municipality=place, number=1, name="Bildung")
        for index in range(UNITS):
            unit = create_unit(
                actor=operator(place.pk),
                municipality=place,
                name=f"Amt {index}",
                short=f"Amt {index}",
                kind=Unit.Kind.OFFICE,
                authority="executes",
            )
            create_measure(actor=office, programme=programme, field=field, title=f"Maßnahme {index}", owner=unit)
        del inbox[:]
        return Year(place, office, programme, inbox, down=down).run(rounds(), START)


def rounds() -> list[PlannedRound]:
    """Four rounds; of the units some answer at once, some late, some never."""
    from benchmarks.reminders.year import PlannedRound

    answers: list[int | None] = [1, 2, 5, 9, 16, 23, 24, 25, 26, 30, 33, 38, None, None]
    return [
        PlannedRound(date(2026, 1, 12), date(2026, 2, 6), date(2026, 3, 20), answers),
        PlannedRound(date(2026, 4, 1), date(2026, 5, 3), date(2026, 6, 30), answers, cap=12),
        PlannedRound(date(2026, 9, 28), date(2026, 9, 30), date(2026, 10, 30), answers),
        PlannedRound(date(2026, 11, 30), date(2026, 12, 20), date(2027, 3, 31), answers, cap=3),
    ]


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
