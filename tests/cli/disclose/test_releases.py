"""`etappe disclose` beside what was published before: one problem from end to end."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from support.disclose import published, run, spec_in


def test_linked_tables_and_their_earlier_release_are_one_problem_from_end_to_end(tmp_path: Path) -> None:
    """First a table by area and age; a year later the same people by sex as well, held against the first release."""
    split = {"01": (11, 13), "02": (39, 2), "03": (26, 25), "04": (34, 0)}
    lines = [f"{area},{sex},{n}" for area, both in split.items() for sex, n in zip("xy", both, strict=True)]
    first = spec_in(tmp_path)
    assert run("protect", first, "--out", tmp_path / "2025").exit_code == 0
    (tmp_path / "sexes.csv").write_text("area,sex,freq\n" + "\n".join(lines) + "\n")
    second = '[[table]]\nname = "sexes"\ndata = "sexes.csv"\ndimensions = ["area", "sex"]\n'
    spec = spec_in(tmp_path, more=second + '[[history]]\npublished = "2025"')
    done = run("protect", spec, "--out", tmp_path / "2026", "--json")
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)
    before, after = published(tmp_path / "2025"), published(tmp_path / "2026")
    assert found["earlier_values"] == before.height - before["value"].null_count()
    assert after.filter(before["value"].is_not_null())["value"].equals(before["value"].drop_nulls())
    assert published(tmp_path / "2026", "sexes").filter(pl.col("value").is_between(1, 2)).is_empty()
    assert run("audit", spec, "--published", tmp_path / "2026").exit_code == 0
    third = spec_in(tmp_path, more=second + '[[history]]\npublished = "2025"\n[[history]]\npublished = "2026"')
    assert run("audit", third, "--published", tmp_path / "2026").exit_code == 0
    shutil.copy(tmp_path / "2026" / "main.csv", tmp_path / "2025" / "copy.csv")
    assert run("protect", spec, "--out", tmp_path / "2027").exit_code == 0


def test_an_earlier_release_is_part_of_the_problem(tmp_path: Path) -> None:
    spec, out = spec_in(tmp_path), tmp_path / "2025"
    assert run("protect", spec, "--out", out).exit_code == 0
    again = spec_in(tmp_path, more='[[history]]\npublished = "2025"')
    done = run("protect", again, "--out", tmp_path / "2026", "--json")
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout)["earlier_values"] > 0
    before, after = published(out), published(tmp_path / "2026")
    assert after.filter(before["value"].is_not_null())["value"].null_count() == 0


@pytest.mark.parametrize("method", ["cellkey", "round"])
def test_an_earlier_release_with_the_same_noise_tells_nothing_new_and_with_another_it_is_refused(
    method: str, tmp_path: Path
) -> None:
    assert run("protect", spec_in(tmp_path, method=method), "--out", tmp_path / "2025").exit_code == 0
    again = spec_in(tmp_path, method=method, more='[[history]]\npublished = "2025"')
    assert run("protect", again, "--out", tmp_path / "2026").exit_code == 0
    assert published(tmp_path / "2026").equals(published(tmp_path / "2025"))
    (tmp_path / "config" / "etappe" / "disclosure.key").write_text("another made-up key of the tests")
    done = run("protect", again, "--out", tmp_path / "2027")
    assert done.exit_code == 2
    assert "Eine Veröffentlichung zeigt" in done.stderr


def test_what_was_published_cannot_be_hidden_any_more(tmp_path: Path) -> None:
    (tmp_path / "2025").mkdir()
    (tmp_path / "2025" / "main.csv").write_text("area,age,value,status\n01,j,1,published\n")
    spec = spec_in(tmp_path, more='[[history]]\npublished = "2025"')
    done = run("protect", spec, "--out", tmp_path / "out", "--json")
    assert done.exit_code == 2
    assert json.loads(done.stdout)["facts"]["value"] == 1
    assert "schon in einer früheren Veröffentlichung" in done.stderr


def test_a_release_with_missing_rows_or_bad_values_cannot_be_audited(tmp_path: Path) -> None:
    spec, out = spec_in(tmp_path), tmp_path / "out"
    run("protect", spec, "--out", out)
    lines = (out / "main.csv").read_text().splitlines()
    (out / "main.csv").write_text("\n".join(lines[:-1]) + "\n")
    assert "jede ihrer 28 Zellen" in run("audit", spec, "--published", out).stderr
    (out / "main.csv").write_text("\n".join(lines).replace("published", "öffentlich") + "\n")
    assert "Erwartet wird published" in run("audit", spec, "--published", out).stderr
    (out / "main.csv").unlink()
    assert run("audit", spec, "--published", out).exit_code == 2
