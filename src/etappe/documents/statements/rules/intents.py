"""Rules for declarations of intent: a direction without anyone bound to it."""

from __future__ import annotations

from etappe.documents.model import Kind, ParagraphKind
from etappe.documents.statements.rules.base import Acting, Rule
from etappe.documents.statements.sentence import Context
from etappe.documents.statements.vocabulary import ACTION_NOUNS

INTENTS: tuple[Rule, ...] = (
    Rule(
        id="absicht.soll_offen",
        kind=Kind.INTENT,
        pattern=r"\b(?:soll|sollen)\b",
        modality="soll",
        explanation="„soll“ ohne jemanden, der handelt: eine Richtung, aber niemand ist gebunden.",
        example="Die Sprachförderung soll künftig früher beginnen.",
        needs=("asks",),
        unless=("question", "hearsay", "epistemic", "legal"),
    ),
    Rule(
        id="absicht.sollte_offen",
        kind=Kind.INTENT,
        pattern=r"\b(?:sollte|sollten)\b",
        modality="sollte",
        explanation="„sollte“ ohne jemanden, der handelt: ein Rat an niemanden Bestimmtes.",
        example="Bestehende Angebote sollten besser bekannt gemacht werden.",
        needs=("asks",),
        unless=("question", "narrated", "epistemic", "if_should"),
    ),
    Rule(
        id="absicht.muesste",
        kind=Kind.INTENT,
        pattern=r"\b(?:müsste|müssten|müßte|müßten|bräuchte|bräuchten)\b",
        modality="müsste",
        explanation="„müsste“ hält fest, was nötig wäre, ohne dass es jemand tun wird.",
        example="Man müsste die Öffnungszeiten ausweiten.",
        needs=("asks",),
        unless=("question", "epistemic"),
    ),
    Rule(
        id="absicht.koennte",
        kind=Kind.INTENT,
        pattern=r"\b(?:könnte|könnten|ließe\s+sich|ließen\s+sich)\b",
        modality="könnte",
        explanation="„könnte“ nennt eine Möglichkeit, die niemand zusagt.",
        example="Im alten Rathaus könnte ein Begegnungscafé entstehen.",
        needs=("asks",),
        unless=("question", "narrated", "happens_by_itself", "epistemic"),
    ),
    Rule(
        id="absicht.moeglich_zu",
        kind=Kind.INTENT,
        pattern=(
            r"\b(es\s+ist\s+(?:durchaus\s+|auch\s+)?(?:möglich|denkbar|vorstellbar|sinnvoll|hilfreich"
            r"|zweckmäßig))\b.*?\b(?:zu\s+\w+n|\w+zu\w+en)\b"
        ),
        modality="könnte",
        explanation="Es wird für möglich oder sinnvoll erklärt, ohne dass es jemand zusagt.",
        example="Es ist denkbar, die Lotsen auch in den Schulen einzusetzen.",
        unless=("question",),
        acting=Acting.NOBODY,
    ),
    Rule(
        id="absicht.waere",
        kind=Kind.INTENT,
        pattern=(
            r"\b(wäre\s+(?:ein|eine)\s+(?:\w+\s+)?(?:Schritt|Gewinn|Ansatz|Möglichkeit|Idee|Weg))\b|\b(wünschenswert|sinnvoll|denkbar|hilfreich|zu\s+begrüßen|erstrebenswert|zielführend|wichtig"
            r"|vorstellbar|von\s+Vorteil|förderlich|gut|ideal|lohnend)\s+(wäre|wären)\b|\b(wäre"
            r"|wären)\b[^;]*?\b(wünschenswert|sinnvoll|denkbar|hilfreich|zu\s+begrüßen|erstrebenswert"
            r"|zielführend|wichtig|vorstellbar|zu\s+prüfen|zu\s+überlegen|gut)\b|\b(zu\s+(?:überlegen|prüfen"
            r"|diskutieren|erwägen|klären|wünschen))\s+(?:wäre|wären|ist|bleibt)\b|\b(wäre"
            r"|wären)\b[^;]*?\bzu\s+(überlegen|erwägen|diskutieren|klären|wünschen)\b|\b(wünschenswert"
            r"|erstrebenswert|gewünscht\s+(?:ist|sind)|erwünscht)\b|\b(?:erscheint|scheint"
            r"|ist)\s+(?:\w+\s+){0,5}?(sinnvoll|zweckmäßig|zielführend)(?=\s*[,.])"
        ),
        modality="wäre wünschenswert",
        explanation="Etwas wäre wünschenswert oder sinnvoll; gesagt wird nicht, dass es geschieht.",
        example="Wünschenswert wäre ein fester Treffpunkt im Viertel.",
        unless=("question", "relative"),
        acting=Acting.THAT,
    ),
    Rule(
        id="absicht.wollen",
        kind=Kind.INTENT,
        pattern=r"\b(?:wollen|will|möchte|möchten)\b",
        modality="wollen",
        explanation="„wollen“ und „möchten“ sagen einen Wunsch, keine Zusage.",
        example="Wir wollen den Dialog mit den Vereinen vertiefen.",
        needs=("asks", "institution_subject"),
        unless=("question", "verb_of_saying"),
    ),
    Rule(
        id="absicht.angestrebt",
        kind=Kind.INTENT,
        pattern=(
            r"\b(angestrebt|beabsichtigt|geplant|vorgesehen|anvisiert|avisiert|in\s+Planung|in\s+Vorbereitung"
            r"|ins\s+Auge\s+gefasst|angedacht|anzustreben|in\s+Aussicht\s+genommen)\b"
        ),
        modality="wird angestrebt",
        explanation="Etwas wird angestrebt, beabsichtigt oder geplant, ohne dass jemand gebunden ist.",
        example="Angestrebt wird eine engere Zusammenarbeit der Beratungsstellen.",
        needs=("present_plan",),
        unless=("question", "narrated", "relative"),
    ),
    Rule(
        id="absicht.plant",
        kind=Kind.INTENT,
        pattern=(
            r"\b(plant|planen|beabsichtigt|beabsichtigen|strebt|streben|anstreben|anstrebt|erwägt|erwägen|hofft"
            r"|hoffen|wünschen|wünscht)\b"
        ),
        modality="planen",
        explanation="Jemand plant, strebt an oder erwägt; das ist eine Absicht, noch keine Zusage.",
        example="Das Kulturamt plant, ein interkulturelles Fest auszurichten.",
        needs=("asks", "institution_subject"),
        unless=("question", "narrated", "zu_before"),
    ),
    Rule(
        id="absicht.geprueft",
        kind=Kind.INTENT,
        pattern=r"\b(?:wird|werden)\b[^;]*?\b(geprüft|angefragt|beantragt|ausgelotet|erwogen|überlegt|nachgedacht)\b(?=\s*[,.]|$)",
        modality="wird geprüft",
        explanation="Etwas wird geprüft oder erwogen; ob es kommt, ist offen.",
        example="Eine gemeinsame Anlaufstelle wird zurzeit geprüft.",
        needs=("asks",),
        unless=("question", "narrated", "negated"),
    ),
    Rule(
        id="absicht.prueft",
        kind=Kind.INTENT,
        pattern=r"\b(prüft|prüfen|überlegt|überlegen|erwägt|erwägen|bereitet\b[^;]*?\bvor)\b",
        modality="prüfen",
        explanation="Jemand prüft oder überlegt; ob daraus etwas wird, ist offen.",
        example="Die Verwaltung prüft die Einrichtung eines gemeinsamen Dolmetscherdienstes.",
        needs=("asks", "institution_subject"),
        unless=("question", "narrated", "ongoing", "zu_before"),
    ),
    Rule(
        id="absicht.erfolgt",
        kind=Kind.INTENT,
        pattern=(
            r"\b(erfolgt|erfolgen|startet|starten|beginnt|beginnen|findet|finden|tritt|entsteht|entstehen|steht"
            r"|stehen)\b"
        ),
        modality="erfolgt",
        explanation="Etwas geschieht zu einem künftigen Zeitpunkt; gesagt wird nicht, durch wen.",
        example="Die Auswertung erfolgt bis spätestens Ende 2028.",
        needs=("asks", "by_date"),
        unless=("question", "narrated", "ongoing", "negated"),
    ),
    Rule(
        id="absicht.ueberlegungen",
        kind=Kind.INTENT,
        pattern=r"\b((?:es\s+gibt|es\s+bestehen|bestehen|gibt\s+es)\s+(?:\w+\s+){0,2}(?:Überlegungen|Bestrebungen"
        r"|Pläne|Planungen|Absichten))\b"
        r"|\b(würden)\s+(?:wir\b|[^;,]*?\buns\b)[^;]*?\b(gerne?|begrüßen)\b|\b(wir\b[^;]*?\bwürden)\b[^;]*?\b(gerne?|begrüßen)\b",
        modality="Überlegungen",
        explanation="Überlegungen, Pläne oder ein Wunsch werden genannt, aber nichts zugesagt.",
        example="Es gibt Überlegungen, das Angebot in die Ortsteile zu verlegen.",
        unless=("question", "narrated"),
        acting=Acting.NOBODY,
    ),
    Rule(
        id="absicht.einsetzen",
        kind=Kind.INTENT,
        pattern=(
            r"\b(setzen|setzt|einsetzen|bemühen|bemüht|engagieren|starkmachen|wirken|wirkt|arbeiten"
            r"|arbeitet)\b[^;]*?\b(dafür\s+ein|dafür\s+einsetzen|darauf\s+hin|daran|darum\s+bemühen"
            r"|für\b[^;]{0,80}\bein)\b|\b(?:wird|werden)\s+(?:sich|uns)\b[^;]*?\b(einsetzen|bemühen|starkmachen"
            r"|hinwirken)\b|\b(?:wird|werden)\b[^;]*?\b(darauf\s+hingewirkt|darauf\s+geachtet|Sorge\s+getragen"
            r"|dafür\s+gesorgt|darum\s+geworben)\b|\b(bekennt|bekennen)\s+(?:sich|uns)\b|\b(bemüht"
            r"|bemühen)\s+(?:sich|uns)\b"
        ),
        modality="setzen uns ein",
        explanation="Jemand setzt sich ein oder bemüht sich: ein Wille ohne messbares Ergebnis.",
        example="Wir setzen uns dafür ein, dass alle Familien erreicht werden.",
        needs=("institution_or_passive",),
        unless=("question", "narrated", "relative"),
    ),
    Rule(
        id="absicht.ziel",
        kind=Kind.INTENT,
        pattern=(
            r"\b((?:[\w-]*[Zz]iel(?:e|setzung|stellung|vorstellung)?|Anliegen|Absicht|Anspruch|Vision|Wunsch"
            r"|Bestreben)(?:\s+(?:\w+\s+){0,6}?)?(?:ist|sind|bleibt|besteht|lautet)(?:\s+es)?)\b|\b(ist"
            r"|bleibt)\s+(?:es\s+)?(?:\w+\s+){0,4}?(Ziel|Zielsetzung|Anliegen)\b|\b((?:verfolg"
            r"|setz)\w*\s+(?:\w+\s+){0,4}?(?:das|zum|als)\s+(?:\w+\s+)?Ziel)\b|\b(zum\s+Ziel\s+gesetzt"
            r"|zum\s+Ziel)\b|\b(soll\s+erreicht\s+werden)\b|\b((?:Fokus|Schwerpunkte?|Vordergrund"
            r"|Mittelpunkt)\b[^;]*?\b(?:nächsten|kommenden)\s+\w*[Jj]ahre?)\b"
        ),
        modality="Ziel ist es",
        explanation="Ein Ziel wird genannt; wer es bis wann erreicht, steht damit noch nicht fest.",
        example="Ziel ist es, Familien früh zu erreichen.",
        needs=("asks",),
        unless=("question", "narrated", "goal_of_project", "relative"),
        acting=Acting.SUBJECT,
    ),
    Rule(
        id="absicht.stichwort",
        kind=Kind.INTENT,
        pattern=(
            r"^(?:(?:Leit|Teil|Ober|Unter|Handlungs|Fern|Nah|Wirkungs)?[Zz]iel(?:e|setzung)?|Maßnahme(?:n)?"
            r"|Projekt(?:idee)?|Vorhaben|Aktivität|Idee|Perspektive|Ausblick|Umsetzungsschritt(?:e)?"
            r"|Prüfauftrag|Arbeitsauftrag|Auftrag|Aufgabe|Handlungsschritt|Handlungsansatz"
            r"|Nächste(?:r)? Schritt(?:e)?|Umsetzung)(?:\s+(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4}"
            r"|[A-Z]))?\s*:\s*\S"
        ),
        modality="Stichwort „Ziel“ oder „Maßnahme“",
        explanation="Die Aussage steht unter einem Stichwort wie „Ziel:“ oder „Maßnahme:“.",
        example="Maßnahme: mehrsprachige Wegweiser in den Ämtern.",
        unless=("done",),
    ),
    Rule(
        id="absicht.stichpunkt",
        kind=Kind.INTENT,
        pattern=(
            rf"^(?:[A-Z]{{1,3}}\s?\d+(?:\.\d+)*\s*[:.–-]\s*)?(?:(?:Die|Der|Das|Eine?"
            rf"|Einen)\s+)?(?:[a-zäöüßA-ZÄÖÜ]+(?:e|er|es|en)\s+(?:und\s+[a-zäöüß]+(?:e|er|es"
            rf"|en)\s+)?){{0,3}}({ACTION_NOUNS}|[A-ZÄÖÜ]\w+ung(?=\s+(?:des|der|eines|einer|von)\b))(?:en|s"
            rf"|es)?\b(?=\s+(?:der|des|von|eines|einer|und|für|zur|zum|in|an|am|im|mit|aller|weiterer|bei|als"
            rf"|durch|[a-zäöüß]+(?:er|en)\s|[A-ZÄÖÜ]))"
        ),
        example_context=Context(paragraph=ParagraphKind.ITEM),
        modality="Stichwort ohne Verb",
        explanation="Ein Vorhaben in Stichworten: ohne Verb, also ohne jemanden, der es tut.",
        example="Ausbau der mehrsprachigen Beratung in den Stadtteilen",
        needs=("no_own_verb", "stands_as_measure"),
        unless=("question", "done"),
    ),
    Rule(
        id="absicht.grundform",
        kind=Kind.INTENT,
        pattern=r"\b([a-zäöüß]{4,}n)\b(?=\s*(?:\([^)]*\))?\s*[.;,]?$)",
        modality="Stichwort in der Grundform",
        explanation="Ein Vorhaben als Stichpunkt in der Grundform: wer es tut, bleibt offen.",
        example="Mehrsprachige Informationen in allen Ämtern auslegen",
        needs=("ends_in_infinitive", "no_own_verb", "stands_as_measure"),
        unless=("question", "done"),
        example_context=Context(paragraph=ParagraphKind.ITEM),
    ),
    Rule(
        id="absicht.unter_massnahmen",
        kind=Kind.INTENT,
        pattern=r"^.",
        modality="Stichpunkt unter „Maßnahmen“",
        explanation="Der Stichpunkt steht unter einer Überschrift wie „Maßnahmen“ oder „Empfehlungen“.",
        example="Mehr Plätze in Kursen für Frauen",
        needs=("item_under_measures", "no_own_verb"),
        unless=("question", "done"),
        example_context=Context(path=("Maßnahmen",), paragraph=ParagraphKind.ITEM),
    ),
    Rule(
        id="absicht.liste",
        kind=Kind.INTENT,
        pattern=r"^.",
        modality="Aufzählung unter einer Absicht",
        explanation=(
            "Der Punkt gehört zu einer Aufzählung, die mit einer Absicht, einem Ziel oder mit Maßnahmen "
            "eingeleitet ist."
        ),
        example_context=Context(paragraph=ParagraphKind.ITEM, lead="Geplant sind:"),
        example="regelmäßige Treffen der Lotsen",
        needs=("item_of_intent", "no_own_verb"),
        unless=("done",),
    ),
    Rule(
        id="absicht.zielsatz",
        kind=Kind.INTENT,
        pattern=r"^.",
        modality="Zielzustand",
        explanation="Der Satz steht unter „Ziele“ und beschreibt einen Zustand, der erreicht werden soll.",
        example="Alle Kinder sprechen bei der Einschulung gut Deutsch.",
        needs=("under_goals",),
        acting=Acting.NOBODY,
        unless=("question", "narrated", "done"),
        example_context=Context(path=("Ziele",)),
    ),
    Rule(
        id="absicht.passiv_kuenftig",
        kind=Kind.INTENT,
        pattern=r"\b(wird|werden)\b(?!\s+(?:soll|muss|müss|könn|kann|darf|dürf|woll|möcht))",
        modality="Passiv ohne Handelnde",
        explanation="Es „wird“ etwas getan, aber nicht gesagt, von wem.",
        example="Künftig werden zusätzliche Sprachkurse angeboten.",
        needs=("asks", "passive_or_future", "points_ahead"),
        unless=("question", "narrated", "happens_by_itself", "negated", "ongoing", "modal_elsewhere"),
    ),
    Rule(
        id="absicht.wir_werden",
        kind=Kind.INTENT,
        pattern=r"\b(wir\s+werden|werden\s+wir)\b",
        modality="wir werden",
        explanation="„Wir werden“ kündigt an, nennt aber keine Stelle, die gebunden ist.",
        example="Wir werden die Gespräche mit den Betrieben vertiefen.",
        unless=("question", "passive_we"),
    ),
)
"""Declarations of intent."""
