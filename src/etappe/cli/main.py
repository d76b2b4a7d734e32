"""The command line `etappe`. Each group of commands is imported only when it is called."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Annotated, Any

import typer
import typer.main
from typer.core import TyperGroup

from etappe.cli.failures import guarded

COMMANDS = {
    "serve": "etappe.cli.serve",
    "work": "etappe.cli.work",
    "demo": "etappe.cli.demo",
    "audit": "etappe.cli.audit",
    "concept": "etappe.cli.concept",
    "disclose": "etappe.cli.disclose",
    "workforce": "etappe.cli.workforce",
    "report": "etappe.cli.report",
    "council": "etappe.cli.council",
    "municipality": "etappe.cli.municipality",
    "users": "etappe.cli.users",
    "migrate": "etappe.cli.manage:migrate",
    "manage": "etappe.cli.manage:manage",
}
"""Name of each command and the module whose `app` (or named Typer) it is, in the order of the help page."""


class LazyGroup(TyperGroup):
    """A group that knows the names of its commands and imports a command when it is asked for it."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - typer calls it with one
        """Return the names in the order of :data:`COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - typer calls it with one
        """Return the command ``cmd_name``, or None where there is none."""
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        part: typer.Typer = getattr(import_module(module), name or "app")
        alone = len(part.registered_commands) == 1 and part.registered_callback is None
        command: Any = (typer.main.get_command if alone else typer.main.get_group)(part)
        command.name = cmd_name
        return command


app = typer.Typer(cls=LazyGroup, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def etappe(
    debug: Annotated[bool, typer.Option("--debug", help="Bei Fehlern alle technischen Einzelheiten zeigen.")] = False,
) -> None:
    """Etappe: von der Empfehlung zur Wirkung. Ohne Befehl zeigt sich diese Hilfe; „./run“ allein startet den Dienst."""


def main() -> None:
    """Run the command line; the one place from which every error reaches a person as a sentence."""
    sys.exit(guarded(app, debug="--debug" in sys.argv[1:2]))
