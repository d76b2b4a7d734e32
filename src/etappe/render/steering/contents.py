"""The steering report in words: what needs its readers first, then states, deviations, silence, changes, the annex."""

from __future__ import annotations

from etappe.render.document import Bars, Block, Chapter, Document, Section, Text, WordTable
from etappe.render.german import NOT_STATED, count, counted, day, day_in_words, euro, of
from etappe.render.steering import figures
from etappe.render.steering.figures import StandingCounts
from etappe.render.steering.model import (
    DecisionEntry,
    DeviationEntry,
    MeasureStatus,
    Standing,
    SteeringReport,
)
from etappe.render.text import one_line, paragraphs

EXAMPLE_NOTE = (
    "Dieser Bericht enthält Beispieldaten: Seine Maßnahmen, Antworten und Entscheidungen sind ganz oder teilweise "
    "erfunden."
)
_LEGEND = tuple(standing.label for standing in Standing)


def document_of(report: SteeringReport) -> Document:
    """The report as a document; PDF and DOCX are made of it."""
    example = report.is_example or any(measure.is_example for measure in report.measures)
    return Document(
        title=_stated(report.title),
        municipality=_stated(report.municipality),
        subtitle=f"{_stated(report.programme)}, Stichtag {day_in_words(report.reporting_date)}",
        as_of=report.as_of,
        headline=headline(report),
        blocks=(
            *_needs_you(report),
            *_passages(report),
            *_standings(report),
            *_deviations(report),
            *_decisions(report),
            *_silence(report),
            *_changes(report),
            *_corrections(report),
            *_annex(report),
            *_origin(report),
        ),
        marks=(*((one_line(report.status),) if report.status else ()), *(("Beispieldaten",) if example else ())),
        note=EXAMPLE_NOTE if example else "",
        council=report.council,
    )


def headline(report: SteeringReport) -> str:
    """The whole report in one sentence."""
    total = figures.overall(report)
    numbers = dict(zip(Standing, total.counts, strict=True))
    waiting = sum(deviation.needs_reader for deviation in report.deviations)
    return (
        f"{counted(total.total, 'Maßnahme', 'Maßnahmen')}: {count(numbers[Standing.ON_TRACK])} im Plan, "
        f"{count(numbers[Standing.DONE])} erledigt, {count(numbers[Standing.DELAYED])} verzögert, "
        f"{count(numbers[Standing.AT_RISK])} gefährdet. "
        f"Beantwortet sind {of(figures.answered(report), figures.asked(report))} abgefragten. "
        f"{counted(waiting, 'Punkt braucht', 'Punkte brauchen') if waiting else 'Kein Punkt braucht'} das Gremium."
    )


def _needs_you(report: SteeringReport) -> tuple[Block, ...]:
    waiting = [deviation for deviation in report.deviations if deviation.needs_reader]
    late = [deviation for deviation in report.deviations if not deviation.decision and deviation.due < report.as_of]
    head: tuple[Block, ...] = (Chapter("Was das Gremium braucht"),)
    if not waiting:
        words = "Für diese Sitzung liegt kein Punkt vor, über den das Gremium zu entscheiden hat."
        return (*head, Text((words, *_overdue_words(len(late)))))
    rows = tuple((_stated(item.measure), _stated(item.summary), _recommended(item), day(item.due)) for item in waiting)
    table = WordTable("", ("Maßnahme", "Was abweicht", "Vorschlag", "Frist"), rows, (40, 52, 51, 22))
    return (*head, Text(_overdue_words(len(late))), table)


def _overdue_words(number: int) -> tuple[str, ...]:
    if not number:
        return ()
    return (f"Bei {counted(number, 'Abweichung', 'Abweichungen')} ist die Frist der zuständigen Ebene verstrichen.",)


def _recommended(item: DeviationEntry) -> str:
    chosen = next((option for option in item.options if option.recommended), None) or next(iter(item.options), None)
    return f"{chosen.course}: {one_line(chosen.consequence)}" if chosen else "noch kein Vorschlag"


def _passages(report: SteeringReport) -> tuple[Block, ...]:
    written = [passage for passage in report.passages if any(part.strip() for part in passage.paragraphs)]
    if not written:
        return ()
    blocks: list[Block] = [Chapter("Einordnung", new_page=False)]
    for passage in written:
        lines = tuple(line for part in passage.paragraphs for line in paragraphs(part))
        blocks += [Section(_stated(passage.title)), Text(lines)]
    return tuple(blocks)


def _standings(report: SteeringReport) -> tuple[Block, ...]:
    by_field, by_influence = figures.by_field(report), figures.by_influence(report)
    return (
        Chapter("Stand der Maßnahmen"),
        *_standing_part("Nach Handlungsfeld", "Handlungsfeld", (*by_field, figures.overall(report))),
        *_standing_part("Nach Einfluss", "Einfluss", by_influence),
    )


def _standing_part(title: str, first: str, rows: tuple[StandingCounts, ...]) -> tuple[Block, ...]:
    shown = tuple(standing for standing in Standing)
    table = WordTable(
        "",
        (first, "Alle", *(standing.label for standing in shown)),
        tuple((row.name, count(row.total), *(count(number) for number in row.counts)) for row in rows),
        (32.5, 10, 19.5, 19.5, 18.5, 16, 19, 12, 18),
        numeric=tuple(range(1, 9)),
    )
    listed = "; ".join(f"{row.name}: {_parts(row)}" for row in rows)
    bars = Bars(
        title,
        _LEGEND,
        tuple((row.name, row.counts) for row in rows),
        f"Balken {title[0].lower()}{title[1:]}. {listed}.",
    )
    return (Section(title), bars, table)


def _parts(row: StandingCounts) -> str:
    named = [f"{count(number)} {name}" for name, number in zip(_LEGEND, row.counts, strict=True) if number]
    return ", ".join(named) or "keine Maßnahme"


def _deviations(report: SteeringReport) -> tuple[Block, ...]:
    if not report.deviations:
        return (Chapter("Abweichungen"), Text(("Es liegt keine Abweichung vor.",)))
    blocks: list[Block] = [Chapter("Abweichungen")]
    for item in report.deviations:
        blocks.append(WordTable(_stated(item.measure), ("Was", "Angabe"), _facts(item), (32, 133)))
    return tuple(blocks)


def _facts(item: DeviationEntry) -> tuple[tuple[str, str], ...]:
    options = "\n".join(
        f"{option.course}{' (empfohlen)' if option.recommended else ''}: {one_line(option.consequence)}"
        for option in item.options
    )
    rows = (
        ("Abweichung", _stated(item.summary)),
        ("Stand", f"{item.state}, liegt bei: {item.level}, Frist {day(item.due)}"),
        ("Ursache", one_line(item.cause)),
        ("Stellungnahme", one_line(item.explanation) or "liegt nicht vor"),
        ("Möglichkeiten", options),
        ("Entscheidung", _decision_words(item.decision) if item.decision else "noch nicht getroffen"),
    )
    return tuple((label, words) for label, words in rows if words)


def _decision_words(item: DecisionEntry) -> str:
    parts = (
        f"{item.course} ({item.mandate}, {day(item.decided_on)})",
        one_line(item.change),
        f"Begründung: {one_line(item.reason)}",
        *(f"Auflage: {one_line(condition)}" for condition in item.conditions),
        f"Drucksache {one_line(item.paper)}" if item.paper else "",
    )
    return "\n".join(part for part in parts if part)


def _decisions(report: SteeringReport) -> tuple[Block, ...]:
    shown = {id(item.decision) for item in report.deviations if item.decision}
    further = [item for item in report.decisions if id(item) not in shown]
    if not further:
        return ()
    rows = tuple((_stated(item.measure), _decision_words(item)) for item in further)
    return (WordTable("Weitere Entscheidungen", ("Maßnahme", "Entscheidung"), rows, (55, 110)),)


def _silence(report: SteeringReport) -> tuple[Block, ...]:
    if not report.silent:
        return (Chapter("Ohne Antwort", new_page=False), Text(("Alle gefragten Stellen haben geantwortet.",)))
    rows = tuple(
        (_stated(item.department), _stated(item.unit), ", ".join(item.measures), count(item.reminders))
        for item in report.silent
    )
    head = ("Dezernat", "Stelle", "Maßnahmen", "Erinnerungen")
    words = f"{counted(len(report.silent), 'Stelle hat', 'Stellen haben')} nicht oder nicht vollständig geantwortet."
    return (
        Chapter("Ohne Antwort", new_page=False),
        Text((words,)),
        WordTable("", head, rows, (45, 50, 45, 25), numeric=(3,)),
    )


def _changes(report: SteeringReport) -> tuple[Block, ...]:
    head: tuple[Block, ...] = (Chapter("Veränderungen seit der letzten Abfrage", new_page=False),)
    if not report.previous:
        return (*head, Text(("Dies ist die erste Abfrage; verglichen wird ab der nächsten.",)))
    found = figures.changes(report)
    if not found:
        return (*head, Text((f"Gegenüber „{one_line(report.previous)}“ hat sich kein Stand verändert.",)))
    rows = tuple(
        (
            one_line(change.measure.number),
            _stated(change.measure.title),
            change.before.label,
            f"{change.measure.standing.label} (schlechter)" if change.is_worse else change.measure.standing.label,
        )
        for change in found
    )
    words = f"Verglichen mit: {one_line(report.previous)}."
    return (*head, Text((words,)), WordTable("", ("Nr.", "Maßnahme", "vorher", "jetzt"), rows, (14, 81, 32, 38)))


def _corrections(report: SteeringReport) -> tuple[Block, ...]:
    if not report.corrections:
        return ()
    rows = tuple((day(item.made_on), _stated(item.measure), one_line(item.text)) for item in report.corrections)
    words = "Die Antworten bleiben, wie sie gemeldet wurden; was daran falsch war, steht hier."
    return (
        Chapter("Berichtigungen", new_page=False),
        Text((words,)),
        WordTable("", ("Vom", "Maßnahme", "Berichtigung"), rows, (24, 50, 91)),
    )


def _annex(report: SteeringReport) -> tuple[Block, ...]:
    blocks: list[Block] = [Chapter("Anlage: alle Maßnahmen")]
    for group in figures.by_field(report):
        rows = tuple(_annex_row(measure) for measure in report.measures if measure.field == group.name)
        head = ("Nr.", "Maßnahme", "Stand", "Bericht", "Frist", "Erwartet")
        blocks.append(WordTable(group.name, head, rows, (10, 46, 21, 44, 22, 22)))
    return tuple(blocks)


def _annex_row(measure: MeasureStatus) -> tuple[str, ...]:
    milestones = f"Meilensteine: {of(measure.milestones_reached, measure.milestones)}" if measure.milestones else ""
    spent = f"ausgegeben: {euro(measure.spent)} von {euro(measure.budget)}" if measure.spent is not None else ""
    told = (
        one_line(measure.sentence),
        f"Hindernisse: {', '.join(measure.obstacles)}" if measure.obstacles else "",
        " · ".join(part for part in (milestones, spent) if part),
    )
    return (
        one_line(measure.number),
        f"{_stated(measure.title)}\n{_stated(measure.owner)}",
        measure.standing.label,
        "\n".join(part for part in told if part) or NOT_STATED,
        _stated(measure.deadline.words),
        one_line(measure.forecast.words) or "–",
    )


def _origin(report: SteeringReport) -> tuple[Block, ...]:
    frozen = (
        f"Die Antworten sind am Ende der Abfrage festgeschrieben worden (SHA-256 {report.digest})."
        if report.digest
        else "Die Abfrage läuft noch: Die Antworten können sich bis zu ihrem Abschluss ändern."
    )
    counted_here = "Alle Zahlen dieses Berichts sind aus seinen Einträgen gezählt; Beträge sind auf Cent gerundet."
    return (Section("Woher die Angaben kommen"), Text((frozen, counted_here)))


def _stated(text: str) -> str:
    return one_line(text) or NOT_STATED
