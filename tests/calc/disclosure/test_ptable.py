"""The perturbation table: unbiased, of known variance, of largest entropy, and honest about what it cannot do."""

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from etappe.calc.disclosure.maximum_entropy import variance_range
from etappe.calc.disclosure.ptable import (
    KEY_SPACE,
    ParameterError,
    PTable,
    PublishedRowError,
    UnbiasedError,
    VarianceError,
    ptable,
    published_table,
)


def _range_by_lp(i: int, D: int, js: int, p_stay: float) -> tuple[float, float] | None:
    v = np.array([x for x in range(-D, D + 1) if i + x >= 0 and not 1 <= i + x <= js])
    if v.size <= 1:
        return (0.0, 0.0) if 0 in v else None
    bounds = [(p_stay if x == 0 else 0, 1) for x in v]
    ends = [
        linprog(sign * v**2, A_eq=np.vstack([np.ones(v.size), v]), b_eq=[1, 0], bounds=bounds) for sign in (1.0, -1.0)
    ]
    return (ends[0].fun, -ends[1].fun) if all(end.success for end in ends) else None


def test_published_counts_example_row_one() -> None:
    row = ptable(2, 1.05, 1).rows[1]
    assert row.v.tolist() == [-1, 1, 2]
    assert row.p == pytest.approx([0.50833333, 0.475, 0.01666667], abs=1e-8)


def test_published_matrix_of_hoehne_and_hoeninger_row_one_is_what_is_left_when_a_one_changes_by_at_most_three() -> None:
    row = ptable(4, 2.25, 2, reach={1: 3}).rows[1]
    assert row.v.tolist() == [-1, 2, 3]
    assert row.p == pytest.approx([0.6875, 0.25, 0.0625], abs=1e-12)


def test_with_the_full_reach_the_entropy_of_that_row_is_larger_than_published() -> None:
    full, published = ptable(4, 2.25, 2).rows[1], ptable(4, 2.25, 2, reach={1: 3}).rows[1]
    assert full.variance == pytest.approx(2.25)
    assert full.entropy > published.entropy


def test_a_published_table_is_taken_over_only_after_its_rows_were_checked() -> None:
    rows = {i: dict(zip(row.v.tolist(), row.p.tolist(), strict=True)) for i, row in enumerate(ptable(3, 1.5).rows) if i}
    taken = published_table(3, 0, rows, V=1.5)
    assert taken.i_max == 3
    rows[2] = {-1: 0.5, 1: 0.5}
    with pytest.raises(PublishedRowError, match=r"Row 2 has mean 0\.000000 instead of 0 or variance 1\.000000"):
        published_table(3, 0, rows, V=1.5)
    rows[2] = {-3: 0.5, 3: 0.5}
    with pytest.raises(PublishedRowError, match="changes other than"):
        published_table(3, 0, rows, V=1.5)
    rows[2] = {-1: 0.5, 1: 0.6}
    with pytest.raises(PublishedRowError, match=r"add up to 1\.1"):
        published_table(3, 0, rows, V=1.5)
    with pytest.raises(PublishedRowError, match="no row 1"):
        published_table(3, 0, {2: {0: 1.0}}, V=1.5)


def test_a_row_that_other_tools_miss_attains_its_variance() -> None:
    row = ptable(7, 3).rows[1]
    assert row.variance == pytest.approx(3, abs=1e-9)
    assert row.mean == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(("js", "last"), [(0, 5), (1, 7), (2, 8)])
def test_last_row_is_the_first_that_no_bound_touches(js: int, last: int) -> None:
    table = ptable(5, 4, js)
    assert table.i_max == last
    assert table.rows[-1].p == pytest.approx(table.rows[-1].p[::-1])


def test_a_zero_stays_a_zero() -> None:
    row = ptable(4, 3, 2).rows[0]
    assert (row.v.tolist(), row.p.tolist()) == ([0], [1.0])


def test_inner_row_is_an_exponential_of_a_square() -> None:
    row = ptable(5, 2).rows[-1]
    curvature = np.diff(np.log(row.p), 2)
    assert curvature == pytest.approx(np.full(9, curvature[0]))


wishes = st.tuples(st.integers(1, 8), st.floats(0.05, 9), st.integers(0, 3), st.sampled_from([0.0, 0.2, 0.5]))


@settings(deadline=None, max_examples=25)
@given(wishes)
def test_every_row_keeps_all_promises_or_says_it_cannot(wish: tuple[int, float, int, float]) -> None:
    D, V, js, p_stay = wish
    last = D if js == 0 else D + js + 1
    ranges = [_range_by_lp(i, D, js, p_stay) for i in range(1, last + 1)]
    if any(found is None for found in ranges):
        with pytest.raises(UnbiasedError):
            ptable(D, V, js, p_stay=p_stay, infeasible="nearest")
        return
    ends = [found for found in ranges if found is not None]
    if any(not low - 1e-9 <= V <= high + 1e-9 for low, high in ends):
        with pytest.raises(VarianceError):
            ptable(D, V, js, p_stay=p_stay)
    table = ptable(D, V, js, p_stay=p_stay, infeasible="nearest")
    for row, (low, high) in zip(table.rows[1:], ends, strict=True):
        assert row.variance == pytest.approx(min(max(V, low), high), abs=1e-6)
        assert row.mean == pytest.approx(0, abs=1e-8)
        assert row.p.sum() == pytest.approx(1, abs=1e-9)
        assert (row.p >= 0).all()
        shown = row.count + row.v
        assert not ((shown < 0) | ((shown >= 1) & (shown <= js))).any()
        assert row.stay >= p_stay - 1e-9 or row.count <= js


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.filter_too_much])
@given(wishes, st.data())
def test_no_other_distribution_with_the_same_promises_has_a_larger_entropy(
    wish: tuple[int, float, int, float], data: st.DataObject
) -> None:
    D, V, js, p_stay = wish
    try:
        table = ptable(D, V, js, p_stay=p_stay)
    except (UnbiasedError, VarianceError):
        assume(False)
    row = data.draw(st.sampled_from(table.rows[1:]))
    directions = _null_space(row.v)
    weights = data.draw(st.lists(st.floats(-1, 1), min_size=directions.shape[1], max_size=directions.shape[1]))
    other = row.p + 1e-3 * directions @ np.array(weights)
    floor = np.where(row.v == 0, p_stay, 0.0)
    assume((other >= floor).all())
    positive = other[other > 0]
    assert -(positive * np.log(positive)).sum() <= row.entropy + 1e-8


def _null_space(v: np.ndarray) -> np.ndarray:
    _, _, right = np.linalg.svd(np.vstack([np.ones(v.size), v, v**2]))
    return right[min(3, v.size) :].T


def test_largest_variance_of_a_row_by_formula_and_by_linear_programme() -> None:
    for D in range(1, 8):
        for js in range(4):
            for i in range(1, D + js + 2):
                formula, programme = variance_range(i, D, js, 0.3), _range_by_lp(i, D, js, 0.3)
                assert (formula is None) == (programme is None)
                if formula and programme:
                    assert formula == pytest.approx(programme, abs=1e-9)


def test_variance_at_the_very_end_of_what_is_possible_has_two_points() -> None:
    table = ptable(2, 2, 0)
    assert table.rows[1].p == pytest.approx([2 / 3, 0, 0, 1 / 3])
    assert ptable(4, 2, 2).rows[1].p == pytest.approx([2 / 3, 1 / 3, 0, 0])


def test_a_missed_variance_is_reported_never_silent() -> None:
    with pytest.raises(VarianceError, match=r"Row 1: the variance 1.08 .* 2 to 4 is possible") as caught:
        ptable(4, 1.08, 2)
    assert caught.value.facts["row"] == 1
    nearest = ptable(4, 1.08, 2, infeasible="nearest")
    assert nearest.as_dict()["missed"][0] == {"i": 1, "variance": pytest.approx(2)}


def test_the_stay_probability_is_kept_where_it_binds() -> None:
    row = ptable(3, 1, p_stay=0.6).rows[-1]
    assert row.stay == pytest.approx(0.6)
    assert row.variance == pytest.approx(1)
    assert ptable(3, 1).rows[-1].stay < 0.6


@pytest.mark.parametrize(
    ("wish", "name"),
    [
        ({"D": 0, "V": 1}, "D"),
        ({"D": 2, "V": 0}, "V"),
        ({"D": 2, "V": math.nan}, "V"),
        ({"D": 2, "V": 1, "js": -1}, "js"),
        ({"D": 2, "V": 1, "p_stay": 1.0}, "p_stay"),
        ({"D": 2, "V": 1, "reach": {9: 1}}, "reach"),
    ],
)
def test_impossible_wishes_are_refused_by_name(wish: dict[str, float], name: str) -> None:
    with pytest.raises(ParameterError) as caught:
        ptable(**wish)
    assert caught.value.facts["name"] == name


def _first_above(table: PTable, count: int, key: int) -> int:
    row = table.rows[min(count, table.i_max)]
    for change, cumulated in zip(row.v.tolist(), np.cumsum(row.p).tolist(), strict=True):
        if key / KEY_SPACE < cumulated:
            return change
    return int(row.v[-1])


@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, KEY_SPACE - 1)), min_size=1),
    st.sampled_from([(2, 1.08, 1), (4, 2.25, 2), (5, 2, 0)]),
)
def test_the_change_is_the_first_whose_cumulated_probability_lies_above_the_key(
    cells: list[tuple[int, int]], wish: tuple[int, float, int]
) -> None:
    table = ptable(*wish)
    counts, keys = (np.array(column) for column in zip(*cells, strict=True))
    found = table.perturbation(counts.astype(np.int64), keys.astype(np.uint64))
    assert found.tolist() == [_first_above(table, count, key) for count, key in cells]
    shown = counts + found
    assert ((shown == 0) | (shown > wish[2])).all()


def test_the_last_key_has_a_change_too() -> None:
    table = ptable(2, 1.08, 1)
    counts = np.arange(9, dtype=np.int64)
    ends = table.perturbation(counts, np.full(9, KEY_SPACE - 1, dtype=np.uint64))
    assert ends.tolist() == [0, *[2] * 8]
