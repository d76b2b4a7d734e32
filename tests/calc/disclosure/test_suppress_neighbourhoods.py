"""Large tables: moves among the near cells of a target."""

import numpy as np
import polars as pl
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from etappe.calc.disclosure.attack import audit
from etappe.calc.disclosure.hierarchies import Hierarchy
from etappe.calc.disclosure.rules import Attacker, Rules
from etappe.calc.disclosure.suppress import UnprotectableError, build
from etappe.calc.disclosure.suppress.neighbourhoods import Neighbourhoods, relatives
from etappe.calc.disclosure.suppress.problem import state
from etappe.calc.disclosure.tables import Dimension, Table, Universe

AREA = Hierarchy("area", {"north": "", "south": "", "n1": "north", "n2": "north", "s1": "south", "s2": "south"})
SEX = Hierarchy("sex", {"f": "", "m": ""})
ATTACKERS = [Attacker(), Attacker(zeros_known=False, insiders=False)]
PEOPLE = st.lists(st.integers(0, 6), min_size=8, max_size=8)
SLOWLY = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)


def town(people: list[int]) -> Universe:
    """Four areas in two districts by sex."""
    assume(sum(people) > 0)
    areas = [area for area in AREA.leaves for _ in SEX.leaves]
    counts = pl.DataFrame({"area": areas, "sex": list(SEX.leaves) * 4, "freq": people})
    return Universe.build([Table("town", ("area", "sex"), {"area": AREA, "sex": SEX}, counts)])


def small(universe: Universe) -> np.ndarray:
    return (universe.values > 0) & (universe.values < 3)


def test_relatives_are_the_parts_of_the_same_group_what_is_above_and_what_is_below() -> None:
    dimension = Dimension.merge("area", [AREA])
    near = {
        code: {dimension.codes[at] for at in np.flatnonzero(row)}
        for code, row in zip(dimension.codes, relatives(dimension), strict=True)
    }
    assert near["n1"] == {"n1", "n2", "north", "Total"}
    assert near["north"] == {"n1", "n2", "north", "south", "Total"}
    assert near["Total"] == set(dimension.codes)


@SLOWLY
@given(people=PEOPLE, attacker=st.sampled_from(ATTACKERS), amount=st.sampled_from([-1, 1, 2]))
def test_no_move_touches_what_was_forbidden_for_good_or_for_now(
    people: list[int], attacker: Attacker, amount: int
) -> None:
    universe = town(people)
    none, even = np.zeros(universe.size, dtype=np.bool_), np.ones(universe.size)
    try:
        problem = state(universe, small(universe), Rules(), attacker, published=none, withheld=none, weights=even)
    except UnprotectableError:
        assume(False)
    moves = Neighbourhoods(problem, universe, np.arange(problem.size))
    for target in problem.targets.tolist():
        free = moves.cheapest(target, amount, np.ones(problem.size))
        assume(free is not None and free.columns.size > 2)
        gone, tried = free.columns[free.columns != target][:2].tolist()
        moves.forbid(gone)
        moves.forbid(tried)
        bound = moves.cheapest(target, amount, np.ones(problem.size))
        assert bound is None or not np.isin([gone, tried], bound.columns).any()
        moves.allow(tried, (0.0, 0.0))


@SLOWLY
@given(people=PEOPLE, attacker=st.sampled_from(ATTACKERS))
def test_what_the_builder_says_of_its_proofs_is_enough_for_the_auditor(people: list[int], attacker: Attacker) -> None:
    universe = town(people)
    try:
        found = build(universe, small(universe), Rules(), attacker)
    except UnprotectableError:
        assume(False)
    published = found.pattern.published
    assert audit(universe, published, attacker=attacker, claims=found.moves, time_limit=0.0).safe
    assert audit(universe, published, attacker=attacker).safe
