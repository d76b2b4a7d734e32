"""The tables of a printed programme as rows of words; PDF and DOCX show the same ones."""

from __future__ import annotations

from dataclasses import dataclass

from etappe.render.german import NOT_STATED, count, euro
from etappe.render.programme import wording
from etappe.render.programme.model import CouncilPaper, FieldSection, RecommendationEntry
from etappe.render.programme.summary import Summary, Tally, state_of
from etappe.render.text import one_line


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table of words: each row is as long as `head`; columns in `numeric` are set flush right."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()


def field_table(summary: Summary) -> WordTable:
    """A row for each field of action and a last one for all: measures, complete ones, known and unknown budgets."""
    rows = [(wording.field_name(row), row.measures, row.complete, row.budget) for row in summary.fields]
    rows.append(("Insgesamt", summary.measures, summary.complete, summary.budget))
    return WordTable(
        "Handlungsfelder und Mittel",
        ("Handlungsfeld", "Maßnahmen", "Alle Angaben", "Mittel", "Mittel unbekannt"),
        tuple(
            (
                name,
                count(measures),
                count(complete),
                euro(budget.known) if budget.stated else NOT_STATED,
                count(budget.unknown),
            )
            for name, measures, complete, budget in rows
        ),
        numeric=(1, 2, 3, 4),
    )


def tally_tables(summary: Summary) -> tuple[WordTable, ...]:
    """How many measures are in which state, under which influence, and lack what; a table without rows is left out."""
    tables = (
        _tally_table("Stand", "Gemeldet", summary.states),
        _tally_table("Einfluss", "Die Kommune …", summary.influences),
        _tally_table("Lücken", "Es fehlt", summary.missing),
    )
    return tuple(table for table in tables if table.rows)


def consultation_table(paper: CouncilPaper) -> WordTable:
    """Which committees deal with the paper, when, and with which responsibility."""
    rows = [(entry.committee, entry.meeting.words, entry.responsibility) for entry in paper.consultations]
    return WordTable(
        "Beratungsfolge",
        ("Gremium", "Sitzungstermin", "Zuständigkeit"),
        tuple((wording.stated(first), wording.stated(second), wording.stated(third)) for first, second, third in rows),
    )


def goal_table(section: FieldSection) -> WordTable:
    """The goals of a field of action."""
    return WordTable(
        "Ziele",
        ("Nr.", "Ziel", "Frist", "Zielwert"),
        tuple(
            (
                one_line(goal.number),
                wording.stated(goal.title),
                wording.stated(goal.deadline.words),
                wording.stated(goal.target),
            )
            for goal in section.goals
        ),
    )


def measure_table(section: FieldSection) -> WordTable:
    """The measures of a field of action on one line each."""
    return WordTable(
        "Maßnahmen im Überblick",
        ("Nr.", "Maßnahme", "Zuständig", "Frist", "Stand", "Angaben"),
        tuple(
            (
                one_line(measure.number),
                wording.stated(measure.title),
                wording.stated(measure.owner),
                wording.stated(measure.deadline.words),
                state_of(measure),
                wording.completeness_words(measure),
            )
            for measure in section.measures
        ),
    )


def recommendation_table(entries: tuple[RecommendationEntry, ...]) -> WordTable:
    """The recommendations and what became of them; the place stands on a line of its own."""
    return WordTable(
        "Von der Empfehlung zur Maßnahme",
        ("Nr.", "Empfehlung und Fundstelle", "Von", "Antwort", "Maßnahmen"),
        tuple(_recommendation_row(entry) for entry in entries),
    )


def _recommendation_row(entry: RecommendationEntry) -> tuple[str, ...]:
    place = wording.place_words(entry.paper, entry.section, entry.page)
    text = wording.stated(entry.text)
    return (
        one_line(entry.number),
        f"{text}\n{place}" if place else text,
        wording.stated(entry.origin),
        wording.answer_words(entry),
        ", ".join(map(one_line, entry.measures)) or "keine",
    )


def _tally_table(title: str, head: str, tallies: tuple[Tally, ...]) -> WordTable:
    rows = tuple((tally.label, count(tally.number)) for tally in tallies)
    return WordTable(title, (head, "Anzahl"), rows, numeric=(1,))
