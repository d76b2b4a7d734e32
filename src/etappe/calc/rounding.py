"""Rounding for output: half up, in decimal, at the very end and nowhere else.

Binary floats and databases disagree about 0.5 (and about 0.285, which no binary float can hold). Every figure that is
shown is therefore rounded here, from exact counts where there are any.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

_PRECISION = 60
"""Digits of intermediate results: more than any count or share has."""


def half_up(value: Decimal | Fraction | int | float, digits: int = 0) -> Decimal:
    """Round to ``digits`` decimal places; a half is rounded away from zero.

    Parameters
    ----------
    value
        A float counts as the shortest decimal that denotes it (0.285 is 0.285, so 0.29).
    digits
        Decimal places; negative for tens, hundreds …

    Raises
    ------
    ValueError
        If the value is not finite.
    """
    with localcontext() as context:
        context.prec = _PRECISION
        if isinstance(value, Fraction):
            return _half_up_fraction(value, digits)
        exact = value if isinstance(value, Decimal) else Decimal(repr(value))
        if not exact.is_finite():
            raise ValueError(f"{value} cannot be rounded: it is not a finite number.")
        return exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def _half_up_fraction(value: Fraction, digits: int) -> Decimal:
    """Exact for fractions without a finite decimal too: compare with whole units, never with a cut-off quotient."""
    units = abs(value) * Fraction(10) ** digits
    whole = (2 * units.numerator + units.denominator) // (2 * units.denominator)
    return Decimal(whole if value >= 0 else -whole).scaleb(-digits)


def percent(part: int, whole: int, digits: int = 1) -> Decimal | None:
    """``part`` of ``whole`` in per cent, rounded once from the counts; None where nothing can be a share of nothing."""
    return half_up(Fraction(100 * part, whole), digits) if whole else None


@dataclass(frozen=True)
class PercentColumn:
    """Shares of one column, each rounded on its own.

    Attributes
    ----------
    shares
        Per cent, one for each count; None where the total is 0.
    total
        Sum of the shares as shown, which is not always 100.
    """

    shares: tuple[Decimal | None, ...]
    total: Decimal

    @property
    def adds_up(self) -> bool:
        """Whether the shown shares make 100 exactly (or there are none to add)."""
        return self.total == 100 or all(share is None for share in self.shares)

    @property
    def note(self) -> str:
        """What to print below the column: empty, or that rounding keeps it from making 100."""
        if self.adds_up:
            return ""
        return f"Die Anteile ergeben wegen der Rundung zusammen {_german(self.total)} statt 100 %."


def percentages(counts: Sequence[int], digits: int = 1) -> PercentColumn:
    """Shares of counts in their own sum.

    Shares are never bent to make 100: each is right for itself, and the column says so when they do not add up.
    """
    whole = sum(counts)
    shares = tuple(percent(count, whole, digits) for count in counts)
    return PercentColumn(shares, sum((share for share in shares if share is not None), Decimal(0)))


def _german(number: Decimal) -> str:
    return f"{number:f}".replace(".", ",") + " %"
