"""Rules for findings (how things are, what came out) and for background that looks like more than it is."""

from __future__ import annotations

from etappe.documents.model import Kind
from etappe.documents.statements.rules.base import Acting, Rule


def _finding(
    name: str,
    pattern: str,
    explanation: str,
    example: str,
    *,
    unless: tuple[str, ...] = (),
    needs: tuple[str, ...] = (),
) -> Rule:
    return Rule(
        id=f"feststellung.{name}",
        kind=Kind.FINDING,
        pattern=pattern,
        modality="",
        explanation=explanation,
        example=example,
        needs=needs,
        unless=("question", *unless),
        acting=Acting.NOBODY,
    )


FACTS: tuple[Rule, ...] = (
    Rule(
        id="hintergrund.frage",
        kind=Kind.BACKGROUND,
        pattern=r"(\?)[“”\"»]?$",
        modality="",
        explanation="Eine Frage verlangt nichts.",
        example="Wie wollen wir in zehn Jahren zusammenleben?",
        acting=Acting.NOBODY,
        strength=25,
    ),
    Rule(
        id="hintergrund.gesetz",
        kind=Kind.BACKGROUND,
        pattern=r"\b(müssen|muss|dürfen|darf|sollen|soll|ist|sind)\b",
        modality="",
        explanation="Der Satz gibt wieder, was das Gesetz vorschreibt.",
        example="Nach § 44 des Gesetzes müssen die Betroffenen einen Antrag stellen.",
        needs=("legal",),
        acting=Acting.NOBODY,
        strength=22,
    ),
    Rule(
        id="hintergrund.angabe",
        kind=Kind.BACKGROUND,
        pattern=(
            r"^((?:Zuständig(?:keit(?:en)?)?|Verantwortlich(?:keit(?:en)?)?|Federführung|Beteiligte|Partner"
            r"|Kooperationspartner\w*|Frist|Zeitraum|Zeitrahmen|Zeitplan(?:ung)?|Termin|Beginn|Laufzeit"
            r"|Zielgruppen?|Indikator(?:en)?|Kennzahl(?:en)?|Zielwert|Kosten|Finanzierung|Ressourcen|Mittel"
            r"|Budget|Ort|Sozialraum|Priorität|Status|Stand|Sachstand|Quelle|Ansprechpartner\w*"
            r"|Ansprechperson(?:en)?|Akteure|Erfolgskriterien|Umsetzung durch|Umsetzung bis)\s*:)"
        ),
        modality="",
        explanation="Eine Angabe zu einer Maßnahme; sie wird der Aussage davor zugerechnet.",
        example="Zuständig: Amt 50",
        acting=Acting.NOBODY,
        strength=45,
    ),
    _finding(
        "bestand",
        r"\b(es\s+fehl(?:t|en)|fehl(?:t|en)|mangelt|Mangel|Defizite?|unzureichend\w*|unbefriedigend\w*"
        r"|reich(?:t|en)\b[^;]*?\bnicht|nicht\s+ausreichend|zu\s+wenige?\w*|lückenhaft|Lücken?|überfordert"
        r"|überlastet|nicht\s+in\s+der\s+Lage|keinen?\s+Zugriff|noch\s+nicht|nach\s+wie\s+vor|(?:bislang"
        r"|bisher)\b[^;,]*?\b(?:nicht|kein\w*)|gibt\s+es\s+(?:\w+\s+)?(?:kein\w*|nur|wenige?|kaum)|droh(?:t"
        r"|en)|erweist\s+sich|erweisen\s+sich|problematisch|angespannt\w*|kommt\s+es\s+(?:häufig\s+"
        r"|immer\s+wieder\s+|oft\s+)?zu|fühlen\s+sich|verlieren|funktionier\w+|schwerer"
        r"|Ohne\b[^;]*?\b(?:wären?|könnten?)\b[^;]*?\b(?:nicht|kaum)|erschwer\w*|Hürden?|Barrieren?"
        r"|Hindernis\w*|benachteilig\w*|Benachteiligung\w*|unterrepräsentiert|Engp[aä]ss\w*|Wartezeit\w*"
        r"|Wartelisten?|Schwierigkeiten|schwierig|scheiter\w*|ungelöst\w*|ungeklärt|offen\s+ist|ist\s+offen"
        r"|bleibt\s+offen)\b",
        "Ein Mangel oder eine offene Frage wird festgestellt.",
        "Es fehlt an bezahlbaren Wohnungen für große Familien.",
    ),
    _finding(
        "problem",
        r"\b((?:[\w-]*)(?:[Pp]robleme?n?s?|[Hh]erausforderung(?:en)?)|Handlungsbedarfe?|Bedarfe?|Nachfrage|Risik\w+)\b",
        "Ein Problem oder Bedarf wird festgestellt.",
        "Der Bedarf an Dolmetschenden ist groß.",
    ),
    _finding(
        "zahl",
        r"\b(\d+(?:[.,]\d+)?\s?(?:%|Prozent\b)|(?:rund|etwa|knapp|über|ca\.|circa|mehr\s+als|insgesamt"
        r"|weniger\s+als)\s+(?:\d[\d.]*|[a-zäöü]*(?:zig|hundert|tausend))(?!\s?(?:Jahre|Uhr))"
        r"|(?<![\d.])\d{1,3}(?:\.\d{3})+(?![\d.]\d)|(?:rund\s+)?(?:drei\s+Viertel|zwei\s+Drittel"
        r"|ein\s+Drittel|ein\s+Viertel|die\s+Hälfte|der\s+Hälfte|ein\s+Fünftel)|jede[rs]?\s+(?:\w+te"
        r"|\w+ste)\b|\d{2,}\s+(?:Personen|Menschen|Kinder|Familien|Teilnehmende))",
        "Eine Zahl oder ein Anteil wird berichtet.",
        "Rund 12.000 Menschen haben keinen deutschen Pass.",
    ),
    _finding(
        "entwicklung",
        r"\b(steigt|steigen|gestiegen|stieg|stiegen|sinkt|sinken|gesunken|sank|wächst|wachsen|gewachsen"
        r"|zugenommen|zunimmt|zunehmen\w*|abgenommen|abnimmt|angestiegen|rückläufig|verdoppelt|zunehmend"
        r"|wachsende[nr]?|Anstieg|Rückgang|Zunahme|Zuwachs|verändert\s+sich|hat\s+sich\s+\w+\s+(?:verändert"
        r"|verbessert|verschlechtert|bewährt|etabliert))\b",
        "Eine Entwicklung wird festgestellt.",
        "Die Zahl der Anfragen ist seit drei Jahren gestiegen.",
    ),
    _finding(
        "befund",
        r"\b((?:zeigt|zeigen|zeigte|zeigten|belegt|belegen|ergab|ergaben|ergibt|verdeutlicht|bestätigt"
        r"|macht\s+deutlich|machen\s+deutlich|hob\b.*\bhervor|stellt\s+fest|stellte\s+fest)(?=\s*,"
        r"|\s+(?:sich|dass|die|der|das|eine?n?|deutlich|auch|\w+lich|,|\w+,))|laut\s+\w+|(?:Befragung"
        r"|Umfrage|Studie|Statistik|Auswertung|Analyse|Erhebung)\b.*\b(?:zeigt|ergab|ergibt|belegt)"
        r"|im\s+Vergleich\s+(?:zu|mit|zum|zur)|durchschnittlich\w*|im\s+Durchschnitt"
        r"|überdurchschnittlich\w*|unterdurchschnittlich\w*|auffällig\w*|Erfahrung\w*\s+zeigt)\b",
        "Ein Ergebnis oder eine Erfahrung wird berichtet.",
        "Die Befragung zeigt eine große Zufriedenheit mit den Kursen.",
    ),
    _finding(
        "anteil",
        r"\b(Anteil|Quote|Anteile|[A-ZÄÖÜ]\w*(?:quote|anteil|zahl(?:en)?)|Mehrheit|Mehrzahl|Großteil"
        r"|die\s+meisten|viele[n]?\s+(?:Eltern|Familien|Menschen|Kinder|Jugendliche|Frauen|Zugewanderte"
        r"|Geflüchtete|Migrant\w*|Betriebe|Vereine)|(?:ein|der)\s+(?:große[rn]?|größte[rn]?"
        r"|überwiegende[rn]?|erhebliche[rn]?)\s+Teil|häufig|oft|oftmals|vielfach|selten|kaum)\b",
        "Es wird gesagt, wie viele betroffen sind oder wie oft etwas vorkommt.",
        "Viele Familien kennen die Angebote der Frühförderung nicht.",
    ),
    _finding(
        "erfolg",
        r"\b(Nur\s+\w+\s+von|klag(?:t|en)|bericht(?:et|en)\s*,\s*dass|besonders\s+schwer|gelungen|gelingt|erfolgreich\w*|Erfolge?|bewährt|Beleg|gut\s+angenommen|stark\s+nachgefragt"
        r"|große[rn]?\s+Resonanz|Beitrag|profitier\w+|wirkt\s+sich|führt\s+(?:dazu|zu)|trägt\s+(?:dazu|zu)"
        r"|ermöglicht|machen\s+es\s+\w*\s*möglich|am\s+stärksten|zentrale\s+Rolle|spielt\s+eine"
        r"|von\s+großer\s+Bedeutung|zutreffend|vollständig|verbleiben|verstärkt\s+sich)\b",
        "Ein Ergebnis oder eine Wirkung wird festgestellt.",
        "Das Lotsenprojekt wird von den Familien gut angenommen.",
        unless=("narrated",),
    ),
    _finding(
        "ist_zu_sehen",
        r"\b(?:ist|sind)\b[^;]*?\b(zu\s+(?:beobachten|verzeichnen|erkennen|rechnen|erwarten|unterschätzen)"
        r"|festzustellen|zurückzuführen|hervorzuheben|schwer\s+zu\s+\w+)\b",
        "Etwas ist zu beobachten oder festzustellen.",
        "In den Kursen ist ein hoher Wechsel zu beobachten.",
    ),
    _finding(
        "muss_erdulden",
        r"\b(muss|müssen|dürfen|darf)\b",
        "„müssen“ beschreibt hier, was Menschen erleben; verlangt wird nichts.",
        "Viele Familien müssen monatelang auf einen Kursplatz warten.",
        needs=("people_endure",),
    ),
    _finding(
        "vorhersage",
        r"\b(?:wird|werden)\b[^;]*?\b(zunehmen|steigen|wachsen|sinken|abnehmen|leiden|bleiben|lassen"
        r"|verändern|fehlen|entstehen)\b",
        "Es wird vorausgesagt, wie sich etwas entwickelt.",
        "Die Bedeutung des Themas wird zunehmen.",
    ),
)
"""Findings, and background with a rule of its own; what no rule decides is background."""
