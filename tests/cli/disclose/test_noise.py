"""`etappe disclose` with the cell key method and with rounding; the perturbation table; the key."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from support.disclose import COUNTS, main_csv, published, run, spec_in


def test_cell_key_shows_every_cell_and_answers_the_same_under_other_names_and_orders(tmp_path: Path) -> None:
    spec = spec_in(tmp_path / "one", method="cellkey")
    assert run("protect", spec, "--out", tmp_path / "a").exit_code == 0
    other = spec_in(tmp_path / "two", method="cellkey")
    lines = main_csv(COUNTS).splitlines()
    (tmp_path / "two" / "main.csv").write_text("\n".join([lines[0], *lines[:0:-1]]) + "\n")
    text = other.read_text().replace('["area", "age"]', '["age", "area"]').replace('name = "main"', 'name = "again"')
    other.write_text(text)
    assert run("protect", other, "--out", tmp_path / "b").exit_code == 0
    one, two = published(tmp_path / "a"), published(tmp_path / "b", "again").select("area", "age", "value", "status")
    assert one.sort("area", "age").equals(two.sort("area", "age"))
    assert one["value"].null_count() == 0
    assert not one["value"].is_in([1, 2]).any()
    assert one.filter((pl.col("area") == "04") & (pl.col("age") == "a"))["value"].item() == 0
    assert run("audit", spec, "--published", tmp_path / "a").exit_code == 0
    key = tmp_path / "config" / "etappe" / "disclosure.key"
    assert key.stat().st_mode & 0o777 == 0o600


def test_an_audit_of_perturbed_tables_notices_a_changed_value(tmp_path: Path) -> None:
    spec, out = spec_in(tmp_path, method="cellkey"), tmp_path / "out"
    run("protect", spec, "--out", out)
    file = out / "main.csv"
    file.write_text(file.read_text().replace("Total,Total,", "Total,Total,9", 1))
    done = run("audit", spec, "--published", out)
    assert done.exit_code == 1
    assert "1 Zellen sind nicht das" in done.stdout


def test_parameters_that_would_show_small_counts_are_not_called_safe(tmp_path: Path) -> None:
    spec = spec_in(tmp_path, method="cellkey", rule="D = 3\nV = 1.2\njs = 0")
    done = run("protect", spec, "--out", tmp_path / "out")
    assert done.exit_code == 1
    assert "js ist zu klein" in done.stdout
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("way", ["random", "controlled"])
def test_rounded_tables_hold_multiples_only_and_are_proven(way: str, tmp_path: Path) -> None:
    spec, out = spec_in(tmp_path, method="round", rule=f'way = "{way}"'), tmp_path / "out"
    done = run("protect", spec, "--out", out)
    assert done.exit_code == 0, done.stderr
    values = published(out)["value"].drop_nulls()
    assert (values % 5 == 0).all()
    assert run("audit", spec, "--published", out).exit_code == 0


def test_rounding_that_cannot_hide_small_counts_is_refused(tmp_path: Path) -> None:
    spec = spec_in(tmp_path, method="round", rule='way = "nearest"\nbase = 3', data=main_csv([(1, 1, 2)] * 4))
    done = run("protect", spec, "--out", tmp_path / "out")
    assert done.exit_code == 1
    assert "Auf Vielfache von 3 gerundet" in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_perturbation_table_of_the_issue(tmp_path: Path) -> None:
    done = run("ptable", "--D", 2, "--V", 1.08, "--js", 1, "--json")
    table = json.loads(done.stdout)
    assert (done.exit_code, table["i_max"]) == (0, 4)
    assert all(abs(row["variance"] - 1.08) < 1e-9 for row in table["rows"][1:])
    assert "Varianz 1.0800" in run("ptable", "--D", 2, "--V", 1.08, "--js", 1).stdout


def test_an_unreachable_variance_is_an_error_or_a_reported_figure() -> None:
    refused = run("ptable", "--D", 4, "--V", 1.08, "--js", 2)
    assert refused.exit_code == 2
    assert "möglich ist 2 bis 4" in refused.stderr
    nearest = run("ptable", "--D", 4, "--V", 1.08, "--js", 2, "--nearest", "--json")
    assert nearest.exit_code == 1
    assert json.loads(nearest.stdout)["missed"][0]["i"] == 1
    row = json.loads(run("ptable", "--D", 4, "--V", 2.25, "--js", 2, "--reach", "1:3", "--json").stdout)["rows"][1]
    assert row["p"] == pytest.approx([0.6875, 0.25, 0.0625])
    assert run("ptable", "--D", 4, "--V", 2.25, "--reach", "one").exit_code == 2


def test_one_key_serves_all_and_can_be_named(tmp_path: Path) -> None:
    spec = spec_in(tmp_path, method="cellkey", rule='key_file = "office.key"')
    assert "rule.key_file" in run("protect", spec, "--out", tmp_path / "out").stderr
    (tmp_path / "office.key").write_text("short")
    assert "mindestens 16" in run("protect", spec, "--out", tmp_path / "out").stderr
    (tmp_path / "office.key").write_text("a made-up key of the tests")
    assert run("protect", spec, "--out", tmp_path / "out").exit_code == 0
    assert not (tmp_path / "config").exists()
