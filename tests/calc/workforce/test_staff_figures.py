"""Staff figures, rules and plans: what is refused, with which words, and what is kept apart."""

from typing import Any

import numpy as np
import polars as pl
import pytest

from etappe.calc.workforce import Plan, Rule, Rulebook, TraineePlan, build, read_stock, reconcile, regroup, shrink
from etappe.calc.workforce.errors import (
    AgeError,
    CountError,
    EmptyStockError,
    FractionError,
    GroupError,
    LevelError,
    MissingColumnError,
    ParameterError,
    RateError,
    RuleError,
    SuccessorError,
    UnknownGroupError,
    WorkforceError,
)
from support.staff import LEVELS, RULES, rows


def _frame(**changes: list[Any]) -> pl.DataFrame:
    columns: dict[str, list[Any]] = {
        "unit": ["51", "51"],
        "occupation": ["educators", "educators"],
        "level": ["E5", "E11"],
        "age": [30, 40],
        "group": ["A", "B"],
        "count": [3, 4],
    }
    return pl.DataFrame({**columns, **changes}, strict=False)


@pytest.mark.parametrize(
    ("changes", "error", "fact"),
    [
        ({"count": [3, -1]}, CountError, {"row": 3, "value": "-1"}),
        ({"count": ["3", "many"]}, CountError, {"row": 3}),
        ({"count": [2.5, 4.0]}, FractionError, {"row": 2, "rows": 1}),
        ({"age": [15, 40]}, AgeError, {"row": 2, "first": 16, "last": 67}),
        ({"age": [30, 68]}, AgeError, {"row": 3}),
        ({"group": ["A", "C"]}, GroupError, {"value": "C"}),
        ({"count": [0, 0]}, EmptyStockError, {}),
    ],
)
def test_a_wrong_row_is_named(changes: dict[str, list[Any]], error: type[WorkforceError], fact: dict[str, Any]) -> None:
    with pytest.raises(error) as caught:
        read_stock(_frame(**changes))
    assert fact.items() <= caught.value.facts.items()


def test_a_missing_column_is_named() -> None:
    with pytest.raises(MissingColumnError, match="age"):
        read_stock(_frame().drop("age"))


def test_levels_have_an_order_that_names_them_all() -> None:
    with pytest.raises(LevelError, match="E11"):
        read_stock(_frame(), ["E5"])


def test_full_time_equivalents_are_taken_as_such() -> None:
    stock = read_stock(_frame(count=[2.5, 4.0]), heads=False)
    assert stock.total == pytest.approx(6.5)
    assert not stock.heads


def test_rows_of_one_cell_are_added_and_no_answer_is_unknown() -> None:
    stock = read_stock(_frame(age=[30, 30], level=["E5", "E5"], group=["", "A"]))
    assert stock.frame.select("A", "B", "unknown").rows() == [(4.0, 0.0, 3.0)]


def test_a_majority_of_unknown_needs_a_word_on_how_they_count() -> None:
    stock = read_stock(rows(200, unknown=0.6), LEVELS)
    with pytest.raises(UnknownGroupError) as caught:
        build(stock, RULES, Plan(), 2026)
    assert 0.5 < caught.value.facts["share"] < 0.7  # type: ignore[operator]
    assert build(stock, RULES, Plan(unknown=0.25), 2026).unknown_share == 0.25
    assert 0.1 < build(stock, RULES, Plan(unknown="as_known"), 2026).unknown_share < 0.5


@pytest.mark.parametrize(
    ("rules", "plan", "error"),
    [
        (Rulebook(leave=(Rule(0.1, occupation="pilots"),)), Plan(), RuleError),
        (Rulebook(leave=(Rule(0.1, unit="99"),)), Plan(), RuleError),
        (Rulebook(entry_ages=(20, 67)), Plan(), RuleError),
        (RULES, Plan(replacement=1.2), RateError),
        (RULES, Plan(hire_share=-0.1), RateError),
        (RULES, Plan(exempt_units=["99"]), RuleError),
        (RULES, Plan(trainees=TraineePlan(5, 1.4)), RateError),
        (RULES, Plan(trainees=TraineePlan(5, 0.4, duration=0)), ParameterError),
        (RULES, Plan(trainees=TraineePlan(5, 0.4, occupations={"pilots": 1.0})), RuleError),
        (RULES, Plan(establishment={"pilots": 5.0}), RuleError),
    ],
)
def test_rules_and_plans_speak_of_what_exists(rules: Rulebook, plan: Plan, error: type[WorkforceError]) -> None:
    with pytest.raises(error):
        build(read_stock(rows(), LEVELS), rules, plan, 2026)


def test_a_rate_above_one_is_refused_where_it_is_said() -> None:
    with pytest.raises(RateError, match=r"1\.2"):
        Rule(1.2)


def test_units_with_rates_of_their_own_are_strata_of_their_own() -> None:
    rules = Rulebook(leave=(Rule(0.04), Rule(0.2, unit="51")))
    model = build(read_stock(rows(), LEVELS), rules, Plan(exempt_units=["37"], replacement=0.0), 2026)
    assert len(model.strata) == 6
    assert list(model.exempt).count(True) == 2
    assert model.replacement[list(model.exempt)].min() == 1.0


def test_stocks_and_flows_reconcile_or_the_difference_is_shown() -> None:
    before = pl.DataFrame({"unit": ["51", "32"], "group": ["A", "A"], "count": [10, 5]})
    flows = pl.DataFrame({"unit": ["51"], "group": ["A"], "hired": [2], "retired": [1]})
    right = pl.DataFrame({"unit": ["51", "32"], "group": ["A", "A"], "count": [11, 5]})
    keys = ("unit", "group")
    assert reconcile(before, flows, right, keys) == ()
    wrong = right.with_columns(pl.Series("count", [11, 7]))
    (found,) = reconcile(before, flows, wrong, keys)
    assert (found.keys["unit"], found.difference) == ("32", 2.0)


def test_units_merge_and_split_without_losing_anybody() -> None:
    old = rows(200)
    done = regroup(old, {"51": {"51a": 0.5, "51b": 0.5}, "10": {"37": 1.0}})
    assert done.frame["count"].sum() == 200
    assert set(done.frame["unit"]) <= {"37", "51a", "51b"}
    assert done.divided == ("51",)
    with pytest.raises(SuccessorError, match=r"0\.7"):
        regroup(old, {"51": {"51a": 0.7}})


def test_small_units_are_drawn_to_their_occupation() -> None:
    rates = shrink([1, 40, 60, 5], [3, 1000, 1000, 500], ["care", "care", "care", "fire"])
    assert 0.03 < rates[0].mean < 0.12
    assert rates[3].mean < rates[2].mean
    assert rates[0].sd > rates[1].sd
    with pytest.raises(ParameterError):
        shrink([5], [3])


def test_nothing_observed_is_wide_open() -> None:
    (rate,) = shrink([0], [0])
    assert rate.sd == pytest.approx(np.sqrt(1 / 8))
