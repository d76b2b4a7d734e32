"""`etappe report`: print programmes and steering reports from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from etappe.cli.failures import CommandFailure

if TYPE_CHECKING:
    from etappe.domain.programme.models import Programme
    from etappe.domain.rounds.models import Round
    from etappe.domain.tenancy.models import Municipality

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def report() -> None:
    """Berichte machen: PDF zum Verteilen, DOCX als Vorlage, XLSX zum Weiterrechnen."""


@app.command()
def programme(
    municipality: Annotated[str, typer.Option(help="Gemeindeschlüssel oder Kurzname, etwa 05112000.")],
    slug: Annotated[str, typer.Option("--programme", help="Kurzname des Programms; --list zeigt alle.")] = "",
    out: Annotated[
        Path | None, typer.Option(help="Zieldatei; ihre Endung bestimmt das Format: pdf, docx, xlsx.")
    ] = None,
    show_list: Annotated[bool, typer.Option("--list", help="Die Programme zeigen, eines je Zeile.")] = False,
) -> None:
    """Ein Integrationsprogramm als PDF, DOCX oder XLSX drucken."""
    from etappe.cli.setup import set_up_django

    set_up_django()
    from django_scopes import scope

    from etappe.cli.lookup import find_municipality

    place = find_municipality(municipality)
    with scope(municipality=place):
        found = _programmes()
        if show_list:
            for item in found.values():
                typer.echo(f"{item.slug}\t{item.title}")
        elif slug not in found:
            known = ", ".join(found) or "noch keines"
            raise CommandFailure(f"Das Programm „{slug}“ gibt es in {place.name} nicht. Vorhanden: {known}.")
        else:
            _write(place, found[slug], out)


def _programmes() -> dict[str, Programme]:
    from etappe.domain.programme.models import Programme

    return {item.slug: item for item in Programme.objects.select_related("municipality").order_by("slug")}


def _write(place: Municipality, item: Programme, out: Path | None) -> None:
    from django.utils import timezone

    from etappe.domain.kernel.actor import operator
    from etappe.domain.publication.programme_report import print_programme
    from etappe.render.programme import Format

    target, suffix = _target(out, get_args(Format))
    content = print_programme(
        actor=operator(place.pk),
        programme=item,
        format=suffix,  # type: ignore[arg-type]
        as_of=timezone.localdate(),
    )
    _keep(target, content)


@app.command()
def steering(
    municipality: Annotated[str, typer.Option(help="Gemeindeschlüssel oder Kurzname, etwa 05112000.")],
    day: Annotated[str, typer.Option("--round", help="Stichtag der Abfrage, etwa 2025-12-31; --list zeigt alle.")] = "",
    out: Annotated[
        Path | None, typer.Option(help="Zieldatei; ihre Endung bestimmt das Format: pdf, docx, xlsx.")
    ] = None,
    show_list: Annotated[bool, typer.Option("--list", help="Die Abfragen zeigen, eine je Zeile.")] = False,
) -> None:
    """Den Steuerungsbericht einer Sachstandsabfrage als PDF, DOCX oder XLSX drucken."""
    from etappe.cli.setup import set_up_django

    set_up_django()
    from django_scopes import scope

    from etappe.cli.lookup import find_municipality

    place = find_municipality(municipality)
    with scope(municipality=place):
        found = _rounds()
        if show_list:
            for key, item in found.items():
                typer.echo(f"{key}\t{item.get_state_display()}\t{item.title}")
        elif day not in found:
            known = ", ".join(found) or "noch keine"
            raise CommandFailure(f"Zum Stichtag „{day}“ gibt es in {place.name} keine Abfrage. Vorhanden: {known}.")
        else:
            _write_steering(place, found[day], out)


def _rounds() -> dict[str, Round]:
    from etappe.domain.rounds.models import Round

    sent = Round.objects.filter(state__in=[Round.State.OPEN, Round.State.CLOSED]).order_by("reporting_date", "pk")
    return {item.reporting_date.isoformat(): item for item in sent.select_related("municipality", "programme")}


def _write_steering(place: Municipality, item: Round, out: Path | None) -> None:
    from django.utils import timezone

    from etappe.domain.kernel.actor import operator
    from etappe.domain.publication.models import SteeringReport
    from etappe.domain.publication.steering_content import print_steering
    from etappe.render.steering import Format

    drafted = SteeringReport.objects.filter(round=item).select_related("round", "paper").first()
    report = drafted or SteeringReport(municipality=place, round=item, title="Steuerungsbericht Integration")
    target, suffix = _target(out, get_args(Format))
    content = print_steering(
        reader=operator(place.pk),
        report=report,
        format=suffix,  # type: ignore[arg-type]
        as_of=timezone.localdate(),
    )
    _keep(target, content)


def _target(out: Path | None, known: tuple[str, ...]) -> tuple[Path, str]:
    suffix = out.suffix.lstrip(".").lower() if out else ""
    if out is None or suffix not in known:
        raise CommandFailure("Bitte mit --out eine Zieldatei nennen, die auf .pdf, .docx oder .xlsx endet.")
    return out, suffix


def _keep(out: Path, content: bytes) -> None:
    try:
        out.write_bytes(content)
    except OSError as error:
        raise CommandFailure(f"„{out}“ lässt sich nicht schreiben ({error.strerror}). Bitte anderswohin.") from error
    typer.echo(f"{out}: {len(content)} Byte")
