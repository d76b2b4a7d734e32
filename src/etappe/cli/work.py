"""`etappe work`: what Etappe does by itself. `etappe serve` runs it beside the pages."""

from __future__ import annotations

import logging
import signal
import threading
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from etappe.cli.setup import set_up_django

if TYPE_CHECKING:
    from etappe.domain.clockwork.ticking import Clockwork
    from etappe.domain.mail.delivery import DeliveryReport

app = typer.Typer(add_completion=False)
LOOK_EVERY = 5.0  # seconds between two looks at the outbox
PAUSE_AFTER_TROUBLE = 30.0  # seconds, while the database cannot be reached


@app.command()
def work(
    once: Annotated[bool, typer.Option("--once", help="Einmal nachsehen und aufhören, etwa für cron.")] = False,
) -> None:
    """Wartende E-Mails versenden und einmal am Tag erinnern. „serve“ tut das von selbst."""
    set_up_django()
    from django.utils import timezone

    from etappe.domain.clockwork.ticking import Clockwork

    if once:
        jobs, mail = tick(Clockwork(), timezone.now())
        typer.echo(
            f"{jobs} Tagesarbeiten erledigt. E-Mails: {mail.sent} versendet, {mail.postponed} später, "
            f"{mail.failed} nicht zustellbar, {mail.kept} nur hier zu sehen."
        )
        return
    _keep_working(Clockwork())


def tick(clockwork: Clockwork, now: datetime) -> tuple[int, DeliveryReport]:
    """Do what is due of the day's work, then deliver what waits; return how many jobs, and what became of the mails."""
    from etappe.domain.mail.delivery import deliver_waiting

    return clockwork.tick(now), deliver_waiting()


def _keep_working(clockwork: Clockwork) -> None:
    from django.db import close_old_connections
    from django.utils import timezone

    ending = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ending.set())
    pause = 0.0
    while not ending.wait(pause):
        close_old_connections()
        try:
            tick(clockwork, timezone.now())
            pause = LOOK_EVERY
        except Exception:  # the database may be away for a while; nothing else is known to stop the clock
            logging.getLogger(__name__).exception("the clockwork missed a beat")
            pause = PAUSE_AFTER_TROUBLE
