"""`etappe audit verify`: does the event log still hold?"""

from __future__ import annotations

import typer

from etappe.cli.setup import set_up_django

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def audit() -> None:
    """Das Ereignisprotokoll prüfen."""


@app.command()
def verify() -> None:
    """Prüfen, ob jedes Ereignis noch so dasteht, wie es geschrieben wurde."""
    set_up_django()
    from etappe.domain.audit.chain import breaks
    from etappe.domain.audit.models import ChainHead, Event

    found = 0
    for found, place in enumerate(breaks(), start=1):  # noqa: B007 - the count is needed after the loop
        typer.echo(f"Kette {place.chain}, Ereignis {place.sequence}: {place.why}")
    if found:
        typer.echo(f"{found} Brüche gefunden: Das Protokoll wurde außerhalb von Etappe verändert.", err=True)
        raise typer.Exit(1)
    typer.echo(
        f"{Event.objects.count()} Ereignisse in {ChainHead.objects.count()} Ketten: Das Protokoll ist unversehrt."
    )
