"""Dates as administrations write them: „Frühjahr 2005“, „Ende März“, „2009/2010“, „bis Ende 2027“.

A fuzzy date is the period the words name, the precision they have, and the words themselves. It is sorted by the first
day of the period and always shown as it was written. Words such as *bis*, *ab* and *seit* stay in the words and do not
widen the period: „bis Ende 2027“ names the end of 2027, and it is the last day of that period that a deadline means.

The bounds of every kind of period are fixed here and nowhere else:

===================  ==================================================================================
day                  that day
part of a month      Anfang 1st to 10th, Mitte 11th to 20th, Ende 21st to the last day
month, quarter       calendar month, calendar quarter
half year            January to June, July to December
season               Frühjahr March to May, Sommer June to August, Herbst September to November, Winter
                     December to the end of February of the next year (the meteorological seasons)
part of a year       Anfang January to April, Mitte May to August, Ende September to December
year, years          calendar years, both ends included; a school year runs from 1 August to 31 July
===================  ==================================================================================

Two-digit years up to 60 belong to 2000, later ones to 1900.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from etappe.interop._date_words import read_period
from etappe.interop._periods import (
    MONTHS,
    PARTS,
    SEASONS,
    Period,
    Precision,
    UnreadableDate,
    months_period,
    part_of_month_period,
    part_of_year_period,
    season_period,
    years_period,
)

__all__ = ["FuzzyDate", "Precision", "UnreadableDate", "describe", "parse_fuzzy_date"]


@dataclass(frozen=True, order=True)
class FuzzyDate:
    """A period of time with its precision and the words it was written in; sorted by first, then last day."""

    start: date
    end: date
    precision: Precision
    words: str

    def __post_init__(self) -> None:
        """Refuse a period that ends before it starts."""
        if self.end < self.start:
            raise UnreadableDate(f"Das Ende ({self.end:%d.%m.%Y}) liegt vor dem Anfang ({self.start:%d.%m.%Y}).")


def parse_fuzzy_date(words: str, *, year: int | None = None) -> FuzzyDate:
    """Read a date as people write it.

    Parameters
    ----------
    words
        For example ``26.11.2005``, ``30.3.06``, ``11/2005``, „Ende März“, „Winter 2008/2009“, „von 2008 bis 2010“.
    year
        The year to assume where the words name none („Ende März“).

    Returns
    -------
    FuzzyDate
        The period, its precision, and ``words`` verbatim.

    Raises
    ------
    UnreadableDate
        With a German message that shows examples: the words name no period („kurzfristig“), a year is missing, the
        calendar has no such day, or the words can be read in two ways (``2009-10``).
    """
    period = read_period(words, year)
    return FuzzyDate(period.start, period.end, period.precision, words)


def describe(fuzzy: FuzzyDate) -> str:
    """The period in standard German words, whatever words were used.

    Reading the result gives the same period again. Where the stored precision does not fit the days, the days win and
    are written out.

    >>> describe(parse_fuzzy_date("Q3/26"))
    '3. Quartal 2026'
    """
    period = Period(fuzzy.start, fuzzy.end, fuzzy.precision)
    for precision, text, candidate in _standard_wordings(period):
        if precision == period.precision and candidate == period:
            return text
    if period.start == period.end:
        return _spell_day(period.start)
    return f"{_spell_day(period.start)} bis {_spell_day(period.end)}"


def _spell_day(day: date) -> str:
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year:04d}"


def _standard_wordings(period: Period) -> list[tuple[Precision, str, Period]]:
    """Every standard wording that starts on the first day of ``period``, with the period it stands for."""
    start, year, month = period.start, period.start.year, period.start.month
    third = min((start.day - 1) // 10, 2)
    found = [
        (
            Precision.PART_OF_MONTH,
            f"{PARTS[third]} {MONTHS[month - 1]} {year:04d}",
            part_of_month_period(third, year, month),
        ),
        (Precision.MONTH, f"{MONTHS[month - 1]} {year:04d}", months_period(year, month, month, Precision.MONTH)),
        (Precision.YEAR, f"{year:04d}", years_period(year, year)),
        (Precision.YEARS, f"{year:04d}–{period.end.year:04d}", years_period(year, period.end.year)),
    ]
    if month % 3 == 1:
        quarter = months_period(year, month, month + 2, Precision.QUARTER)
        found.append((Precision.QUARTER, f"{month // 3 + 1}. Quartal {year:04d}", quarter))
    if month % 6 == 1:
        half = months_period(year, month, month + 5, Precision.HALF_YEAR)
        found.append((Precision.HALF_YEAR, f"{month // 6 + 1}. Halbjahr {year:04d}", half))
    if month % 4 == 1:
        found.append((Precision.PART_OF_YEAR, f"{PARTS[month // 4]} {year:04d}", part_of_year_period(month // 4, year)))
    found.extend(
        (
            Precision.SEASON,
            f"{name} {year:04d}" + (f"/{year + 1:04d}" if first == 12 else ""),
            season_period(name, year),
        )
        for name, first in SEASONS.items()
        if first == month and year < date.max.year
    )
    return found
