"""Numbers, sums of money and days as a German reader expects them; rounding is half up and happens here only."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext

NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"
NOT_STATED = "keine Angabe"
_CENT = Decimal("0.01")
_MONTHS = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)


def euro(amount: Decimal | None) -> str:
    """“1.234,50 €”, rounded half up to the cent; “keine Angabe” for an unknown sum, “0,00 €” for none."""
    if amount is None:
        return NOT_STATED
    cents = round_to_cent(amount)
    sign = MINUS if cents < 0 else ""
    whole, _, fraction = f"{abs(cents):,.2f}".partition(".")
    return f"{sign}{whole.replace(',', '.')},{fraction}{NO_BREAK_SPACE}€"


def round_to_cent(amount: Decimal) -> Decimal:
    """`amount` with two decimals, half up, whatever its size."""
    with localcontext() as context:
        # Enough digits for every digit before the point and the two behind it.
        context.prec = max(28, amount.adjusted() + 5)
        return amount.quantize(_CENT, rounding=ROUND_HALF_UP)


def count(number: int) -> str:
    """“1.234”."""
    return f"{number:,}".replace(",", ".")


def counted(number: int, one: str, many: str) -> str:
    """“1 Maßnahme”, “12 Maßnahmen”."""
    return f"{count(number)}{NO_BREAK_SPACE}{one if number == 1 else many}"


def of(part: int, whole: int) -> str:
    """“41 von 60”: a share never stands without what it is a share of."""
    return f"{count(part)} von {count(whole)}"


def day(value: date) -> str:
    """“22.11.2026”."""
    return f"{value.day:02d}.{value.month:02d}.{value.year}"


def day_in_words(value: date) -> str:
    """“22. November 2026”."""
    return f"{value.day}.{NO_BREAK_SPACE}{_MONTHS[value.month - 1]} {value.year}"
