"""`etappe council`: read the council information system of a municipality."""

from __future__ import annotations

from typing import Annotated

import typer

from etappe.cli.failures import CommandFailure
from etappe.cli.lookup import find_municipality
from etappe.cli.setup import set_up_django

app = typer.Typer(no_args_is_help=True, add_completion=False)
Place = Annotated[str, typer.Argument(metavar="MUNICIPALITY", help="Gemeindeschlüssel oder Kurzname der Kommune.")]


@app.callback()
def council() -> None:
    """Gremien, Sitzungen und Drucksachen aus dem Ratsinformationssystem (OParl) lesen."""


@app.command()
def source(
    municipality: Place,
    address: Annotated[str, typer.Argument(help="Adresse der OParl-Schnittstelle (System oder Körperschaft).")],
) -> None:
    """Die Adresse des Ratsinformationssystems eintragen."""
    set_up_django()
    from django_scopes import scope

    from etappe.domain.council.actions import set_council_source
    from etappe.domain.kernel.actor import operator

    place = find_municipality(municipality)
    with scope(municipality=place):
        made = set_council_source(actor=operator(place.pk), municipality=place, address=address)
    typer.echo(f"{place.name} liest künftig {made.address}.")


@app.command()
def sync(municipality: Place) -> None:
    """Das Ratsinformationssystem jetzt lesen; ein unterbrochener Abgleich geht dort weiter, wo er aufgehört hat."""
    set_up_django()
    from django_scopes import scope

    from etappe.domain.council.actions import sync_council_source
    from etappe.domain.council.models import CouncilSource
    from etappe.domain.council.troubles import failure_of, problems_of
    from etappe.domain.kernel.actor import operator

    place = find_municipality(municipality)
    with scope(municipality=place):
        found = CouncilSource.objects.select_related("municipality").first()
        if found is None:
            raise CommandFailure(
                f"Für {place.name} ist noch kein Ratsinformationssystem eingetragen: „etappe council source --help“."
            )
        read = sync_council_source(actor=operator(place.pk), source=found)
    for about, sentence in problems_of(read):
        typer.echo(f"{about}: {sentence}", err=True)
    failure = failure_of(read)
    if failure is not None:
        raise CommandFailure(f"Der Abgleich wurde abgebrochen ({failure[0]}): {failure[1]}")
    counts = read.outcome
    typer.echo(
        f"{read}: {counts['new']} neu, {counts['changed']} geändert, {counts['withdrawn']} zurückgezogen, "
        f"{counts['unchanged']} unverändert, {counts['problems']} Auffälligkeiten."
    )
