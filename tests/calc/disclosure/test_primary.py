"""Which cells are at risk, and how much room they need."""

from fractions import Fraction

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etappe.calc.disclosure.attack import audit
from etappe.calc.disclosure.errors import RuleError
from etappe.calc.disclosure.hierarchies import Hierarchy
from etappe.calc.disclosure.primary import (
    Reason,
    dominance,
    find,
    numerator_bounds,
    numerators_revealed,
    p_percent,
)
from etappe.calc.disclosure.rules import Attacker, Rules
from etappe.calc.disclosure.tables import Table, Universe


def by_status(counts: dict[tuple[str, str], int]) -> Universe:
    areas, statuses = sorted({area for area, _ in counts}), sorted({status for _, status in counts})
    frame = pl.DataFrame(
        {
            "area": [area for area, _ in counts],
            "status": [status for _, status in counts],
            "freq": list(counts.values()),
        }
    )
    trees = {
        "area": Hierarchy("area", dict.fromkeys(areas, "")),
        "status": Hierarchy("status", dict.fromkeys(statuses, "")),
    }
    return Universe.build([Table("main", ("area", "status"), trees, frame)])


TOWN = {("north", "work"): 2, ("north", "none"): 7, ("south", "work"): 0, ("south", "none"): 1, ("west", "work"): 9}


def at_risk(universe: Universe, rules: Rules, reason: Reason) -> list[dict[str, str]]:
    reasons = find(universe, rules).reasons
    return [universe.label(int(cell)) for cell in np.flatnonzero(reasons & reason)]


def test_counts_below_the_minimum_are_at_risk_at_every_level() -> None:
    risky = at_risk(by_status(TOWN), Rules(minimum=3), Reason.SMALL)
    assert risky == [{"area": "north", "status": "work"}, {"area": "south"}, {"area": "south", "status": "none"}]


def test_zeros_are_at_risk_only_if_asked_for() -> None:
    assert not at_risk(by_status(TOWN), Rules(), Reason.ZERO)
    assert at_risk(by_status(TOWN), Rules(protect_zeros=True), Reason.ZERO) == [
        {"area": "south", "status": "work"},
        {"area": "west", "status": "none"},
    ]


def test_further_cells_can_be_named() -> None:
    universe = by_status(TOWN)
    mine = universe.values == 9
    assert (find(universe, Rules(), mine).reasons[mine] == Reason.GIVEN).all()


class TestGroupsOfOneKind:
    """All of south and all of west have the same status: the rest of each sum is what must stay unknown."""

    def test_of_two_parts_the_other_one_is_the_rest(self) -> None:
        universe = by_status(TOWN).with_remainders(["status"])
        assert universe.size == by_status(TOWN).size
        assert at_risk(universe, Rules(protect_groups=True), Reason.GROUP) == [
            {"area": "south", "status": "work"},
            {"area": "west", "status": "none"},
        ]

    def test_of_three_parts_the_rest_is_a_cell_of_its_own(self) -> None:
        universe = by_status({**TOWN, ("north", "school"): 3}).with_remainders(["status"])
        assert at_risk(universe, Rules(protect_groups=True), Reason.GROUP) == [
            {"area": "south", "status": "Total − none"},
            {"area": "west", "status": "Total − work"},
        ]
        assert not (universe.constraints @ universe.values).any()

    def test_withholding_only_the_count_itself_still_tells_everybodys_status(self) -> None:
        universe = by_status(TOWN).with_remainders(["status"])
        rules, attacker = Rules(minimum=1, width=1, protect_groups=True), Attacker(zeros_known=False, insiders=False)
        labels = [universe.label(cell) for cell in range(universe.size)]
        careless = np.array([label != {"area": "west", "status": "work"} for label in labels])
        assert not audit(universe, careless, rules=rules, attacker=attacker).safe
        hidden = [
            {"area": area, "status": status} for area in ("north", "west", "south") for status in ("work", "none")
        ]
        careful = np.array([label not in hidden for label in labels])
        assert audit(universe, careful, rules=rules, attacker=attacker).safe


class TestPercentages:
    def test_one_decimal_over_a_small_base_is_the_count(self) -> None:
        assert numerators_revealed(np.array([2]), np.array([37]), 1).all()

    def test_a_whole_percentage_over_a_large_base_is_not(self) -> None:
        low, high = numerator_bounds(np.array([2]), np.array([1000]), 0)
        assert (low[0], high[0]) == (0, 5)
        assert not numerators_revealed(np.array([2]), np.array([1000]), 0).any()

    @given(base=st.integers(1, 3000), share=st.floats(0, 1), decimals=st.integers(0, 2))
    def test_the_bounds_hold_exactly_the_counts_that_fit(self, base: int, share: float, decimals: int) -> None:
        count = round(share * base)
        low, high = numerator_bounds(np.array([count]), np.array([base]), decimals)
        scale = 100 * 10**decimals
        shown = (2 * scale * count + base) // (2 * base)
        fitting = [k for k in range(base + 1) if abs(Fraction(scale * k, base) - shown) <= Fraction(1, 2)]
        assert (low[0], high[0]) == (fitting[0], fitting[-1])
        assert low[0] <= count <= high[0]

    def test_a_base_below_its_number_is_refused(self) -> None:
        with pytest.raises(RuleError):
            numerators_revealed(np.array([3]), np.array([2]), 1)


class TestSumsOfAmounts:
    def test_p_percent_asks_for_what_the_second_largest_lacks(self) -> None:
        assert p_percent(np.array([110.0]), np.array([80.0]), np.array([25.0]), 15) == pytest.approx([7.0])
        assert p_percent(np.array([200.0]), np.array([80.0]), np.array([25.0]), 15) < 0

    def test_dominance_asks_for_the_sum_that_would_hide_the_largest(self) -> None:
        assert dominance(np.array([100.0]), np.array([90.0]), 75) == pytest.approx([20.0])
        assert dominance(np.array([100.0]), np.array([60.0]), 75) < 0

    @pytest.mark.parametrize("share", [0, -1, 101])
    def test_a_share_must_be_a_percentage(self, share: float) -> None:
        with pytest.raises(RuleError):
            p_percent(np.array([1.0]), np.array([1.0]), np.array([0.0]), share)
