"""`etappe users`: open accounts, grant roles, see who has one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from etappe.cli.failures import CommandFailure
from etappe.cli.lookup import find_committee, find_municipality, find_organisation, find_unit
from etappe.cli.setup import set_up_django

if TYPE_CHECKING:
    from etappe.domain.accounts.models import RoleAssignment, User
    from etappe.domain.kernel.actor import Role

PLACES = {"owner": "unit", "decider": "unit", "provider": "organisation", "reader": "committee"}
"""What a role belongs to, beyond its municipality: the option that names it."""

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def users() -> None:
    """Konten anlegen, Rollen vergeben, Konten ansehen."""


@app.command()
def add(
    email: Annotated[str, typer.Argument(help="E-Mail-Adresse, mit der sich die Stelle anmeldet.")],
    *,
    role: Annotated[str, typer.Option(help="Rolle, etwa coordinator; „etappe users roles“ nennt alle.")],
    municipality: Annotated[str, typer.Option(help="Gemeindeschlüssel (AGS) der Kommune.")],
    name: Annotated[str, typer.Option(help="Name der Stelle, wie ihn andere sehen; für ein neues Konto.")] = "",
    unit: Annotated[str, typer.Option(help="Kurzname des Amts oder Dezernats (owner, decider).")] = "",
    organisation: Annotated[str, typer.Option(help="Name des Trägers oder Verbands (provider).")] = "",
    committee: Annotated[str, typer.Option(help="Name des Gremiums (reader).")] = "",
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Gültig ab; sonst ab heute.")] = None,
    password: Annotated[bool, typer.Option("--password", help="Ein Kennwort erfragen und setzen.")] = False,
) -> None:
    """Ein Konto anlegen und ihm eine Rolle geben; ein bestehendes Konto bekommt die Rolle dazu."""
    set_up_django()
    from django.db import transaction

    from etappe.domain.accounts.actions import grant_role, open_account
    from etappe.domain.accounts.models import User
    from etappe.domain.kernel.actor import operator

    place = find_municipality(municipality)
    granted = _role(role)
    _require_its_place(granted, {"unit": unit, "organisation": organisation, "committee": committee})
    secret = _ask_for_password() if password else None
    actor = operator(place.pk)
    with transaction.atomic():
        user = User.objects.filter(email=email.lower()).first()
        if user is None:
            if not name:
                raise CommandFailure(
                    "Für ein neues Konto fehlt der Name der Stelle: Bitte ergänzen Sie --name „Jugendamt“."
                )
            user = open_account(actor=actor, email=email, name=name, password=secret)
        grant_role(
            actor=actor,
            user=user,
            role=granted,
            municipality=place,
            unit=find_unit(place, unit) if unit else None,
            organisation=find_organisation(place, organisation) if organisation else None,
            committee_id=find_committee(place, committee).pk if committee else None,
            valid_from=since.date() if since else date.today(),  # noqa: DTZ011 - the operator's own calendar
        )
    typer.echo(f"{user.email}: {role} in {place.name}.")
    if not user.has_usable_password():
        typer.echo("Das Kennwort setzt die Stelle selbst, über „Kennwort vergessen“ auf der Anmeldeseite.")


@app.command("list")
def list_accounts(
    municipality: Annotated[str, typer.Option(help="Nur Konten dieser Kommune (AGS).")] = "",
) -> None:
    """Konten mit ihren Rollen zeigen."""
    set_up_django()
    from rich.console import Console
    from rich.table import Table

    from etappe.domain.accounts.models import RoleAssignment, User

    roles = RoleAssignment.objects.select_related("user", "municipality", "alliance")
    if municipality:
        roles = roles.filter(municipality=find_municipality(municipality))
    table = Table("E-Mail-Adresse", "Stelle", "Rolle", "wo", "gültig")
    for assignment in roles:
        table.add_row(*_row(assignment))
    if not municipality:
        for user in User.objects.filter(roles=None):
            table.add_row(user.email, user.name, "ohne Rolle", "", "")
    if table.row_count:
        Console().print(table)
    else:
        typer.echo("Es gibt noch keine Konten. „./run users add --help“ zeigt, wie eines entsteht.")


@app.command()
def roles() -> None:
    """Die Rollen nennen, die ein Konto haben kann."""
    from etappe.domain.kernel.actor import ROLE_LABELS

    set_up_django()
    for role, label in ROLE_LABELS.items():
        typer.echo(f"{role.value:12} {label}")


@app.command()
def token(
    email: Annotated[str, typer.Argument(help="E-Mail-Adresse des Kontos, für das der Schlüssel gilt.")],
    *,
    label: Annotated[str, typer.Option(help="Wofür er ist, etwa „Ratsinformationssystem“.")] = "etappe users token",
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Gültig bis; sonst ein Jahr.")] = None,
) -> None:
    """Einen Zugangsschlüssel für die REST-Schnittstelle machen; er wird nur dieses eine Mal gezeigt."""
    set_up_django()
    from etappe.domain.accounts.actions import create_token
    from etappe.domain.kernel.actor import operator

    made, secret = create_token(
        actor=operator(), user=_account(email), label=label, expires=until.date() if until else None
    )
    typer.echo(secret)
    typer.echo(f"Gültig bis {made.expires:%d.%m.%Y}. Der Schlüssel wird nicht noch einmal gezeigt.", err=True)


@app.command()
def tokens(
    email: Annotated[str, typer.Argument(help="E-Mail-Adresse des Kontos.")],
) -> None:
    """Die Zugangsschlüssel eines Kontos nennen: Nummer, wofür, gültig bis, zuletzt benutzt."""
    set_up_django()
    from rich.console import Console
    from rich.table import Table

    table = Table("Nr.", "Wofür", "gültig bis", "zuletzt benutzt", "widerrufen")
    for each in _account(email).tokens.all():
        used = f"{each.last_used:%d.%m.%Y}" if each.last_used else "noch nie"
        revoked = f"{each.revoked:%d.%m.%Y}" if each.revoked else ""
        table.add_row(str(each.pk), each.label, f"{each.expires:%d.%m.%Y}", used, revoked)
    if table.row_count:
        Console().print(table)
    else:
        typer.echo("Dieses Konto hat keinen Zugangsschlüssel. „./run users token“ macht einen.")


@app.command("token-revoke")
def token_revoke(
    number: Annotated[int, typer.Argument(help="Nummer des Schlüssels; „etappe users tokens“ nennt sie.")],
) -> None:
    """Einen Zugangsschlüssel widerrufen; ab sofort öffnet er nichts mehr."""
    set_up_django()
    from etappe.domain.accounts.actions import revoke_token
    from etappe.domain.accounts.models import ApiToken
    from etappe.domain.kernel.actor import operator

    found = ApiToken.objects.select_related("user").filter(pk=number).first()
    if found is None:
        raise CommandFailure(
            f"Einen Zugangsschlüssel {number} gibt es nicht. „./run users tokens E-MAIL“ nennt die eines Kontos."
        )
    revoke_token(actor=operator(), token=found)
    typer.echo(f"„{found.label}“ von {found.user.email} ist widerrufen.")


def _account(email: str) -> User:
    from etappe.domain.accounts.models import User

    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        raise CommandFailure(f"Ein Konto „{email}“ gibt es nicht. „./run users list“ zeigt alle.")
    return user


def _row(assignment: RoleAssignment) -> tuple[str, str, str, str, str]:
    until = f" bis {assignment.valid_until:%d.%m.%Y}" if assignment.valid_until else ""
    return (
        assignment.user.email,
        assignment.user.name,
        str(assignment.get_role_display()),
        str(assignment.municipality or assignment.alliance),
        f"ab {assignment.valid_from:%d.%m.%Y}{until}",
    )


def _role(name: str) -> Role:
    from etappe.domain.kernel.actor import Role

    known = [role for role in Role if role != Role.ALLIANCE]
    if name not in known:
        raise CommandFailure(f"Die Rolle „{name}“ gibt es nicht; möglich sind {', '.join(known)}.")
    return Role(name)


def _require_its_place(role: Role, given: Mapping[str, str]) -> None:
    option = PLACES.get(role.value)
    if option and not given[option]:
        raise CommandFailure(
            f"Zur Rolle {role.value} gehört eine Angabe, wofür sie gilt: Bitte ergänzen Sie --{option}."
        )


def _ask_for_password() -> str:
    from django.contrib.auth.password_validation import validate_password

    secret: str = typer.prompt("Kennwort", hide_input=True, confirmation_prompt="Kennwort noch einmal")
    validate_password(secret)
    return secret
