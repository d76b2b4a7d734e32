"""`etappe migrate` and `etappe manage …`: the database brought up to date, and Django's own commands."""

from __future__ import annotations

import typer

from etappe.cli.setup import keep_private, set_up_django

migrate = typer.Typer(add_completion=False)
manage = typer.Typer(add_completion=False)


@migrate.command()
def bring_up_to_date() -> None:
    """Die Datenbank auf den Stand dieser Fassung bringen."""
    keep_private()
    set_up_django()
    from etappe.cli.serving.database import pending_migrations, run_migrations

    count = len(pending_migrations())
    run_migrations()
    typer.echo(f"{count} Änderungen angewendet." if count else "Die Datenbank ist auf dem neuesten Stand.")


@manage.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []})
def pass_through(context: typer.Context) -> None:
    """Einen Befehl von Django ausführen, etwa „etappe manage shell“."""
    set_up_django()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["etappe manage", *context.args])
