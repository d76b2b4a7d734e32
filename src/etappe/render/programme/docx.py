"""The programme as a Word document in the shape of a German council paper, with the programme as its annex."""

from __future__ import annotations

from docx.document import Document as WordDocument

from etappe.render.council_docx import add_council_paper
from etappe.render.programme import tables, wording
from etappe.render.programme.model import CouncilPaper, FieldSection, MeasureEntry, ProgrammeReport
from etappe.render.programme.summary import FieldFigures, Summary, summarise
from etappe.render.programme.tables import WordTable
from etappe.render.text import one_line, paragraphs, running_words
from etappe.render.wordprocessing import new_document, set_running_lines, to_bytes
from etappe.render.wordtable import add_table


def programme_docx(report: ProgrammeReport) -> bytes:
    """`report` as DOCX; equal reports give equal bytes."""
    paper = report.council or CouncilPaper(subject=report.title)
    summary = summarise(report)
    document = new_document(wording.stated(report.title), wording.stated(report.municipality), report.as_of)
    number = one_line(paper.number)
    foot = " · ".join((wording.as_of_words(report), *wording.marks(report)))
    right = running_words(f"Drucksache {number}" if number else report.title)
    set_running_lines(document, running_words(report.municipality), right, foot)
    add_council_paper(
        document,
        paper,
        municipality=report.municipality,
        as_of=report.as_of,
        marks=wording.marks(report),
        note=wording.EXAMPLE_NOTE if wording.holds_examples(report) else "",
        annex=f"{report.title} ({report.period})",
    )
    _add_annex(document, report, summary)
    return to_bytes(document)


def _add_annex(document: WordDocument, report: ProgrammeReport, summary: Summary) -> None:
    heading = document.add_heading(f"Anlage: {wording.stated(report.title)}", level=1)
    heading.paragraph_format.page_break_before = True
    if one_line(report.period):
        document.add_paragraph(one_line(report.period), style="Subtitle")
    document.add_paragraph(wording.headline(summary))
    for text in report.introduction:
        for line in paragraphs(text):
            document.add_paragraph(line)
    _add_figures(document, summary)
    for section, figures in zip(report.fields, summary.fields, strict=True):
        _add_field(document, section, figures)
    _add_recommendations(document, report)
    if report.sources:
        document.add_heading("Quellen", level=2)
    for source in report.sources:
        _add_term(document, wording.stated(source.label), wording.stated(source.text))
    document.add_heading("Lesehilfe", level=2)
    for label, text in wording.READING_AIDS:
        _add_term(document, label, text)


def _add_term(document: WordDocument, label: str, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(f"{label}: ").bold = True
    paragraph.add_run(text)


def _add_figures(document: WordDocument, summary: Summary) -> None:
    document.add_heading("Auf einen Blick", level=2)
    _add_word_table(document, tables.field_table(summary), (62, 24, 25, 32, 22))
    for table in tables.tally_tables(summary):
        document.add_heading(table.title, level=3)
        _add_word_table(document, table, (62, 24))


def _add_field(document: WordDocument, section: FieldSection, figures: FieldFigures) -> None:
    document.add_heading(wording.field_heading(section), level=2).paragraph_format.page_break_before = True
    document.add_paragraph(wording.field_sentence(figures, len(section.goals)))
    if section.goals:
        goals = tables.goal_table(section)
        document.add_heading(goals.title, level=3)
        _add_word_table(document, goals, (14, 85, 33, 33))
    if section.measures:
        measures = tables.measure_table(section)
        document.add_heading(measures.title, level=3)
        _add_word_table(document, measures, (13, 53, 36, 24, 21, 18))
    for measure in section.measures:
        _add_measure(document, measure)


def _add_measure(document: WordDocument, measure: MeasureEntry) -> None:
    """Heading, description and a table whose header row says number and state."""
    document.add_heading(wording.measure_heading(measure), level=3)
    for line in paragraphs(measure.description):
        document.add_paragraph(line).paragraph_format.keep_with_next = True
    missing = wording.missing_words(measure)
    rows = [(fact.label, "\n".join(fact.lines)) for fact in wording.facts(measure)]
    add_table(
        document,
        (f"Maßnahme {one_line(measure.number)}".strip(), wording.state_line(measure)),
        [("Es fehlt noch", missing), *rows] if missing else rows,
        (32, 133),
        description=f"Angaben zur Maßnahme {wording.measure_heading(measure)}",
        keep_together=True,
        warning_rows=(1,) if missing else (),
    )


def _add_recommendations(document: WordDocument, report: ProgrammeReport) -> None:
    if not report.recommendations:
        return
    table = tables.recommendation_table(report.recommendations)
    document.add_heading(table.title, level=2).paragraph_format.page_break_before = True
    _add_word_table(document, table, (11, 62, 35, 35, 22))


def _add_word_table(document: WordDocument, table: WordTable, widths: tuple[float, ...]) -> None:
    add_table(document, table.head, table.rows, widths, description=table.title, numeric=table.numeric)
