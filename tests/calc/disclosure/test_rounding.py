"""Rounding: multiples only, consistent, additive where promised, and safe against intersecting."""

from itertools import product

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from etappe.calc.disclosure.hierarchies import Hierarchy
from etappe.calc.disclosure.intersections import intersect
from etappe.calc.disclosure.keys import record_keys
from etappe.calc.disclosure.rounding import BaseError, NoControlledRoundingError, around, controlled, nearest, random
from etappe.calc.disclosure.roundtables import RoundingNotSafeError, round_tables, usual_base
from etappe.calc.disclosure.rules import Attacker, Rules
from etappe.calc.disclosure.smallcounts import round_small_counts
from etappe.calc.disclosure.tables import Table, Universe

SECRET = b"a made-up secret of the tests"


def _table(counts: list[list[int]], name: str = "t") -> Table:
    rows, columns = len(counts), len(counts[0])
    trees = {
        "row": Hierarchy("row", {f"r{i}": "" for i in range(rows)}),
        "column": Hierarchy("column", {f"c{j}": "" for j in range(columns)}),
    }
    cells = [(f"r{i}", f"c{j}", counts[i][j]) for i, j in product(range(rows), range(columns))]
    return Table(name, ("row", "column"), trees, pl.DataFrame(cells, schema=["row", "column", "freq"], orient="row"))


def test_nearest_rounds_a_half_up_and_keeps_multiples() -> None:
    counts = np.arange(11, dtype=np.int64)
    assert nearest(counts, 3).tolist() == [0, 0, 3, 3, 3, 6, 6, 6, 9, 9, 9]
    assert nearest(counts, 5).tolist() == [0, 0, 0, 5, 5, 5, 5, 5, 10, 10, 10]
    assert nearest(np.array([4, 5, 14, 15]), 10).tolist() == [0, 10, 10, 20]


@pytest.mark.parametrize("base", [3, 5])
def test_random_rounding_is_unbiased_and_the_key_decides(base: int) -> None:
    keys = record_keys((f"p{i}" for i in range(60_000)), SECRET)
    for count in range(1, 2 * base):
        counts = np.full(keys.size, count, dtype=np.int64)
        rounded = random(counts, keys, base)
        assert set(rounded.tolist()) <= {count // base * base, -(-count // base) * base}
        assert rounded.mean() == pytest.approx(count, abs=0.05)
        assert (rounded == random(counts, keys, base)).all()


@settings(deadline=None, max_examples=25)
@given(st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=2, max_size=4), st.sampled_from([3, 5]))
def test_controlled_rounding_adds_up_and_stays_near(counts: list[list[int]], base: int) -> None:
    universe = Universe.build([_table(counts)])
    rounded, reach = controlled(universe.values, universe.constraints, base)
    assert (universe.constraints @ rounded == 0).all()
    assert (rounded % base == 0).all()
    assert (np.abs(rounded - universe.values) < reach).all()
    assert (rounded[universe.values == 0] == 0).all()


@settings(deadline=None, max_examples=30)
@given(
    st.integers(0, 60), st.sampled_from(["nearest", "random"]), st.sampled_from([3, 5, 10]), st.integers(0, 2**32 - 1)
)
def test_bounds_of_a_rounded_count_are_exactly_its_possible_origins(count: int, way: str, base: int, key: int) -> None:
    universe = Universe.build([_table([[count, 7]])])
    keys = np.full(universe.size, key, dtype=np.uint64)
    rounded = around(universe.values, keys, universe.constraints, base, way)
    shown, low, high = rounded.values[0], rounded.low[0], rounded.high[0]
    origins = np.arange(0, 200, dtype=np.int64)
    if way == "nearest":
        possible = origins[nearest(origins, base) == shown]
    else:
        ends = [random(origins, np.full(origins.size, end, dtype=np.uint64), base) for end in (0, 2**32 - 1)]
        possible = origins[(ends[0] == shown) | (ends[1] == shown)]
    assert (low, high) == (possible.min(), possible.max())


def test_totals_are_rounded_from_the_originals_not_from_rounded_parts() -> None:
    result = round_tables([_table([[11, 11, 11], [41, 41, 41]])], secret=b"", base=10, way="nearest")
    frame = result.frame("t")
    total = frame.filter((pl.col("row") == "Total") & (pl.col("column") == "Total"))["value"].item()
    assert total == 160
    assert sum(frame.filter((pl.col("row") != "Total") & (pl.col("column") != "Total"))["value"]) == 150


def test_intersecting_bounds_finds_what_brute_force_finds() -> None:
    counts = [[1, 8, 3], [4, 2, 6]]
    universe = Universe.build([_table(counts)])
    rounded = around(universe.values, np.zeros(universe.size, dtype=np.uint64), universe.constraints, 3, "nearest")
    found = intersect(universe, (rounded.low, rounded.high), Rules(), Attacker(insiders=False))
    tables = _all_tables(universe, rounded.low, rounded.high)
    column = {cell: tables[:, cell] for cell in found.cells.tolist()}
    unsafe = tuple(cell for cell, seen in column.items() if seen.max() < 3 or seen.max() - seen.min() < 2)
    assert found.unsafe == unsafe
    assert unsafe


def _all_tables(universe: Universe, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Every true table that fits the bounds, by trying all inner cells."""
    labels = [{"row": f"r{i}", "column": f"c{j}"} for i, j in product(range(2), range(3))]
    cells = [next(c for c in range(universe.size) if universe.label(c) == label) for label in labels]
    fits = []
    for values in product(*(range(low[c], high[c] + 1) for c in cells)):
        grid = np.array(values).reshape(2, 3)
        table = np.zeros(universe.size, dtype=np.int64)
        for c in range(universe.size):
            label = universe.label(c)
            rows = [int(label["row"][1:])] if "row" in label else [0, 1]
            columns = [int(label["column"][1:])] if "column" in label else [0, 1, 2]
            table[c] = grid[np.ix_(rows, columns)].sum()
        if (table >= low).all() and (table <= high).all():
            fits.append(table)
    return np.array(fits)


def test_an_insider_who_learns_another_cell_is_found() -> None:
    universe = Universe.build([_table([[1, 2], [30, 40]])])
    low, high = np.zeros(universe.size, dtype=np.int64), np.full(universe.size, 99)
    row = next(cell for cell in range(universe.size) if universe.label(cell) == {"row": "r0"})
    low[row] = high[row] = 3  # only the sum of the two is known
    outside = intersect(universe, (low, high), Rules(minimum=3), Attacker(insiders=False))
    inside = intersect(universe, (low, high), Rules(minimum=3), Attacker(insiders=True))
    assert outside.safe
    assert [universe.label(cell) for _, cell in inside.exposed] == [{"column": "c1", "row": "r0"}]


def test_rounded_tables_are_proven_or_refused() -> None:
    counts = [[1, 14, 9], [22, 2, 17], [31, 12, 8]]
    result = round_tables([_table(counts)], secret=SECRET)
    assert (result.base, result.intersection.safe) == (5, True)
    assert (result.frame("t")["value"].drop_nulls() % 5 == 0).all()
    with pytest.raises(RoundingNotSafeError) as caught:
        round_tables([_table([[1, 2], [2, 1]])], secret=SECRET, base=3, way="nearest")
    assert caught.value.facts["base"] == 3
    with pytest.raises(RoundingNotSafeError) as late:
        round_tables([_table(counts)], secret=SECRET, time_limit=0.0)
    assert late.value.facts["complete"] is False


def test_the_usual_base_lets_a_zero_hide_the_minimum() -> None:
    assert [usual_base(Rules(minimum=n)) for n in (1, 2, 3, 4, 5, 9, 10, 25)] == [3, 3, 5, 5, 10, 10, 11, 26]


def test_a_base_that_rounds_nothing_is_refused() -> None:
    with pytest.raises(BaseError):
        nearest(np.array([1]), 1)
    with pytest.raises(BaseError):
        round_small_counts(np.array([1]), csr_array(np.ones((1, 1), dtype=np.int64)), 1)


def test_controlled_rounding_that_does_not_exist_is_refused() -> None:
    no_multiple = csr_array(np.array([[1, 1, -1], [1, -1, 0]], dtype=np.int64))
    counts = np.array([0, 0, 0], dtype=np.int64)
    assert controlled(counts, no_multiple, 3)[0].tolist() == [0, 0, 0]
    impossible = csr_array(np.array([[1]], dtype=np.int64))
    with pytest.raises(NoControlledRoundingError):
        controlled(np.array([30], dtype=np.int64), impossible, 3)


PUBLISHED_EXAMPLE = np.array([[6, 0, 1, 3, 4], [1, 2, 3, 1, 2], [0, 1, 1, 0, 2]])
"""The introductory example of the R package SmallCountRounding (made-up counts)."""


def _margins(rows: int, columns: int) -> csr_array:
    """Total, rows, columns of a table whose inner cells are not published."""
    cells = np.arange(rows * columns)
    lines = [
        np.ones(cells.size),
        *(cells // columns == i for i in range(rows)),
        *(cells % columns == j for j in range(columns)),
    ]
    return csr_array(np.array(lines).astype(np.int64))


def test_small_count_rounding_gives_the_published_margins() -> None:
    margins = _margins(3, 5)
    result = round_small_counts(PUBLISHED_EXAMPLE.ravel(), margins, 5)
    assert (margins @ result).tolist() == [28, 15, 8, 5, 7, 5, 5, 5, 6]
    assert result.reshape(3, 5)[0, 0] == 6


@settings(deadline=None, max_examples=20)
@given(st.lists(st.integers(0, 6), min_size=9, max_size=9), st.sampled_from([3, 5]))
def test_small_count_rounding_leaves_no_small_published_count(counts: list[int], base: int) -> None:
    margins = _margins(3, 3)
    shown = margins @ round_small_counts(np.array(counts), margins, base)
    assert not ((shown > 0) & (shown < base)).any()
