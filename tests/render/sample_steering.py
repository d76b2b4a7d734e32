"""A made-up steering report of any size."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from etappe.render.council_paper import NO_DATE, ConsultationEntry, CouncilPaper, ShownDate
from etappe.render.programme.model import Influence
from etappe.render.steering.model import (
    CorrectionEntry,
    DecisionEntry,
    DeviationEntry,
    MeasureStatus,
    OptionEntry,
    Passage,
    SilentUnit,
    Standing,
    SteeringReport,
)

DAY = date(2026, 9, 30)
FIELDS = ("1 Sprache und Bildung", "2 Arbeit", "3 Wohnen und Zusammenleben")


def sample_steering(measures: int = 12) -> SteeringReport:
    """Return a report on so many measures, with a deviation, a decision, a silent unit and a correction."""
    decision = DecisionEntry(
        "4 Elterncafés",
        "Ziel oder Frist anpassen",
        "Zwei Schulen bekommen ihre Räume erst im Frühjahr.",
        "Dezernat III",
        date(2026, 11, 2),
        change="Frist bisher 31.07.2026, neu Ende März 2027",
        paper="26-0815",
        conditions=("Zwischenbericht bis 31.01.2027",),
    )
    return SteeringReport(
        title="Steuerungsbericht Integration",
        municipality="Stadt Musterstadt",
        programme="Integrationsprogramm 2025–2028",
        reporting_date=DAY,
        as_of=date(2026, 11, 22),
        status="Entwurf",
        digest="ab" * 32,
        previous="Sachstand zum 31. Dezember 2025",
        is_example=True,
        passages=(Passage("Zusammenfassung", ("Das Programm kommt voran.", "Räume bleiben der Engpass.")),),
        council=CouncilPaper(
            subject="Sachstand des Integrationsprogramms",
            number="26-0815",
            issued_by="Kommunales Integrationszentrum",
            draft_resolution=("Der Ausschuss nimmt den Bericht zur Kenntnis.",),
            consultations=(ConsultationEntry("Integrationsrat", ShownDate("1.12.2026"), "Kenntnisnahme"),),
        ),
        measures=tuple(_measure(number, measures) for number in range(1, measures + 1)),
        deviations=(
            DeviationEntry(
                "7 Sprachförderung in der Kita",
                "Die Frist ist seit 42 Tagen verstrichen.",
                "zur Entscheidung vorgelegt",
                "Lenkungsausschuss",
                date(2026, 12, 1),
                needs_reader=True,
                cause="Zwei Stellen sind nicht besetzt.",
                explanation="Die Ausschreibung läuft zum dritten Mal.",
                options=(
                    OptionEntry("Mittel umschichten", "Honorarkräfte überbrücken bis Sommer 2027.", recommended=True),
                    OptionEntry("weiter wie geplant", "Der Start verschiebt sich um ein Jahr."),
                ),
            ),
            DeviationEntry("4 Elterncafés", "Später als die Frist.", "entschieden", "Dezernat", DAY, decision=decision),
        ),
        decisions=(decision,),
        silent=(SilentUnit("Dezernat II", "Amt für Wohnen", ("9", "12"), reminders=4),),
        corrections=(CorrectionEntry("5 Lotsen", "Es sind sieben Lotsen, nicht acht.", date(2026, 11, 10)),),
    )


def _measure(number: int, total: int) -> MeasureStatus:
    standings = tuple(Standing)
    return MeasureStatus(
        number=str(number),
        title=f"Maßnahme mit der Nummer {number}",
        field=FIELDS[(number - 1) * len(FIELDS) // total],
        influence=tuple(Influence)[number % 3],
        owner="Jugendamt",
        standing=standings[number % len(standings)],
        before=standings[(number + number % 2) % len(standings)] if number % 5 else None,
        sentence="Sechs von zwölf Cafés sind geöffnet, zwei Schulen fehlt ein Raum.",
        obstacles=("Räume", "Personal") if number % 2 else (),
        deadline=ShownDate("31.07.2027", date(2027, 7, 31)),
        forecast=ShownDate("Ende 2027", DAY + timedelta(days=400)) if number % 3 else NO_DATE,
        milestones_reached=number % 3,
        milestones=3,
        budget=Decimal(10_000),
        spent=Decimal("2500.505") if number % 2 else None,
    )
