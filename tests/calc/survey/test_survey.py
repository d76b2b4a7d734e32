"""Surveys: published intervals, exact coverage, and edges where nothing may be made up."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etappe.calc.survey import (
    Census,
    Stratum,
    Turning,
    bounds,
    coverage,
    evaluate,
    imbens_manski,
    merge_small,
    post_stratified,
    rake,
    turning_point,
    wilson,
    wilson_finite,
)
from etappe.calc.survey.errors import CountError, MarginError, RakingError, TooFewAnswersError


@pytest.mark.parametrize(
    ("yes", "answered", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_table_of_newcombe_1998(yes: int, answered: int, low: float, high: float) -> None:
    assert wilson(yes, answered) == pytest.approx((low, high), abs=5e-5)


def test_three_numbers_side_by_side() -> None:
    found = evaluate(Census(2000, 600, 120), line=0.33)
    assert found.assumed.interval == pytest.approx((0.175, 0.228), abs=5e-4)
    assert found.certain == (0.06, 0.76)
    assert found.turn is not None
    assert found.turn.share == pytest.approx((0.33 * 2000 - 120) / 1400)


@pytest.mark.parametrize(("people", "answered"), [(300, 200), (600, 150), (1000, 300)])
def test_coverage_is_what_it_says_on_average_and_nowhere_far_from_it(people: int, answered: int) -> None:
    """Every true number of yes, exactly; with at least twenty expected answers of either kind."""
    found = coverage(people, answered)
    yes = np.arange(people + 1)
    enough = answered * np.minimum(yes, people - yes) / people >= 20
    assert 0.945 <= found.mean() <= 0.955
    assert found[enough].min() >= 0.933
    assert found[enough].max() <= 0.971


def test_everybody_answered_is_certain() -> None:
    found = evaluate(Census(80, 80, 20), line=0.3)
    assert found.assumed.interval == (0.25, 0.25)
    assert found.certain == (0.25, 0.25)
    assert found.turn is not None
    assert found.turn.turning is Turning.HOLDS
    assert imbens_manski(Census(80, 80, 20)) == (0.25, 0.25)


@pytest.mark.parametrize("yes", [0, 40])
def test_all_alike_still_has_an_interval(yes: int) -> None:
    low, high = wilson_finite(Census(200, 40, yes))
    assert 0.0 <= low < high <= 1.0
    assert (low == 0.0) == (yes == 0)


def test_three_answers_are_not_evaluated() -> None:
    with pytest.raises(TooFewAnswersError) as caught:
        evaluate(Census(500, 3, 1))
    assert caught.value.facts == {"answered": 3, "minimum": 5}


@pytest.mark.parametrize("counts", [(10, 11, 1), (10, 5, 6), (10, -1, 0)])
def test_contradictory_counts_are_refused(counts: tuple[int, int, int]) -> None:
    with pytest.raises(CountError):
        Census(*counts)


def test_forms_with_the_question_left_open_are_not_answers() -> None:
    counts = Census(100, 40, 10, skipped=20)
    assert counts.share == 0.25
    assert bounds(counts) == (0.1, 0.7)
    with pytest.raises(CountError):
        Census(100, 90, 10, skipped=20)


def test_empty_strata_are_merged_and_the_merging_is_recorded() -> None:
    parts = [
        Stratum("16–29", Census(300, 0, 0)),
        Stratum("30–49", Census(500, 90, 30)),
        Stratum("50+", Census(200, 80, 8)),
    ]
    done = merge_small(parts)
    assert done.merged == (("16–29", "30–49"),)
    assert post_stratified(parts).merged == done.merged
    assert sum(part.counts.people for part in done.strata) == 1000


def test_no_stratum_below_the_minimum_is_shown() -> None:
    parts = [Stratum("a", Census(300, 100, 30)), Stratum("b", Census(60, 30, 2))]
    found = evaluate(parts)
    assert found.strata[0].share == 0.3
    assert found.strata[1].share is None


def test_weighting_by_strata_corrects_who_answers() -> None:
    young, old = Stratum("young", Census(1000, 100, 50)), Stratum("old", Census(1000, 400, 40))
    found = post_stratified([young, old])
    assert found.share == pytest.approx(0.3)
    assert found.design_effect > 1


def test_the_linearised_error_is_the_sum_over_persons() -> None:
    parts = [Stratum("a", Census(500, 60, 20)), Stratum("b", Census(300, 90, 9))]
    z = [
        part.counts.people / part.counts.answered * (y - part.counts.share) / 800
        for part in parts
        for y in [1] * part.counts.yes + [0] * (part.counts.answered - part.counts.yes)
    ]
    n = len(z)
    square = (1 - n / 800) * n / (n - 1) * float(((np.array(z) - np.mean(z)) ** 2).sum())
    assert post_stratified(parts).standard_error == pytest.approx(np.sqrt(square))


@given(st.integers(10, 400), st.data())
@settings(max_examples=60, deadline=None)
def test_the_truth_lies_within_the_bounds(people: int, data: st.DataObject) -> None:
    answered = data.draw(st.integers(5, people))
    yes = data.draw(st.integers(0, answered))
    hidden = data.draw(st.integers(0, people - answered))
    low, high = bounds(Census(people, answered, yes))
    assert low - 1e-12 <= (yes + hidden) / people <= high + 1e-12
    wide = imbens_manski(Census(people, answered, yes), population=10 * people)
    assert wide[0] <= low
    assert high <= wide[1]


def test_the_conclusion_turns_where_it_says() -> None:
    counts = Census(1000, 400, 100)
    found = turning_point(counts, 0.3)
    assert found.share is not None
    assert found.odds_ratio is not None
    assert (100 + 600 * found.share) / 1000 == pytest.approx(0.3)
    assert found.odds_ratio > 1
    assert turning_point(counts, 0.9).turning is Turning.HOLDS


def test_raking_meets_every_margin() -> None:
    answers = np.array([[30.0, 20.0, 5.0], [10.0, 40.0, 15.0]])
    margins = [np.array([600.0, 400.0]), np.array([300.0, 500.0, 200.0])]
    people = rake(answers, margins).weights * answers
    for axis, other in product((0, 1), repeat=2):
        if axis != other:
            np.testing.assert_allclose(people.sum(other), margins[axis], rtol=1e-6)


def test_raking_that_cannot_converge_is_an_error() -> None:
    answers = np.array([[10.0, 0.0], [0.0, 10.0]])
    with pytest.raises(RakingError):
        rake(answers, [np.array([60.0, 40.0]), np.array([50.0, 50.0])])
    with pytest.raises(MarginError):
        rake(answers, [np.array([60.0, 40.0]), np.array([50.0, 40.0])])
    with pytest.raises(MarginError):
        rake(np.array([[10.0, 0.0], [5.0, 0.0]]), [np.array([60.0, 40.0]), np.array([50.0, 50.0])])
