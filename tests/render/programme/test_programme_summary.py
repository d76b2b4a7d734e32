"""What a report says of itself is counted from its entries."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.render.sample_programme import sample_report

from etappe.render.programme.model import (
    Completeness,
    FieldSection,
    Influence,
    MeasureEntry,
    ProgrammeReport,
    ShownDate,
)
from etappe.render.programme.summary import summarise
from etappe.render.programme.wording import budget_words, facts, headline

words = st.sampled_from(["", " ", "Jugendamt", "im Plan", "verzögert"])
completeness = st.integers(0, 7).map(lambda present: Completeness(present, 7))
measures = st.builds(
    MeasureEntry,
    number=words,
    title=words,
    influence=st.sampled_from(Influence),
    completeness=completeness,
    owner=words,
    deadline=words.map(ShownDate),
    target=words,
    state=words,
    missing=st.lists(st.sampled_from(["Frist", "Mittel"]), unique=True).map(tuple),
    budget=st.none() | st.decimals(0, 10**9, places=3),
)
sections = st.builds(FieldSection, number=words, title=words, measures=st.lists(measures, max_size=6).map(tuple))
day = sample_report(0).as_of
reports = st.builds(
    ProgrammeReport, words, words, words, st.just(day), words, fields=st.lists(sections, max_size=4).map(tuple)
)


@given(reports)
def test_parts_add_up_to_the_whole(report: ProgrammeReport) -> None:
    summary = summarise(report)
    assert summary.measures == len(report.measures)
    assert sum(field.measures for field in summary.fields) == summary.measures
    assert sum(field.complete for field in summary.fields) == summary.complete
    assert sum(tally.number for tally in summary.states) == summary.measures
    assert sum(tally.number for tally in summary.influences) == summary.measures
    assert sum((field.budget.known for field in summary.fields), Decimal(0)) == summary.budget.known
    assert summary.budget.stated + summary.budget.unknown == summary.measures


@given(reports)
def test_no_count_exceeds_the_number_of_measures(report: ProgrammeReport) -> None:
    summary = summarise(report)
    for number in (summary.complete, summary.with_owner, summary.with_deadline, summary.with_target):
        assert 0 <= number <= summary.measures


def test_the_headline_says_how_much_of_the_programme_is_a_commitment() -> None:
    assert headline(summarise(sample_report(60))).replace("\u00a0", " ") == (
        "60 Maßnahmen in 6 Handlungsfeldern: 60 mit Zuständigkeit, 48 mit Frist, 25 mit Zielwert. "
        "Alle Angaben liegen bei 25 von 60 vor."
    )


def test_what_is_shown_in_cents_adds_up_to_the_sum_shown() -> None:
    halves = [MeasureEntry("1", "T", Influence.STEERS, Completeness(0, 1), budget=Decimal("0.005")) for _ in range(3)]
    report = ProgrammeReport("T", "M", "", day, "", fields=(FieldSection("1", "F", measures=tuple(halves)),))
    assert budget_words(summarise(report).budget) == "0,03\u00a0€"


def test_a_sum_names_how_many_budgets_it_leaves_out() -> None:
    known = MeasureEntry("1", "T", Influence.STEERS, Completeness(0, 1), budget=Decimal(0))
    unknown = MeasureEntry("2", "T", Influence.STEERS, Completeness(0, 1))
    report = ProgrammeReport("T", "M", "", day, "", fields=(FieldSection("1", "F", measures=(known, unknown)),))
    assert budget_words(summarise(report).budget).replace("\u00a0", " ") == "0,00 € (1 Maßnahme ohne Angabe)"


def test_parts_of_a_commitment_are_always_shown_and_the_rest_only_if_there_is_something_to_say() -> None:
    bare = MeasureEntry("1", "T", Influence.STEERS, Completeness(0, 7))
    assert [(fact.label, fact.lines) for fact in facts(bare)] == [
        (label, ("keine Angabe",))
        for label in ("Zuständig", "Frist", "Zielgruppen", "Ort", "Mittel", "Indikator", "Zielwert")
    ]


@pytest.mark.parametrize(("present", "total"), [(-1, 7), (8, 7)])
def test_a_completeness_that_cannot_be_is_refused(present: int, total: int) -> None:
    with pytest.raises(ValueError, match=rf"completeness {present} of {total}"):
        Completeness(present, total)


@pytest.mark.parametrize("amount", ["NaN", "Infinity"])
def test_a_budget_that_is_no_sum_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="expected a sum in euro"):
        MeasureEntry("1", "T", Influence.STEERS, Completeness(0, 7), budget=Decimal(amount))
