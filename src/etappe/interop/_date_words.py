"""The words in which German administrations write a date, and the period each wording names.

Internal to :mod:`etappe.interop.fuzzy_dates`. Every wording is one rule: a pattern over tidied text and a function from
the match to the period.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from etappe.interop._periods import (
    Period,
    Precision,
    UnreadableDate,
    day_period,
    months_period,
    part_of_month_period,
    part_of_year_period,
    school_year_period,
    season_period,
    years_period,
)

EXAMPLES = "„26.11.2005“, „November 2005“, „Ende März 2026“, „Frühjahr 2026“, „2. Halbjahr 2026“ oder „2026–2028“"
MAX_WORDS = 80
"""Longest wording, in characters; what is longer is an explanation and no date."""
PIVOT = 60
"""Two-digit years up to this one belong to 2000, later ones to 1900."""

_MONTH_NAMES = {
    "januar": 1, "jänner": 1, "jan": 1, "februar": 2, "feber": 2, "feb": 2, "märz": 3, "maerz": 3, "mrz": 3, "mär": 3,
    "april": 4, "apr": 4, "mai": 5, "juni": 6, "jun": 6, "juli": 7, "jul": 7, "august": 8, "aug": 8, "september": 9,
    "sept": 9, "sep": 9, "oktober": 10, "okt": 10, "november": 11, "nov": 11, "dezember": 12, "dez": 12,
}  # fmt: skip
_SEASON_NAMES = {
    "frühjahr": "Frühjahr", "frühling": "Frühjahr", "fruehjahr": "Frühjahr", "fruehling": "Frühjahr",
    "sommer": "Sommer", "herbst": "Herbst", "winter": "Winter",
}  # fmt: skip
_PART_NAMES = {
    "anfang": 0, "beginn": 0, "mitte": 1, "ende": 2,
    "jahresanfang": 0, "jahresbeginn": 0, "jahresmitte": 1, "jahresende": 2,
}  # fmt: skip
_ORDINALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "erste": 1, "zweite": 2, "dritte": 3, "vierte": 4}

_DASHES = re.compile(r"[‐-―−]")
_FILLERS = re.compile(
    r"^(?:(?:im|in|am|ab|seit|bis|zum|zur|vom|von|dem|den|der|des|das|spätestens|voraussichtlich|etwa|circa|ca\.?|"
    r"jahre?s?|laufe|zeitraum|zwischen|längstens|ungefähr|rund|um|noch)\s+)+"
)
_YEAR = r"(?P<y>\d{4}|\d{2})"
_Y4 = r"(?P<y>(?:19|20|21)\d{2})"
_MONTH = r"(?P<m>" + "|".join(sorted(_MONTH_NAMES, key=len, reverse=True)) + r")\.?"
_SEASON = r"(?P<s>" + "|".join(_SEASON_NAMES) + r")"
_PART = r"(?P<p>anfang|beginn|mitte|ende)"

_Rule = Callable[[re.Match[str], int | None], Period | None]


def read_period(words: str, year: int | None) -> Period:
    """The period that ``words`` name; see :func:`etappe.interop.fuzzy_dates.parse_fuzzy_date`."""
    if len(words) > MAX_WORDS:
        raise UnreadableDate(
            f"Die Zeitangabe ist länger als {MAX_WORDS} Zeichen. Möglich sind zum Beispiel {EXAMPLES}."
        )
    text = _tidy(words)
    if not text:
        raise UnreadableDate(f"Hier steht keine Zeitangabe. Möglich sind zum Beispiel {EXAMPLES}.")
    try:
        period = _read_single(text, year) or _read_range(text, year)
    except UnreadableDate:
        raise
    except ValueError as error:
        raise UnreadableDate(f"„{words}“ gibt es im Kalender nicht. Möglich sind zum Beispiel {EXAMPLES}.") from error
    if period is None:
        raise UnreadableDate(f"„{words}“ nennt keinen Zeitpunkt. Möglich sind zum Beispiel {EXAMPLES}.")
    return period


def _tidy(words: str) -> str:
    text = unicodedata.normalize("NFC", words)
    text = _DASHES.sub("-", text).replace("\u00a0", " ").replace("\u202f", " ")
    text = re.sub(r"\s+", " ", text).strip(" ,;:„“\"'()").casefold()
    text = re.sub(r"\s*/\s*", "/", text)
    return _FILLERS.sub("", text)


def _full_year(text: str) -> int:
    if len(text) == 4:
        return int(text)
    return int(text) + (2000 if int(text) <= PIVOT else 1900)


def _read_single(text: str, year: int | None) -> Period | None:
    for pattern, rule in _RULES:
        match = pattern.fullmatch(text)
        if match:
            return rule(match, year)
    return None


def _read_range(text: str, year: int | None) -> Period | None:
    """Two dates with *bis* or a dash between them; the first may leave its year to the second."""
    for split in (r"\s+bis\s+(?:zum\s+)?", r"\s+-\s+", r"-", r"\s+und\s+", r"/"):
        sides = re.split(split, text)
        if len(sides) != 2 or not all(sides):
            continue
        last = _read_single(_FILLERS.sub("", sides[1]), year)
        first = last and _read_single(sides[0], last.end.year)
        if first and last:
            return _join(first, last, text)
    return None


def _join(first: Period, last: Period, text: str) -> Period:
    if last.end < first.start:
        raise UnreadableDate(f"„{text}“: Das Ende liegt vor dem Anfang. Möglich ist zum Beispiel „2026–2028“.")
    if {first.precision, last.precision} <= {Precision.YEAR, Precision.YEARS}:
        return years_period(first.start.year, last.end.year)
    return Period(first.start, last.end, Precision.RANGE)


def _year_of(match: re.Match[str], assumed: int | None) -> int:
    """The year that was written, or the assumed one; without either, an error that says so."""
    written = match.groupdict().get("y")
    if written:
        return _full_year(written)
    if assumed is None:
        raise UnreadableDate(f"„{match[0]}“ nennt kein Jahr. Möglich sind zum Beispiel {EXAMPLES}.")
    return assumed


def _iso_day(m: re.Match[str], _: int | None) -> Period:
    return day_period(int(m["y"]), int(m["m"]), int(m["d"]))


def _german_day(m: re.Match[str], assumed: int | None) -> Period:
    return day_period(_year_of(m, assumed), int(m["m"]), int(m["d"]))


def _named_day(m: re.Match[str], assumed: int | None) -> Period:
    return day_period(_year_of(m, assumed), _MONTH_NAMES[m["m"]], int(m["d"]))


def _month_number(m: re.Match[str], _: int | None) -> Period:
    return months_period(_full_year(m["y"]), int(m["m"]), int(m["m"]), Precision.MONTH)


def _iso_month(m: re.Match[str], _: int | None) -> Period:
    """``2005-11`` is a month; ``2009-10`` could as well be two years, so nobody guesses."""
    year, month = int(m["y"]), int(m["m"])
    if month == (year + 1) % 100:
        raise UnreadableDate(
            f"„{m[0]}“ lässt sich auf zwei Arten lesen. Eindeutig sind „{month:02d}/{year}“ oder „{year}–{year + 1}“."
        )
    return months_period(year, month, month, Precision.MONTH)


def _named_month(m: re.Match[str], assumed: int | None) -> Period:
    month = _MONTH_NAMES[m["m"]]
    return months_period(_year_of(m, assumed), month, month, Precision.MONTH)


def _part_of_month(m: re.Match[str], assumed: int | None) -> Period:
    return part_of_month_period(_PART_NAMES[m["p"]], _year_of(m, assumed), _MONTH_NAMES[m["m"]])


def _part_of_year(m: re.Match[str], assumed: int | None) -> Period:
    return part_of_year_period(_PART_NAMES[m["p"]], _year_of(m, assumed))


def _season(m: re.Match[str], assumed: int | None) -> Period:
    return season_period(_SEASON_NAMES[m["s"]], _year_of(m, assumed))


def _winter(m: re.Match[str], _: int | None) -> Period | None:
    first, last = _full_year(m["y"]), _second_year(m)
    return season_period("Winter", first) if last == first + 1 else None


def _quarter(m: re.Match[str], assumed: int | None) -> Period:
    first = 3 * _count(m) - 2
    return months_period(_year_of(m, assumed), first, first + 2, Precision.QUARTER)


def _half_year(m: re.Match[str], assumed: int | None) -> Period:
    first = 6 * _count(m) - 5
    return months_period(_year_of(m, assumed), first, first + 5, Precision.HALF_YEAR)


def _count(m: re.Match[str]) -> int:
    return _ORDINALS[m["o"]] if m.groupdict().get("o") else int(m["n"])


def _one_year(m: re.Match[str], _: int | None) -> Period:
    return years_period(int(m["y"]), int(m["y"]))


def _second_year(m: re.Match[str]) -> int:
    """The year after the slash: written in full, or its last two digits in the century of the first."""
    return int(m["z"]) if len(m["z"]) == 4 else int(m["y"]) // 100 * 100 + int(m["z"])


def _two_years(m: re.Match[str], _: int | None) -> Period | None:
    """``2009/2010`` and ``2009/10``; other two-digit numbers after the slash name no year one can be sure of."""
    first, last = int(m["y"]), _second_year(m)
    if last < first or (len(m["z"]) == 2 and last != first + 1):
        return None
    return years_period(first, last)


def _school_year(m: re.Match[str], _: int | None) -> Period | None:
    first = int(m["y"])
    return school_year_period(first) if _second_year(m) == first + 1 else None


def _jahreswechsel(m: re.Match[str], _: int | None) -> Period | None:
    """The turn of the year: December of the first to January of the second."""
    first = int(m["y"])
    if _second_year(m) != first + 1:
        return None
    return Period(date(first, 12, 1), date(first + 1, 1, 31), Precision.RANGE)


def _rule(pattern: str, function: _Rule) -> tuple[re.Pattern[str], _Rule]:
    return re.compile(pattern), function


_COUNT_4 = r"(?:(?P<n>[1-4])\.?|(?P<o>i{1,3}(?=\.)|iv(?=\.)|erste|zweite|dritte|vierte)[srn]?\.?)"
_COUNT_2 = r"(?:(?P<n>[12])\.?|(?P<o>i{1,2}(?=\.)|erste|zweite)[srn]?\.?)"
_OPTIONAL_YEAR = r"(?:\s*(?:des jahres|im jahr|/)?\s*" + _YEAR + r")?"

_RULES: tuple[tuple[re.Pattern[str], _Rule], ...] = (
    _rule(r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})", _iso_day),
    _rule(r"(?P<d>\d{1,2})\. ?(?P<m>\d{1,2})\.(?: ?(?P<y>\d{4}|\d{2}))?", _german_day),
    _rule(rf"(?P<d>\d{{1,2}})\. ?{_MONTH}(?: {_YEAR})?", _named_day),
    _rule(r"(?P<m>0?[1-9]|1[0-2])[/.](?P<y>(?:19|20|21)\d{2})", _month_number),
    _rule(rf"{_Y4}-(?P<m>0[1-9]|1[0-2])", _iso_month),
    _rule(rf"{_MONTH}(?: {_YEAR})?", _named_month),
    _rule(rf"{_PART} (?:des )?{_MONTH}s?(?: {_YEAR})?", _part_of_month),
    _rule(rf"{_PART}(?: des jahres)? {_Y4}", _part_of_year),
    _rule(rf"(?P<p>jahresanfang|jahresbeginn|jahresmitte|jahresende)(?: {_YEAR})?", _part_of_year),
    _rule(rf"winter {_Y4}[/-](?P<z>\d{{4}}|\d{{2}})", _winter),
    _rule(rf"{_SEASON}(?: {_YEAR})?", _season),
    _rule(rf"{_COUNT_4} ?quartal{_OPTIONAL_YEAR}", _quarter),
    _rule(rf"(?:q|quartal) ?(?P<n>[1-4]){_OPTIONAL_YEAR}", _quarter),
    _rule(rf"{_COUNT_2} ?(?:halbjahr|hj\.?|hälfte){_OPTIONAL_YEAR}", _half_year),
    _rule(rf"h ?(?P<n>[12]){_OPTIONAL_YEAR}", _half_year),
    _rule(rf"schuljahr {_Y4}[/-](?P<z>\d{{4}}|\d{{2}})", _school_year),
    _rule(rf"jahreswechsel {_Y4}[/-](?P<z>\d{{4}}|\d{{2}})", _jahreswechsel),
    _rule(_Y4, _one_year),
    _rule(rf"{_Y4}/(?P<z>\d{{4}}|\d{{2}})", _two_years),
)
