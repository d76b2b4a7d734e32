"""Figures as a German reader writes them."""

from decimal import Decimal

from etappe.calc.rounding import half_up, percent


def number(value: float | Decimal, digits: int = 0) -> str:
    """German notation: 1.234,5."""
    rounded = f"{half_up(value, digits):,f}"
    return rounded.translate(str.maketrans(",.", ".,"))


def share(part: int, whole: int) -> str:
    """Per cent with one decimal place, or a dash where there is no whole."""
    found = percent(part, whole)
    return "–" if found is None else f"{number(found, 1)} %"
