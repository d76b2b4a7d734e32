"""What a steering report says in figures, counted from its own entries: PDF, DOCX and XLSX show the same ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby

from etappe.render.programme.model import Influence
from etappe.render.steering.model import MeasureStatus, Standing, SteeringReport

_WORSE = {standing: rank for rank, standing in enumerate(Standing)}
"""Rank of a state, the worst first; only states that an office reported are compared."""
_COMPARED = frozenset(Standing) - {Standing.SILENT, Standing.NOT_STARTED}


@dataclass(frozen=True, slots=True)
class StandingCounts:
    """How many measures of one group are in each state, in the order of :class:`Standing`."""

    name: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All measures of the group."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Change:
    """A measure whose state is another one than in the round before."""

    measure: MeasureStatus
    before: Standing

    @property
    def is_worse(self) -> bool:
        """Whether it stands worse now."""
        return {self.before, self.measure.standing} <= _COMPARED and _WORSE[self.measure.standing] < _WORSE[self.before]


def overall(report: SteeringReport) -> StandingCounts:
    """Count all measures by state."""
    return _counted("Insgesamt", report.measures)


def by_field(report: SteeringReport) -> tuple[StandingCounts, ...]:
    """Count by field of action, in the order of the measures."""
    return _grouped(report.measures, lambda measure: measure.field)


def by_influence(report: SteeringReport) -> tuple[StandingCounts, ...]:
    """Count by what the municipality can do about it."""
    ordered = sorted(report.measures, key=lambda measure: list(Influence).index(measure.influence))
    return _grouped(ordered, lambda measure: f"Kommune {measure.influence.label}")


def changes(report: SteeringReport) -> tuple[Change, ...]:
    """Every measure that changed its state since the round before."""
    return tuple(
        Change(measure, measure.before)
        for measure in report.measures
        if measure.before is not None and measure.before is not measure.standing
    )


def asked(report: SteeringReport) -> int:
    """How many measures somebody was asked about."""
    return sum(measure.is_asked for measure in report.measures)


def answered(report: SteeringReport) -> int:
    """For how many of these somebody has answered."""
    return sum(measure.is_asked and measure.standing is not Standing.SILENT for measure in report.measures)


def _grouped(measures: Iterable[MeasureStatus], key: Callable[[MeasureStatus], str]) -> tuple[StandingCounts, ...]:
    return tuple(_counted(name, group) for name, group in groupby(measures, key))


def _counted(name: str, measures: Iterable[MeasureStatus]) -> StandingCounts:
    numbers = Counter(measure.standing for measure in measures)
    return StandingCounts(name, tuple(numbers[standing] for standing in Standing))
