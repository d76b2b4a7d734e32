"""The report: for a person, in words, with the figures that matter; and results on disk all at once or not at all."""

import itertools
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etappe.calc.disclosure import Hierarchy, Rules, Table, perturb, protect, ptable, report
from etappe.calc.disclosure.errors import ContradictionError, DisclosureError, PatternError, RuleError
from etappe.calc.disclosure.figures import number, share
from etappe.calc.disclosure.german import say
from etappe.calc.disclosure.noise import effects, promises
from etappe.calc.disclosure.output import OutputError, write
from etappe.calc.disclosure.roundtables import RoundingNotSafeError
from etappe.calc.disclosure.suppress import UnprotectableError

TREES = {
    "area": Hierarchy("area", {"N": "", "S": "", "1": "N", "2": "N", "3": "S", "4": "S"}),
    "age": Hierarchy("age", {"j": "", "m": "", "a": ""}),
}
SECRET = b"a made-up secret of the tests"


def _table(factor: int = 1) -> Table:
    lines = {"1": (1, 14, 9), "2": (22, 2, 17), "3": (31, 12, 8), "4": (9, 25, 0)}
    rows = [(area, age, factor * n) for area, line in lines.items() for age, n in zip("jma", line, strict=True)]
    return Table("t", ("area", "age"), TREES, pl.DataFrame(rows, schema=["area", "age", "freq"], orient="row"))


def test_figures_are_written_the_german_way() -> None:
    assert number(1234567.5, 1) == "1.234.567,5"
    assert number(Decimal("0.05"), 1) == "0,1"
    assert (share(1, 8), share(1, 0)) == ("12,5 %", "–")


def test_the_report_on_withheld_cells_names_losses_and_what_they_guard() -> None:
    result = protect([_table()])
    text = report.suppression(result)
    withheld = result.frame("t")["value"].null_count()
    assert f"| t | 28 | {withheld} | 2 |" in text
    assert "Geschützt sind Zellen mit 1 bis 2 Personen" in text
    assert "## Warum das sicher ist" in text
    assert "bleiben im Haus" in text
    secondary = result.frame("t").filter(pl.col("status") == "secondary")
    assert secondary.height > 0
    for row in secondary.iter_rows(named=True):
        codes = [row[name] for name in ("age", "area") if row[name] != "Total"]
        assert " × ".join(codes) in text


@settings(deadline=None, max_examples=20)
@given(st.lists(st.integers(0, 9), min_size=12, max_size=12), st.integers(0, 2**32 - 1))
def test_the_report_is_the_same_whatever_the_withheld_cells_count(counts: list[int], seed: int) -> None:
    """Nobody who reads the report learns a withheld count from it, neither as a figure nor from an order."""
    cells = zip(itertools.product("1234", "jma"), counts, strict=True)
    rows = [(area, age, count) for (area, age), count in cells]
    table = Table("t", ("area", "age"), TREES, pl.DataFrame(rows, schema=["area", "age", "freq"], orient="row"))
    try:
        result = protect([table])
    except UnprotectableError:
        return
    universe, withheld = result.universe, ~result.suppression.pattern.published
    others = np.random.default_rng(seed).integers(1, 90_000, universe.size)
    altered = replace(universe, values=np.where(withheld & (universe.values > 0), others, universe.values))
    assert report.suppression(replace(result, universe=altered)) == report.suppression(result)


def test_losses_are_counted_by_margin_and_named_by_their_codes() -> None:
    result = protect([_table()])
    lines = report.suppression(result).splitlines()
    secondary = result.frame("t").filter(pl.col("status") == "secondary")
    inner = secondary.filter((pl.col("area") != "Total") & (pl.col("age") != "Total"))
    assert f"| age × area | 18 | {inner.height} |" in lines
    start = lines.index("| zurückgehalten | schützt |") + 2
    named = [line.split("|")[1].strip() for line in itertools.takewhile(lambda line: line, lines[start:])]
    assert len(named) == secondary.height
    assert named == sorted(named, key=lambda label: (label.count("×"), label))


def test_the_report_advises_another_way_where_a_third_is_missing() -> None:
    few = Table("t", ("area",), {"area": TREES["area"]}, pl.DataFrame({"area": ["1", "3"], "freq": [1, 2]}))
    assert "Alles musste zurückgehalten werden" in report.suppression(protect([few]))
    rows = [("1", "j", 1), ("2", "m", 1), ("3", "a", 40)]
    some = Table("t", ("area", "age"), TREES, pl.DataFrame(rows, schema=["area", "age", "freq"], orient="row"))
    result = protect([some])
    withheld, cells = report.withheld_share(result.frames.values())
    assert ("Mehr als ein Drittel der Zellen fehlt" in report.suppression(result)) == (3 * withheld > cells)


def test_the_report_on_noise_explains_what_does_not_add_up() -> None:
    result = perturb([_table(30)], ptable(4, 2.25, 2), SECRET)
    found = effects(result)
    text = report.perturbation(result, found, Rules(), promises(result, Rules()))
    assert "Teile ergeben nicht immer genau die Gesamtzahl" in text
    assert "Prozentpunkte" in text
    assert "Wiederholtes Abfragen hilft nicht" in text
    assert (found.cells, found.occupied) == (28, 27)
    assert 0 <= found.changed <= 1


def test_effects_are_those_a_reader_would_compute() -> None:
    result = perturb([_table(30)], ptable(4, 2.25, 2), SECRET)
    found, grid, values = effects(result), result.grids[0], result.values[0]
    change = (values - grid.counts)[grid.counts > 0]
    assert found.variance == pytest.approx((change**2).mean())
    frame = result.frame("t").with_columns(pl.col("area", "age").cast(pl.String))
    shown = {row[:2]: row[2] for row in frame.rows()}
    gaps = [shown[area, "Total"] - sum(shown[area, age] for age in "jma") for area in grid.codes[0]]
    parts = {"Total": "NS", "N": "12", "S": "34"}
    gaps += [
        shown[area, age] - sum(shown[part, age] for part in own)
        for area, own in parts.items()
        for age in ["Total", *"jma"]
    ]
    assert found.sums is not None
    assert found.sums.largest == max(abs(gap) for gap in gaps)


def test_a_broken_promise_is_the_only_thing_the_report_talks_about() -> None:
    result = perturb([_table()], ptable(3, 1.2, 0), SECRET)
    kept = promises(result, Rules())
    assert {promise.name for promise in kept if not promise.kept} >= {"small"}
    text = report.perturbation(result, effects(result), Rules(), kept)
    assert "**Nicht sicher.**" in text
    assert "dürfen veröffentlicht werden" not in text


def test_doubt_needs_a_change_that_reaches_the_minimum() -> None:
    narrow = perturb([_table()], ptable(2, 1, 0), SECRET)
    doubt = {promise.name: promise.kept for promise in promises(narrow, Rules(minimum=9))}["doubt"]
    assert not doubt


def test_results_are_written_all_at_once(tmp_path: Path) -> None:
    frames = {"t": pl.DataFrame({"area": ["Total"], "value": [5], "status": ["published"]})}
    write(tmp_path / "out", frames, {"safe": True}, "# Bericht\n")
    assert json.loads((tmp_path / "out" / "certificate.json").read_text()) == {"safe": True}
    before = (tmp_path / "out" / "t.csv").read_text()
    broken = {"t": frames["t"], "no/such/folder": frames["t"]}
    with pytest.raises(OSError, match="No such file"):
        write(tmp_path / "out", broken, {"safe": True}, "")
    assert (tmp_path / "out" / "t.csv").read_text() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError):
        write(tmp_path / "file", frames, {}, "")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ContradictionError("x", cell="1 × j", tables=("a", "b")), "„a“ und „b“ haben für 1 × j verschiedene Werte"),
        (PatternError("x", table="t"), "fehlt die Tabelle „t“"),
        (PatternError("x", cells=2, cell="1"), "2 Nullen sind zurückgehalten"),
        (PatternError("odd"), "passt nicht zu den Tabellen (odd)"),
        (RuleError("x", name="width", value=0), "width = 0 geht nicht"),
        (RoundingNotSafeError("x", base=5, complete=False), "Die Zeit hat nicht gereicht"),
        (RoundingNotSafeError("x", base=5, complete=True, unsafe=1, exposures=0), "bleiben 1 geschützte Zellen"),
        (DisclosureError("nothing known"), "nothing known"),
    ],
)
def test_errors_are_said_in_german_with_their_facts(error: DisclosureError, words: str) -> None:
    assert words in say(error)
