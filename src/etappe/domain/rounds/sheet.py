"""The spreadsheet of one unit: what goes out, and what a returned one would change, before anything is changed.

A row carries the version of the answer it was made from. What the unit has written is compared with that version and
with what stands here now: a cell only the unit has changed is taken over, a cell that was changed on both sides is a
conflict, and somebody chooses.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from etappe.domain.audit.merging import changes_since
from etappe.domain.kernel.actor import Actor
from etappe.domain.kernel.language import official_language
from etappe.domain.programme.models import Milestone
from etappe.domain.rounds.models import Reply, Request, RequestedMeasure
from etappe.domain.rounds.policies import RequestPolicy
from etappe.domain.rounds.queries import ReplyItem, reply_form_data
from etappe.domain.rounds.values import ReplyValues
from etappe.interop.fuzzy_dates import FuzzyDate
from etappe.interop.measure_sheet import MilestoneRow, SheetError
from etappe.interop.reply_sheet import (
    COLUMNS,
    OBSTACLE_WORDS,
    STATE_WORDS,
    AnswerRow,
    AskedRow,
    ReplySheet,
    SheetHead,
    write_reply_sheet,
)

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KEYS = ("state", "milestones", "sentence", "obstacles", "forecast", "spent")
"""The columns a unit fills in, as they are compared."""
TITLES = {column.key: column.title for column in COLUMNS}
Cells = dict[str, Any]
"""An answer by column: state, sentence, obstacles, spent, forecast in words, ids of reached milestones."""


@dataclass(frozen=True)
class CellDifference:
    """One cell that would change. ``key`` names it in the choices; ``is_conflict``: both sides have changed it."""

    key: str
    title: str
    before: str
    here: str
    sheet: str
    is_conflict: bool


@dataclass(frozen=True)
class SheetRowDifference:
    """What one row would do.

    ``kind`` is ``changed``, ``conflict``, ``confirmed`` (nothing changed, confirmed with “ja”) or ``untouched``
    (nothing changed, nothing confirmed: it stays unanswered).
    """

    line: int
    item: RequestedMeasure
    kind: str
    cells: tuple[CellDifference, ...]
    version: int
    theirs: ReplyValues
    ours: ReplyValues

    def values(self, choices: dict[str, str]) -> ReplyValues:
        """Return what is to be confirmed; ``choices`` says ``sheet`` or ``here`` for each cell in conflict."""
        taken = {
            cell.key.partition(".")[2]
            for cell in self.cells
            if not cell.is_conflict or choices.get(cell.key) == "sheet"
        }
        names = {"reached" if key == "milestones" else key for key in taken}
        return replace(self.ours, **{name: getattr(self.theirs, name) for name in names})

    @property
    def conflicts(self) -> tuple[CellDifference, ...]:
        """The cells somebody has to choose for."""
        return tuple(cell for cell in self.cells if cell.is_conflict)


@dataclass(frozen=True)
class SheetDifference:
    """What a returned sheet would do as a whole. With errors nothing is taken over."""

    rows: tuple[SheetRowDifference, ...] = ()
    errors: tuple[SheetError, ...] = ()
    missing: tuple[RequestedMeasure, ...] = ()

    def count(self, kind: str) -> int:
        """Number of rows of this kind."""
        return sum(row.kind == kind for row in self.rows)

    @property
    def conflicts(self) -> tuple[CellDifference, ...]:
        """All cells somebody has to choose for."""
        return tuple(cell for row in self.rows for cell in row.conflicts)

    @property
    def fingerprint(self) -> str:
        """Changes whenever the difference does: the rows, or what stood here when it was made."""
        rows = [(row.line, row.item.pk, row.version, row.kind, row.cells) for row in self.rows]
        return hashlib.sha256(repr(rows).encode()).hexdigest()


def sheet_key(request: Request) -> str:
    """Return what stands at the top of the sheet and says where it belongs."""
    return f"R{request.round_id}-A{request.pk}"


def sheet_name(request: Request) -> str:
    """Return the name of the file."""
    return f"sachstand-{request.round.reporting_date:%Y-%m-%d}-{slugify(request.unit.short) or request.pk}.xlsx"


def reply_sheet(request: Request) -> bytes:
    """Return the spreadsheet of ``request``, filled with what its page shows."""
    with official_language():
        round_ = request.round
        head = SheetHead(
            key=sheet_key(request),
            unit=request.unit.title,
            title=f"Sachstand zum {date_format(round_.reporting_date, 'j. F Y')}",
            deadline=date_format(round_.deadline, "j. F Y"),
        )
        return write_reply_sheet(head, [_asked_row(item) for item in reply_form_data(request).items])


def _asked_row(item: ReplyItem) -> AskedRow:
    values, last = item.values, item.last
    reached = set(values.reached or ())
    said = f"{last.reply.get_state_display()} ({last.reporting_date:%d.%m.%Y})" if last else ""
    return AskedRow(
        number=item.item.measure.number,
        title=item.item.measure.title,
        last=said,
        version=item.version,
        state=values.state,
        milestones=tuple(MilestoneRow(step.title, step.due, done=step.pk in reached) for step in item.milestones),
        sentence=values.sentence,
        obstacles=values.obstacles,
        forecast=values.forecast,
        spent=values.spent,
    )


def compare_reply_sheet(actor: Actor, request: Request, sheet: ReplySheet) -> SheetDifference:
    """Return what ``sheet`` would change in the answers to ``request``; nothing is written."""
    RequestPolicy.require(actor, "reply", request)
    if sheet.key != sheet_key(request):
        errors = sheet.errors if not sheet.key and sheet.errors else (_foreign(sheet.key, request),)
        return SheetDifference(errors=errors)
    comparison = _Comparison({item.item.measure.number: item for item in reply_form_data(request).items}, sheet)
    return comparison.difference()


def _foreign(key: str, request: Request) -> SheetError:
    number = key.rpartition("-A")[2]
    wanted = _("die Tabelle von %(unit)s aus dieser Abfrage.") % {"unit": request.unit.title}
    if not key:
        return SheetError(
            _("Oben in der Tabelle fehlt die Kennung. Sie sagt, wohin die Antworten gehören."), expected=wanted
        )
    found = None
    if number.isascii() and number.isdigit() and len(number) < 15:
        found = Request.objects.select_related("unit", "round").filter(pk=int(number)).first()
    if found is None or sheet_key(found) != key:
        return SheetError(_("Diese Tabelle gehört zu keiner Abfrage dieser Kommune."), expected=wanted)
    if found.round_id != request.round_id:
        message = _("Diese Tabelle gehört zu einer anderen Abfrage: „%(title)s“.") % {"title": found.round.title}
    else:
        message = _("Diese Tabelle gehört zu einer anderen Stelle: %(unit)s.") % {"unit": found.unit.title}
    return SheetError(message, expected=wanted)


class _Comparison:
    """Compares row by row and collects what cannot be taken over."""

    def __init__(self, items: dict[int, ReplyItem], sheet: ReplySheet) -> None:
        self.items = items
        self.sheet = sheet
        self.errors: list[SheetError] = []

    def difference(self) -> SheetDifference:
        rows = tuple(row for row in map(self._row, self.sheet.rows) if row is not None)
        answered = {row.number for row in self.sheet.rows}
        broken = {error.row for error in self.sheet.errors}
        missing = () if broken else tuple(item.item for number, item in self.items.items() if number not in answered)
        errors = sorted((*self.sheet.errors, *self.errors), key=lambda error: error.row or 0)
        return SheetDifference(rows, tuple(errors), missing)

    def _row(self, answer: AnswerRow) -> SheetRowDifference | None:
        item = self.items.get(answer.number)
        if item is None:
            message = _(
                "Nach dieser Maßnahme wird hier nicht gefragt. Neue Maßnahmen entstehen im Programm, nicht hier."
            )
            expected = _("nur die Zeilen, die verschickt wurden; diese bitte löschen.")
            self._report(answer, "number", message, str(answer.number), expected)
            return None
        base, here = _base(item, answer.version), _cells(item.values)
        reached = self._reached(answer, item, base)
        if reached is None:
            return None
        theirs = _values_of(answer, reached, item)
        cells = tuple(self._differences(item, base, here, _cells(theirs), answer))
        row = SheetRowDifference(
            line=answer.line,
            item=item.item,
            kind=_kind(cells, answer, item),
            cells=cells,
            version=item.version,
            theirs=theirs,
            ours=replace(item.values, seen=item.initial.reached),
        )
        return row if self._holds(row, answer, item) else None

    def _differences(
        self, item: ReplyItem, base: Cells, here: Cells, theirs: Cells, answer: AnswerRow
    ) -> Iterable[CellDifference]:
        sides = {"before": base, "here": here, "sheet": theirs}
        for key in KEYS:
            if key not in answer.columns or theirs[key] in (base[key], here[key]):
                continue
            titles = {step.pk: step.title for step in item.milestones}
            words = {name: _words(key, cells[key], titles) for name, cells in sides.items()}
            yield CellDifference(f"{item.item.pk}.{key}", TITLES[key], **words, is_conflict=here[key] != base[key])

    def _reached(self, answer: AnswerRow, item: ReplyItem, base: Cells) -> tuple[int, ...] | None:
        """Ids of the milestones that are ticked in the sheet; those it does not mention stay as they were."""
        by_title: dict[str, list[Milestone]] = {}
        for step in item.milestones:
            by_title.setdefault(_folded(step.title), []).append(step)
        reached = set(base["milestones"])
        for row in answer.milestones:
            found = _matching(by_title, row)
            if found is None:
                message = _("Den Meilenstein „%(title)s“ gibt es bei dieser Maßnahme nicht.") % {"title": row.title}
                expected = _("nur die Meilensteine, die verschickt wurden.")
                self._report(answer, "milestones", message, row.title, expected)
                return None
            reached.discard(found.pk)
            if row.done:
                reached.add(found.pk)
        return tuple(sorted(reached))

    def _holds(self, row: SheetRowDifference, answer: AnswerRow, item: ReplyItem) -> bool:
        if row.kind == "untouched":
            return True
        if item.item.frozen_at is not None:
            message = _("Diese Antwort ist festgeschrieben und lässt sich nicht mehr ändern.")
            self._report(answer, "number", message, str(answer.number), _("eine unveränderte Zeile."))
            return False
        said = row.values({cell.key: "sheet" for cell in row.conflicts})
        if not said.state:
            self._report(answer, "state", _("Der Stand fehlt."), "", ", ".join(STATE_WORDS.values()) + ".")
            return False
        if said.state == Reply.State.STOPPED and not said.sentence:
            message = _("Wer eine Maßnahme als gestoppt meldet, begründet das in einem Satz.")
            self._report(answer, "sentence", message, "", _("ein Satz."))
            return False
        return True

    def _report(self, answer: AnswerRow, key: str, message: str, found: str, expected: str) -> None:
        letter = self.sheet.letters.get(key)
        self.errors.append(SheetError(message, answer.line, letter, TITLES[key], expected, found))


def _matching(by_title: dict[str, list[Milestone]], row: MilestoneRow) -> Milestone | None:
    steps = by_title.get(_folded(row.title), [])
    return steps.pop(0) if steps else None


def _folded(title: str) -> str:
    return " ".join(title.replace(";", ",").split()).casefold()


def _kind(cells: tuple[CellDifference, ...], answer: AnswerRow, item: ReplyItem) -> str:
    if any(cell.is_conflict for cell in cells):
        return "conflict"
    if cells:
        return "changed"
    return "confirmed" if answer.confirmed and not item.is_confirmed else "untouched"


def _values_of(answer: AnswerRow, reached: tuple[int, ...], item: ReplyItem) -> ReplyValues:
    return ReplyValues(
        state=answer.state,
        sentence=answer.sentence,
        obstacles=answer.obstacles,
        forecast=answer.forecast,
        spent=answer.spent,
        reached=reached,
        seen=item.initial.reached,
    )


def _base(item: ReplyItem, version: int) -> Cells:
    """What stood here when the sheet was made."""
    if item.reply is None:
        return _cells(item.initial)
    base = _cells(item.values)
    before = changes_since(item.reply, max(version, 1))
    names = {"state": "state", "sentence": "sentence", "obstacles": "obstacles", "forecast": "forecast_words"}
    for key, column in names.items():
        if column in before:
            base[key] = tuple(before[column]) if key == "obstacles" else before[column]
    if "spent" in before:
        base["spent"] = Decimal(before["spent"]) if before["spent"] is not None else None
    if "reached" in before:
        base["milestones"] = tuple(sorted(before["reached"]))
    return base


def _cells(values: ReplyValues) -> Cells:
    forecast: FuzzyDate | None = values.forecast
    return {
        "state": values.state,
        "milestones": tuple(sorted(values.reached or ())),
        "sentence": " ".join(values.sentence.split()),
        "obstacles": tuple(code for code in OBSTACLE_WORDS if code in values.obstacles),
        "forecast": forecast.words if forecast else "",
        "spent": values.spent,
    }


def _words(key: str, value: Any, milestones: dict[int, str]) -> str:
    if key == "state":
        return STATE_WORDS.get(value, "")
    if key == "obstacles":
        return "; ".join(OBSTACLE_WORDS.get(code, code) for code in value)
    if key == "milestones":
        return "; ".join(milestones[pk] for pk in value if pk in milestones)
    if key == "spent":
        return "" if value is None else f"{value:.2f}".replace(".", ",")
    return str(value)
