"""Tables of counts, and the one universe of their cells."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.disclosure import CASES, read_case

from etappe.calc.disclosure.errors import (
    ContradictionError,
    DisclosureError,
    DuplicateCellError,
    EmptyTableError,
    HierarchyMismatchError,
    InvalidCountError,
    MissingColumnError,
    PatternError,
    TooLargeError,
    UnknownCodeError,
)
from etappe.calc.disclosure.hierarchies import TOTAL, Hierarchy
from etappe.calc.disclosure.tables import Pattern, Status, Table, Universe

AREA = Hierarchy("area", {"D1": "", "D2": "", "a": "D1", "b": "D1", "c": "D2"})
SEX = Hierarchy("sex", {"f": "", "m": ""})
PEOPLE = pl.DataFrame({"area": ["a", "a", "b", "c"], "sex": ["f", "m", "f", "m"], "freq": [3, 1, 2, 5]})


def table(counts: pl.DataFrame = PEOPLE, name: str = "main", **trees: Hierarchy) -> Table:
    return Table(name, ("area", "sex"), {"area": AREA, "sex": SEX, **trees}, counts)


class TestWhatATableRefuses:
    @pytest.mark.parametrize(
        ("count", "says"),
        [
            (-1, "negative"),
            (1.5, "not a whole number"),
            (float("nan"), "missing"),
            (float("inf"), "missing"),
            (None, "missing"),
            (2.0**54, "larger"),
        ],
    )
    def test_counts_that_cannot_be_people(self, count: float | None, says: str) -> None:
        with pytest.raises(InvalidCountError, match=says) as refusal:
            table(PEOPLE.with_columns(freq=pl.Series([3.0, count, 2.0, 5.0])))
        assert refusal.value.facts["row"] == 2

    def test_counts_whose_sum_is_not_exact(self) -> None:
        with pytest.raises(InvalidCountError, match="add up"):
            table(PEOPLE.with_columns(freq=pl.Series([2**52, 2**52, 2**52, 1])))

    def test_counts_that_are_text(self) -> None:
        with pytest.raises(InvalidCountError, match="text"):
            table(PEOPLE.with_columns(freq=pl.Series(["3", "1", "2", "5"])))

    @pytest.mark.parametrize(("code", "says"), [("x", "not in the hierarchy"), ("D1", "is a group"), (None, "“”")])
    def test_codes_that_are_no_leaf(self, code: str | None, says: str) -> None:
        with pytest.raises(UnknownCodeError, match=says):
            table(PEOPLE.with_columns(area=pl.Series(["a", "a", "b", code])))

    def test_a_cell_given_twice(self) -> None:
        with pytest.raises(DuplicateCellError, match="a × f"):
            table(pl.concat([PEOPLE, PEOPLE[:1]]))

    def test_an_empty_table(self) -> None:
        with pytest.raises(EmptyTableError):
            table(PEOPLE.clear())
        with pytest.raises(EmptyTableError):
            Table("main", (), {}, PEOPLE)
        with pytest.raises(EmptyTableError):
            Universe.build([])

    def test_a_dimension_without_column_or_hierarchy(self) -> None:
        with pytest.raises(MissingColumnError, match="“sex”"):
            table(PEOPLE.drop("sex"))
        with pytest.raises(MissingColumnError, match="hierarchy"):
            Table("main", ("area", "sex"), {"area": AREA}, PEOPLE)

    def test_every_refusal_is_a_disclosure_error(self) -> None:
        with pytest.raises(DisclosureError):
            table(PEOPLE.drop("freq"))


class TestTheUniverse:
    def test_it_holds_every_margin_and_every_sum(self) -> None:
        universe = Universe.build([table()])
        frame = universe.frame(0)
        total = frame.filter((pl.col("area") == TOTAL) & (pl.col("sex") == TOTAL))
        assert total["value"].to_list() == [11]
        assert frame.filter((pl.col("area") == "D1") & (pl.col("sex") == "f"))["value"].to_list() == [5]
        assert frame.height == 6 * 3
        assert not (universe.constraints @ universe.values).any()

    def test_a_combination_without_a_row_is_zero(self) -> None:
        frame = Universe.build([table()]).frame(0)
        assert frame.filter((pl.col("area") == "b") & (pl.col("sex") == "m"))["value"].to_list() == [0]

    def test_a_group_with_one_member_is_that_member(self) -> None:
        frame = Universe.build([table()]).frame(0)
        cells = frame.filter(pl.col("area").is_in(["D2", "c"])).group_by("sex").agg(pl.col("cell").n_unique())
        assert cells["cell"].to_list() == [1, 1, 1]

    def test_a_table_without_a_dimension_shows_the_margin_of_one_that_has_it(self) -> None:
        alone = Table("by area", ("area",), {"area": AREA}, PEOPLE.group_by("area").agg(pl.col("freq").sum()))
        both = Universe.build([table(), alone])
        assert both.size == Universe.build([table()]).size
        named = {t.name: both.frame(number) for number, t in enumerate(both.tables)}
        margin = named["main"].filter(pl.col("sex") == TOTAL).sort("area")
        assert margin["cell"].to_list() == named["by area"].sort("area")["cell"].to_list()

    def test_tables_that_contradict_each_other_are_refused_with_cell_and_names(self) -> None:
        wrong = pl.DataFrame({"area": ["a", "b", "c"], "freq": [4, 2, 6]})
        with pytest.raises(ContradictionError, match="“by area”") as refusal:
            Universe.build([table(), Table("by area", ("area",), {"area": AREA}, wrong)])
        assert refusal.value.facts["tables"] == ("by area", "main")

    def test_tables_of_different_populations_are_refused(self) -> None:
        half = Table(
            "half", ("area",), {"area": Hierarchy("half", {"a": "", "b": ""})}, PEOPLE[:1].select("area", "freq")
        )
        with pytest.raises(HierarchyMismatchError):
            Universe.build([table(), half])

    def test_more_combinations_than_can_be_numbered_are_refused(self) -> None:
        wide = Hierarchy("wide", {f"c{n:03}": "" for n in range(100)})
        names = tuple(f"d{n}" for n in range(10))
        tables = [Table(name, (name,), {name: wide}, pl.DataFrame({name: ["c000"], "freq": [1]})) for name in names]
        with pytest.raises(TooLargeError):
            Universe.build(tables)

    @settings(max_examples=40, deadline=None)
    @given(st.randoms(use_true_random=False), st.permutations(["one", "two"]))
    def test_the_order_of_rows_and_tables_does_not_matter(self, random: object, names: list[str]) -> None:
        by_sex = PEOPLE.group_by("sex", maintain_order=True).agg(pl.col("freq").sum())
        order = list(range(PEOPLE.height))
        random.shuffle(order)  # type: ignore[attr-defined]
        tables = [
            Table("main", ("area", "sex"), {"area": AREA, "sex": SEX}, PEOPLE[order]),
            Table("sex", ("sex",), {"sex": SEX}, by_sex[::-1]),
        ]
        universe = Universe.build(tables if names[0] == "one" else tables[::-1])
        usual = Universe.build([table(), Table("sex", ("sex",), {"sex": SEX}, by_sex)])
        assert np.array_equal(universe.keys, usual.keys)
        assert np.array_equal(universe.values, usual.values)
        assert (universe.constraints != usual.constraints).nnz == 0
        assert universe.frame(0).equals(usual.frame(0))

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.integers(0, 9), min_size=12, max_size=12))
    def test_sums_hold_whatever_the_counts(self, counts: list[int]) -> None:
        frame = pl.DataFrame(
            {
                "area": ["a", "b", "c"] * 4,
                "sex": ["f"] * 6 + ["m"] * 6,
                "origin": (["x"] * 3 + ["y"] * 3) * 2,
                "freq": counts,
            }
        )
        trees = {"area": AREA, "sex": SEX, "origin": Hierarchy("origin", {"x": "", "y": ""})}
        universe = Universe.build([Table("main", ("sex", "origin", "area"), trees, frame)])
        assert not (universe.constraints @ universe.values).any()
        assert universe.values[0] == sum(counts)
        assert universe.shown.all()


class TestPatterns:
    def test_a_pattern_says_what_is_published_and_what_withheld(self) -> None:
        universe = Universe.build([table()])
        status = np.zeros(universe.size, dtype=np.int8)
        status[1], status[2] = Status.PRIMARY, Status.SECONDARY
        pattern = Pattern(universe, status)
        assert np.flatnonzero(pattern.withheld).tolist() == [1, 2]
        assert pattern.published.sum() == universe.size - 2

    def test_a_pattern_of_other_tables_is_refused(self) -> None:
        universe = Universe.build([table()])
        with pytest.raises(PatternError):
            Pattern(universe, np.zeros(universe.size + 1, dtype=np.int8))
        with pytest.raises(PatternError):
            Pattern(universe, np.full(universe.size, 7, dtype=np.int8))


@pytest.mark.skipif(not CASES.exists(), reason="the synthetic city tables are not here")
@pytest.mark.parametrize(
    ("case", "cells", "small"), [("s", 2_496, 158), ("m", 4_836, 214), ("l", 14_508, 778), ("xl", 72_540, 7_911)]
)
def test_the_city_tables_have_the_stated_cells_and_small_counts(case: str, cells: int, small: int) -> None:
    universe = Universe.build([read_case(case)])
    assert universe.size == cells
    assert int(((universe.values > 0) & (universe.values < 3)).sum()) == small
    assert not (universe.constraints @ universe.values).any()
