"""`etappe demo`: load the example data, with a progress bar."""

from __future__ import annotations

import typer

from etappe.cli.failures import CommandFailure

app = typer.Typer(add_completion=False)


@app.command()
def demo() -> None:
    """Die Beispieldaten laden, um sich umzusehen."""
    from etappe.cli.setup import keep_private, set_up_django

    keep_private()
    set_up_django()
    from etappe.cli.serving.database import is_empty, run_migrations

    run_migrations()
    if not is_empty():
        raise CommandFailure(
            "Die Beispieldaten kommen nur in eine leere Datenbank, hier stehen schon Daten: "
            "Bitte nennen Sie mit ETAPPE_HOME einen neuen Ordner, etwa ETAPPE_HOME=var-demo ./run demo"
        )
    load_example_data()


def load_example_data() -> None:
    """Load the example data and show how far it is."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from etappe.demo.loader import load

    columns = (TextColumn("{task.description:40}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns) as bar:
        task = bar.add_task("Beispieldaten")

        def progress(step: str, done: int, total: int) -> None:
            bar.update(task, description=step, completed=done, total=total)

        load(progress)
