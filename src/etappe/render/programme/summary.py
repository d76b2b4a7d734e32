"""What a report says about itself in figures, counted from its own entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from etappe.render.german import round_to_cent
from etappe.render.programme.model import FieldSection, Influence, MeasureEntry, ProgrammeReport
from etappe.render.text import one_line


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a word occurs."""

    label: str
    number: int


@dataclass(frozen=True, slots=True)
class BudgetSum:
    """The sum in euro of the `stated` budgets as shown, and how many it leaves out because they are `unknown`."""

    known: Decimal
    stated: int
    unknown: int


@dataclass(frozen=True, slots=True)
class FieldFigures:
    """One field of action in figures."""

    number: str
    title: str
    measures: int
    complete: int
    budget: BudgetSum


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole programme in figures; every number is a count of measures unless its name says otherwise."""

    fields: tuple[FieldFigures, ...]
    measures: int
    complete: int
    with_owner: int
    with_deadline: int
    with_target: int
    goals: int
    recommendations: int
    states: tuple[Tally, ...]
    influences: tuple[Tally, ...]
    missing: tuple[Tally, ...]
    """Which part of a commitment is missing how often, the most frequent first."""
    budget: BudgetSum


def summarise(report: ProgrammeReport) -> Summary:
    """Count the entries of `report`."""
    measures = report.measures
    influences = Counter(measure.influence for measure in measures)
    return Summary(
        fields=tuple(_field_figures(section) for section in report.fields),
        measures=len(measures),
        complete=sum(measure.completeness.is_complete for measure in measures),
        with_owner=sum(bool(one_line(measure.owner)) for measure in measures),
        with_deadline=sum(bool(one_line(measure.deadline.words)) for measure in measures),
        with_target=sum(bool(one_line(measure.target)) for measure in measures),
        goals=sum(len(section.goals) for section in report.fields),
        recommendations=len(report.recommendations),
        states=_tally(state_of(measure) for measure in measures),
        influences=tuple(Tally(influence.label, influences[influence]) for influence in Influence),
        missing=_tally(one_line(part) for measure in measures for part in measure.missing),
        budget=_budget_sum(measures),
    )


def state_of(measure: MeasureEntry) -> str:
    """The state of a measure in words; “ohne Sachstand” where none was reported."""
    return one_line(measure.state) or "ohne Sachstand"


def _field_figures(section: FieldSection) -> FieldFigures:
    return FieldFigures(
        number=section.number,
        title=section.title,
        measures=len(section.measures),
        complete=sum(measure.completeness.is_complete for measure in section.measures),
        budget=_budget_sum(section.measures),
    )


def _budget_sum(measures: tuple[MeasureEntry, ...]) -> BudgetSum:
    # Each budget is shown in whole cents; what is shown adds up.
    known = [round_to_cent(measure.budget) for measure in measures if measure.budget is not None]
    return BudgetSum(sum(known, Decimal(0)), len(known), len(measures) - len(known))


def _tally(words: Iterable[str]) -> tuple[Tally, ...]:
    """The most frequent word first; words of equal frequency in the order of the alphabet."""
    counted = sorted(Counter(words).items(), key=lambda item: (-item[1], item[0]))
    return tuple(Tally(word, number) for word, number in counted)
