"""``etappe concept check``: read a concept paper and say what it asks for and what it leaves open."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rich.text import Text

    from etappe.documents import ConceptCheck, Finding

app = typer.Typer(help="Konzeptpapiere prüfen: Was wird gefordert, wer soll handeln, was fehlt?", no_args_is_help=True)

_UNREADABLE = 2


class OutputFormat(StrEnum):
    """How the findings are written."""

    TABLE = "table"
    JSON = "json"


@app.callback()
def concept() -> None:
    """Konzeptpapiere prüfen: Was wird gefordert, wer soll handeln, was fehlt?"""


@app.command("check")
def check_command(
    file: Annotated[Path, typer.Argument(help="Konzeptpapier als docx, pdf, odt, txt oder md.", metavar="FILE")],
    output_format: Annotated[
        OutputFormat, typer.Option("--format", help="Tabelle zum Lesen oder JSON zum Weiterverarbeiten.")
    ] = OutputFormat.TABLE,
) -> None:
    """Ein Konzeptpapier lesen und jede Aussage einordnen."""
    from etappe.documents import DocumentError

    try:
        result = _check_with_progress(file)
    except DocumentError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(_UNREADABLE) from None
    if output_format is OutputFormat.JSON:
        typer.echo(json.dumps([as_json(finding) for finding in result.findings], ensure_ascii=False, indent=2))
    else:
        _print_table(result)


def as_json(finding: Finding) -> dict[str, Any]:
    """Return the public fields of a finding."""
    return {
        "id": finding.id,
        "section": finding.section,
        "text": finding.text,
        "kind": finding.kind.value,
        "modality": finding.modality,
        "cues": list(finding.cues),
        "addressee": finding.addressee,
        "missing": [element.value for element in finding.missing],
        "page": finding.page,
    }


def _check_with_progress(file: Path) -> ConceptCheck:
    """Check the paper; on a terminal a bar on stderr shows how far it is."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    from etappe.documents import check

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"„{file.name}“ wird gelesen", total=100)
        return check(file, progress=lambda done, total: bar.update(task, completed=done, total=total))


def _print_table(result: ConceptCheck) -> None:
    """Print the head lines and, section by section, every statement that asks for action."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    console.print(Text(result.document.title, style="bold"))
    for line in (result.summary.headline, *result.summary.details):
        console.print(Text(line))
    table = Table(show_lines=True, expand=True)
    table.add_column("Seite", justify="right", no_wrap=True)
    table.add_column("Aussage", ratio=5)
    table.add_column("Einordnung", ratio=3)
    table.add_column("Es fehlt", ratio=2)
    section = None
    for finding in result.findings:
        if not finding.kind.asks_for_action:
            continue
        if finding.section_index != section and finding.section:
            table.add_row("", Text(finding.section, style="bold"))
        section = finding.section_index
        table.add_row(str(finding.page), Text(finding.text), _verdict(finding), _missing(finding))
    console.print(table if table.row_count else Text("Das Papier fordert nichts und kündigt nichts an."))


def _verdict(finding: Finding) -> Text:
    """Return kind, modality and addressee, one a line."""
    from rich.text import Text

    lines = [Text(finding.kind.german, style="bold"), Text(finding.modality or "")]
    lines.append(Text(f"an: {finding.addressee}" if finding.addressee else "an niemanden Bestimmtes"))
    return Text("\n").join(lines)


def _missing(finding: Finding) -> str:
    return "\n".join(element.german for element in finding.missing) or "nichts"
