"""How a report puts its entries into words: the same sentences and labels in the PDF and in the DOCX."""

from __future__ import annotations

from dataclasses import dataclass

from etappe.render.german import NO_BREAK_SPACE, NOT_STATED, count, counted, day, euro, of
from etappe.render.programme.model import (
    FieldSection,
    Influence,
    MeasureEntry,
    MilestoneEntry,
    ProgrammeReport,
    RecommendationEntry,
    TraceStep,
)
from etappe.render.programme.summary import BudgetSum, FieldFigures, Summary, state_of
from etappe.render.text import one_line, paragraphs, running_words

READING_AIDS = (
    (
        "Angaben",
        "Eine Maßnahme ist eine Zusage, wenn feststeht, wer sie bis wann, für wen, wo, mit welchen Mitteln und mit "
        "welchem Zielwert umsetzt. „5 von 7“ heißt: Fünf dieser Angaben liegen vor, die übrigen nennt die Zeile "
        "„Es fehlt noch“.",
    ),
    (
        "Einfluss",
        "„steuert“: Die Kommune entscheidet selbst. „koordiniert“: Sie stimmt andere ab. „informiert“: Sie kann nur "
        "berichten und werben; die Entscheidung liegt bei anderen.",
    ),
    (
        NOT_STATED,
        "Die Angabe liegt nicht vor. Das ist etwas anderes als null: Ein Betrag von 0,00 € steht nur dort, wo keine "
        "Mittel nötig sind.",
    ),
    ("Fristen", "Fristen stehen so da, wie sie beschlossen oder vereinbart wurden."),
    (
        "Summen",
        "Alle Zahlen dieses Berichts sind aus seinen Einträgen gezählt. Beträge sind auf Cent gerundet, ein halber "
        "Cent wird aufgerundet.",
    ),
)
"""Terms and their explanations, for the last page of a report."""

EXAMPLE_NOTE = (
    "Dieser Bericht enthält Beispieldaten: Seine Maßnahmen, Fristen und Beträge sind ganz oder teilweise erfunden."
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled statement about a measure; `lines` are paragraphs and never empty."""

    label: str
    lines: tuple[str, ...]


def marks(report: ProgrammeReport) -> tuple[str, ...]:
    """What every page says about the report: its status, and that it holds example data if it does."""
    status = (running_words(report.status),) if one_line(report.status) else ()
    return (*status, "Beispieldaten") if holds_examples(report) else status


def holds_examples(report: ProgrammeReport) -> bool:
    """Whether the report, or any measure in it, is made up."""
    return report.is_example or any(measure.is_example for measure in report.measures)


def headline(summary: Summary) -> str:
    """The programme in one sentence."""
    return (
        f"{counted(summary.measures, 'Maßnahme', 'Maßnahmen')} in "
        f"{counted(len(summary.fields), 'Handlungsfeld', 'Handlungsfeldern')}: {count(summary.with_owner)} mit "
        f"Zuständigkeit, {count(summary.with_deadline)} mit Frist, {count(summary.with_target)} mit Zielwert. "
        f"Alle Angaben liegen bei {of(summary.complete, summary.measures)} vor."
    )


def field_sentence(figures: FieldFigures, goals: int) -> str:
    """One field of action in one sentence."""
    return (
        f"{counted(figures.measures, 'Maßnahme', 'Maßnahmen')} zu {counted(goals, 'Ziel', 'Zielen')}; alle Angaben "
        f"liegen bei {of(figures.complete, figures.measures)} vor. Mittel: {budget_words(figures.budget)}."
    )


def field_heading(section: FieldSection) -> str:
    """“Handlungsfeld 3: Wohnen”."""
    name = " ".join(part for part in ("Handlungsfeld", one_line(section.number)) if part)
    return f"{name}: {stated(section.title)}"


def field_name(field: FieldSection | FieldFigures) -> str:
    """“3 Wohnen”."""
    return " ".join(part for part in (one_line(field.number), stated(field.title)) if part)


def measure_heading(measure: MeasureEntry) -> str:
    """“3.2 Elterncafés an allen Grundschulen”."""
    return f"{one_line(measure.number)} {stated(measure.title)}".strip()


def budget_words(budget: BudgetSum) -> str:
    """“12.000,00 € (3 Maßnahmen ohne Angabe)”; no sum at all where nothing is known."""
    if not budget.unknown:
        return euro(budget.known)
    without = f"{counted(budget.unknown, 'Maßnahme', 'Maßnahmen')} ohne Angabe"
    return f"{euro(budget.known)} ({without})" if budget.stated else without


def stated(text: str) -> str:
    """`text` on one line, or “keine Angabe”."""
    return one_line(text) or NOT_STATED


def completeness_words(measure: MeasureEntry) -> str:
    """“5 von 7”."""
    return of(measure.completeness.present, measure.completeness.total)


def state_line(measure: MeasureEntry) -> str:
    """State, influence and completeness on one line."""
    parts = [state_of(measure), influence_words(measure.influence), f"{completeness_words(measure)} Angaben"]
    return " · ".join([*parts, "Beispiel"] if measure.is_example else parts)


def influence_words(influence: Influence) -> str:
    """“Kommune steuert”."""
    return f"Kommune{NO_BREAK_SPACE}{influence.label}"


def missing_words(measure: MeasureEntry) -> str:
    """“Zielwert, Mittel”; empty when nothing is missing."""
    return ", ".join(one_line(part) for part in measure.missing)


def facts(measure: MeasureEntry) -> tuple[Fact, ...]:
    """Everything a reader learns of a measure, besides number, title, description and state.

    The parts of a commitment always appear, as “keine Angabe” if need be; the rest only where there is something.
    """
    commitment = (
        ("Zuständig", (stated(measure.owner),)),
        ("Frist", (_period(measure),)),
        ("Zielgruppen", (_listed(measure.target_groups) or NOT_STATED,)),
        ("Ort", (stated(measure.place),)),
        ("Mittel", (_means(measure),)),
        ("Indikator", paragraphs(measure.indicator) or (NOT_STATED,)),
        ("Zielwert", paragraphs(measure.target) or (NOT_STATED,)),
    )
    further = (
        ("Beteiligt", (_listed(measure.partners),)),
        ("Ziel", (one_line(measure.goal),)),
        ("Ergebnis", paragraphs(measure.output)),
        ("Wirkung", paragraphs(measure.outcome)),
        ("Meilensteine", tuple(milestone_words(milestone) for milestone in measure.milestones)),
        ("Herkunft", tuple(trace_words(step) for step in measure.trace)),
    )
    shown = (*commitment, *((label, lines) for label, lines in further if any(lines)))
    return tuple(Fact(label, lines) for label, lines in shown)


def milestone_words(milestone: MilestoneEntry) -> str:
    """“erledigt: Träger ausgewählt (31.03.2027)”."""
    due = one_line(milestone.due.words)
    return f"{milestone_state(milestone)}: {stated(milestone.title)}" + (f" ({due})" if due else "")


def milestone_state(milestone: MilestoneEntry) -> str:
    """“erledigt” or “offen”."""
    return "erledigt" if milestone.done else "offen"


def trace_words(step: TraceStep) -> str:
    """One station with the place where it is written."""
    text, where = one_line(step.text), place_words(step.paper, step.section, step.page)
    words = ": ".join(part for part in (one_line(step.label), text) if part)
    return f"{words} ({where})" if where else words


def place_words(paper: str, section: str, page: str) -> str:
    """“DS 26-0815, Abschnitt 3.2, S. 17”; empty when no place is known."""
    paper, section, page = one_line(paper), one_line(section), one_line(page)
    parts = (paper, section and f"Abschnitt {section}", page and f"S.{NO_BREAK_SPACE}{page}")
    return ", ".join(part for part in parts if part)


def answer_words(entry: RecommendationEntry) -> str:
    """What became of a recommendation, with the reason where there is one."""
    return ": ".join(part for part in (one_line(entry.state), one_line(entry.reason)) if part) or NOT_STATED


def as_of_words(report: ProgrammeReport) -> str:
    """“Stand 22.11.2026”."""
    return f"Stand {day(report.as_of)}"


def _period(measure: MeasureEntry) -> str:
    """The deadline, with the start before it where it is known."""
    start, deadline = one_line(measure.start.words), stated(measure.deadline.words)
    return f"{deadline} (Beginn: {start})" if start else deadline


def _means(measure: MeasureEntry) -> str:
    source = one_line(measure.funding_source)
    return f"{euro(measure.budget)} – {source}" if source else euro(measure.budget)


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(one_line(word) for word in words if one_line(word))
