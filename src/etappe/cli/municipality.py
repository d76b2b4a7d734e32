"""`etappe municipality`: set up the municipalities of an installation and the units of their administrations."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from etappe.cli.lookup import find_municipality, find_unit
from etappe.cli.setup import set_up_django

app = typer.Typer(no_args_is_help=True, add_completion=False)


class Kind(StrEnum):
    """Legal form, as stored."""

    CITY = "city"
    COUNTY = "county"
    TOWN = "town"


class UnitKind(StrEnum):
    """Place of a unit in the administration, as stored."""

    MAYOR = "mayor"
    DEPARTMENT = "department"
    OFFICE = "office"
    STAFF = "staff"
    INSTITUTE = "institute"


class UnitAuthority(StrEnum):
    """What a unit may do, as stored."""

    DECIDES = "decides"
    COORDINATES = "coordinates"
    EXECUTES = "executes"


@app.callback()
def municipality() -> None:
    """Kommunen und ihre Ämter einrichten."""


@app.command()
def add(
    ags: Annotated[str, typer.Argument(help="Amtlicher Gemeindeschlüssel, acht Ziffern, etwa 05112000.")],
    name: Annotated[str, typer.Argument(help="Name, etwa Duisburg.")],
    *,
    kind: Annotated[Kind, typer.Option(help="Kreisfreie Stadt, Kreis oder kreisangehörige Stadt.")] = Kind.CITY,
    county: Annotated[str, typer.Option(help="Gemeindeschlüssel des Kreises (bei town).")] = "",
) -> None:
    """Eine Kommune einrichten."""
    set_up_django()
    from django.utils.text import slugify

    from etappe.domain.kernel.actor import operator
    from etappe.domain.tenancy.actions import create_municipality

    place = create_municipality(
        actor=operator(),
        ags=ags,
        name=name,
        slug=slugify(_without_umlauts(name.lower())),
        kind=kind.value,
        county=find_municipality(county) if county else None,
    )
    typer.echo(f"{place.title} ist eingerichtet, unter /kommune/{place.slug}/.")


def _without_umlauts(text: str) -> str:
    for letter, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.replace(letter, letters)
    return text


@app.command("add-unit")
def add_unit(
    ags: Annotated[str, typer.Argument(help="Gemeindeschlüssel der Kommune.")],
    short: Annotated[str, typer.Argument(help="Kurzname, etwa „Amt 51“.")],
    name: Annotated[str, typer.Argument(help="Name, etwa Jugendamt.")],
    *,
    kind: Annotated[UnitKind, typer.Option(help="Dezernat, Amt, Stabsstelle …")] = UnitKind.OFFICE,
    authority: Annotated[UnitAuthority, typer.Option(help="Was die Stelle darf.")] = UnitAuthority.EXECUTES,
    parent: Annotated[str, typer.Option(help="Kurzname der übergeordneten Stelle.")] = "",
) -> None:
    """Ein Dezernat, Amt oder eine Stabsstelle einrichten."""
    set_up_django()
    from django_scopes import scope

    from etappe.domain.kernel.actor import operator
    from etappe.domain.tenancy.actions import create_unit

    place = find_municipality(ags)
    above = find_unit(place, parent) if parent else None
    with scope(municipality=place):
        create_unit(
            actor=operator(place.pk),
            municipality=place,
            name=name,
            short=short,
            kind=kind.value,
            authority=authority.value,
            parent=above,
        )
    typer.echo(f"{name} ({short}) ist in {place.name} eingerichtet.")


@app.command("list")
def list_municipalities() -> None:
    """Die eingerichteten Kommunen zeigen: Schlüssel, Name, Art."""
    set_up_django()
    from etappe.domain.tenancy.models import Municipality

    for place in Municipality.objects.all():
        typer.echo(f"{place.ags}  {place.name} ({place.get_kind_display()})")
