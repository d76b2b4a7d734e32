"""Measures in a spreadsheet and back: what a sheet would change, row by row, before anything is changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from etappe.domain.programme.models import FieldOfAction, Goal, Measure, Programme, TargetGroup
from etappe.domain.tenancy.models import Organisation, Unit
from etappe.interop.fuzzy_dates import FuzzyDate
from etappe.interop.measure_sheet import (
    COLUMNS,
    Influence,
    MeasureRow,
    MilestoneRow,
    SheetError,
    SheetLists,
    SheetResult,
    State,
)

T = TypeVar("T")
TITLES = {column.key: column.title for column in COLUMNS}
TEXTS = ("title", "description", "place", "output", "outcome", "indicator", "target_value")


@dataclass(frozen=True)
class Difference:
    """One cell that would change: its column, what stands in Etappe now, what the sheet says."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class PlannedRow:
    """What one row would do. ``measure`` is None for a new one; ``values`` go to the action."""

    line: int
    title: str
    measure: Measure | None
    values: dict[str, Any]
    partners: tuple[Organisation | Unit, ...] | None
    milestones: tuple[MilestoneRow, ...] | None
    differences: tuple[Difference, ...]

    @property
    def kind(self) -> str:
        """``new``, ``changed`` or ``same``."""
        if self.measure is None:
            return "new"
        return "changed" if self.differences else "same"


@dataclass(frozen=True)
class SheetPlan:
    """What a sheet would do as a whole. With errors nothing is applied."""

    rows: tuple[PlannedRow, ...]
    errors: tuple[SheetError, ...]
    extra_columns: tuple[str, ...]

    def count(self, kind: str) -> int:
        """Number of rows of this kind."""
        return sum(row.kind == kind for row in self.rows)

    @property
    def fingerprint(self) -> str:
        """Changes whenever the plan does: the rows, or what stood in the database when it was made."""
        rows = [(row.line, row.measure.version if row.measure else None, row.differences) for row in self.rows]
        return hashlib.sha256(repr(rows).encode()).hexdigest()


def row_of(measure: Measure) -> MeasureRow:
    """Return a measure as a row; read with target groups, partners and milestones prefetched."""
    return MeasureRow(
        title=measure.title,
        number=str(measure.number),
        field=measure.field.name,
        goal=measure.goal.number if measure.goal else "",
        description=measure.description,
        owner=measure.owner.short if measure.owner else "",
        partners=tuple(str(item.organisation or item.unit) for item in measure.cooperations.all()),
        influence=Influence(measure.influence),
        target_groups=tuple(group.name for group in measure.target_groups.all()),
        place=measure.place,
        start=measure.start,
        deadline=measure.deadline,
        budget=measure.budget,
        funding=measure.funding_source,
        output=measure.output,
        outcome=measure.outcome,
        indicator=measure.indicator,
        target_value=measure.target_value,
        state=State(measure.state),
        milestones=tuple(
            MilestoneRow(step.title, step.due, done=step.reached_on is not None) for step in measure.milestones.all()
        ),
    )


def lists_for(programme: Programme) -> SheetLists:
    """Return the choices that the cells of a sheet offer."""
    return SheetLists(
        fields=tuple(field.name for field in FieldOfAction.objects.all()),
        goals=tuple(goal.number for goal in Goal.objects.filter(programme=programme)),
        owners=tuple(unit.short for unit in Unit.objects.filter(valid_until__isnull=True)),
    )


class Register:
    """Looks names of a sheet up in the municipality; read once for the whole sheet."""

    def __init__(self, programme: Programme) -> None:
        units = list(Unit.objects.filter(valid_until__isnull=True))
        self.fields = _by_names(FieldOfAction.objects.all(), lambda field: (field.name, str(field.number)))
        self.goals = _by_names(Goal.objects.filter(programme=programme), lambda goal: (goal.number, goal.title))
        self.units = _by_names(units, lambda unit: (unit.short, unit.name))
        self.partners: dict[str, Organisation | Unit] = {**self.units}
        self.partners |= _by_names(Organisation.objects.all(), lambda item: (item.name,))
        self.groups = _by_names(TargetGroup.objects.all(), lambda group: (group.name,))


def _by_names(items: Iterable[T], names: Callable[[T], Sequence[str]]) -> dict[str, T]:
    return {name.strip().casefold(): item for item in items for name in names(item)}


def plan(programme: Programme, measures: Sequence[Measure], sheet: SheetResult) -> SheetPlan:
    """Return what ``sheet`` would change in ``measures`` of ``programme``; nothing is written.

    A column that the sheet lacks leaves its field alone; an empty cell clears it.
    """
    planner = _Planner(Register(programme), {str(measure.number): measure for measure in measures}, sheet)
    rows = tuple(row for row in map(planner.row, sheet.rows) if row is not None)
    return SheetPlan(rows, (*sheet.errors, *planner.errors), tuple(sheet.extra_columns))


class _Planner:
    """Turns rows into planned rows and collects what could not be understood."""

    def __init__(self, register: Register, measures: dict[str, Measure], sheet: SheetResult) -> None:
        self.register = register
        self.measures = measures
        self.missing = set(sheet.missing_columns)
        self.errors: list[SheetError] = []

    def row(self, row: MeasureRow) -> PlannedRow | None:
        problems = len(self.errors)
        measure = self._measure(row)
        values = self._values(row)
        partners = self._several(row, "partners", row.partners, self.register.partners)
        groups = self._several(row, "target_groups", row.target_groups, self.register.groups)
        if groups is not None:
            values["target_groups"] = list(groups)
        if measure is None and (self._lacks("field") or not row.field.strip()):
            self._report(row, "field", _("Eine neue Maßnahme braucht ein Handlungsfeld."), "")
        if len(self.errors) > problems:
            return None
        milestones = None if self._lacks("milestones") else row.milestones
        differences = self._differences(row, measure)
        return PlannedRow(row.line or 0, row.title, measure, values, partners, milestones, differences)

    def _measure(self, row: MeasureRow) -> Measure | None:
        if not row.number:
            return None
        found = self.measures.get(row.number)
        if found is None:
            expected = _("Eine Nummer aus diesem Programm; für neue Maßnahmen bleibt die Zelle leer.")
            self._report(row, "number", _("Diese Maßnahme gibt es im Programm nicht."), row.number, expected)
        return found

    def _values(self, row: MeasureRow) -> dict[str, Any]:
        values: dict[str, Any] = {name: getattr(row, name) for name in TEXTS if not self._lacks(name)}
        values |= {name: getattr(row, name) for name in ("start", "deadline", "budget") if not self._lacks(name)}
        if not self._lacks("funding"):
            values["funding_source"] = row.funding
        if row.influence is not None:
            values["influence"] = row.influence.value
        if row.state is not None:
            values["state"] = row.state.value
        for name, known in (
            ("field", self.register.fields),
            ("goal", self.register.goals),
            ("owner", self.register.units),
        ):
            self._look_up(row, name, known, values)
        return values

    def _look_up(self, row: MeasureRow, name: str, known: Mapping[str, Any], values: dict[str, Any]) -> None:
        if self._lacks(name):
            return
        wanted = getattr(row, name).strip()
        if not wanted:
            if name != "field":
                values[name] = None
            return
        found = known.get(wanted.casefold())
        if found is None:
            self._report(row, name, _("Das gibt es in dieser Kommune nicht."), wanted, _some(known.values()))
        else:
            values[name] = found

    def _several(self, row: MeasureRow, name: str, names: tuple[str, ...], known: dict[str, T]) -> tuple[T, ...] | None:
        if self._lacks(name):
            return None
        found = [known.get(item.strip().casefold()) for item in names]
        for item, match in zip(names, found, strict=True):
            if match is None:
                self._report(row, name, _("Das gibt es in dieser Kommune nicht."), item, _some(known.values()))
        return tuple(match for match in found if match is not None)

    def _lacks(self, name: str) -> bool:
        return TITLES[name] in self.missing or name in self.missing

    def _differences(self, row: MeasureRow, measure: Measure | None) -> tuple[Difference, ...]:
        now = row_of(measure) if measure is not None else MeasureRow(title="")
        pairs = (
            (column.title, _words(getattr(now, column.key)), _words(getattr(row, column.key)))
            for column in COLUMNS
            if column.key != "number" and not self._lacks(column.key)
        )
        unset = {"": True}
        return tuple(
            Difference(title, before, after)
            for title, before, after in pairs
            if before != after and not (title in {TITLES["influence"], TITLES["state"]} and after in unset)
        )

    def _report(self, row: MeasureRow, name: str, message: str, found: str, expected: str = "") -> None:
        self.errors.append(
            SheetError(message, row=row.line, column=None, title=TITLES[name], expected=expected, found=found)
        )


def _some(items: Iterable[Any], limit: int = 6) -> str:
    names = list(dict.fromkeys(str(item) for item in items))
    return ", ".join(names[:limit]) + (" …" if len(names) > limit else "")


def _words(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, FuzzyDate):
        return value.words
    if isinstance(value, MilestoneRow):
        due = f" ({value.due.words})" if value.due else ""
        return f"{'✓ ' if value.done else ''}{value.title}{due}"
    if isinstance(value, tuple):
        return "; ".join(_words(item) for item in value)
    if isinstance(value, Influence | State):
        return value.value
    return f"{value:f}".rstrip("0").rstrip(".") if hasattr(value, "as_tuple") else str(value)
