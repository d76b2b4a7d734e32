"""The steering report as a workbook: one row a measure, and states counted by formulas over these rows."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from etappe.render.german import day
from etappe.render.spreadsheet import HEAD, Book, Column, Value
from etappe.render.steering import figures
from etappe.render.steering.contents import document_of
from etappe.render.steering.figures import StandingCounts
from etappe.render.steering.model import MeasureStatus, Standing, SteeringReport

_TOP = 3
"""Row of the table headers, counted from 0."""
_TABLE = "Sachstand"
_MEASURES = (
    Column("Nr.", width=9),
    Column("Maßnahme", width=42),
    Column("Handlungsfeld", width=30),
    Column("Einfluss", width=22),
    Column("Zuständig", width=28),
    Column("Stand", width=20),
    Column("Stand zuvor", width=20),
    Column("Bericht", width=50),
    Column("Hindernisse", width=26),
    Column("Frist", width=16),
    Column("Frist, Tag", "date", 13),
    Column("Voraussichtlich", width=16),
    Column("Voraussichtlich, Tag", "date", 13),
    Column("Meilensteine erreicht", "number", 12),
    Column("Meilensteine", "number", 12),
    Column("Mittel", "euro", 17),
    Column("Ausgegeben", "euro", 17),
    Column("Beispiel", width=10),
)
_DEVIATIONS = (
    Column("Maßnahme", width=42),
    Column("Abweichung", width=50),
    Column("Zustand", width=24),
    Column("Liegt bei", width=18),
    Column("Frist", "date", 13),
    Column("Ursache", width=36),
    Column("Stellungnahme", width=50),
    Column("Möglichkeiten", width=50),
    Column("Entscheidung", width=30),
    Column("Begründung", width=50),
    Column("Entschieden von", width=28),
    Column("Entschieden am", "date", 13),
)
_SILENT = (
    Column("Dezernat", width=34),
    Column("Stelle", width=34),
    Column("Maßnahmen", width=30),
    Column("Erinnerungen", "number", 14),
)
_CORRECTIONS = (Column("Vom", "date", 13), Column("Maßnahme", width=42), Column("Berichtigung", width=80))


def steering_xlsx(report: SteeringReport) -> bytes:
    """`report` as XLSX; equal reports give equal bytes."""
    document = document_of(report)
    book = Book(report.title, report.municipality, report.as_of)
    note = " · ".join((report.municipality, f"Stand {day(report.as_of)}", *document.marks))
    _write_overview(book, report, note, document.headline)
    for name, columns, rows in (
        (_TABLE, _MEASURES, [_measure_row(measure) for measure in report.measures]),
        ("Abweichungen", _DEVIATIONS, _deviation_rows(report)),
        ("Ohne_Antwort", _SILENT, _silent_rows(report)),
        ("Berichtigungen", _CORRECTIONS, _correction_rows(report)),
    ):
        sheet = book.sheet(name.replace("_", " "), f"{name.replace('_', ' ')}: {report.title}", note)
        book.table(sheet, _TOP, columns, rows, name)
    return book.finish()


def _write_overview(book: Book, report: SteeringReport, note: str, headline: str) -> None:
    sheet = book.sheet("Übersicht", f"{report.title}, {report.programme}", note)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 1 + len(Standing), 20)
    book.write(sheet, 2, 0, headline, text_wrap=False)
    row = _write_counts(book, sheet, _TOP + 1, "Handlungsfeld", figures.by_field(report))
    _write_counts(book, sheet, row + 1, "Einfluss", figures.by_influence(report))
    if report.digest:
        book.write(sheet, row + 8, 0, f"SHA-256 der festgeschriebenen Antworten: {report.digest}", text_wrap=False)


def _write_counts(book: Book, sheet: Worksheet, row: int, column: str, groups: tuple[StandingCounts, ...]) -> int:
    """Counts as formulas over the sheet of measures, each with its value; the row after the last is returned."""
    for number, title in enumerate((column, "Alle", *(standing.label for standing in Standing))):
        book.write(sheet, row, number, title, **HEAD, align="right" if number else "left")
    for offset, group in enumerate(groups, start=row + 1):
        book.write(sheet, offset, 0, group.name)
        same = f"1*EXACT({_TABLE}[{column}],$A{offset + 1})"
        book.write_formula(sheet, offset, 1, f"SUMPRODUCT({same})", value=group.total)
        for number, (standing, value) in enumerate(zip(Standing, group.counts, strict=True), start=2):
            formula = f'SUMPRODUCT({same},1*EXACT({_TABLE}[Stand],"{standing.label}"))'
            book.write_formula(sheet, offset, number, formula, value=value)
    return row + len(groups) + 1


def _measure_row(measure: MeasureStatus) -> tuple[Value, ...]:
    return (
        measure.number,
        measure.title,
        measure.field,
        f"Kommune {measure.influence.label}",
        measure.owner,
        measure.standing.label,
        measure.before.label if measure.before else "",
        measure.sentence,
        "\n".join(measure.obstacles),
        measure.deadline.words,
        measure.deadline.day,
        measure.forecast.words,
        measure.forecast.day,
        measure.milestones_reached,
        measure.milestones,
        measure.budget,
        measure.spent,
        "ja" if measure.is_example else "nein",
    )


def _deviation_rows(report: SteeringReport) -> list[tuple[Value, ...]]:
    return [
        (
            entry.measure,
            entry.summary,
            entry.state,
            entry.level,
            entry.due,
            entry.cause,
            entry.explanation,
            "\n".join(f"{option.course}: {option.consequence}" for option in entry.options),
            entry.decision.course if entry.decision else "",
            entry.decision.reason if entry.decision else "",
            entry.decision.mandate if entry.decision else "",
            entry.decision.decided_on if entry.decision else None,
        )
        for entry in report.deviations
    ]


def _silent_rows(report: SteeringReport) -> list[tuple[Value, ...]]:
    return [(entry.department, entry.unit, ", ".join(entry.measures), entry.reminders) for entry in report.silent]


def _correction_rows(report: SteeringReport) -> list[tuple[Value, ...]]:
    return [(entry.made_on, entry.measure, entry.text) for entry in report.corrections]
