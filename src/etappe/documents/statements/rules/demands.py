"""Rules for demands: something is asked of somebody, with the force of *muss* or by a word of asking."""

from __future__ import annotations

from etappe.documents.model import Kind, ParagraphKind
from etappe.documents.statements.rules.base import Acting, Rule
from etappe.documents.statements.sentence import Context

_ASKS = ("asks",)
_NOT_MEANT = ("question", "epistemic", "legal")

DEMANDS: tuple[Rule, ...] = (
    Rule(
        id="forderung.muss",
        kind=Kind.DEMAND,
        pattern=r"\b(?:muss|muß|müssen)\b",
        modality="muss",
        explanation="„muss“ und „müssen“ verlangen, dass etwas geschieht.",
        example="Die Stadt muss mehr Plätze in Sprachkursen schaffen.",
        needs=_ASKS,
        unless=(*_NOT_MEANT, "people_endure"),
    ),
    Rule(
        id="forderung.was_muss",
        kind=Kind.DEMAND,
        pattern=r"^was\b.{0,120}?\b(muss|müssen|sollte|sollten|fehlt und gebraucht wird)\b,",
        modality="muss",
        explanation="„Was … muss, ist …“ stellt eine Forderung voran.",
        example="Was jetzt geschaffen werden muss, ist eine Anlaufstelle am Bahnhof.",
        unless=("question",),
    ),
    Rule(
        id="forderung.darf_nicht",
        kind=Kind.DEMAND,
        pattern=(
            r"\b(darf|dürfen)\b(?:[^;]|\.(?=\S))*?\b(nicht|kein|keine|keinen|keinem|keiner|nie|niemand|niemals"
            r"|weder)\b"
        ),
        modality="darf nicht",
        explanation="„darf nicht“ verlangt, dass etwas unterbleibt.",
        example="Die Herkunft darf bei der Vergabe keine Rolle spielen.",
        needs=_ASKS,
        unless=(*_NOT_MEANT, "people_endure"),
    ),
    Rule(
        id="forderung.niemand_darf",
        kind=Kind.DEMAND,
        pattern=r"\b(niemand|kein\w*\s+\w+)\s+(darf|dürfen)\b",
        modality="darf nicht",
        explanation="„niemand darf“ verlangt, dass etwas unterbleibt.",
        example="Niemand darf an der Tür abgewiesen werden.",
        needs=_ASKS,
        unless=("question", "legal"),
    ),
    Rule(
        id="forderung.soll_benannt",
        kind=Kind.DEMAND,
        pattern=r"\b(?:soll|sollen)\b",
        modality="soll",
        explanation="„soll“ mit einer benannten Stelle verlangt von ihr, dass sie handelt.",
        example="Das Jugendamt soll die Elternarbeit ausbauen.",
        needs=("asks", "named_actor"),
        unless=("question", "hearsay", "epistemic"),
    ),
    Rule(
        id="forderung.sollte_benannt",
        kind=Kind.DEMAND,
        pattern=r"\b(?:sollte|sollten)\b",
        modality="sollte",
        explanation="„sollte“ mit einer benannten Stelle empfiehlt ihr zu handeln.",
        example="Das Schulamt sollte die Beratung der Eltern verstärken.",
        needs=("asks", "named_actor"),
        unless=("question", "narrated", "epistemic", "if_should"),
    ),
    Rule(
        id="forderung.ist_zu",
        kind=Kind.DEMAND,
        pattern=r"\b(?:ist|sind)\b(?=[^;:]*?\b(?:zu\s+[a-zäöüß]+n\b|[a-zäöüß]+zu[a-zäöüß]+n\b))",
        modality="ist zu",
        explanation="„ist zu“ mit Grundform verlangt, dass etwas getan wird, ohne zu sagen, von wem.",
        example="Die Zahl der Beratungsstunden ist deutlich zu erhöhen.",
        needs=("modal_infinitive",),
        acting=Acting.NOBODY,
        unless=("question",),
    ),
    Rule(
        id="forderung.gilt_es",
        kind=Kind.DEMAND,
        pattern=r"\b(gilt)\s+(?:\w+\s+){0,3}?(es)\b|\b(es\s+gilt)\b(?=.*\bzu\b|.*\w+zu\w+en\b|,)",
        modality="gilt es zu",
        explanation="„es gilt, … zu“ verlangt, dass etwas getan wird, ohne zu sagen, von wem.",
        example="Es gilt, die vorhandenen Angebote besser zu verzahnen.",
        needs=("has_zu",),
        unless=("question", "relative"),
        acting=Acting.NOBODY,
    ),
    Rule(
        id="forderung.hat_zu",
        kind=Kind.DEMAND,
        pattern=r"\b(?:hat|haben)\b(?=[^,;:]*?\b(?:zu\s+[a-zäöüß]+n\b|[a-zäöüß]+zu[a-zäöüß]+n\b))",
        modality="hat zu",
        explanation="„hat zu“ mit Grundform verlangt von der genannten Stelle, dass sie handelt.",
        example="Die Verwaltung hat dem Ausschuss jährlich zu berichten.",
        needs=("named_actor", "modal_infinitive"),
        unless=("question",),
    ),
    Rule(
        id="forderung.hat_sich_zu",
        kind=Kind.DEMAND,
        pattern=r"\b(hat|haben)\s+sich\b",
        modality="hat zu",
        explanation="„hat sich … zu“ mit Grundform verlangt, dass etwas so gehandhabt wird.",
        example="Die Angebote haben sich an den Bedürfnissen der Familien zu orientieren.",
        needs=("modal_infinitive",),
        unless=("question", "narrated"),
    ),
    Rule(
        id="forderung.muss_dringend",
        kind=Kind.DEMAND,
        pattern=(
            r"\b(dringend|unbedingt|zwingend|unverzüglich|rasch|schnellstens)\b[^,;]*?\b(muss|müssen|sollte"
            r"|sollten)\b"
        ),
        modality="muss",
        explanation="„dringend … muss“ verlangt auch im Nebensatz, dass etwas geschieht.",
        example="Es gibt keinen Plan, der dringend erarbeitet werden muss.",
        unless=("question", "narrated", "legal"),
    ),
    Rule(
        id="forderung.beantragen",
        kind=Kind.DEMAND,
        pattern=r"\b(beantragt|beantragen)\b",
        modality="beantragen",
        explanation="Ein Gremium oder eine Organisation beantragt etwas.",
        example="Der Integrationsbeirat beantragt, die Geschäftsordnung zu ändern.",
        needs=("asks", "institution_subject"),
        unless=("question", "narrated"),
        acting=Acting.OBJECT,
    ),
    Rule(
        id="forderung.fordern",
        kind=Kind.DEMAND,
        pattern=(
            r"\b(?:fordern|fordert|verlangen|verlangt|(?:gefordert|gewünscht|verlangt|erwartet)\s+(?:wird"
            r"|werden))\b"
        ),
        modality="fordern",
        explanation="Das Papier fordert ausdrücklich.",
        example="Wir fordern die Stadt auf, einen Härtefonds aufzulegen.",
        unless=("question", "fordert_as_state", "relative"),
        acting=Acting.OBJECT,
    ),
    Rule(
        id="forderung.vorschlagen",
        kind=Kind.DEMAND,
        pattern=(
            r"\b(schlagen|schlägt|schlage)\b[^;]*?\b(vor)\b|\b(?:wird|werden)\b[^;]*?\b(vorgeschlagen)\b"
            r"|\b(vorgeschlagen|angeregt)\s+(?:wird|werden)\b|\b(vorzuschlagen|unser Vorschlag|Vorschlag ist"
            r"|Vorschlag lautet)\b"
        ),
        modality="schlagen vor",
        explanation="Das Papier schlägt ausdrücklich vor.",
        example="Der Beirat schlägt vor, eine Clearingstelle einzurichten.",
        unless=("question", "narrated", "relative"),
        acting=Acting.THAT,
    ),
    Rule(
        id="forderung.empfehlen",
        kind=Kind.DEMAND,
        pattern=(
            r"\b(empfehlen|empfiehlt|empfehle|empfohlen\s+(?:wird|werden)|empfohlen wird|(?:wird"
            r"|werden)\b[^;]*?\bempfohlen)\b|\bes\s+(empfiehlt)\s+sich\b|\bist\s+(empfehlenswert|zu\s+empfehlen"
            r"|ratsam|angeraten)\b|\b(rät|raten)\b[^;]*?\bdazu\b"
        ),
        modality="empfehlen",
        explanation="Das Papier empfiehlt ausdrücklich.",
        example="Es wird empfohlen, Elternabende mehrsprachig anzukündigen.",
        unless=("question", "narrated", "relative"),
        acting=Acting.THAT,
    ),
    Rule(
        id="forderung.anregen",
        kind=Kind.DEMAND,
        pattern=(
            r"\b(regen|regt)\b[^;]*?\b(an)\b(?=\s*[,.:]|$)|\b(?:wird|werden)\b[^;]*?\b(angeregt)\b|\b(plädieren"
            r"|plädiert|appellieren|appelliert|befürworten|befürwortet)\b|\b(sprechen|spricht)\s+(?:sich"
            r"|uns)\b[^;]*?\b(?:für|dafür)\b[^;]*?\b(aus)\b|\b(sprechen|spricht)\s+(?:wir\s+)?(?:sich"
            r"|uns)\b[^;]*?\b(dafür)\b"
        ),
        modality="regen an",
        explanation="Das Papier regt an oder wirbt für etwas.",
        example="Die Träger regen an, die Sprechzeiten in die Abendstunden zu legen.",
        unless=("question", "narrated", "relative"),
        acting=Acting.OBJECT,
    ),
    Rule(
        id="forderung.erwarten",
        kind=Kind.DEMAND,
        pattern=(
            r"\b(?:erwarten\s+wir|wir\s+erwarten|(?:verbände|träger|beirat|rat|mitglieder)\s+erwarte[nt])\b"
            r"|\b(erwarten|erwartet|erwarte)\b(?=\s*,\s*dass\b|[^,;]*\bvon\s+(?:der|den|dem|allen)\b)"
            r"|\b(?:bitten|bittet)\b(?=[^;]*\b(?:die|den|das|um)\b)"
        ),
        modality="erwarten",
        explanation="Das Papier erwartet von jemandem oder bittet jemanden, dass etwas geschieht.",
        example="Wir erwarten von der Verwaltung einen jährlichen Bericht.",
        unless=("question", "narrated", "relative"),
        acting=Acting.OBJECT,
    ),
    Rule(
        id="forderung.beauftragt",
        kind=Kind.DEMAND,
        pattern=r"\b(wird|werden)\b[^;]*?\b(beauftragt|aufgefordert|gebeten|angewiesen|aufgerufen|ersucht)\b",
        modality="wird beauftragt",
        explanation="Jemand wird beauftragt, gebeten oder aufgefordert: so sprechen Entwürfe von Beschlüssen.",
        example="Die Verwaltung wird beauftragt, ein Konzept für die Erstberatung vorzulegen.",
        acting=Acting.ASKED,
        unless=("question", "relative"),
    ),
    Rule(
        id="forderung.gefordert",
        kind=Kind.DEMAND,
        pattern=(
            r"\b(ist|sind|bleibt|bleiben)\b[^;]*?\b(gefordert|aufgefordert|aufgerufen|gehalten|in der Pflicht"
            r"|in der Verantwortung|gefragt|verpflichtet, zu)\b(?!\s+(?:worden|wurde))"
        ),
        modality="ist gefordert",
        explanation="Jemand ist gefordert, aufgerufen oder in der Pflicht.",
        example="Alle Fachbereiche sind gefordert, ihre Angebote zu öffnen.",
        acting=Acting.ASKED,
        unless=("question", "relative", "narrated"),
    ),
    Rule(
        id="forderung.gut_beraten",
        kind=Kind.DEMAND,
        pattern=r"\b(gut\s+beraten|gut\s+daran\s+täte|täte\s+gut\s+daran)\b",
        modality="ist gut beraten",
        explanation="„ist gut beraten“ rät jemandem dringend.",
        example="Die Kommune wäre gut beraten, die Vereine früh einzubeziehen.",
        unless=("question",),
    ),
    Rule(
        id="forderung.notwendig",
        kind=Kind.DEMAND,
        pattern=r"\b(?:ist|sind|wäre|wären|erscheint|scheint|bleibt|bleiben|halten|hält|erachten|erachtet|als"
        r"|für)\b[^;]*?"
        r"\b(notwendig|erforderlich|unabdingbar|unerlässlich|unumgänglich|unverzichtbar|geboten|nötig"
        r"|vonnöten|überfällig"
        r"|zwingend|angezeigt|dringlich)\b"
        r"|^(?:\w+\s+){0,2}(notwendig|erforderlich|dringlich|unverzichtbar|nötig|unerlässlich|unabdingbar"
        r"|geboten|unumgänglich)"
        r"\s+(?:ist|sind|bleibt|wäre)\b",
        modality="ist notwendig",
        explanation="Etwas wird für notwendig, unabdingbar oder dringend erklärt.",
        example="Eine verlässliche Finanzierung der Beratungsstellen ist notwendig.",
        needs=("asks",),
        unless=("question", "narrated", "legal", "negated_need", "condition_of_access"),
        acting=Acting.THAT,
    ),
    Rule(
        id="forderung.wichtig_dass",
        kind=Kind.DEMAND,
        pattern=r"\b(?:ist|sind|bleibt|wäre)\b[^;,]*?\b(wichtig|wesentlich|entscheidend|essenziell|essentiell"
        r"|zentral|elementar)"
        r"(?:\s+ist)?(?=\s*,\s*(?:dass|\w+))"
        r"|^(?:\w+\s+){0,2}(wichtig|entscheidend|wesentlich|zentral|essenziell)\s+(?:ist|sind|bleibt|wäre)\b"
        r"|\b(von\s+(?:\w+\s+)?(?:zentraler|großer|entscheidender|besonderer|hoher)\s+Bedeutung)\b(?=.*,\s*dass\b)"
        r"|\b(Voraussetzung(?:en)?)\b[^;,]*?\b(?:ist|sind)\s*,\s*dass\b",
        modality="ist wichtig",
        explanation="Es wird für wichtig oder zur Voraussetzung erklärt, dass etwas geschieht.",
        example="Besonders wichtig ist, dass die Eltern früh einbezogen werden.",
        unless=("question", "narrated", "legal", "condition_of_access", "relative"),
        acting=Acting.THAT,
    ),
    Rule(
        id="forderung.notwendigkeit",
        kind=Kind.DEMAND,
        pattern=r"\b(besteht|bestehen|ergibt\s+sich|sehen|sieht)\b[^;,]*?\b(Notwendigkeit|Erfordernis|Verpflichtung"
        r"|Auftrag)\b"
        r"|\b(kommt|fällt|obliegt)\b[^;,]*?\b(Aufgabe)(?:\s+zu)?(?=\s*,)|\b(höchste\s+Zeit|an\s+der\s+Zeit)(?=\s*,)",
        modality="es besteht die Notwendigkeit",
        explanation="Eine Notwendigkeit oder Aufgabe wird festgestellt, die jemand erfüllen soll.",
        example="Es besteht die Notwendigkeit, die Angebote besser abzustimmen.",
        needs=("has_zu",),
        unless=("question", "narrated", "negated", "legal", "relative"),
        acting=Acting.NOBODY,
    ),
    Rule(
        id="forderung.bedarf",
        kind=Kind.DEMAND,
        pattern=(
            r"\b(es\s+bedarf|bedarf\s+es|bedürfen|bedarf\s+(?:\w+\s+)?(?:eines|einer|der|des|weiterer"
            r"|zusätzlicher|besonderer|verstärkter|gezielter))\b|\b((?:benötigt|gebraucht)\s+(?:werden|wird))\b"
            r"|\b(?:wird|werden)\s[^;,]*?\b(benötigt|gebraucht)\b|\b((?:es|wir)\s+brauch(?:t|en)|brauch(?:t"
            r"|en)\s+(?:es|wir))\b|\b(erfordert|erfordern|setzt\s+voraus)\b"
        ),
        modality="es bedarf",
        explanation="Es wird gesagt, was gebraucht wird.",
        example="Es bedarf einer zentralen Stelle für alle Fragen der Anerkennung.",
        needs=("asks",),
        unless=("question", "narrated", "legal", "people_endure"),
        acting=Acting.NOBODY,
    ),
    Rule(
        id="forderung.stadt_braucht",
        kind=Kind.DEMAND,
        pattern=r"\b(braucht|brauchen|benötigt|benötigen)\b",
        modality="braucht",
        explanation="Es wird gesagt, was eine Stelle, die Stadt oder die Integrationsarbeit braucht.",
        example="Die Stadt braucht eine zentrale Anlaufstelle für Neuzugewanderte.",
        needs=("asks", "institution_or_cause"),
        unless=("question", "narrated", "legal"),
        acting=Acting.NOBODY,
    ),
    Rule(
        id="forderung.imperativ",
        kind=Kind.DEMAND,
        pattern=(
            r"^(?:Forderung|Empfehlung|Handlungsempfehlung|Vorschlag|Handlungsbedarf|Anregung"
            r"|Appell)(?:\s+(?:\d{1,2}|[IVX]{1,4}|[A-Z]))?\s*:"
        ),
        modality="Überschrift „Empfehlung“",
        explanation="Die Aussage steht unter einem Stichwort wie „Empfehlung:“ oder „Forderung:“.",
        example="Empfehlung: Sprechstunden in drei Stadtteilen anbieten.",
        acting=Acting.SUBJECT,
    ),
    Rule(
        id="forderung.liste",
        kind=Kind.DEMAND,
        pattern=r"^.",
        modality="Aufzählung unter einer Forderung",
        explanation="Der Punkt gehört zu einer Aufzählung, die mit einer Forderung oder Empfehlung eingeleitet ist.",
        example="mehrsprachige Elternabende an allen Grundschulen",
        needs=("item_of_demand", "no_own_verb"),
        acting=Acting.SUBJECT,
        strength=41,
        example_context=Context(paragraph=ParagraphKind.ITEM, lead="Wir fordern:"),
    ),
)
"""Demands, the plainest first."""
