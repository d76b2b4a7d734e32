"""Rounding at output: half up, exact, and open about columns that do not make 100."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etappe.calc.rounding import half_up, percent, percentages


@pytest.mark.parametrize(
    ("value", "digits", "rounded"),
    [
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (-2.5, 0, "-3"),
        (0.285, 2, "0.29"),
        (1.005, 2, "1.01"),
        (Decimal("33.349"), 1, "33.3"),
        (Fraction(1, 3), 4, "0.3333"),
        (Fraction(-1, 8), 2, "-0.13"),
        (1250, -2, "1300"),
        (Fraction(1250), -2, "1300"),
    ],
)
def test_a_half_goes_up(value: Decimal | Fraction | float, digits: int, rounded: str) -> None:
    assert half_up(value, digits) == Decimal(rounded)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("-Infinity")])
def test_what_is_no_number_is_not_rounded(value: float | Decimal) -> None:
    with pytest.raises(ValueError, match="not a finite number"):
        half_up(value)


@given(st.fractions(-1000, 1000, max_denominator=10**6), st.integers(0, 4))
def test_rounded_is_the_nearest_and_the_farther_from_zero_of_two_equally_near(value: Fraction, digits: int) -> None:
    step = Fraction(1, 10**digits)
    rounded = Fraction(half_up(value, digits))
    assert rounded % step == 0
    assert abs(rounded - value) < step / 2 or (abs(rounded - value) == step / 2 and abs(rounded) > abs(value))


def test_a_share_is_rounded_once_from_its_counts() -> None:
    assert percent(1, 8) == Decimal("12.5")
    assert percent(1, 16) == Decimal("6.3")
    assert percent(1, 0) is None


def test_a_column_says_when_it_does_not_make_one_hundred() -> None:
    thirds = percentages([1, 1, 1])
    assert thirds.shares == (Decimal("33.3"),) * 3
    assert not thirds.adds_up
    assert thirds.note == "Die Anteile ergeben wegen der Rundung zusammen 99,9 % statt 100 %."


def test_a_column_that_makes_one_hundred_needs_no_note() -> None:
    halves = percentages([1, 1])
    assert halves.adds_up
    assert halves.note == ""
    assert percentages([0, 0]).shares == (None, None)
    assert percentages([0, 0]).note == ""
