"""Periods of the calendar, built from their names; the building blocks of :mod:`etappe.interop.fuzzy_dates`."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MONTHS = (
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
SEASONS = {"Frühjahr": 3, "Sommer": 6, "Herbst": 9, "Winter": 12}
"""Name of the season in the interface and its first month."""
PARTS = ("Anfang", "Mitte", "Ende")


class Precision(StrEnum):
    """How exact the words of a fuzzy date are."""

    DAY = "day"
    PART_OF_MONTH = "part_of_month"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    PART_OF_YEAR = "part_of_year"
    HALF_YEAR = "half_year"
    YEAR = "year"
    YEARS = "years"
    RANGE = "range"


class UnreadableDate(ValueError):
    """The words name no period of time; the message is German, says why, and gives examples."""


@dataclass(frozen=True)
class Period:
    """A period of time without words: first day, last day, precision."""

    start: date
    end: date
    precision: Precision


def last_of_month(year: int, month: int) -> date:
    """Last day of a calendar month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def day_period(year: int, month: int, day: int) -> Period:
    """One day; raises ``ValueError`` where the calendar has no such day."""
    that = date(year, month, day)
    return Period(that, that, Precision.DAY)


def months_period(year: int, first: int, last: int, precision: Precision) -> Period:
    """Calendar months ``first`` to ``last`` of one year."""
    return Period(date(year, first, 1), last_of_month(year, last), precision)


def part_of_month_period(part: int, year: int, month: int) -> Period:
    """First (0), middle (1) or last (2) third of a month."""
    end = last_of_month(year, month) if part == 2 else date(year, month, 10 * (part + 1))
    return Period(date(year, month, 10 * part + 1), end, Precision.PART_OF_MONTH)


def part_of_year_period(part: int, year: int) -> Period:
    """First (0), middle (1) or last (2) third of a year."""
    return months_period(year, 4 * part + 1, 4 * part + 4, Precision.PART_OF_YEAR)


def season_period(season: str, year: int) -> Period:
    """A season; ``year`` is the year in which it begins, which for the winter is that of December."""
    first = SEASONS[season]
    if first == 12:
        return Period(date(year, 12, 1), last_of_month(year + 1, 2), Precision.SEASON)
    return months_period(year, first, first + 2, Precision.SEASON)


def years_period(first: int, last: int) -> Period:
    """Whole calendar years; one year alone has the precision *year*."""
    return Period(date(first, 1, 1), date(last, 12, 31), Precision.YEAR if first == last else Precision.YEARS)


def school_year_period(first: int) -> Period:
    """The school year that begins on 1 August of ``first`` (section 7 SchulG NRW)."""
    return Period(date(first, 8, 1), date(first + 1, 7, 31), Precision.RANGE)
