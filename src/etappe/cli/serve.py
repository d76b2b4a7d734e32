"""`etappe serve`: prepare what is missing, start the processes, say where to look."""

from __future__ import annotations

import http.client
import os
import time
from pathlib import Path
from typing import Annotated

import typer

from etappe.cli.failures import CommandFailure
from etappe.cli.serving.port import require_free

app = typer.Typer(add_completion=False)
SECONDS_TO_ANSWER = 60.0


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="Port, unter dem die Seiten erscheinen.", min=1, max=65_535)] = 8000,
    host: Annotated[str, typer.Option(help="Adresse; 0.0.0.0 macht die Seiten im Netz erreichbar.")] = "127.0.0.1",
    workers: Annotated[int, typer.Option(help="Zahl der Prozesse für die Seiten.", min=1, max=64)] = 2,
    demo: Annotated[
        bool, typer.Option("--demo/--no-demo", help="In eine leere Datenbank die Beispieldaten laden.")
    ] = True,
    verbose: Annotated[bool, typer.Option(help="Meldungen hier zeigen statt in var/log.")] = False,
) -> None:
    """Etappe starten: vorbereiten, was fehlt, dann die Seiten zeigen. Strg+C beendet alles."""
    require_free(host, port)
    _remember_address(host, port)
    prepare(demo=demo and os.environ.get("ETAPPE_DEMO", "1") not in {"0", "false", "no"})
    run(host, port, workers, verbose=verbose)


def _remember_address(host: str, port: int) -> None:
    """Let links in mails lead here, unless an operator has said where to: by address or, behind HTTPS, by host."""
    from etappe.cli.serving.announcement import address_of

    if not os.environ.get("ETAPPE_HTTPS"):
        os.environ.setdefault("ETAPPE_ADDRESS", address_of(host, port))


def prepare(*, demo: bool) -> None:
    """Bring home folder, database, static files and, in an empty database, the example data into place."""
    from etappe.cli.setup import keep_private, set_up_django

    keep_private()
    set_up_django()
    from etappe.cli.serving.database import is_empty, run_migrations
    from etappe.cli.serving.static import collect_static_files

    run_migrations()
    collect_static_files()
    if demo and is_empty():
        from etappe.cli.demo import load_example_data

        load_example_data()


def run(host: str, port: int, workers: int, *, verbose: bool) -> None:
    """Start pages and background work, wait for the first answer, announce it, and keep both running."""
    from django.conf import settings
    from django.db import connections

    from etappe.cli.serving.announcement import accounts_present, announce
    from etappe.cli.serving.processes import Process, Supervisor
    from etappe.config.server import background_command, clockwork_command, web_command
    from etappe.demo.accounts import PASSWORD

    accounts = accounts_present()
    os.environ.setdefault("ETAPPE_DEMO", str(int(bool(accounts))))
    connections.close_all()
    logs = None if verbose else Path(settings.HOME) / "log"
    web = Process("Seiten", web_command(host, port, workers), logs and logs / "web.log")
    background = Process("Hintergrund", background_command(), logs and logs / "background.log")
    clockwork = Process("Uhrwerk", clockwork_command(), logs and logs / "work.log")
    with Supervisor() as supervisor:
        supervisor.start(web)
        deadline = time.monotonic() + SECONDS_TO_ANSWER
        supervisor.watch(done=lambda: _answers(host, port) or web.failures > 0 or time.monotonic() > deadline)
        if supervisor.ending.is_set():
            return
        if not _answers(host, port):
            where = f"Warum, steht in {web.log}." if web.log else "Warum, steht oben."
            raise CommandFailure(f"Die Seiten antworten nicht. {where}")
        announce(host, port, accounts, PASSWORD)
        supervisor.start(background)  # only now, so that they do not keep the first page waiting
        supervisor.start(clockwork)
        supervisor.watch()
        typer.echo("Etappe wird beendet …")


def _answers(host: str, port: int) -> bool:
    """Whether the pages answer at all, with whatever status."""
    from etappe.cli.serving.announcement import EVERYWHERE

    connection = http.client.HTTPConnection(EVERYWHERE.get(host, host), port, timeout=10)
    try:
        connection.request("HEAD", "/", headers={"Host": "localhost"})
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
