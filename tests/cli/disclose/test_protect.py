"""`etappe disclose protect`: from SPEC.toml to files that are proven safe, or to nothing at all."""

from __future__ import annotations

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

from support.disclose import COUNTS, main_csv, published, run, spec_in

CASES = Path(__file__).resolve().parents[3].parent / "shared" / "cases" / "sdc"


def test_protected_tables_are_complete_and_proven_and_the_audit_agrees(tmp_path: Path) -> None:
    spec, out = spec_in(tmp_path), tmp_path / "out"
    done = run("protect", spec, "--out", out)
    assert done.exit_code == 0, done.stderr
    assert "Sicher, geprüft." in done.stdout
    frame = published(out)
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
    assert run("audit", spec, "--published", out).exit_code == 0


def test_json_goes_to_stdout_alone(tmp_path: Path) -> None:
    spec, out = spec_in(tmp_path), tmp_path / "out"
    done = run("protect", spec, "--out", out, "--json")
    found = json.loads(done.stdout)
    assert (found["safe"], found["out"]) == (True, str(out))
    assert found["tables"]["main"]["cells"] == 28
    audited = json.loads(run("audit", spec, "--published", out, "--json").stdout)
    assert (audited["safe"], audited["protected"]) == (True, 2)


def test_audit_finds_a_hole_and_says_so_by_its_exit_code(tmp_path: Path) -> None:
    spec, out = spec_in(tmp_path), tmp_path / "out"
    run("protect", spec, "--out", out)
    text = (out / "main.csv").read_text().splitlines()
    place = next(i for i, line in enumerate(text) if line.startswith("01,") and line.endswith(",secondary"))
    area, age, _, _ = text[place].split(",")
    truth = COUNTS[0]["jma".index(age)] if area == "01" else 0
    text[place] = f"{area},{age},{truth},published"
    (out / "main.csv").write_text("\n".join(text) + "\n")
    done = run("audit", spec, "--published", out)
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
    done = run("protect", spec, "--out", tmp_path / "out", "--json")
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout)["exposures"] == []


def test_tables_with_shared_codes_are_protected_together(tmp_path: Path) -> None:
    second = '[[table]]\nname = "by area"\ndata = "area-only.csv"\ndimensions = ["area"]'
    spec = spec_in(tmp_path, more=second)
    (tmp_path / "area-only.csv").write_text("area,freq\n01,24\n02,41\n03,51\n04,34\n")
    done = run("protect", spec, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.stderr
    main, areas = published(tmp_path / "out"), published(tmp_path / "out", "by area")
    margin = main.filter(pl.col("age") == "Total").select("area", "value", "status")
    assert areas.sort("area").equals(margin.sort("area"))


def test_groups_of_one_kind_are_protected_from_end_to_end(tmp_path: Path) -> None:
    """All of area 01 share an age: neither their number nor the zeros beside it may say so."""
    data = main_csv([(12, 0, 0), (22, 6, 17), (31, 12, 8), (9, 25, 11)])
    spec = spec_in(tmp_path, rule='protect_groups = true\nsensitive = ["age"]', data=data)
    assert "zeros_known = false" in run("protect", spec, "--out", tmp_path / "out").stderr
    spec.write_text(spec.read_text().replace("zeros_known = true", "zeros_known = false"))
    done = run("protect", spec, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.stderr
    values = {row[:2]: row[2] for row in published(tmp_path / "out").select("area", "age", "value").rows()}
    assert None in {values["01", "Total"], values["01", "j"]}
    assert None in {values["01", "m"], values["01", "a"]}
    assert run("audit", spec, "--published", tmp_path / "out").exit_code == 0


def test_a_group_that_a_single_person_must_know_of_is_refused_with_one_sentence(tmp_path: Path) -> None:
    """Whoever is alone in area 01 knows its zeros, and so that all of age m in the district live in area 02."""
    data = main_csv([(1, 0, 0), (22, 5, 8), (31, 12, 8), (9, 25, 11)])
    spec = spec_in(tmp_path, rule="protect_groups = true", data=data)
    spec.write_text(spec.read_text().replace("zeros_known = true", "zeros_known = false"))
    done = run("protect", spec, "--out", tmp_path / "out")
    assert done.exit_code == 1
    assert "Die einzige Person in 01" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_table_that_has_to_be_withheld_altogether_says_so(tmp_path: Path) -> None:
    spec = spec_in(tmp_path, rule="", data="area,age,freq\n01,j,1\n")
    done = run("protect", spec, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.stderr
    assert "Alles musste zurückgehalten werden" in (tmp_path / "out" / "report.md").read_text()


def test_a_time_limit_ends_with_a_safe_pattern_or_with_nothing(tmp_path: Path) -> None:
    spec, out = spec_in(tmp_path), tmp_path / "out"
    done = run("protect", spec, "--out", out, "--time-limit", 0.001)
    assert done.exit_code in {0, 1}
    assert out.exists() == (done.exit_code == 0)
    if out.exists():
        assert run("audit", spec, "--published", out).exit_code == 0
    else:
        assert "Es wurde nichts geschrieben" in done.stderr


def test_an_earlier_result_is_replaced_and_other_files_are_never_touched(tmp_path: Path) -> None:
    spec, out = spec_in(tmp_path), tmp_path / "out"
    assert run("protect", spec, "--out", out).exit_code == 0
    (out / "stale.csv").write_text("old")
    assert run("protect", spec, "--out", out).exit_code == 0
    assert sorted(file.name for file in out.iterdir()) == ["certificate.json", "main.csv", "report.md"]
    assert not [entry for entry in tmp_path.iterdir() if entry.name.startswith(".out")]
    other = tmp_path / "letters"
    other.mkdir()
    (other / "letter.txt").write_text("keep me")
    done = run("protect", spec, "--out", other)
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
    done = run("protect", spec, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert "2825761 Zellen" in done.stderr
    assert "Stunden" in done.stderr
    spec.write_text('[rule]\nmethod = "cellkey"\n' + spec.read_text())
    assert run("protect", spec, "--out", tmp_path / "out").exit_code == 0
    assert published(tmp_path / "out")["value"].len() == 2825761


def test_one_dimension_alone_is_protected_by_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "main.csv").write_text("years,freq\n0,30\n1,1\n2,40\n3,20\n")
    spec = tmp_path / "SPEC.toml"
    spec.write_text('[[table]]\nname = "main"\ndata = "main.csv"\ndimensions = ["years"]\n')
    assert run("protect", spec, "--out", tmp_path / "out").exit_code == 0
    assert published(tmp_path / "out")["value"].null_count() == 2


@pytest.mark.parametrize("method", ["suppress", "cellkey", "round"])
def test_a_dimension_called_status_stands_beside_the_status_of_the_cells(method: str, tmp_path: Path) -> None:
    rows = ["01,a,1", "02,a,14", "03,a,9", "01,b,22", "02,b,12", "03,b,17"]
    (tmp_path / "main.csv").write_text("area,status,freq\n" + "\n".join(rows) + "\n")
    spec = tmp_path / "SPEC.toml"
    table = '[[table]]\nname = "main"\ndata = "main.csv"\ndimensions = ["area", "status"]\n'
    spec.write_text(f'[rule]\nmethod = "{method}"\n{table}')
    done = run("protect", spec, "--out", tmp_path / "2025")
    assert done.exit_code == 0, done.stderr
    found = pl.read_csv(tmp_path / "2025" / "main.csv", infer_schema=False)
    assert found.columns == ["area", "status", "value", "cell_status"]
    assert set(found["status"]) == {"Total", "a", "b"}
    assert run("audit", spec, "--published", tmp_path / "2025").exit_code == 0
    spec.write_text(spec.read_text() + '[[history]]\npublished = "2025"\n')
    assert run("protect", spec, "--out", tmp_path / "2026").exit_code == 0
