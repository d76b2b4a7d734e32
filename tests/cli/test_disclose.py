"""`etappe disclose`: from SPEC.toml to files that are proven safe, or to one sentence that says why not."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from etappe.cli.disclose import app

CASES = Path(__file__).resolve().parents[2].parent / "shared" / "cases" / "sdc"

AREA = "code,parent\nN,Total\nS,Total\n01,N\n02,N\n03,S\n04,S\n"
AGE = "code,parent\nj,\nm,\na,\n"
COUNTS = [(1, 14, 9), (22, 2, 17), (31, 12, 8), (9, 25, 0)]


@pytest.fixture(autouse=True)
def _own_key_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("ETAPPE_HOME", raising=False)
    monkeypatch.delenv("ETAPPE_DISCLOSURE_KEY_FILE", raising=False)


def _main_csv(counts: list[tuple[int, int, int]]) -> str:
    rows = [
        f"{area},{age},{freq}"
        for area, line in zip(["01", "02", "03", "04"], counts, strict=True)
        for age, freq in zip("jma", line, strict=True)
    ]
    return "area,age,freq\n" + "\n".join(rows) + "\n"


def _spec(folder: Path, *, method: str = "suppress", rule: str = "", more: str = "", data: str | None = None) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "area.csv").write_text(AREA)
    (folder / "age.csv").write_text(AGE)
    (folder / "main.csv").write_text(_main_csv(COUNTS) if data is None else data)
    spec = folder / "SPEC.toml"
    spec.write_text(f"""
[rule]
method = "{method}"
minimum = 3
width = 2
{rule}
[attacker]
zeros_known = true
insiders = true
[hierarchies]
area = "area.csv"
age = "age.csv"
[[table]]
name = "main"
data = "main.csv"
dimensions = ["area", "age"]
{more}
""")
    return spec


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def _published(folder: Path, name: str = "main") -> pl.DataFrame:
    return pl.read_csv(folder / f"{name}.csv", infer_schema=False).with_columns(pl.col("value").cast(pl.Int64))


def test_protected_tables_are_complete_and_proven_and_the_audit_agrees(tmp_path: Path) -> None:
    spec, out = _spec(tmp_path), tmp_path / "out"
    done = _run("protect", spec, "--out", out)
    assert done.exit_code == 0, done.stderr
    assert "Sicher, geprüft." in done.stdout
    frame = _published(out)
    assert frame.columns == ["area", "age", "value", "status"]
    assert frame.height == 7 * 4
    assert "01" in frame["area"].to_list()
    small = frame.filter((pl.col("area") == "01") & (pl.col("age") == "j")).row(0)
    assert small[2:] == (None, "primary")
    assert ((frame["status"] == "published") == frame["value"].is_not_null()).all()
    certificate = json.loads((out / "certificate.json").read_text())
    assert (certificate["safe"], certificate["method"], certificate["unsafe"]) == (True, "suppress", 0)
    assert all(proof["upper"] is None or proof["upper"] >= 3 for proof in certificate["proofs"])
    assert "Warum das sicher ist" in (out / "report.md").read_text()
    assert _run("audit", spec, "--published", out).exit_code == 0


def test_json_goes_to_stdout_alone(tmp_path: Path) -> None:
    spec, out = _spec(tmp_path), tmp_path / "out"
    done = _run("protect", spec, "--out", out, "--json")
    found = json.loads(done.stdout)
    assert (found["safe"], found["out"]) == (True, str(out))
    assert found["tables"]["main"]["cells"] == 28
    audited = json.loads(_run("audit", spec, "--published", out, "--json").stdout)
    assert (audited["safe"], audited["protected"]) == (True, 2)


def test_audit_finds_a_hole_and_says_so_by_its_exit_code(tmp_path: Path) -> None:
    spec, out = _spec(tmp_path), tmp_path / "out"
    _run("protect", spec, "--out", out)
    text = (out / "main.csv").read_text().splitlines()
    place = next(i for i, line in enumerate(text) if line.startswith("01,") and line.endswith(",secondary"))
    area, age, _, _ = text[place].split(",")
    truth = COUNTS[0]["jma".index(age)] if area == "01" else 0
    text[place] = f"{area},{age},{truth},published"
    (out / "main.csv").write_text("\n".join(text) + "\n")
    done = _run("audit", spec, "--published", out)
    assert done.exit_code == 1
    assert "Nicht sicher" in done.stdout


@pytest.mark.parametrize("case", ["xs", "s"])
def test_city_tables_are_protected_against_the_full_attacker(case: str, tmp_path: Path) -> None:
    if not CASES.exists():
        pytest.skip("the synthetic city tables are not here")
    for file in (CASES / case).iterdir():
        shutil.copy(file, tmp_path)
    dimensions = [file.stem for file in (CASES / case).iterdir() if file.stem != "main"]
    hierarchies = "\n".join(f'{name} = "{name}.csv"' for name in dimensions)
    table = f'[[table]]\nname = "main"\ndata = "main.csv"\ndimensions = {json.dumps(sorted(dimensions))}\n'
    spec = tmp_path / "SPEC.toml"
    spec.write_text(f"[hierarchies]\n{hierarchies}\n{table}")
    done = _run("protect", spec, "--out", tmp_path / "out", "--json")
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout)["exposures"] == []


def test_cell_key_shows_every_cell_and_answers_the_same_under_other_names_and_orders(tmp_path: Path) -> None:
    spec = _spec(tmp_path / "one", method="cellkey")
    assert _run("protect", spec, "--out", tmp_path / "a").exit_code == 0
    other = _spec(tmp_path / "two", method="cellkey")
    lines = _main_csv(COUNTS).splitlines()
    (tmp_path / "two" / "main.csv").write_text("\n".join([lines[0], *lines[:0:-1]]) + "\n")
    text = other.read_text().replace('["area", "age"]', '["age", "area"]').replace('name = "main"', 'name = "again"')
    other.write_text(text)
    assert _run("protect", other, "--out", tmp_path / "b").exit_code == 0
    one, two = _published(tmp_path / "a"), _published(tmp_path / "b", "again").select("area", "age", "value", "status")
    assert one.sort("area", "age").equals(two.sort("area", "age"))
    assert one["value"].null_count() == 0
    assert not one["value"].is_in([1, 2]).any()
    assert one.filter((pl.col("area") == "04") & (pl.col("age") == "a"))["value"].item() == 0
    assert _run("audit", spec, "--published", tmp_path / "a").exit_code == 0
    key = tmp_path / "config" / "etappe" / "disclosure.key"
    assert key.stat().st_mode & 0o777 == 0o600


def test_an_audit_of_perturbed_tables_notices_a_changed_value(tmp_path: Path) -> None:
    spec, out = _spec(tmp_path, method="cellkey"), tmp_path / "out"
    _run("protect", spec, "--out", out)
    file = out / "main.csv"
    file.write_text(file.read_text().replace("Total,Total,", "Total,Total,9", 1))
    done = _run("audit", spec, "--published", out)
    assert done.exit_code == 1
    assert "1 Zellen sind nicht das" in done.stdout


def test_parameters_that_would_show_small_counts_are_not_called_safe(tmp_path: Path) -> None:
    spec = _spec(tmp_path, method="cellkey", rule="D = 3\nV = 1.2\njs = 0")
    done = _run("protect", spec, "--out", tmp_path / "out")
    assert done.exit_code == 1
    assert "js ist zu klein" in done.stdout
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("way", ["random", "controlled"])
def test_rounded_tables_hold_multiples_only_and_are_proven(way: str, tmp_path: Path) -> None:
    spec, out = _spec(tmp_path, method="round", rule=f'way = "{way}"'), tmp_path / "out"
    done = _run("protect", spec, "--out", out)
    assert done.exit_code == 0, done.stderr
    values = _published(out)["value"].drop_nulls()
    assert (values % 5 == 0).all()
    assert _run("audit", spec, "--published", out).exit_code == 0


def test_rounding_that_cannot_hide_small_counts_is_refused(tmp_path: Path) -> None:
    spec = _spec(tmp_path, method="round", rule='way = "nearest"\nbase = 3', data=_main_csv([(1, 1, 2)] * 4))
    done = _run("protect", spec, "--out", tmp_path / "out")
    assert done.exit_code == 1
    assert "Auf Vielfache von 3 gerundet" in done.stderr
    assert not (tmp_path / "out").exists()


def test_tables_with_shared_codes_are_protected_together(tmp_path: Path) -> None:
    second = '[[table]]\nname = "by area"\ndata = "area-only.csv"\ndimensions = ["area"]'
    spec = _spec(tmp_path, more=second)
    (tmp_path / "area-only.csv").write_text("area,freq\n01,24\n02,41\n03,51\n04,34\n")
    done = _run("protect", spec, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.stderr
    main, areas = _published(tmp_path / "out"), _published(tmp_path / "out", "by area")
    margin = main.filter(pl.col("age") == "Total").select("area", "value", "status")
    assert areas.sort("area").equals(margin.sort("area"))


def test_linked_tables_and_their_earlier_release_are_one_problem_from_end_to_end(tmp_path: Path) -> None:
    """First a table by area and age; a year later the same people by sex as well, held against the first release."""
    split = {"01": (11, 13), "02": (39, 2), "03": (26, 25), "04": (34, 0)}
    lines = [f"{area},{sex},{n}" for area, both in split.items() for sex, n in zip("xy", both, strict=True)]
    first = _spec(tmp_path)
    assert _run("protect", first, "--out", tmp_path / "2025").exit_code == 0
    (tmp_path / "sexes.csv").write_text("area,sex,freq\n" + "\n".join(lines) + "\n")
    second = '[[table]]\nname = "sexes"\ndata = "sexes.csv"\ndimensions = ["area", "sex"]\n'
    spec = _spec(tmp_path, more=second + '[[history]]\npublished = "2025"')
    done = _run("protect", spec, "--out", tmp_path / "2026", "--json")
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)
    before, after = _published(tmp_path / "2025"), _published(tmp_path / "2026")
    assert found["earlier_values"] == before.height - before["value"].null_count()
    assert after.filter(before["value"].is_not_null())["value"].equals(before["value"].drop_nulls())
    assert _published(tmp_path / "2026", "sexes").filter(pl.col("value").is_between(1, 2)).is_empty()
    assert _run("audit", spec, "--published", tmp_path / "2026").exit_code == 0
    third = _spec(tmp_path, more=second + '[[history]]\npublished = "2025"\n[[history]]\npublished = "2026"')
    assert _run("audit", third, "--published", tmp_path / "2026").exit_code == 0
    shutil.copy(tmp_path / "2026" / "main.csv", tmp_path / "2025" / "copy.csv")
    assert _run("protect", spec, "--out", tmp_path / "2027").exit_code == 0


def test_groups_of_one_kind_are_protected_from_end_to_end(tmp_path: Path) -> None:
    """All of area 01 share an age: neither their number nor the zeros beside it may say so."""
    data = _main_csv([(12, 0, 0), (22, 6, 17), (31, 12, 8), (9, 25, 11)])
    spec = _spec(tmp_path, rule='protect_groups = true\nsensitive = ["age"]', data=data)
    assert "zeros_known = false" in _run("protect", spec, "--out", tmp_path / "out").stderr
    spec.write_text(spec.read_text().replace("zeros_known = true", "zeros_known = false"))
    done = _run("protect", spec, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.stderr
    values = {row[:2]: row[2] for row in _published(tmp_path / "out").select("area", "age", "value").rows()}
    assert None in {values["01", "Total"], values["01", "j"]}
    assert None in {values["01", "m"], values["01", "a"]}
    assert _run("audit", spec, "--published", tmp_path / "out").exit_code == 0


def test_a_group_that_a_single_person_must_know_of_is_refused_with_one_sentence(tmp_path: Path) -> None:
    """Whoever is alone in area 01 knows its zeros, and so that all of age m in the district live in area 02."""
    data = _main_csv([(1, 0, 0), (22, 5, 8), (31, 12, 8), (9, 25, 11)])
    spec = _spec(tmp_path, rule="protect_groups = true", data=data)
    spec.write_text(spec.read_text().replace("zeros_known = true", "zeros_known = false"))
    done = _run("protect", spec, "--out", tmp_path / "out")
    assert done.exit_code == 1
    assert "Die einzige Person in 01" in done.stderr
    assert not (tmp_path / "out").exists()


def test_an_earlier_release_is_part_of_the_problem(tmp_path: Path) -> None:
    spec, out = _spec(tmp_path), tmp_path / "2025"
    assert _run("protect", spec, "--out", out).exit_code == 0
    again = _spec(tmp_path, more='[[history]]\npublished = "2025"')
    done = _run("protect", again, "--out", tmp_path / "2026", "--json")
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout)["earlier_values"] > 0
    before, after = _published(out), _published(tmp_path / "2026")
    assert after.filter(before["value"].is_not_null())["value"].null_count() == 0


@pytest.mark.parametrize("method", ["cellkey", "round"])
def test_an_earlier_release_with_the_same_noise_tells_nothing_new_and_with_another_it_is_refused(
    method: str, tmp_path: Path
) -> None:
    assert _run("protect", _spec(tmp_path, method=method), "--out", tmp_path / "2025").exit_code == 0
    again = _spec(tmp_path, method=method, more='[[history]]\npublished = "2025"')
    assert _run("protect", again, "--out", tmp_path / "2026").exit_code == 0
    assert _published(tmp_path / "2026").equals(_published(tmp_path / "2025"))
    (tmp_path / "config" / "etappe" / "disclosure.key").write_text("another made-up key of the tests")
    done = _run("protect", again, "--out", tmp_path / "2027")
    assert done.exit_code == 2
    assert "Eine Veröffentlichung zeigt" in done.stderr


def test_the_perturbation_table_of_the_issue(tmp_path: Path) -> None:
    done = _run("ptable", "--D", 2, "--V", 1.08, "--js", 1, "--json")
    table = json.loads(done.stdout)
    assert (done.exit_code, table["i_max"]) == (0, 4)
    assert all(abs(row["variance"] - 1.08) < 1e-9 for row in table["rows"][1:])
    assert "Varianz 1.0800" in _run("ptable", "--D", 2, "--V", 1.08, "--js", 1).stdout


def test_an_unreachable_variance_is_an_error_or_a_reported_figure() -> None:
    refused = _run("ptable", "--D", 4, "--V", 1.08, "--js", 2)
    assert refused.exit_code == 2
    assert "möglich ist 2 bis 4" in refused.stderr
    nearest = _run("ptable", "--D", 4, "--V", 1.08, "--js", 2, "--nearest", "--json")
    assert nearest.exit_code == 1
    assert json.loads(nearest.stdout)["missed"][0]["i"] == 1
    row = json.loads(_run("ptable", "--D", 4, "--V", 2.25, "--js", 2, "--reach", "1:3", "--json").stdout)["rows"][1]
    assert row["p"] == pytest.approx([0.6875, 0.25, 0.0625])
    assert _run("ptable", "--D", 4, "--V", 2.25, "--reach", "one").exit_code == 2


BAD = {
    "cycle": ("area.csv", "code,parent\nN,S\nS,N\n01,N\n02,N\n03,S\n04,S\n", "läuft im Kreis"),
    "missing parent": ("area.csv", AREA.replace("S,Total\n", ""), "„S“ hat keine Zeile"),
    "code in two places": ("area.csv", AREA + "01,S\n", "„01“ an zwei Stellen"),
    "total as a code": ("area.csv", AREA + "Total,\n", "führt „Total“ als eigenen Code"),
    "no hierarchy": ("area.csv", "code,parent\n", "ist leer"),
    "empty file": ("area.csv", "", "area.csv, Datei: Die Datei ist leer"),
    "wrong columns": ("area.csv", "a,b\n1,2\n", "eine Spalte „code“"),
    "negative": ("main.csv", _main_csv(COUNTS).replace("01,m,14", "01,m,-14"), "Zeile 3, Spalte freq: Negative"),
    "fraction": ("main.csv", _main_csv(COUNTS).replace("01,m,14", "01,m,1.4"), "Zeile 3, Spalte freq: Erwartet wird"),
    "word": ("main.csv", _main_csv(COUNTS).replace("01,m,14", "01,m,viele"), "gegeben: „viele“"),
    "no count": ("main.csv", _main_csv(COUNTS).replace("01,m,14", "01,m,"), "Zeile 3, Spalte freq: Hier fehlt"),
    "huge": ("main.csv", _main_csv(COUNTS).replace("01,m,14", "01,m,99999999999999999999"), "größer als 2⁵³"),
    "empty table": ("main.csv", "area,age,freq\n", "„main“ ist leer"),
    "unknown code": ("main.csv", _main_csv(COUNTS).replace("01,m,14", "1,m,14"), "„1“ kennt die Hierarchie nicht"),
    "cell twice": ("main.csv", _main_csv(COUNTS) + "01,m,14\n", "mehrfach"),
    "contradicting total": (
        "main.csv",
        _main_csv(COUNTS) + "N,m,99\n",
        "N × m ist mit 99 angegeben, ihre Teile ergeben 16",
    ),
    "ragged": ("main.csv", _main_csv(COUNTS) + "01,m,14,5,6\n", "gleich vielen Spalten"),
    "no dimension": ("main.csv", "area,freq\n01,3\n", "eine Spalte „age“"),
    "no code": ("main.csv", _main_csv(COUNTS).replace("01,m,14", ",m,14"), "main.csv, Zeile 3"),
}


@pytest.mark.parametrize("method", ["suppress", "cellkey", "round"])
@pytest.mark.parametrize("problem", BAD)
def test_bad_input_is_refused_with_place_and_expectation(problem: str, method: str, tmp_path: Path) -> None:
    spec = _spec(tmp_path, method=method)
    file, text, words = BAD[problem]
    (tmp_path / file).write_text(text)
    done = _run("protect", spec, "--out", tmp_path / "out")
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


WRONG_SPECS = {
    "dimension twice": (
        '["area", "age"]',
        '["area", "area"]',
        "Die Dimension „area“ ist in der Tabelle „main“ zweimal",
    ),
    "reserved name": ('["area", "age"]', '["area", "value"]', "„value“ ist für die Ergebnisse vergeben"),
    "unknown method": ('method = "suppress"', 'method = "magic"', "rule.method: Erwartet wird"),
    "zero minimum": ("minimum = 3", "minimum = 0", "rule.minimum: Erwartet wird eine Zahl ab 1"),
    "fractional width": ("width = 2", "width = 1.5", "rule.width: Erwartet wird eine ganze Zahl"),
    "misspelt": ("insiders = true", "insider = true", "attacker.insider: Diese Angabe ist nicht vorgesehen"),
    "no dimensions": ('dimensions = ["area", "age"]', "dimensions = []", "table.1.dimensions"),
    "missing file": ('data = "main.csv"', 'data = "gone.csv"', "gone.csv, Datei: Die Datei gibt es nicht"),
    "path as name": ('name = "main"', 'name = "../main"', "table.1.name"),
    "no TOML": ("[attacker]", "[attacker", "TOML: Die Schreibweise stimmt nicht"),
    "known zeros": ("width = 2", "protect_zeros = true", "zeros_known = false"),
}


@pytest.mark.parametrize("problem", WRONG_SPECS)
def test_a_wrong_spec_is_refused_with_place_and_expectation(problem: str, tmp_path: Path) -> None:
    spec = _spec(tmp_path)
    old, new, words = WRONG_SPECS[problem]
    spec.write_text(spec.read_text().replace(old, new, 1))
    done = _run("protect", spec, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert words in done.stderr
    assert not (tmp_path / "out").exists()


def test_contradicting_tables_and_releases_are_refused(tmp_path: Path) -> None:
    second = '[[table]]\nname = "by area"\ndata = "area-only.csv"\ndimensions = ["area"]'
    spec = _spec(tmp_path, more=second)
    (tmp_path / "area-only.csv").write_text("area,freq\n01,25\n02,41\n03,51\n04,34\n")
    done = _run("protect", spec, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert "verschiedene Werte" in done.stderr
    release = tmp_path / "2025"
    release.mkdir()
    spec = _spec(tmp_path, more='[[history]]\npublished = "2025"')
    (release / "main.csv").write_text("area,age,value,status\n01,Total,99,published\n")
    done = _run("protect", spec, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert "zeigt für area = 01 den Wert 99, die Tabellen haben 24" in done.stderr
    (release / "main.csv").write_text("area,sex,value,status\n01,w,9,published\n")
    assert "als weitere [[table]]" in _run("protect", spec, "--out", tmp_path / "out").stderr


def test_what_was_published_cannot_be_hidden_any_more(tmp_path: Path) -> None:
    (tmp_path / "2025").mkdir()
    (tmp_path / "2025" / "main.csv").write_text("area,age,value,status\n01,j,1,published\n")
    spec = _spec(tmp_path, more='[[history]]\npublished = "2025"')
    done = _run("protect", spec, "--out", tmp_path / "out", "--json")
    assert done.exit_code == 2
    assert json.loads(done.stdout)["facts"]["value"] == 1
    assert "schon in einer früheren Veröffentlichung" in done.stderr


def test_a_table_that_has_to_be_withheld_altogether_says_so(tmp_path: Path) -> None:
    spec = _spec(tmp_path, rule="", data="area,age,freq\n01,j,1\n")
    done = _run("protect", spec, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.stderr
    assert "Alles musste zurückgehalten werden" in (tmp_path / "out" / "report.md").read_text()


def test_a_release_with_missing_rows_or_bad_values_cannot_be_audited(tmp_path: Path) -> None:
    spec, out = _spec(tmp_path), tmp_path / "out"
    _run("protect", spec, "--out", out)
    lines = (out / "main.csv").read_text().splitlines()
    (out / "main.csv").write_text("\n".join(lines[:-1]) + "\n")
    assert "jede ihrer 28 Zellen" in _run("audit", spec, "--published", out).stderr
    (out / "main.csv").write_text("\n".join(lines).replace("published", "öffentlich") + "\n")
    assert "Erwartet wird published" in _run("audit", spec, "--published", out).stderr
    (out / "main.csv").unlink()
    assert _run("audit", spec, "--published", out).exit_code == 2


def test_a_time_limit_ends_with_a_safe_pattern_or_with_nothing(tmp_path: Path) -> None:
    spec, out = _spec(tmp_path), tmp_path / "out"
    done = _run("protect", spec, "--out", out, "--time-limit", 0.001)
    assert done.exit_code in {0, 1}
    assert out.exists() == (done.exit_code == 0)
    if out.exists():
        assert _run("audit", spec, "--published", out).exit_code == 0
    else:
        assert "Es wurde nichts geschrieben" in done.stderr


def test_an_earlier_result_is_replaced_and_other_files_are_never_touched(tmp_path: Path) -> None:
    spec, out = _spec(tmp_path), tmp_path / "out"
    assert _run("protect", spec, "--out", out).exit_code == 0
    (out / "stale.csv").write_text("old")
    assert _run("protect", spec, "--out", out).exit_code == 0
    assert sorted(file.name for file in out.iterdir()) == ["certificate.json", "main.csv", "report.md"]
    assert not [entry for entry in tmp_path.iterdir() if entry.name.startswith(".out")]
    other = tmp_path / "letters"
    other.mkdir()
    (other / "letter.txt").write_text("keep me")
    done = _run("protect", spec, "--out", other)
    assert done.exit_code == 2
    assert [file.name for file in other.iterdir()] == ["letter.txt"]


def test_an_interrupt_leaves_nothing_on_disk(tmp_path: Path) -> None:
    lines = [
        f"{area},{age},{(7 * i + 3 * j) % 5}" for i, area in enumerate(range(300)) for j, age in enumerate(range(60))
    ]
    (tmp_path / "main.csv").write_text("area,age,freq\n" + "\n".join(lines) + "\n")
    spec = tmp_path / "SPEC.toml"
    spec.write_text('[[table]]\nname = "main"\ndata = "main.csv"\ndimensions = ["area", "age"]\n')
    command = [
        sys.executable,
        "-c",
        "from etappe.cli.disclose import app; app()",
        "protect",
        spec,
        "--out",
        tmp_path / "o",
    ]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ)
    assert running.stderr is not None
    first = running.stderr.readline()
    time.sleep(2)
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate(timeout=120)
    assert "Tabellen lesen" in first
    assert running.returncode == 130
    assert "Abgebrochen. Es wurde nichts geschrieben." in errors
    assert sorted(file.name for file in tmp_path.iterdir() if file.name != "config") == ["SPEC.toml", "main.csv"]


def test_more_cells_than_suppression_handles_are_refused_with_what_it_would_take(tmp_path: Path) -> None:
    names = ["a", "b", "c", "d"]
    for name in names:
        (tmp_path / f"{name}.csv").write_text("code,parent\n" + "".join(f"{name}{i},\n" for i in range(40)))
    (tmp_path / "main.csv").write_text("a,b,c,d,freq\na1,b1,c1,d1,2\n")
    hierarchies = "\n".join(f'{name} = "{name}.csv"' for name in names)
    spec = tmp_path / "SPEC.toml"
    table = f'[[table]]\nname = "main"\ndata = "main.csv"\ndimensions = {json.dumps(names)}\n'
    spec.write_text(f"[hierarchies]\n{hierarchies}\n{table}")
    done = _run("protect", spec, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert "2825761 Zellen" in done.stderr
    assert "Stunden" in done.stderr
    spec.write_text('[rule]\nmethod = "cellkey"\n' + spec.read_text())
    assert _run("protect", spec, "--out", tmp_path / "out").exit_code == 0
    assert _published(tmp_path / "out")["value"].len() == 2825761


def test_one_key_serves_all_and_can_be_named(tmp_path: Path) -> None:
    spec = _spec(tmp_path, method="cellkey", rule='key_file = "office.key"')
    assert "rule.key_file" in _run("protect", spec, "--out", tmp_path / "out").stderr
    (tmp_path / "office.key").write_text("short")
    assert "mindestens 16" in _run("protect", spec, "--out", tmp_path / "out").stderr
    (tmp_path / "office.key").write_text("a made-up key of the tests")
    assert _run("protect", spec, "--out", tmp_path / "out").exit_code == 0
    assert not (tmp_path / "config").exists()


DEEP = "code,parent\nL,\nR1,L\nR2,L\nK1,R1\nK2,R1\nK3,R2\nG1,K1\nG2,K1\nG3,K2\nG4,K2\nG5,K3\nG6,K3\n"
TOWN = "code,parent\nSüd,\nNord,\n001,Süd\n002,Süd\nÄußere Höhe,Nord\n010,Nord\n"

ODD_TABLES = {
    "columns in another order, umlauts": (
        TOWN,
        "freq,sex,geo\n1,w,001\n30,w,002\n14,m,Äußere Höhe\n8,w,010\n9,m,001\n",
    ),
    "a column too many": (TOWN, "note,geo,sex,freq\nx,001,w,1\nx,002,w,30\nx,010,m,14\nx,001,m,7\n"),
    "four levels": (DEEP, "geo,sex,freq\nG1,w,1\nG1,m,8\nG2,w,7\nG3,w,2\nG3,m,9\nG4,w,4\nG5,m,9\nG6,w,11\nG6,m,2\n"),
    "only zeros": (TOWN, "geo,sex,freq\n001,w,0\n002,m,0\n"),
    "quoted codes": (
        'code,parent\n"a, b",\n"c ""d""",\n',
        'geo,sex,freq\n"a, b",w,1\n"c ""d""",w,9\n"a, b",m,12\n"c ""d""",m,7\n',
    ),
}


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("odd", ODD_TABLES)
def test_tables_as_others_write_them_end_in_a_proven_result(
    odd: str, separator: str, ends: str, tmp_path: Path
) -> None:
    """Other orders, separators, line ends, byte order marks and a blank line at the end; sex without hierarchy."""
    for name, text in zip(["geo.csv", "main.csv"], ODD_TABLES[odd], strict=True):
        content = text if '"' in text else text.replace(",", separator)
        (tmp_path / name).write_bytes(("\ufeff" + (content + "\n").replace("\n", ends)).encode())
    table = '[[table]]\nname = "main"\ndata = "main.csv"\ndimensions = ["geo", "sex"]\n'
    spec = tmp_path / "SPEC.toml"
    spec.write_bytes(("\ufeff" + '[hierarchies]\ngeo = "geo.csv"\n' + table).replace("\n", ends).encode())
    done = _run("protect", spec, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.stderr
    assert _published(tmp_path / "out").filter(pl.col("value").is_between(1, 2)).is_empty()
    assert _run("audit", spec, "--published", tmp_path / "out").exit_code == 0


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("sex,FREQ\nw,1\n", "Erwartet wird eine Spalte „freq“; vorhanden sind sex, FREQ"),
        ("sex,freq\n", "main.csv, Spalte sex: Erwartet wird mindestens ein Code außer Total"),
        ("sex,freq\nTotal,17\n", "main.csv, Spalte sex: Erwartet wird mindestens ein Code außer Total"),
        ("sex,freq\nw,1,2\nm\n", "gleich vielen Spalten je Zeile"),
        ("", "Die Datei ist leer"),
    ],
)
def test_one_dimension_without_hierarchy_that_cannot_be_used_is_refused_with_one_sentence(
    data: str, words: str, tmp_path: Path
) -> None:
    (tmp_path / "main.csv").write_text(data)
    spec = tmp_path / "SPEC.toml"
    spec.write_text('[[table]]\nname = "main"\ndata = "main.csv"\ndimensions = ["sex"]\n')
    done = _run("protect", spec, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert words in done.stderr
    assert not (tmp_path / "out").exists()


def test_one_dimension_alone_is_protected_by_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "main.csv").write_text("years,freq\n0,30\n1,1\n2,40\n3,20\n")
    spec = tmp_path / "SPEC.toml"
    spec.write_text('[[table]]\nname = "main"\ndata = "main.csv"\ndimensions = ["years"]\n')
    assert _run("protect", spec, "--out", tmp_path / "out").exit_code == 0
    assert _published(tmp_path / "out")["value"].null_count() == 2


@pytest.mark.parametrize("method", ["suppress", "cellkey", "round"])
def test_a_dimension_called_status_stands_beside_the_status_of_the_cells(method: str, tmp_path: Path) -> None:
    rows = ["01,a,1", "02,a,14", "03,a,9", "01,b,22", "02,b,12", "03,b,17"]
    (tmp_path / "main.csv").write_text("area,status,freq\n" + "\n".join(rows) + "\n")
    spec = tmp_path / "SPEC.toml"
    table = '[[table]]\nname = "main"\ndata = "main.csv"\ndimensions = ["area", "status"]\n'
    spec.write_text(f'[rule]\nmethod = "{method}"\n{table}')
    done = _run("protect", spec, "--out", tmp_path / "2025")
    assert done.exit_code == 0, done.stderr
    found = pl.read_csv(tmp_path / "2025" / "main.csv", infer_schema=False)
    assert found.columns == ["area", "status", "value", "cell_status"]
    assert set(found["status"]) == {"Total", "a", "b"}
    assert _run("audit", spec, "--published", tmp_path / "2025").exit_code == 0
    spec.write_text(spec.read_text() + '[[history]]\npublished = "2025"\n')
    assert _run("protect", spec, "--out", tmp_path / "2026").exit_code == 0
