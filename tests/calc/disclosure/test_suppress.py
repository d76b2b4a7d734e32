"""Which cells are withheld besides the small ones: safe, few, always the same."""

from itertools import chain, combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.support.disclosure import CASES, read_case
from tests.support.disclosure_brute import combinations as tables_to_try
from tests.support.disclosure_brute import consistent_tables

from etappe.calc.disclosure.attack import audit
from etappe.calc.disclosure.hierarchies import Hierarchy
from etappe.calc.disclosure.rules import Attacker, Rules
from etappe.calc.disclosure.suppress import Suppression, TimeLimitError, UnprotectableError, Weights, build
from etappe.calc.disclosure.tables import Table, Universe

STRICT, WEAK = Attacker(), Attacker(zeros_known=False, insiders=False)
AREA = Hierarchy("area", {"north": "", "south": "", "n1": "north", "n2": "north", "s1": "south", "s2": "south"})
AGE = Hierarchy("age", {"young": "", "middle": "", "old": ""})
SEX = Hierarchy("sex", {"f": "", "m": ""})
TREES = {"area": AREA, "age": AGE, "sex": SEX}


def table(name: str, dimensions: tuple[str, ...], counts: NDArray[np.int64]) -> Table:
    codes = [TREES[dimension].leaves for dimension in dimensions]
    grid = np.indices(counts.shape).reshape(len(codes), -1)
    columns = {
        dimension: [its[at] for at in places] for dimension, its, places in zip(dimensions, codes, grid, strict=True)
    }
    return Table(name, dimensions, TREES, pl.DataFrame({**columns, "freq": counts.ravel()}))


def small(universe: Universe) -> NDArray[np.bool_]:
    return (universe.values > 0) & (universe.values < 3)


def solve(universe: Universe, attacker: Attacker = STRICT, **more: object) -> Suppression:
    try:
        return build(universe, small(universe), Rules(), attacker, **more)  # type: ignore[arg-type]
    except UnprotectableError:
        assume(False)
        raise


def is_safe(universe: Universe, published: NDArray[np.bool_], attacker: Attacker = STRICT) -> bool:
    certificate = audit(universe, published, rules=Rules(), attacker=attacker)
    return all(proof.safe for proof in certificate.proofs) and not certificate.exposures


@st.composite
def linked(draw: st.DrawFn) -> tuple[Table, Table]:
    """Two tables that share the areas: by age, and by sex."""
    people = draw(st.lists(st.integers(0, 5), min_size=24, max_size=24))
    counts = np.array(people, dtype=np.int64).reshape(4, 3, 2)
    assume(counts.sum() > 0)
    return table("ages", ("area", "age"), counts.sum(axis=2)), table("sexes", ("area", "sex"), counts.sum(axis=1))


SLOWLY = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)


@SLOWLY
@given(tables=linked(), attacker=st.sampled_from([STRICT, WEAK, Attacker(insiders_full=True)]))
def test_no_attacker_comes_near_a_small_cell_of_linked_tables(tables: tuple[Table, Table], attacker: Attacker) -> None:
    universe = Universe.build(tables)
    found = solve(universe, attacker)
    assert is_safe(universe, found.pattern.published, attacker)


@SLOWLY
@given(people=st.lists(st.integers(0, 4), min_size=12, max_size=12))
def test_every_table_that_fits_the_publication_was_tried(people: list[int]) -> None:
    counts = np.array(people, dtype=np.int64).reshape(4, 3)
    assume(counts.sum() > 0)
    universe = Universe.build([table("ages", ("area", "age"), counts)])
    published = solve(universe).pattern.published
    low = np.where(published, universe.values, 1)
    assume(published[0] and tables_to_try(universe, published, low) < 200_000)
    fitting = consistent_tables(universe, published, low)[:, small(universe)]
    assert (fitting.max(axis=0) >= 3).all()
    assert (fitting.max(axis=0) - fitting.min(axis=0) >= 2).all()


@SLOWLY
@given(tables=linked(), seed=st.integers(0, 9))
def test_neither_order_nor_repetition_changes_the_pattern(tables: tuple[Table, Table], seed: int) -> None:
    first = solve(Universe.build(tables)).pattern.status
    shuffled = [
        Table(its.name, its.dimensions, TREES, its.counts.sample(fraction=1.0, shuffle=True, seed=seed))
        for its in reversed(tables)
    ]
    assert np.array_equal(first, solve(Universe.build(shuffled)).pattern.status)


@SLOWLY
@given(tables=linked())
def test_what_an_earlier_release_shows_stays_shown_and_its_small_cells_stay_hidden(tables: tuple[Table, Table]) -> None:
    alone = Universe.build([tables[0]])
    earlier = solve(alone).pattern.published
    both = Universe.build(tables)
    known = np.isin(np.arange(both.size), _same_cells(alone, both)[earlier])
    later = solve(both, published=known).pattern.published
    assert later[known].all()
    assert is_safe(both, later | known)


def _same_cells(one: Universe, other: Universe) -> NDArray[np.int64]:
    names = {tuple(sorted(other.label(cell).items())): cell for cell in range(other.size)}
    return np.array([names[tuple(sorted(one.label(cell).items()))] for cell in range(one.size)])


def test_the_optimum_of_a_small_table_is_the_one_that_trying_all_patterns_finds() -> None:
    universe = Universe.build([table("t", ("age", "sex"), np.array([[1, 7], [6, 8], [9, 5]], dtype=np.int64))])
    found = build(universe, small(universe), Rules(), STRICT)
    others = np.flatnonzero(~small(universe))
    fewest = next(
        len(chosen)
        for chosen in chain.from_iterable(combinations(others.tolist(), count) for count in range(others.size))
        if is_safe(universe, ~small(universe) & ~np.isin(np.arange(universe.size), chosen))
    )
    assert (found.method, found.proven_optimal) == ("exact", True)
    assert int(found.pattern.withheld.sum()) == fewest + int(small(universe).sum())


def test_cells_that_matter_to_the_reader_are_kept() -> None:
    universe = Universe.build([table("t", ("age", "sex"), np.array([[1, 7], [6, 8], [9, 9]], dtype=np.int64))])
    plain = build(universe, small(universe), Rules(), STRICT).pattern
    dear = np.where(plain.withheld & ~small(universe), 1000.0, 1.0)
    other = build(universe, small(universe), Rules(), STRICT, weights=dear).pattern
    assert (dear[other.withheld] == 1000).sum() < (dear[plain.withheld] == 1000).sum()
    assert is_safe(universe, other.published)


def test_least_information_withholds_smaller_counts() -> None:
    universe = Universe.build([table("t", ("age", "sex"), np.array([[1, 700], [6, 800], [5, 900]], dtype=np.int64))])
    pattern = build(universe, small(universe), Rules(), STRICT, weights=Weights.INFORMATION).pattern
    assert pattern.published[0]
    assert is_safe(universe, pattern.published)


def test_each_secondary_cell_says_which_small_cell_it_guards() -> None:
    universe = Universe.build([table("t", ("age", "sex"), np.array([[1, 7], [6, 8], [9, 5]], dtype=np.int64))])
    found = build(universe, small(universe), Rules(), STRICT)
    secondary = np.flatnonzero(found.pattern.withheld & ~small(universe))
    assert sorted(found.guards) == secondary.tolist()
    assert set(chain.from_iterable(found.guards.values())) <= set(np.flatnonzero(small(universe)).tolist())


def test_a_small_cell_that_follows_from_what_is_published_cannot_be_hidden() -> None:
    universe = Universe.build([table("t", ("age", "sex"), np.array([[1, 7], [6, 8], [9, 5]], dtype=np.int64))])
    with pytest.raises(UnprotectableError, match="what is already published") as caught:
        build(universe, small(universe), Rules(), STRICT, published=~small(universe))
    assert caught.value.facts["cells"] == tuple(np.flatnonzero(small(universe)).tolist())


def test_without_time_there_is_no_pattern() -> None:
    universe = Universe.build([table("t", ("age", "sex"), np.array([[1, 7], [6, 8], [9, 5]], dtype=np.int64))])
    with pytest.raises(TimeLimitError, match="time limit"):
        build(universe, small(universe), Rules(), STRICT, time_limit=0.0)


def test_weights_must_fit_the_cells() -> None:
    universe = Universe.build([table("t", ("age", "sex"), np.array([[1, 7], [6, 8], [9, 5]], dtype=np.int64))])
    with pytest.raises(ValueError, match="positive weight"):
        build(universe, small(universe), Rules(), STRICT, weights=np.zeros(universe.size))


@pytest.mark.skipif(not CASES.exists(), reason="the synthetic city tables are not here")
@pytest.mark.parametrize(("name", "attacker", "most"), [("s", WEAK, 470), ("s", STRICT, 650), ("m", WEAK, 660)])
def test_city_tables_are_safe_and_withhold_few_cells(name: str, attacker: Attacker, most: int) -> None:
    universe = Universe.build([read_case(name)])
    found = build(universe, small(universe), Rules(), attacker)
    assert is_safe(universe, found.pattern.published, attacker)
    assert found.lower_bound <= int(found.pattern.withheld.sum()) <= most
