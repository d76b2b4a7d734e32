"""Numbers, sums and days as a German reader expects them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etappe.render.german import count, counted, day, day_in_words, euro, of, round_to_cent


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("1234.5", "1.234,50 €"),
        ("0", "0,00 €"),
        ("0.005", "0,01 €"),
        ("0.004999", "0,00 €"),
        ("2.675", "2,68 €"),
        ("-1234.565", "−1.234,57 €"),
        ("1000000", "1.000.000,00 €"),
        ("-0.001", "0,00 €"),
    ],
)
def test_euro_is_rounded_half_up_and_grouped(amount: str, shown: str) -> None:
    assert euro(Decimal(amount)).replace("\u00a0", " ") == shown


def test_an_unknown_sum_is_no_zero() -> None:
    assert euro(None) == "keine Angabe"


@given(st.decimals(-(10**40), 10**40, allow_nan=False, places=5))
def test_rounding_moves_no_amount_by_more_than_half_a_cent(amount: Decimal) -> None:
    assert abs(round_to_cent(amount) - amount) <= Decimal("0.005")


def test_counts_shares_and_days() -> None:
    assert count(12345) == "12.345"
    assert counted(1, "Maßnahme", "Maßnahmen") == "1\u00a0Maßnahme"
    assert counted(0, "Maßnahme", "Maßnahmen") == "0\u00a0Maßnahmen"
    assert of(41, 1060) == "41 von 1.060"
    assert day(date(2026, 3, 5)) == "05.03.2026"
    assert day_in_words(date(2026, 3, 5)) == "5.\u00a0März 2026"
