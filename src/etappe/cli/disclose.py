"""`etappe disclose`: protect tables, attack publications, make perturbation tables.

Exit code 0 only if the result is proven safe, 1 if it is not, 2 if the input cannot be used, 130 if interrupted.
Results go to stdout, progress and errors to stderr.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from etappe.calc.disclosure.errors import DisclosureError
    from etappe.calc.disclosure.ptable import PTable
    from etappe.calc.disclosure.spec import Spec

app = typer.Typer(no_args_is_help=True, help="Statistische Geheimhaltung: Tabellen schützen und prüfen.")

NOT_SAFE, BAD_INPUT, INTERRUPTED = 1, 2, 130
_NOT_SAFE_ERRORS = ("NotSafeError", "KnownGroupError", "RoundingNotSafeError", "UnprotectableError", "TimeLimitError")

SpecFile = Annotated[Path, typer.Argument(help="SPEC.toml mit Regeln, Hierarchien und Tabellen.")]
AsJson = Annotated[bool, typer.Option("--json", help="Das Ergebnis als JSON ausgeben.")]
TimeLimit = Annotated[
    float | None, typer.Option("--time-limit", min=0.001, help="Höchstens so viele Sekunden rechnen.")
]


@app.command()
def protect(
    spec: SpecFile,
    out: Annotated[Path, typer.Option("--out", help="Ordner für Tabellen, Zertifikat und Bericht.")],
    as_json: AsJson = False,
    time_limit: TimeLimit = None,
) -> None:
    """Tabellen so schützen, dass sie veröffentlicht werden können, und es beweisen."""

    def work() -> bool:
        from etappe.calc.disclosure import jobs, output
        from etappe.calc.disclosure.spec import Spec

        output.check_folder(out)
        asked = Spec.read(spec)
        job = jobs.run(asked, lambda: _secret(asked), time_limit=time_limit, progress=_Steps())
        if not job.safe:
            _show({**_summary(job.certificate), "out": None}, as_json, job.report)
            return False
        output.write(out, job.frames, job.certificate, job.report)
        _show({**_summary(job.certificate), "out": str(out)}, as_json, _in_words(job.certificate, out))
        return True

    _run(work, as_json)


@app.command()
def audit(
    spec: SpecFile,
    published: Annotated[Path, typer.Option("--published", help="Ordner mit den veröffentlichten Tabellen.")],
    as_json: AsJson = False,
    time_limit: TimeLimit = None,
) -> None:
    """Eine Veröffentlichung angreifen wie der stärkste Angreifer."""

    def work() -> bool:
        from etappe.calc.disclosure import jobs
        from etappe.calc.disclosure.spec import Spec, read_published

        asked = Spec.read(spec)
        names = [table.name for table in asked.model.table]
        frames = {name: read_published(published / f"{name}.csv") for name in names}
        found = jobs.run_audit(asked, frames, lambda: _secret(asked), time_limit=time_limit, progress=_Steps())
        _show(found, as_json, _verdict(found))
        return bool(found["safe"])

    _run(work, as_json)


@app.command()
def ptable(  # noqa: PLR0917 - each is an option of the command, none is positional
    D: Annotated[int, typer.Option("--D", help="Höchste Änderung.")],
    V: Annotated[float, typer.Option("--V", help="Varianz der Änderung.")],
    js: Annotated[int, typer.Option("--js", help="Anzahlen von 1 bis js werden nie gezeigt.")] = 0,
    p_stay: Annotated[float, typer.Option("--p-stay", help="Mindestwahrscheinlichkeit für unverändert.")] = 0.0,
    reach: Annotated[list[str] | None, typer.Option("--reach", help="ZEILE:D, engt eine Zeile ein.")] = None,
    nearest: Annotated[
        bool, typer.Option("--nearest", help="Wo V nicht erreichbar ist, die nächste mögliche Varianz nehmen.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Eine Überlagerungstabelle größter Entropie berechnen."""

    def work() -> bool:
        from etappe.calc.disclosure.ptable import ptable as make

        narrowed = dict(_row_and_reach(text) for text in reach or [])
        table = make(D, V, js, p_stay=p_stay, reach=narrowed, infeasible="nearest" if nearest else "error")
        _show(table.as_dict(), as_json, _in_rows(table))
        return not table.missed

    _run(work, as_json)


def _run(work: Callable[[], bool], as_json: bool) -> None:
    """Do the work and turn its outcome into an exit code; errors become one German sentence."""
    from etappe.calc.disclosure.errors import DisclosureError

    try:
        safe = work()
    except DisclosureError as error:
        _fail(error, as_json)
    except KeyboardInterrupt:
        typer.echo("Abgebrochen. Es wurde nichts geschrieben.", err=True)
        raise typer.Exit(INTERRUPTED) from None
    except MemoryError:
        typer.echo("Der Speicher reicht nicht. Es wurde nichts geschrieben; gröbere Gruppen helfen.", err=True)
        raise typer.Exit(BAD_INPUT) from None
    if not safe:
        raise typer.Exit(NOT_SAFE)


def _fail(error: DisclosureError, as_json: bool) -> NoReturn:
    from etappe.calc.disclosure.german import say

    sentence = say(error)
    typer.echo(sentence, err=True)
    if as_json:
        facts = {
            name: value if isinstance(value, int | float | str) else str(value) for name, value in error.facts.items()
        }
        found = {"safe": False, "error": type(error).__name__, "message": sentence, "facts": facts}
        typer.echo(json.dumps(found, ensure_ascii=False))
    raise typer.Exit(NOT_SAFE if type(error).__name__ in _NOT_SAFE_ERRORS else BAD_INPUT)


def _secret(spec: Spec) -> bytes:
    """The office's secret key: named in SPEC.toml or by the environment, else one of its own, made at first use.

    One key serves all publications: a second key would give a second answer, and two answers can be averaged.
    """
    from etappe.calc.disclosure.specmodel import SpecError

    named = spec.model.rule.key_file
    if named:
        path = spec.path.parent / named
        if not path.is_file():
            raise SpecError(spec.path.name, "rule.key_file", f"Die Schlüsseldatei „{named}“ gibt es nicht.")
    else:
        path = _key_place()
        if not path.is_file():
            _make_key(path)
    return path.read_bytes().strip()


def _key_place() -> Path:
    given = os.environ.get("ETAPPE_DISCLOSURE_KEY_FILE")
    if given:
        return Path(given)
    home = os.environ.get("ETAPPE_HOME")
    config = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "etappe"
    return (Path(home) if home else config) / "disclosure.key"


def _make_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32) + "\n")
    typer.echo(
        f"Neuer geheimer Schlüssel in {path}. Heben Sie ihn auf: Alle Veröffentlichungen brauchen denselben.", err=True
    )


_STAGES = {
    "read": "Tabellen lesen",
    "protect": "Zellen auswählen",
    "remove": "Überflüssiges zurücknehmen",
    "public": "Angriff mit allem Veröffentlichten",
    "insiders": "Angriff mit Mitwissenden",
}


class _Steps:
    """Progress on stderr: a line a stage; on a terminal the share done runs along."""

    def __init__(self) -> None:
        self._stage, self._shown = "", -1
        self._live = sys.stderr.isatty()

    def __call__(self, stage: str, share: float) -> None:
        percent = int(100 * share)
        if stage != self._stage:
            typer.echo(
                ("\n" if self._live and self._stage else "") + _STAGES.get(stage, stage), err=True, nl=not self._live
            )
            self._stage, self._shown = stage, percent
        elif self._live and percent > self._shown:
            self._shown = percent
            typer.echo(f"\r{_STAGES.get(stage, stage)} {percent} %", err=True, nl=False)


def _show(data: Mapping[str, Any], as_json: bool, words: str) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False) if as_json else words)


def _summary(certificate: Mapping[str, Any]) -> dict[str, Any]:
    """The certificate without its long lists."""
    return {name: value for name, value in certificate.items() if name not in ("proofs", "ptable")}


def _in_words(certificate: Mapping[str, Any], out: Path) -> str:
    tables = certificate["tables"].values()
    cells, withheld = (sum(table[name] for table in tables) for name in ("cells", "withheld"))
    lines = [f"Sicher, geprüft. {cells} Zellen, {withheld} zurückgehalten. Ergebnis und Bericht: {out}"]
    if 3 * withheld > cells:
        lines.append("Mehr als ein Drittel fehlt: Der Bericht schlägt gröbere Gruppen oder die Cell-Key-Methode vor.")
    return "\n".join(lines)


def _verdict(found: Mapping[str, Any]) -> str:
    if found["safe"]:
        return "Sicher: Der Angriff hat keine geschützte Zelle eingegrenzt."
    if "differing" in found:
        return f"Nicht sicher: {found['differing']} Zellen sind nicht das, was Schlüssel und Tabelle ergeben."
    exposures = found["exposures"] if isinstance(found["exposures"], int) else len(found["exposures"])
    return (
        f"Nicht sicher: {found['unsafe']} geschützte Zellen lassen sich eingrenzen, {exposures} werden Mitwissenden "
        "bekannt. Mit --json stehen sie einzeln da."
    )


def _row_and_reach(text: str) -> tuple[int, int]:
    from etappe.calc.disclosure.ptable import ParameterError

    row, _, width = text.partition(":")
    if not (row.isdecimal() and width.isdecimal()):
        raise ParameterError(f"reach {text}: give ROW:D.", name="reach", value=text, allowed="ZEILE:D, etwa 1:3")
    return int(row), int(width)


def _in_rows(table: PTable) -> str:
    lines = [f"D = {table.D}, V = {table.V}, js = {table.js}; die letzte Zeile gilt für alle größeren Anzahlen."]
    for row in table.rows:
        pairs = "  ".join(f"{v:+d}: {p:.8f}" for v, p in zip(row.v.tolist(), row.p.tolist(), strict=True))
        lines.append(f"{row.count:>3}  Varianz {row.variance:.4f}   {pairs}")
    return "\n".join(lines)
