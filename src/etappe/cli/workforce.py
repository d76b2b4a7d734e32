"""`etappe workforce`: when the staff mirrors the city, and what it would take; and what a staff survey tells.

Exit code 0 if the question is answered, and *never* is an answer; 2 if the input cannot be used.
Results go to stdout, errors to stderr.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from etappe.calc.survey import Evaluation, SurveyError
    from etappe.calc.workforce import WorkforceError

app = typer.Typer(no_args_is_help=True, help="Personal: Wann spiegelt die Belegschaft die Stadt, und was braucht es?")

BAD_INPUT = 2

AsJson = Annotated[bool, typer.Option("--json", help="Das Ergebnis als JSON ausgeben.")]
People = Annotated[int, typer.Option("--people", min=0, help="Befragte insgesamt.")]
Answered = Annotated[int, typer.Option("--answered", min=0, help="Antworten auf die Frage.")]
Yes = Annotated[int, typer.Option("--yes", min=0, help="Davon mit Ja.")]
Line = Annotated[float | None, typer.Option("--line", min=0, max=1, help="Anteil zum Vergleich, etwa das Ziel.")]


@app.callback()
def workforce() -> None:
    """Personal: Wann spiegelt die Belegschaft die Stadt, und was braucht es?"""


@app.command()
def answer(
    scenario: Annotated[Path, typer.Argument(help="SCENARIO.toml (oder .json) mit Zahlen, Raten und Ziel.")],
    as_json: AsJson = False,
) -> None:
    """Ausrechnen, wann das Ziel erreicht wird und welcher Anteil unter Neueingestellten nötig ist."""
    from etappe.calc.survey import SurveyError
    from etappe.calc.workforce import WorkforceError
    from etappe.calc.workforce.output import as_dict
    from etappe.calc.workforce.scenario import Scenario
    from etappe.calc.workforce.simpleanswer import SimpleAnswer
    from etappe.cli.workforce_words import sentences, simple_sentences

    try:
        found = Scenario.read(scenario).answer()
    except (WorkforceError, SurveyError) as error:
        _fail(error, as_json)
    if as_json:
        typer.echo(json.dumps(as_dict(found), ensure_ascii=False, allow_nan=False))
        return
    said = simple_sentences(found) if isinstance(found, SimpleAnswer) else sentences(found)
    typer.echo("\n".join(said))


@app.command()
def survey(people: People, answered: Answered, yes: Yes, line: Line = None, as_json: AsJson = False) -> None:
    """Auswerten, was eine freiwillige anonyme Befragung sagt und was nicht."""
    from etappe.calc.survey import Census, SurveyError, evaluate
    from etappe.cli.workforce_words import survey_sentences

    try:
        found = evaluate(Census(people, answered, yes), line=line)
    except SurveyError as error:
        _fail(error, as_json)
    if as_json:
        typer.echo(json.dumps(_survey_data(found), ensure_ascii=False, allow_nan=False))
        return
    typer.echo("\n".join(survey_sentences(found)))


def _survey_data(found: Evaluation) -> dict[str, Any]:
    turn = found.turn
    return {
        "people": found.counts.people,
        "answered": found.counts.answered,
        "yes": found.counts.yes,
        "share": found.assumed.share,
        "interval": list(found.assumed.interval),
        "bounds": list(found.certain),
        "line": found.line,
        "turn": None if turn is None else {"turning": turn.turning.value, "above": turn.above, "share": turn.share},
        "odds_ratio": None if turn is None else turn.odds_ratio,
    }


def _fail(error: WorkforceError | SurveyError, as_json: bool) -> NoReturn:
    from etappe.cli.workforce_words import say_error

    sentence = say_error(error)
    typer.echo(sentence, err=True)
    if as_json:
        facts = {
            name: value if isinstance(value, int | float | str) else str(value) for name, value in error.facts.items()
        }
        found = {"error": type(error).__name__, "message": sentence, "facts": facts}
        typer.echo(json.dumps(found, ensure_ascii=False))
    raise typer.Exit(BAD_INPUT)
