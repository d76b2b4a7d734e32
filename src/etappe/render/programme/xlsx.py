"""The programme as a workbook: one row for each measure, and figures that are formulas over these rows."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from etappe.render.programme import wording
from etappe.render.programme.model import MeasureEntry, ProgrammeReport
from etappe.render.programme.summary import Summary, state_of, summarise
from etappe.render.spreadsheet import HEAD, Book, Column, Value

_TOP = 3
"""Row of the table headers, counted from 0."""
_MEASURES, _MILESTONES, _TRACE, _RECOMMENDATIONS = "Massnahmen", "Meilensteine", "Herkunft", "Empfehlungen"
_MEASURE_COLUMNS = (
    Column("Zeile", "number", 7),
    Column("Nr.", width=9),
    Column("Maßnahme", width=42),
    Column("Handlungsfeld", width=30),
    Column("Ziel", width=9),
    Column("Beschreibung", width=50),
    Column("Zuständig", width=28),
    Column("Beteiligt", width=28),
    Column("Einfluss", width=13),
    Column("Zielgruppen", width=28),
    Column("Ort", width=20),
    Column("Beginn", width=16),
    Column("Beginn, Tag", "date", 13),
    Column("Frist", width=16),
    Column("Frist, Tag", "date", 13),
    Column("Mittel", "euro", 17),
    Column("Finanzierung", width=28),
    Column("Ergebnis", width=36),
    Column("Wirkung", width=36),
    Column("Indikator", width=36),
    Column("Zielwert", width=24),
    Column("Stand", width=15),
    Column("Angaben vorhanden", "number", 12),
    Column("Angaben nötig", "number", 12),
    Column("Es fehlt", width=26),
    Column("Beispiel", width=10),
)
_MILESTONE_COLUMNS = (
    Column("Nr.", width=9),
    Column("Maßnahme", width=42),
    Column("Meilenstein", width=50),
    Column("Frist", width=16),
    Column("Frist, Tag", "date", 13),
    Column("Stand", width=12),
)
_TRACE_COLUMNS = (
    Column("Nr.", width=9),
    Column("Maßnahme", width=42),
    Column("Schritt", "number", 9),
    Column("Station", width=22),
    Column("Wortlaut", width=60),
    Column("Drucksache", width=22),
    Column("Abschnitt", width=14),
    Column("Seite", width=9),
)
_RECOMMENDATION_COLUMNS = (
    Column("Nr.", width=9),
    Column("Empfehlung", width=60),
    Column("Von", width=34),
    Column("Antwort", width=22),
    Column("Begründung", width=36),
    Column("Maßnahmen", width=20),
    Column("Drucksache", width=22),
    Column("Abschnitt", width=14),
    Column("Seite", width=9),
)


def programme_xlsx(report: ProgrammeReport) -> bytes:
    """`report` as XLSX; equal reports give equal bytes."""
    book = Book(report.title, report.municipality, report.as_of)
    note = " · ".join((report.municipality, wording.as_of_words(report), *wording.marks(report)))
    _write_overview(book, report, note)
    for name, sheet, columns, rows in (
        (_MEASURES, "Maßnahmen", _MEASURE_COLUMNS, _measure_rows(report)),
        (_MILESTONES, "Meilensteine", _MILESTONE_COLUMNS, _milestone_rows(report)),
        (_TRACE, "Herkunft", _TRACE_COLUMNS, _trace_rows(report)),
        (_RECOMMENDATIONS, "Empfehlungen", _RECOMMENDATION_COLUMNS, _recommendation_rows(report)),
    ):
        book.table(book.sheet(sheet, f"{sheet}: {report.title}", note), _TOP, columns, rows, name)
    _write_notes(book, report, note)
    return book.finish()


def _write_overview(book: Book, report: ProgrammeReport, note: str) -> None:
    """Figures as formulas over the table of measures, each with the value that the report's own entries give."""
    summary = summarise(report)
    sheet = book.sheet("Übersicht", f"{report.title} {report.period}".strip(), note, landscape=False)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 4, 18)
    row = _write_totals(book, sheet, _TOP, summary)
    row = _write_fields(book, sheet, row + 1, summary)
    for title, column, tallies in (
        ("Stand", "Stand", summary.states),
        ("Einfluss: Die Kommune …", "Einfluss", summary.influences),
    ):
        _write_head(book, sheet, row + 1, (title, "Maßnahmen"))
        row += 2
        for tally in tallies:
            book.write(sheet, row, 0, tally.label)
            book.write_formula(sheet, row, 1, f"SUMPRODUCT({_same(column, row)})", value=tally.number)
            row += 1


def _write_totals(book: Book, sheet: Worksheet, row: int, summary: Summary) -> int:
    """Figures of the whole programme; the row after the last one is returned."""
    filled = "SUMPRODUCT(1*(LEN({table}[{column}])>0))"
    totals = (
        ("Maßnahmen", f"COUNT({_MEASURES}[Zeile])", summary.measures),
        ("davon mit allen Angaben", f"SUMPRODUCT({_complete()})", summary.complete),
        ("davon mit Zuständigkeit", filled.format(table=_MEASURES, column="Zuständig"), summary.with_owner),
        ("davon mit Frist", filled.format(table=_MEASURES, column="Frist"), summary.with_deadline),
        ("davon mit Zielwert", filled.format(table=_MEASURES, column="Zielwert"), summary.with_target),
    )
    _write_head(book, sheet, row, ("Programm", "Anzahl"))
    for offset, (label, formula, value) in enumerate(totals, start=1):
        book.write(sheet, row + offset, 0, label)
        book.write_formula(sheet, row + offset, 1, formula, value=value)
    return row + len(totals) + 1


def _write_fields(book: Book, sheet: Worksheet, row: int, summary: Summary) -> int:
    head = ("Handlungsfeld", "Maßnahmen", "Alle Angaben", "Mittel", "Mittel unbekannt")
    _write_head(book, sheet, row, head)
    for figures in summary.fields:
        row += 1
        same, budgets = _same("Handlungsfeld", row), f"{_MEASURES}[Mittel]"
        book.write(sheet, row, 0, wording.field_name(figures))
        book.write_formula(sheet, row, 1, f"SUMPRODUCT({same})", value=figures.measures)
        book.write_formula(sheet, row, 2, f"SUMPRODUCT({same},{_complete()})", value=figures.complete)
        book.write_formula(
            sheet, row, 3, f"SUMPRODUCT({same},{budgets})", value=float(figures.budget.known), kind="euro"
        )
        unknown = f"SUMPRODUCT({same},1*ISBLANK({budgets}))"
        book.write_formula(sheet, row, 4, unknown, value=figures.budget.unknown)
    return row + 1


def _same(column: str, row: int) -> str:
    """Whether the table's `column` says exactly what the first cell of `row` says.

    Not COUNTIF: it would read “<5” or “*” in a name as a condition.
    """
    return f"1*EXACT({_MEASURES}[{column}],$A{row + 1})"


def _complete() -> str:
    """Whether a measure has all parts of a commitment; the last factor leaves out the empty row of an empty table."""
    here, needed = f"{_MEASURES}[Angaben vorhanden]", f"{_MEASURES}[Angaben nötig]"
    return f"1*({here}={needed}),1*ISNUMBER({_MEASURES}[Zeile])"


def _write_head(book: Book, sheet: Worksheet, row: int, titles: tuple[str, ...]) -> None:
    for column, title in enumerate(titles):
        book.write(sheet, row, column, title, **HEAD)


def _measure_rows(report: ProgrammeReport) -> list[tuple[Value, ...]]:
    pairs = ((wording.field_name(section), measure) for section in report.fields for measure in section.measures)
    return [_measure_row(row, field, measure) for row, (field, measure) in enumerate(pairs, start=1)]


def _measure_row(row: int, field: str, measure: MeasureEntry) -> tuple[Value, ...]:
    return (
        row,
        measure.number,
        measure.title,
        field,
        measure.goal,
        measure.description,
        measure.owner,
        "\n".join(measure.partners),
        measure.influence.label,
        "\n".join(measure.target_groups),
        measure.place,
        measure.start.words,
        measure.start.day,
        measure.deadline.words,
        measure.deadline.day,
        measure.budget,
        measure.funding_source,
        measure.output,
        measure.outcome,
        measure.indicator,
        measure.target,
        state_of(measure),
        measure.completeness.present,
        measure.completeness.total,
        wording.missing_words(measure),
        "ja" if measure.is_example else "nein",
    )


def _milestone_rows(report: ProgrammeReport) -> list[tuple[Value, ...]]:
    return [
        (measure.number, measure.title, step.title, step.due.words, step.due.day, wording.milestone_state(step))
        for measure in report.measures
        for step in measure.milestones
    ]


def _trace_rows(report: ProgrammeReport) -> list[tuple[Value, ...]]:
    return [
        (measure.number, measure.title, position, step.label, step.text, step.paper, step.section, step.page)
        for measure in report.measures
        for position, step in enumerate(measure.trace, start=1)
    ]


def _recommendation_rows(report: ProgrammeReport) -> list[tuple[Value, ...]]:
    return [
        (
            entry.number,
            entry.text,
            entry.origin,
            entry.state,
            entry.reason,
            ", ".join(entry.measures),
            entry.paper,
            entry.section,
            entry.page,
        )
        for entry in report.recommendations
    ]


def _write_notes(book: Book, report: ProgrammeReport, note: str) -> None:
    """Explanations and sources, as label and text."""
    sheet = book.sheet("Hinweise", f"Hinweise: {report.title}", note, landscape=False)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 90)
    entries = [
        *((("Beispieldaten", wording.EXAMPLE_NOTE),) if wording.holds_examples(report) else ()),
        *wording.READING_AIDS,
        (
            "Zahlen der Übersicht",
            "Sie sind Formeln über das Blatt „Maßnahmen“ und ändern sich mit ihm. Leere Zellen bei Mitteln heißen: "
            "unbekannt, nicht null.",
        ),
        *((f"Quelle: {source.label}", source.text) for source in report.sources),
    ]
    for row, (label, text) in enumerate(entries, start=_TOP):
        book.write(sheet, row, 0, label, bold=True)
        book.write(sheet, row, 1, text)
