"""Rules for commitments: somebody named is bound by word, contract or resolution, or acts by a date that is set."""

from __future__ import annotations

from etappe.documents.model import Kind
from etappe.documents.statements.rules.base import Acting, Rule

COMMITMENTS: tuple[Rule, ...] = (
    Rule(
        id="zusage.verpflichtet",
        kind=Kind.COMMITMENT,
        pattern=(
            r"\b(verpflichtet|verpflichten)\b(?=[^;]*\b(?:sich|uns)\b)|\b(?:sich|uns)\b[^;]*?\b(verpflichtet"
            r"|verpflichten)\b"
        ),
        modality="verpflichtet sich",
        explanation="Jemand verpflichtet sich.",
        example="Die Stadt verpflichtet sich, bis 31.12.2027 zwei Lotsenstellen zu besetzen.",
        unless=("question", "negated", "modal_elsewhere"),
    ),
    Rule(
        id="zusage.selbstverpflichtung",
        kind=Kind.COMMITMENT,
        pattern=(
            r"\b(Selbstverpflichtung|Zielvereinbarung)\b.*\b(?:sieht|legt|heißt|bis|Prozent|sollen|vor|fest)\b"
            r"|\b(?:sollen|soll|Prozent)\b.*\b(Selbstverpflichtung|Zielvereinbarung)\b"
        ),
        modality="Selbstverpflichtung",
        explanation="Eine unterschriebene Selbstverpflichtung oder Zielvereinbarung wird genannt.",
        example="In der Selbstverpflichtung legt die Stadt fest, 40 Prozent der Ausbildungsplätze so zu besetzen.",
        unless=("question", "negated"),
    ),
    Rule(
        id="zusage.beschluss",
        kind=Kind.COMMITMENT,
        pattern=(
            r"\b(?:Rat|Stadtrat|Kreistag|Gemeinderat|Magistrat|Senat|Ausschuss|Stadtverordnetenversammlung"
            r"|Bürgerschaft)\b[^;]*?\b(beschlossen|beschloss|beschließt|verabschiedet|verabschiedete|beauftragt"
            r"|festgelegt|zugestimmt|freigegeben)\b(?!\s+worden\s+war)|\b(?:ist|sind|wurde|wurden|hat"
            r"|haben)\b[^;]*?\b(beschlossen|verabschiedet)\b|\b(Ratsbeschluss|Kreistagsbeschluss"
            r"|Beschluss)\b[^;]*?\b(?:sieht|legt|verpflichtet)\b"
        ),
        modality="beschlossen",
        explanation="Ein Beschluss ist gefasst und gilt.",
        example="Der Rat hat beschlossen, die Zahl der Lotsenstellen zu verdoppeln.",
        needs=("resolution_in_force",),
        unless=("question", "negated", "relative_cue"),
        acting=Acting.OBJECT,
    ),
    Rule(
        id="zusage.vereinbart",
        kind=Kind.COMMITMENT,
        pattern=(
            r"\b(?:haben|hat)\b[^;]*?\b((?:verbindlich|vertraglich|schriftlich)\s+(?:\w+\s+)?(?:vereinbart"
            r"|zugesagt|festgelegt|zugesichert))\b|\b(zugesagt|zugesichert)\b|\b(sagt|sagen|sichert"
            r"|sichern)\b[^;]*?\b(zu)\b(?=\s*[,.]|$)|\b(?:ist|sind|wurde|wurden)\b[^;]*?\b((?:verbindlich"
            r"|vertraglich)\s+(?:\w+\s+)?(?:vereinbart|festgelegt|geregelt))\b"
        ),
        modality="zugesagt",
        explanation="Jemand sagt verbindlich zu.",
        example="Die Wohnungsgesellschaft sagt zu, jedes Jahr 20 Wohnungen bereitzustellen.",
        unless=("question", "negated", "relative"),
    ),
    Rule(
        id="zusage.frist_benannt",
        kind=Kind.COMMITMENT,
        pattern=r"\b(wird|werden)\b(?!\s+(?:soll|muss|müss|könn|kann|darf|dürf|woll|möcht))",
        modality="wird bis … durch …",
        explanation="Eine benannte Stelle handelt bis zu einem gesetzten Zeitpunkt.",
        example="Das Schulverwaltungsamt wird bis Ende 2027 vier Elterncafés eröffnen.",
        needs=("asks", "named_actor", "deadline", "passive_or_future"),
        unless=("question", "narrated", "negated", "modal_elsewhere", "happens_by_itself", "only_asked"),
    ),
    Rule(
        id="zusage.gegenwart_benannt",
        kind=Kind.COMMITMENT,
        pattern=r"\b(bis|ab|spätestens|zum)\b",
        modality="handelt bis",
        explanation="Eine benannte Stelle handelt, in der Gegenwart gesagt, bis zu einem gesetzten Zeitpunkt.",
        example="Das Sozialamt richtet bis zum 30.06.2027 eine Clearingstelle ein.",
        needs=("acts_by_date",),
        unless=("question", "narrated", "negated", "modal_elsewhere", "only_asked"),
    ),
    Rule(
        id="zusage.wird_benannt",
        kind=Kind.COMMITMENT,
        pattern=r"\b(wird|werden)\b(?!\s+(?:soll|muss|müss|könn|kann|darf|dürf|woll|möcht))",
        modality="wird",
        explanation="Eine benannte Stelle kündigt an, dass sie handeln wird.",
        example="Das Kommunale Integrationszentrum wird die Schulungen ausweiten.",
        needs=("asks", "named_actor", "future_active"),
        unless=("question", "narrated", "negated", "modal_elsewhere", "happens_by_itself", "only_asked", "vague_verb"),
    ),
    Rule(
        id="zusage.zeile",
        kind=Kind.COMMITMENT,
        pattern=r"^.",
        modality="Maßnahme mit Zuständigkeit und Frist",
        explanation="Eine Zeile oder ein Stichpunkt nennt Vorhaben, Zuständigkeit und Frist.",
        example="Maßnahme: Ausbau der Elternkurse bis 2027 (Jugendamt)",
        needs=("no_own_verb", "reads_as_measure", "measure_with_owner_and_date"),
        unless=("question", "done"),
    ),
)
"""Commitments."""
