"""Numbers of council papers in the notations of different cities."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etappe.interop.paper_numbers import find_paper_numbers, parse_paper_number


@pytest.mark.parametrize(
    ("raw", "year", "number", "supplement", "prefix"),
    [
        ("DS 08-0105/1", 2008, "0105", "1", None),
        ("DS -09-1668", 2009, "1668", None, None),
        ("DS Nr. 07-1684", 2007, "1684", None, None),
        ("DS-Nr.05-3142", 2005, "3142", None, None),
        ("07-1684", 2007, "1684", None, None),
        ("Drucksache 08–0105", 2008, "0105", None, None),
        ("0776/2013", 2013, "0776", None, None),
        ("16 2165/2020", 2020, "2165", None, "16"),
        ("V/2024/0123", 2024, "0123", None, "V"),
        ("Vorlage Nr. BV/2024/0123/1", 2024, "0123", "1", "BV"),
        ("26-0815", 2026, "0815", None, None),
        ("98-0012", 1998, "0012", None, None),
        ("Drs. 16/2165", None, "2165", None, "16"),
        ("V 16/0165-01", None, "0165", "01", "V 16"),
    ],
)
def test_notation_is_taken_apart(
    raw: str, year: int | None, number: str, supplement: str | None, prefix: str | None
) -> None:
    paper = parse_paper_number(raw)
    assert (paper.raw, paper.year, paper.number) == (raw, year, number)
    assert (paper.supplement, paper.prefix) == (supplement, prefix)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("DS Nr. 08-0105", "2008/105"),
        ("07-1684", "DS 07 - 1684"),
        ("DS -09-1668", "ds-nr. 09–1668"),
        ("776/2013", "0776/2013"),
    ],
)
def test_the_same_paper_is_recognised_in_another_notation(one: str, other: str) -> None:
    assert parse_paper_number(one).key == parse_paper_number(other).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("08-0105", "08-0105/1"),
        ("16 2165/2020", "2165/2020"),
        ("V/2024/0123", "A/2024/0123"),
        ("Eilbeschluss", "Eilantrag"),
    ],
)
def test_different_papers_stay_different(one: str, other: str) -> None:
    assert parse_paper_number(one).key != parse_paper_number(other).key


@given(st.text(max_size=40))
def test_any_text_is_kept(raw: str) -> None:
    assert parse_paper_number(raw).raw == raw


@given(st.integers(1961, 2060), st.integers(10, 9999), st.integers(1, 9))
def test_year_number_and_supplement_survive_the_short_notation(year: int, number: int, supplement: int) -> None:
    paper = parse_paper_number(f"DS {year % 100:02d}-{number:04d}/{supplement}")
    assert paper.number is not None
    assert (paper.year, int(paper.number), paper.supplement) == (year, number, str(supplement))


def test_papers_are_found_in_running_text() -> None:
    text = (
        "Beschlossen wurde die Vorlage DS Nr. 22-0711, ergänzt durch 22-0711/2; der Zwischenbericht (V/2024/0123) und "
        "die Antwort 0776/2013 lagen vor. Das Programm 2009/2010 umfasst die Jahre 2008-2010, Telefon 0203-123456."
    )
    assert [paper.raw for paper in find_paper_numbers(text)] == [
        "DS Nr. 22-0711",
        "22-0711/2",
        "V/2024/0123",
        "0776/2013",
    ]


@given(st.text(max_size=60))
def test_found_papers_are_papers(text: str) -> None:
    assert all(paper.number for paper in find_paper_numbers(text))
