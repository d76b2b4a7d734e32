"""A made-up programme of a made-up town, of any size, with every state and every gap that a real one has."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from etappe.render.programme.model import (
    Completeness,
    ConsultationEntry,
    CouncilPaper,
    FieldSection,
    GoalEntry,
    Influence,
    MeasureEntry,
    MilestoneEntry,
    ProgrammeReport,
    RecommendationEntry,
    ShownDate,
    SourceEntry,
    TraceStep,
)

FIELDS = (
    ("Sprache und Bildung", "Kinder und Jugendliche", "Amt für Schule und Bildung"),
    ("Arbeit und Ausbildung", "Arbeitssuchende", "Stabsstelle Beschäftigungsförderung"),
    ("Wohnen und Zusammenleben im Stadtteil", "Familien", "Amt für Stadtentwicklung und Wohnungswesen"),
    ("Gesundheit und Pflege", "ältere Zugewanderte", "Gesundheitsamt"),
    ("Beteiligung und Ehrenamt", "Vereine und Initiativen", "Kommunales Integrationszentrum"),
    ("Interkulturelle Öffnung der Verwaltung", "Mitarbeitende der Stadt", "Personal- und Organisationsamt"),
)
_OFFERS = (
    "Elterncafés an allen Grundschulen",
    "Sprachlernwerkstatt mit Kinderbetreuung",
    "Lotsenstelle für neu Zugewanderte",
    "Mehrsprachige Wegweiser",
    "Patenschaften im ersten Jahr",
    "Fortbildung für Fachkräfte",
    "Offene Sprechstunde im Quartier",
    "Sommerschule in den Ferien",
    "Runder Tisch der Träger",
    "Verlässliche Dolmetschdienste für Beratungsgespräche und Elternabende",
)
_STATES = ("im Plan", "verzögert", "gefährdet", "erledigt", "gestoppt", "")
_GAPS = ("Zielwert", "Mittel", "Frist", "Ort", "Zuständigkeit", "Zielgruppe", "Indikator")
_INFLUENCES = (Influence.STEERS, Influence.STEERS, Influence.COORDINATES, Influence.INFORMS)


def sample_report(measures: int = 60, *, status: str = "Entwurf") -> ProgrammeReport:
    """A report with `measures` measures spread over six fields."""
    share, rest = divmod(measures, len(FIELDS))
    sections = tuple(_section(index, share + (index < rest)) for index in range(len(FIELDS)))
    return ProgrammeReport(
        title="Integrationsprogramm Musterstadt",
        municipality="Stadt Musterstadt",
        period="2026 bis 2030",
        as_of=date(2026, 11, 22),
        status=status,
        is_example=True,
        introduction=(
            "Das Programm fasst zusammen, was die Stadt nach den Empfehlungen ihrer Integrationskonferenz vorhat. Jede "
            "Maßnahme nennt, wer sie verantwortet, bis wann sie umgesetzt ist und woran sich der Erfolg zeigt.",
            "Wo eine Angabe noch fehlt, steht das bei der Maßnahme. So ist zu sehen, was eine Zusage ist und was noch "
            "eine Absicht.",
        ),
        council=_council(),
        fields=sections,
        recommendations=tuple(_recommendation(index, sections) for index in range(max(1, measures // 3))),
        sources=(
            SourceEntry("Integrationskonzept", "Konzept der Stadt Musterstadt, Fassung vom Frühjahr 2025 (erfunden)"),
            SourceEntry("Drucksache 25-0412", "Ergebnisbericht der Integrationskonferenz (erfunden)"),
        ),
    )


def _section(index: int, size: int) -> FieldSection:
    title, group, owner = FIELDS[index]
    number = str(index + 1)
    goals = (
        GoalEntry(
            f"{number}.1", f"Mehr Menschen erreichen: {group}", ShownDate("Ende 2028", date(2028, 12, 31)), "33 %"
        ),
        GoalEntry(f"{number}.2", "Angebote dauerhaft sichern"),
    )
    entries = tuple(_measure(number, position, group, owner) for position in range(size))
    return FieldSection(number, title, goals, entries)


def _measure(field: str, position: int, group: str, owner: str) -> MeasureEntry:
    seed = int(field) * 7 + position
    gaps = _GAPS[: seed % 4] if seed % 5 else ()
    state = _STATES[seed % len(_STATES)]
    return MeasureEntry(
        number=f"{field}.{position + 1}",
        title=_OFFERS[position % len(_OFFERS)],
        influence=_INFLUENCES[seed % len(_INFLUENCES)],
        completeness=Completeness(7 - len(gaps), 7),
        description=(
            "Das Angebot wird an drei Standorten erprobt und danach auf alle Stadtteile ausgeweitet. Die Träger vor "
            "Ort werden von Anfang an beteiligt; eine begleitende Befragung zeigt, wen es erreicht."
        ),
        goal=f"{field}.{1 + seed % 2}",
        owner=owner,
        partners=("Jugendamt", "Träger der freien Wohlfahrtspflege", "Stadtsportbund")[: seed % 4],
        target_groups=(group, "Frauen mit kleinen Kindern")[: 1 + seed % 2],
        place=("Nordstadt", "stadtweit", "Grundschulen im Stadtbezirk Süd")[seed % 3],
        start=ShownDate("Frühjahr 2026", date(2026, 5, 31)) if seed % 2 else ShownDate(""),
        deadline=_deadline(seed, gaps),
        milestones=(
            MilestoneEntry("Träger ausgewählt", ShownDate("31.03.2027", date(2027, 3, 31)), done=seed % 3 == 0),
            MilestoneEntry("Acht Standorte geöffnet", ShownDate("Ende Juli 2027", date(2027, 7, 31))),
        )[: seed % 3],
        budget=None if "Mittel" in gaps else Decimal(seed * 1250) + Decimal("0.505"),
        funding_source=""
        if "Mittel" in gaps
        else ("Haushalt, Produkt 05.03", "Förderprogramm des Landes (Beispiel)")[seed % 2],
        output="Zwölf Standorte arbeiten nach einem gemeinsamen Rahmenkonzept." if seed % 2 else "",
        outcome="Familien kennen die Angebote und nutzen sie." if seed % 3 == 0 else "",
        indicator="Anteil der erreichten Familien an allen Familien mit Kindern unter 10 Jahren",
        target="" if "Zielwert" in gaps else "60 von 100 Familien bis Ende 2028",
        state=state,
        missing=gaps,
        trace=(
            TraceStep(
                f"Empfehlung {1 + seed // 3}", "Eltern früher einbeziehen", "Drucksache 25-0412", "4.2", str(10 + seed)
            ),
            TraceStep(f"Ziel {field}.{1 + seed % 2}", "Angebote dauerhaft sichern"),
        ),
        is_example=True,
    )


def _deadline(seed: int, gaps: tuple[str, ...]) -> ShownDate:
    if "Frist" in gaps:
        return ShownDate("")
    return (
        ShownDate("31.07.2027", date(2027, 7, 31)),
        ShownDate("Ende März 2028", date(2028, 3, 31)),
        ShownDate("2029/2030", date(2030, 12, 31)),
    )[seed % 3]


def _recommendation(index: int, sections: tuple[FieldSection, ...]) -> RecommendationEntry:
    numbers = [measure.number for section in sections for measure in section.measures]
    state = ("angenommen", "teilweise angenommen", "abgelehnt", "offen")[index % 4]
    return RecommendationEntry(
        number=str(index + 1),
        text="Die Stadt sollte Eltern früher einbeziehen und dafür feste Ansprechpersonen in jedem Stadtteil benennen.",
        origin=f"Integrationskonferenz, Arbeitsgruppe {1 + index % 10}",
        state=state,
        reason="Die Aufgabe liegt beim Land." if state == "abgelehnt" else "",
        measures=tuple(numbers[index * 2 : index * 2 + 2]) if index % 4 < 2 else (),
        paper="Drucksache 25-0412",
        section=f"4.{1 + index % 6}",
        page=str(8 + index),
    )


def _council() -> CouncilPaper:
    return CouncilPaper(
        subject="Integrationsprogramm 2026 bis 2030: Beschluss des Maßnahmenteils",
        number="26-0815",
        issued_by="Kommunales Integrationszentrum",
        draft_resolution=(
            "Der Rat beschließt das Integrationsprogramm 2026 bis 2030 in der beigefügten Fassung.",
            "Die Verwaltung berichtet zweimal im Jahr über den Sachstand.",
        ),
        statement=(
            "Mit Beschluss vom Frühjahr 2025 wurde die Verwaltung beauftragt, aus den Empfehlungen der "
            "Integrationskonferenz ein Programm mit überprüfbaren Maßnahmen zu entwickeln.",
            "Das Programm liegt nun vor. Es nennt zu jeder Maßnahme, was feststeht und was noch fehlt.",
        ),
        financial_effects=("Die Mittel sind in den genannten Produkten veranschlagt, soweit sie angegeben sind.",),
        attachments=("Integrationsprogramm 2026 bis 2030", "Synopse der Empfehlungen"),
        consultations=(
            ConsultationEntry("Integrationsrat", ShownDate("02.12.2026", date(2026, 12, 2)), "Vorberatung"),
            ConsultationEntry("Ausschuss für Soziales", ShownDate("09.12.2026", date(2026, 12, 9)), "Vorberatung"),
            ConsultationEntry("Rat der Stadt", ShownDate("15.12.2026", date(2026, 12, 15)), "Entscheidung"),
        ),
    )
