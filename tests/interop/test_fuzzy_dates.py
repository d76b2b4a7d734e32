"""Dates as administrations write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etappe.interop.fuzzy_dates import FuzzyDate, Precision, UnreadableDate, describe, parse_fuzzy_date

DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2098, 12, 31))


@pytest.mark.parametrize(
    ("words", "start", "end", "precision"),
    [
        ("26.11.2005", "2005-11-26", "2005-11-26", Precision.DAY),
        ("26. November 2005", "2005-11-26", "2005-11-26", Precision.DAY),
        ("09. Mai 2005", "2005-05-09", "2005-05-09", Precision.DAY),
        ("2005-11-26", "2005-11-26", "2005-11-26", Precision.DAY),
        ("30.3.06", "2006-03-30", "2006-03-30", Precision.DAY),
        ("1.7.98", "1998-07-01", "1998-07-01", Precision.DAY),
        ("vom 30.03.2006", "2006-03-30", "2006-03-30", Precision.DAY),
        ("bis zum 31.07.2027", "2027-07-31", "2027-07-31", Precision.DAY),
        ("11/2005", "2005-11-01", "2005-11-30", Precision.MONTH),
        ("2005-11", "2005-11-01", "2005-11-30", Precision.MONTH),
        ("November 2005", "2005-11-01", "2005-11-30", Precision.MONTH),
        ("im Februar 2008", "2008-02-01", "2008-02-29", Precision.MONTH),
        ("Sept. 2008", "2008-09-01", "2008-09-30", Precision.MONTH),
        ("bis Ende September 2008", "2008-09-21", "2008-09-30", Precision.PART_OF_MONTH),
        ("Anfang Mai 2026", "2026-05-01", "2026-05-10", Precision.PART_OF_MONTH),
        ("Mitte Februar 2026", "2026-02-11", "2026-02-20", Precision.PART_OF_MONTH),
        ("Anfang 2009", "2009-01-01", "2009-04-30", Precision.PART_OF_YEAR),
        ("Mitte des Jahres 2009", "2009-05-01", "2009-08-31", Precision.PART_OF_YEAR),
        ("bis Ende 2027", "2027-09-01", "2027-12-31", Precision.PART_OF_YEAR),
        ("zum Jahresende 2027", "2027-09-01", "2027-12-31", Precision.PART_OF_YEAR),
        ("Frühjahr 2005", "2005-03-01", "2005-05-31", Precision.SEASON),
        ("im Sommer 2007", "2007-06-01", "2007-08-31", Precision.SEASON),
        ("Herbst 2005", "2005-09-01", "2005-11-30", Precision.SEASON),
        ("Winter 2008/2009", "2008-12-01", "2009-02-28", Precision.SEASON),
        ("Winter 2027/28", "2027-12-01", "2028-02-29", Precision.SEASON),
        ("1. Quartal 2026", "2026-01-01", "2026-03-31", Precision.QUARTER),
        ("viertes Quartal 2026", "2026-10-01", "2026-12-31", Precision.QUARTER),
        ("IV. Quartal 2026", "2026-10-01", "2026-12-31", Precision.QUARTER),
        ("Quartal 2/2026", "2026-04-01", "2026-06-30", Precision.QUARTER),
        ("Q3/2026", "2026-07-01", "2026-09-30", Precision.QUARTER),
        ("2. Halbjahr 2026", "2026-07-01", "2026-12-31", Precision.HALF_YEAR),
        ("1. HJ 2026", "2026-01-01", "2026-06-30", Precision.HALF_YEAR),
        ("zweite Hälfte 2026", "2026-07-01", "2026-12-31", Precision.HALF_YEAR),
        ("im ersten Halbjahr 2026", "2026-01-01", "2026-06-30", Precision.HALF_YEAR),
        ("2009", "2009-01-01", "2009-12-31", Precision.YEAR),
        ("seit 2009", "2009-01-01", "2009-12-31", Precision.YEAR),
        ("ab dem Jahr 2010", "2010-01-01", "2010-12-31", Precision.YEAR),
        ("2009/2010", "2009-01-01", "2010-12-31", Precision.YEARS),
        ("2009/10", "2009-01-01", "2010-12-31", Precision.YEARS),
        ("2008 / 2009", "2008-01-01", "2009-12-31", Precision.YEARS),
        ("2008-2010", "2008-01-01", "2010-12-31", Precision.YEARS),
        ("2008 – 2010", "2008-01-01", "2010-12-31", Precision.YEARS),
        ("von 2008 bis 2010", "2008-01-01", "2010-12-31", Precision.YEARS),
        ("Schuljahr 2026/27", "2026-08-01", "2027-07-31", Precision.RANGE),
        ("Jahreswechsel 2026/2027", "2026-12-01", "2027-01-31", Precision.RANGE),
        ("Sommer/Herbst 2026", "2026-06-01", "2026-11-30", Precision.RANGE),
        ("Dezember 2008/Januar 2009", "2008-12-01", "2009-01-31", Precision.RANGE),
        ("zwischen Sommer 2007 und April 2008", "2007-06-01", "2008-04-30", Precision.RANGE),
        ("März bis Mai 2026", "2026-03-01", "2026-05-31", Precision.RANGE),
        ("01.03.2026–15.04.2026", "2026-03-01", "2026-04-15", Precision.RANGE),
        ("1.3. bis 15.4.2026", "2026-03-01", "2026-04-15", Precision.RANGE),
        ("November 2005 bis November 2006", "2005-11-01", "2006-11-30", Precision.RANGE),
    ],
)
def test_wording_names_its_period(words: str, start: str, end: str, precision: Precision) -> None:
    assert parse_fuzzy_date(words) == FuzzyDate(date.fromisoformat(start), date.fromisoformat(end), precision, words)


def test_a_missing_year_is_taken_from_the_context() -> None:
    assert parse_fuzzy_date("Ende März", year=2010).start == date(2010, 3, 21)


@pytest.mark.parametrize("words", ["Ende März", "12.5.", "Frühjahr", "2. Quartal", "Jahresende"])
def test_without_a_year_the_message_asks_for_one(words: str) -> None:
    with pytest.raises(UnreadableDate, match="kein Jahr"):
        parse_fuzzy_date(words)


@pytest.mark.parametrize("words", ["kurzfristig", "fortlaufend", "bald", "", "   ", "bis", "2005/99", "123"])
def test_words_without_a_period_are_refused_with_examples(words: str) -> None:
    with pytest.raises(UnreadableDate, match=r"Frühjahr 2026"):
        parse_fuzzy_date(words)


@pytest.mark.parametrize("words", ["31.02.2026", "2026-13-01", "29. Februar 2027", "32.1.2026"])
def test_days_the_calendar_does_not_have_are_refused(words: str) -> None:
    with pytest.raises(UnreadableDate, match="gibt es im Kalender nicht"):
        parse_fuzzy_date(words)


def test_an_explanation_is_not_a_date() -> None:
    with pytest.raises(UnreadableDate, match="länger als 80 Zeichen"):
        parse_fuzzy_date("spätestens " * 10 + "2026")


def test_two_readings_are_no_reading() -> None:
    with pytest.raises(UnreadableDate, match="zwei Arten"):
        parse_fuzzy_date("2009-10")


def test_a_range_does_not_run_backwards() -> None:
    for words in ("Mai 2026 bis März 2025", "2010/2008"):
        with pytest.raises(UnreadableDate, match="vor dem Anfang"):
            parse_fuzzy_date(words)


def test_stages_are_sorted_by_their_first_day() -> None:
    stages = [parse_fuzzy_date(words) for words in ("2009/2010", "Herbst 2005", "26. November 2005", "Frühjahr 2005")]
    assert [stage.words for stage in sorted(stages)] == [
        "Frühjahr 2005",
        "Herbst 2005",
        "26. November 2005",
        "2009/2010",
    ]


@given(DAYS)
def test_a_day_is_read_exactly_in_every_notation(day: date) -> None:
    for words in (day.isoformat(), f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day.year}"):
        fuzzy = parse_fuzzy_date(words)
        assert (fuzzy.start, fuzzy.end, fuzzy.precision, fuzzy.words) == (day, day, Precision.DAY, words)


WORDINGS = st.builds(
    lambda template, y, m, q: template.format(y=y, n=y + 1, m=m, q=q),
    st.sampled_from(
        [
            "{m}/{y}", "Ende {y}", "Frühjahr {y}", "Winter {y}/{n}", "{q}. Quartal {y}", "Herbst {y}", "{y}", "{y}–{n}",
            "Schuljahr {y}/{n}", "1. Halbjahr {y}", "2. Halbjahr {y}", "Mitte {y}", "3.{m}.{y}", "Mai {y} bis Juni {n}",
        ]
    ),
    st.integers(1950, 2097),
    st.integers(1, 12),
    st.integers(1, 4),
)  # fmt: skip


@given(WORDINGS)
def test_words_are_kept_and_the_period_runs_forward(words: str) -> None:
    fuzzy = parse_fuzzy_date(words)
    assert fuzzy.words == words
    assert fuzzy.start <= fuzzy.end


@given(WORDINGS)
def test_the_standard_wording_names_the_same_period(words: str) -> None:
    fuzzy = parse_fuzzy_date(words)
    again = parse_fuzzy_date(describe(fuzzy))
    assert (again.start, again.end) == (fuzzy.start, fuzzy.end)
    assert describe(again) == describe(fuzzy)


@given(DAYS, DAYS, st.sampled_from(Precision))
def test_days_that_do_not_fit_their_precision_are_written_out(a: date, b: date, precision: Precision) -> None:
    fuzzy = FuzzyDate(min(a, b), max(a, b), precision, "")
    again = parse_fuzzy_date(describe(fuzzy))
    assert (again.start, again.end) == (fuzzy.start, fuzzy.end)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_in_words(words: str) -> None:
    try:
        answer = parse_fuzzy_date(words).words
    except UnreadableDate as refusal:
        answer = str(refusal)
    assert answer.startswith(words) or "„" in answer
