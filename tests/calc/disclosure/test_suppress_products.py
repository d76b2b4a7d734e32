"""Large tables: moves that are products of exchanges, found without any programme."""

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.support.disclosure import CASES, read_case

from etappe.calc.disclosure.attack import audit
from etappe.calc.disclosure.hierarchies import Hierarchy
from etappe.calc.disclosure.rules import Attacker, Rules
from etappe.calc.disclosure.suppress import UnprotectableError, build
from etappe.calc.disclosure.suppress import large as large_tables
from etappe.calc.disclosure.suppress.clock import Clock
from etappe.calc.disclosure.suppress.guide import no_guide
from etappe.calc.disclosure.suppress.problem import Problem, state
from etappe.calc.disclosure.suppress.products import Products
from etappe.calc.disclosure.tables import Table, Universe

STRICT, WEAK = Attacker(), Attacker(zeros_known=False, insiders=False)
AREA = Hierarchy("area", {"north": "", "south": "", "n1": "north", "n2": "north", "s1": "south", "s2": "south"})
RIVER = Hierarchy("river", {"left": "", "right": "", "n1": "left", "s1": "left", "n2": "right", "s2": "right"})
AGE = Hierarchy("age", {"young": "", "middle": "", "old": ""})
SEX = Hierarchy("sex", {"f": "", "m": ""})


def city(people: list[int]) -> Universe:
    """Areas (in two hierarchies) by age and sex."""
    counts = np.array(people, dtype=np.int64).reshape(4, 3, 2)
    assume(counts.sum() > 0)
    codes = (AREA.leaves, AGE.leaves, SEX.leaves)
    grid = np.indices(counts.shape).reshape(3, -1)
    columns = {name: [its[at] for at in grid[d]] for d, (name, its) in enumerate(zip(NAMES, codes, strict=True))}
    trees = {"area": [AREA, RIVER], "age": AGE, "sex": SEX}
    return Universe.build([Table("city", NAMES, trees, pl.DataFrame({**columns, "freq": counts.ravel()}))])


NAMES = ("area", "age", "sex")
PEOPLE = st.lists(st.integers(0, 6), min_size=24, max_size=24)
SLOWLY = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)


def small(universe: Universe) -> NDArray[np.bool_]:
    return (universe.values > 0) & (universe.values < 3)


def stated(universe: Universe, attacker: Attacker) -> Problem:
    none = np.zeros(universe.size, dtype=np.bool_)
    weights = np.ones(universe.size)
    return state(universe, small(universe), Rules(), attacker, published=none, withheld=none, weights=weights)


@SLOWLY
@given(people=PEOPLE, attacker=st.sampled_from([STRICT, WEAK]), amount=st.sampled_from([-1, 1, 2]))
def test_a_product_changes_its_cell_keeps_all_sums_and_leaves_nothing_too_low(
    people: list[int], attacker: Attacker, amount: int
) -> None:
    universe = city(people)
    try:
        problem = stated(universe, attacker)
    except UnprotectableError:
        assume(False)
    moves = Products(problem, universe, np.arange(problem.size))
    for target in problem.targets.tolist():
        move = moves.cheapest(target, amount, np.ones(problem.size))
        if move is None:
            continue
        change = np.zeros(universe.size, dtype=np.int64)
        change[problem.cells[move.columns]] = move.change
        assert change[problem.cells[target]] * move.ahead * np.sign(amount) >= abs(amount)
        assert not (universe.constraints @ change).any()
        assert (problem.values + change[problem.cells] * move.ahead >= problem.values - problem.room).all()


@SLOWLY
@given(people=PEOPLE, attacker=st.sampled_from([STRICT, WEAK]))
def test_no_attacker_comes_near_a_small_cell_of_a_table_treated_as_large(people: list[int], attacker: Attacker) -> None:
    universe = city(people)
    published = [as_large(universe, attacker) for _ in range(2)]
    certificate = audit(universe, published[0], rules=Rules(), attacker=attacker)
    assert all(proof.safe for proof in certificate.proofs)
    assert not certificate.exposures
    assert np.array_equal(*published)


def as_large(universe: Universe, attacker: Attacker) -> NDArray[np.bool_]:
    """What is published where programmes are taken for too slow."""
    clock = Clock(None, lambda stage, share: None)
    with pytest.MonkeyPatch.context() as limits:
        limits.setattr(large_tables, "WIDE", 0)
        limits.setattr(large_tables, "PROGRAMMED", 0)
        try:
            problem = stated(universe, attacker)
            proofs = large_tables.construct(problem, universe, no_guide(problem), clock)
        except UnprotectableError:
            assume(False)
        large_tables.thin(proofs, universe, clock)
    published = np.ones(universe.size, dtype=np.bool_)
    published[problem.cells[proofs.used()]] = False
    return published


@pytest.mark.slow
@pytest.mark.skipif(not CASES.exists(), reason="the synthetic city tables are not here")
def test_a_city_of_fourteen_thousand_cells_is_safe_from_insiders() -> None:
    universe = Universe.build([read_case("l")])
    found = build(universe, small(universe), Rules(), STRICT)
    certificate = audit(universe, found.pattern.published, rules=Rules(), attacker=STRICT)
    assert all(proof.safe for proof in certificate.proofs)
    assert not certificate.exposures
    assert found.lower_bound <= int(found.pattern.withheld.sum()) <= 3_200
