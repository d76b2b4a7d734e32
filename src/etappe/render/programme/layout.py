"""What the Typst layout of a programme is filled with: words and numbers only, ready to be shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from math import ceil
from typing import Any

from etappe.render import fonts
from etappe.render.german import day_in_words, of
from etappe.render.programme import tables, wording
from etappe.render.programme.model import FieldSection, MeasureEntry, ProgrammeReport
from etappe.render.programme.summary import FieldFigures, Summary, summarise
from etappe.render.text import one_line, paragraphs, running_words

# A card of so many lines or fewer moves to the next page as a whole; a longer one would leave too much of a page empty.
_LINES_KEPT_TOGETHER = 30
_CHARACTERS_A_LINE = 75
# Short facts share the upper half of a card; the rest runs over its whole width.
_LEFT = ("Zuständig", "Frist", "Mittel")
_RIGHT = ("Zielgruppen", "Ort", "Ziel")


def payload(report: ProgrammeReport) -> dict[str, Any]:
    """The names that `programme.typ` reads, JSON-ready."""
    summary = summarise(report)
    indices = iter(range(summary.measures))
    sections = zip(report.fields, summary.fields, strict=True)
    return {
        "title": wording.stated(report.title),
        "municipality": wording.stated(report.municipality),
        "running": [running_words(report.municipality), running_words(report.title)],
        "period": one_line(report.period),
        "date": [report.as_of.year, report.as_of.month, report.as_of.day],
        "as-of": wording.as_of_words(report),
        "as-of-words": f"Stand {day_in_words(report.as_of)}",
        "marks": wording.marks(report),
        "example-note": wording.EXAMPLE_NOTE if wording.holds_examples(report) else "",
        "paper": one_line(report.council.number) if report.council else "",
        "fonts": fonts.FAMILIES,
        "headline": wording.headline(summary),
        "chart": _chart(summary),
        "budgets": asdict(tables.field_table(summary)),
        "tallies": [asdict(table) for table in tables.tally_tables(summary)],
        "introduction": [line for text in report.introduction for line in paragraphs(text)],
        "consultations": asdict(tables.consultation_table(report.council)) if report.council else None,
        "fields": [_field(section, figures, indices) for section, figures in sections],
        "recommendations": _recommendations(report),
        "sources": [
            {"label": wording.stated(source.label), "text": wording.stated(source.text)} for source in report.sources
        ],
        "aids": [{"label": label, "text": text} for label, text in wording.READING_AIDS],
    }


def _chart(summary: Summary) -> dict[str, Any]:
    rows = [
        {
            "name": wording.field_name(figures),
            "measures": figures.measures,
            "complete": figures.complete,
            "share": of(figures.complete, figures.measures),
        }
        for figures in summary.fields
    ]
    listed = "; ".join(f"{row['name']}: {row['share']}" for row in rows)
    return {"rows": rows, "alt": f"Balkendiagramm: Maßnahmen mit allen Angaben je Handlungsfeld. {listed}."}


def _field(section: FieldSection, figures: FieldFigures, indices: Iterator[int]) -> dict[str, Any]:
    return {
        "heading": wording.field_heading(section),
        "sentence": wording.field_sentence(figures, len(section.goals)),
        "goals": asdict(tables.goal_table(section)),
        "overview": asdict(tables.measure_table(section)),
        "measures": [_measure(measure, next(indices)) for measure in section.measures],
    }


def _measure(measure: MeasureEntry, index: int) -> dict[str, Any]:
    description = list(paragraphs(measure.description))
    facts = wording.facts(measure)
    left, right = ([fact for fact in facts if fact.label in labels] for labels in (_LEFT, _RIGHT))
    wide = [fact for fact in facts if fact not in left + right]
    lines = [*description, *(line for fact in facts for line in fact.lines)]
    return {
        "index": index,
        "heading": wording.measure_heading(measure),
        "state": wording.state_line(measure),
        "missing": wording.missing_words(measure),
        "description": description,
        "brief": {"left": [asdict(fact) for fact in left], "right": [asdict(fact) for fact in right]},
        "facts": [asdict(fact) for fact in wide],
        "keep": sum(ceil(len(line) / _CHARACTERS_A_LINE) for line in lines) <= _LINES_KEPT_TOGETHER,
    }


def _recommendations(report: ProgrammeReport) -> dict[str, Any]:
    """The table, and for each row the measures that the last column links to."""
    # Where two measures share a number, the first one is meant.
    index_of = {measure.number: index for index, measure in reversed(list(enumerate(report.measures)))}
    links = [
        [{"number": one_line(number), "index": index_of.get(number)} for number in entry.measures]
        for entry in report.recommendations
    ]
    return {**asdict(tables.recommendation_table(report.recommendations)), "links": links}
