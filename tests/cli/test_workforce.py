"""`etappe workforce`: one question, one answer, and a sentence for everything that cannot be."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from etappe.cli.workforce import app
from support.staff import rows

SIMPLE = """
[simple]
start_share = 0.12
target = 0.33
hire_share = {hires}
exit_rate = 0.05
replacement = {replacement}
start_year = 2026
"""
FULL = """
[answer]
start_year = 2026
deadline = 2035
years = 12
draws = 256
sobol = false
[target]
share = 0.28
[stock]
file = "stock.csv"
levels = ["E5", "E11"]
{stock}
[rates]
retire = [{{ rate = 0.3, ages = [63, 66] }}]
leave = [{{ rate = 0.05 }}, {{ rate = 0.08, occupation = "educators", group = "A" }}]
promote = 0.02
replacement = 0.6
exempt_units = ["37"]
{rates}
{more}
"""
HIRES = "[hires]\ntotal = 100\nof_group = 30\nyears = 5\n"


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def _simple(folder: Path, hires: float = 0.40, replacement: float = 1.0) -> Path:
    path = folder / "scenario.toml"
    path.write_text(SIMPLE.format(hires=hires, replacement=replacement))
    return path


def _full(folder: Path, *, stock: str = "", rates: str = "", more: str = HIRES, csv: str | None = None) -> Path:
    (folder / "stock.csv").write_text(rows(200, unknown=0.1).write_csv() if csv is None else csv)
    path = folder / "scenario.toml"
    path.write_text(FULL.format(stock=stock, rates=rates, more=more))
    return path


def _data(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.mark.parametrize(("replacement", "years", "first"), [(1.0, 27.0, 2054), (0.5, 53.4, 2080)])
def test_the_smallest_scenario(tmp_path: Path, replacement: float, years: float, first: int) -> None:
    found = _data(_run("answer", _simple(tmp_path, replacement=replacement), "--json"))
    assert found["years_to_target"] == years
    assert found["exact_first_year"] == first
    assert found["ceiling"] == pytest.approx(0.40)
    assert found["required_hire_share"]["2027"] is None
    if replacement == 1.0:
        assert found["required_hire_share"]["2035"] == pytest.approx(0.688, abs=5e-4)


def test_the_same_in_a_sentence_and_from_json(tmp_path: Path) -> None:
    said = _run("answer", _simple(tmp_path)).stdout
    assert said.startswith("2054: Mit 40,0 %")
    assert "nach 27,0 Jahren" in said
    path = tmp_path / "scenario.json"
    simple = {"start_share": 0.12, "target": 0.33, "hire_share": 0.4, "exit_rate": 0.05, "start_year": 2026}
    path.write_text(json.dumps({"simple": simple}))
    assert _run("answer", path).stdout == said


def test_never_names_the_ceiling_and_what_would_lift_it(tmp_path: Path) -> None:
    path = _simple(tmp_path, hires=0.30)
    found = _data(_run("answer", path, "--json"))
    assert found["answer"] == "never"
    assert found["years_to_target"] is None
    assert found["ceiling"] == pytest.approx(0.30)
    assert [(lift["by"], lift["needed"]) for lift in found["lifts"]] == [("hire-share", 0.33)]
    said = _run("answer", path).stdout
    assert said.startswith("Nie: ")
    assert "über 33,0 %" in said


def test_a_whole_staff(tmp_path: Path) -> None:
    trainees = "[trainees]\nintake = 6\nshare = 0.5\n[applicants]\nshare = 0.35\nodds_ratio = 0.8\n"
    seen = '[[seen]]\nleavers = 20\nperson_years = 400\ngroup = "A"\n'
    path = _full(tmp_path, more=HIRES + trainees + seen)
    found = _data(_run("answer", path, "--json"))
    assert found["kind"] == "full"
    assert found["deadline"]["year"] == 2035
    assert found["realistic"]["source"] == "observed"
    assert len(found["required_hire_share"]) == 12
    assert {"hire-share", "applicants", "trainee-share"} <= {lever["code"] for lever in found["levers"]}
    assert len(found["band"]["q50"]) == 13
    said = _run("answer", path).stdout
    assert "Für 2035" in said
    assert "Was ein Punkt mehr bringt" in said


def test_a_survey_says_how_the_unknown_count(tmp_path: Path) -> None:
    csv = rows(200, unknown=1.0).write_csv()
    path = _full(tmp_path, csv=csv, more=HIRES + "[survey]\nstaff = 200\nanswered = 80\nyes = 16\n")
    assert _data(_run("answer", path, "--json"))["start_share"] == pytest.approx(0.2, abs=0.02)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"csv": "unit,occupation,level,age,group,count\n51,educators,E5,30,A,-3\n"}, "Zeile 2: „-3“ ist keine Anzahl"),
        ({"csv": "unit,occupation,level,age,group,count\n51,educators,E5,14,A,3\n"}, "Das Alter „14“"),
        ({"csv": "unit,occupation,level,age,group,count\n51,educators,E5,30,A,3.5\n"}, "Vollzeitäquivalente"),
        ({"csv": "unit;occupation;level;age;count\n"}, "fehlt die Spalte „group“"),
        ({"csv": rows(200, unknown=0.65).write_csv()}, "ist die Gruppe unbekannt"),
        ({"rates": "pull = 1.5"}, "Erwartet wird eine Zahl bis 1"),
        ({"rates": "puls = 0.5"}, "ist nicht vorgesehen"),
        ({"more": "[hires]\ntotal = 0\nof_group = 0\nyears = 5\n"}, "In 5 Jahren wurde niemand eingestellt"),
        ({"more": ""}, "Es fehlt, welcher Anteil"),
        ({"more": "[survey]\nstaff = 200\nanswered = 3\nyes = 1\n" + HIRES}, "Nur 3 Personen haben geantwortet"),
        ({"more": "[survey]\nstaff = 200\nanswered = 80\nyes = 90\n" + HIRES}, "Ja-Antworten ≤ Antworten"),
    ],
)
def test_bad_input_is_one_sentence(tmp_path: Path, changes: dict[str, str], said: str) -> None:
    done = _run("answer", _full(tmp_path, **changes))
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    done = _run("answer", tmp_path / "none.toml", "--json")
    assert done.exit_code == 2
    assert json.loads(done.stdout)["error"] == "ScenarioError"


def test_a_target_already_reached(tmp_path: Path) -> None:
    path = tmp_path / "scenario.toml"
    path.write_text(SIMPLE.format(hires=0.4, replacement=1.0).replace("0.33", "0.10"))
    assert "schon erreicht" in _run("answer", path).stdout


def test_a_survey_on_the_command_line() -> None:
    done = _run("survey", "--people", 2000, "--answered", 600, "--yes", 120, "--line", 0.33)
    assert "17,5 % bis 22,8 %" in done.stdout
    assert "6,0 % bis 76,0 %" in done.stdout
    assert _run("survey", "--people", 500, "--answered", 3, "--yes", 1).exit_code == 2
    found = _data(_run("survey", "--people", 50, "--answered", 50, "--yes", 10, "--json"))
    assert found["interval"] == [0.2, 0.2]
