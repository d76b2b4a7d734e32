"""The words that show a deadline, a target value, a target group, a place or means.

Every pattern is deliberately narrow: *kurzfristig* is no deadline, *in Duisburg* says nothing about where in a paper of
that city, and a share that is merely reported is no target; the last is decided by the caller, which asks only for
statements that call for action.
"""

from __future__ import annotations

import re

from etappe.documents.statements import verbs

_MONTH = r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)"
_SEASON = r"(?:Frühjahr|Frühling|Sommer|Herbst|Winter)"
_YEAR = r"(?:19|20)\d\d"
_SCHOOL_YEAR = (
    rf"(?:(?:Schul|Kindergarten|Kita|Haushalts|Kalender)jahr(?:e?s)?(?:\s+{_YEAR}(?:\s?/\s?(?:{_YEAR}|\d\d))?)"
    rf"|(?:Schul|Kindergarten|Kita)jahresbeginn\s+{_YEAR})"
)
_DAY = rf"(?:\d{{1,2}}\.\s?(?:\d{{1,2}}\.\s?(?:{_YEAR}|\d\d)|{_MONTH}(?:\s+{_YEAR})?))"
_SPAN = r"(?:\d{1,2}|ein(?:em|es|er)?|zwei|drei|vier|fünf|sechs|acht|neun|zehn|zwölf|achtzehn)"
_WHEN = (
    rf"(?:{_DAY}|(?:(?:Anfang|Mitte|Ende|Beginn)\s+(?:des\s+Jahres\s+|(?:des"
    rf"|der)\s+)?)?(?:{_MONTH}\s+)?{_YEAR}(?:\s?/\s?(?:{_YEAR}|\d\d))?"
    rf"|{_SCHOOL_YEAR}|(?:[1-4]\.|erste[ns]?|zweite[ns]?|dritte[ns]?|vierte[ns]?)\s+(?:Quartal"
    rf"|Halbjahr)(?:s|es)?(?:\s+{_YEAR})?"
    rf"|{_SEASON}(?:s)?\s+{_YEAR}|\w*[Ss]emesters?\s+{_YEAR}|(?:Ende|Beginn|Anfang|Mitte)\s+(?:der"
    rf"|des)\s+(?:\w+\s+)?(?:Wahlperiode"
    rf"|Legislaturperiode|Ratsperiode|Jahres|Schuljahres)"
    rf"|zur\s+(?:nächsten|kommenden)\s+\w*[Ss]itzung|\d{{1,2}}/{_YEAR})"
)
_ARTICLE = (
    r"(?:\s+(?:zum|zur|zu|spätestens|einschließlich|dem|das|der|den|Ende|Anfang|Mitte|nächsten|kommenden"
    r"|Schuljahr|Jahr|Jahres|des|Ablauf|Beginn|Abschluss|voraussichtlich))*"
)
_DEADLINES = re.compile(
    rf"\b(?:(?:[Ss]pätestens|[Ee]rstmals|[Jj]eweils)\s+)?(?:[Bb]is|[Aa]b|[Zz]um|[Ss]pätestens|[Ii]m|[Ii]n"
    rf"|[Ff]ür|[Vv]or|[Mm]it){_ARTICLE}\s+{_WHEN}(?!\s?(?:Einwohner|Personen|Menschen|%|Prozent))"
    rf"|\b(?:[Bb]is|[Aa]b)\s+zum\s+(?:nächsten|kommenden)\s+\w+jahr"
    rf"|\b(?:[Ii]nnerhalb|[Bb]innen|[Ii]m Laufe)\s+(?:von\s+|der\s+nächsten\s+"
    rf"|eines\s+)?{_SPAN}?\s?(?:Tagen?|Wochen|Monat(?:en|s)?|Jahr(?:en|es))\b"
    rf"|\b[Ii]n\s+den\s+(?:nächsten|kommenden)\s+{_SPAN}\s+(?:Monaten|Jahren|Wochen)\b"
    rf"|\b(?:noch\s+)?(?:in\s+diesem|im\s+(?:laufenden|kommenden|nächsten)"
    rf"|bis\s+zum\s+Ende\s+des\s+(?:laufenden|kommenden))\s+\w*[Jj]ahr(?:e?s)?\b"
    rf"|\b{_YEAR}\s?(?:–|-|bis)\s?{_YEAR}\b|\b{_DAY}\s?(?:–|-|bis)\s?{_DAY}"
)
_FIELD_DEADLINE = re.compile(rf"\b(?:{_WHEN}|{_YEAR})\b|\b(?:laufend|fortlaufend|dauerhaft|jährlich)\b", re.I)
_PAST_MARK = re.compile(r"\b(?:seit|von|aus\s+dem\s+Jahr|vom|Jahr)\s*$", re.I)

_NUMBER_WORD = (
    r"(?:zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwanzig|dreißig|vierzig|fünfzig|hundert|tausend)"
)
_NUMBER = r"(?:\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?)"
_NOT_COUNTED = (
    r"(?:Jahr|Jahre|Jahren|Monat|Monate|Monaten|Wochen|Tage|Tagen|Uhr|Stunden|Euro|EUR|Mio|Millionen"
    r"|Lebensjahr|Klasse|Quartal|Halbjahr|Abs|SGB"
    rf"|{_MONTH}|Handlungsfeld\w*|Bereich\w*|Säulen|Themen\w*|Etappen|Punkte\w*|Seiten|Stellen|Vollzeit\w*|Prozent)"
)
_TARGETS = re.compile(
    rf"\b(?:(?:auf|um|mindestens|von|bis\s+zu|rund|etwa|zu)\s+)*{_NUMBER}\s?(?:%|Prozent(?:punkten?)?\b|v\.\s?H\.)"
    rf"|\b(?:(?:auf|um|mindestens|wenigstens|insgesamt|jährlich|weitere|zusätzlich)\s+)+(?:{_NUMBER}"
    rf"|{_NUMBER_WORD})\s+(?!{_NOT_COUNTED}\b)[\w-]+(?:\s+[A-ZÄÖÜ][\w-]+)?"
    rf"|(?<![\d./§])\b(?:(?:jeweils|etwa|rund|zunächst|circa|ca\.)\s+)*(?:(?!(?:19|20)\d\d\b){_NUMBER}"
    rf"|{_NUMBER_WORD})\s+(?:(?:neue|weitere|zusätzliche|neuen|weiteren|zusätzlichen"
    rf"|modellhaft|[a-zäöüß]+(?:en|e))\s+){{0,3}}(?!{_NOT_COUNTED}\b)[A-ZÄÖÜ][a-zäöüß]+(?:en|n|e|er|s"
    rf"|plätze[n]?|kurse[n]?)?\b"
    rf"|\b(?:verdoppel\w*|verdreifach\w*|halbier\w*|verdoppelt|Verdopp[e]?lung|Halbierung)\b"
    rf"|\b(?:flächendeckend|ausnahmslos)\s+(?:alle|jede\w*)\s+[A-ZÄÖÜ]\w+"
)
_NO_TARGET_BEFORE = re.compile(
    r"(?:§+|Art\.|Artikel|Amt|FB|Nr\.|Ziffer|SGB|Fachbereich|Klasse|Abs\.|Kapitel|Seite|Phase|Stufe|unter"
    r"|über|ab|von|Alter von|bis|(?:die|den|der|diese[rn]?|alle|allen|beide[n]?)(?:\s+(?:inzwischen|bisher"
    r"|bestehenden))?)\s*$"
)

_AGE = re.compile(
    r"\b(?:Kind(?:er[n]?)?|Kleinkinder[n]?|[A-ZÄÖÜ]\w*kinder[n]?|Jugendliche[nr]?|Heranwachsende[nr]?"
    r"|junge[nr]?\s+(?:Menschen|Erwachsene[nr]?|Geflüchtete[nr]?|Frauen|Männer[n]?"
    r"|Zugewanderte[nr]?|Migrant\w*)|Senior(?:en|innen|[*:_]innen|inn?en)?|Seniorinnen"
    r"|ältere[nr]?\s+(?:Menschen|Zugewanderte[nr]?|Migrant\w*|Menschen|Personen|Einwohner\w*|Bürger\w*)"
    r"|Vorschulkinder\w*|Schüler(?:innen|[*:_]innen|n)?|Schülerinnen|Auszubildende[nr]?|Azubis"
    r"|Studierende[nr]?|Säuglinge|(?:unter|über|ab)\s+\d{1,2}(?:\s+Jahren|-[Jj]ährige[nr]?)"
    r"|\d{1,2}\s?(?:-|–|bis)\s?\d{1,2}\s?(?:-[Jj]ährige[nr]?|Jahren?)|(?:[Üü]ber"
    r"|[Uu]nter)-?\d{2}-[Jj]ährige[nr]?|Hochaltrige[nr]?)\b"
)
_ORIGIN = re.compile(
    r"\b(?:Geflüchtete[nrs]?|Flüchtlinge[n]?|Schutzsuchende[nr]?|Asyl(?:suchende|bewerber)\w*"
    r"|Zugewanderte[nr]?|Zuwander(?:er[n]?|innen|nde[nr]?)|Neuzugewanderte[nr]?|Zuwandernde[nr]?"
    r"|Neuzuwander\w*|Einwander(?:er[n]?|innen)|Eingewanderte[nr]?|Migrant(?:en|innen|[*:_]innen)"
    r"|MigrantInnen|Spätaussiedler\w*|Aussiedler\w*|Ausländer(?:innen|n)?|Drittstaatsangehörige[nr]?"
    r"|EU-(?:Bürger|Zugewanderte|Zuwander|Ausländer)\w*|Unionsbürger\w*|(?:mit"
    r"|ohne)\s+(?:Migrationshintergrund|Migrationsgeschichte|Zuwanderungsgeschichte|Einwanderungsgeschichte"
    r"|Migrationsbiografie|internationaler\s+(?:Familiengeschichte|Biografie))|aus\s+(?:der\s+)?(?:Ukraine"
    r"|Türkei|Syrien|Afghanistan|Rumänien|Bulgarien|Irak|Polen|Südosteuropa|Eritrea|Somalia|Drittstaaten"
    r"|dem\s+Irak|anderen\s+Ländern)|Rom(?:a|nja)|Sint(?:i|izze)|Neuankommende[nr]?|Menschen\s+aus\s+\w+"
    r"|zugewanderte[nr]?\s+\w+|geflüchtete[nr]?\s+\w+|unbegleitete\w*\s+\w+|Ausländerinnen"
    r"|(?:Migrations|Zuwanderungs|Flucht|Einwanderungs)geschichte|Geduldete[nr]?|Neubürger\w*)\b"
)
_ROLE_GROUP = re.compile(
    r"\b(?:Eltern|Mütter[n]?|Väter[n]?|Familien|Frauen|Mädchen|Alleinerziehende[nr]?|Beschäftigte[nr]?"
    r"|Mitarbeitende[nr]?|Mitarbeiter(?:innen|[*:_]innen|n)?|Lehrkräfte[n]?|Erzieher(?:innen|[*:_]innen)"
    r"|Fachkräfte[n]?|Führungskräfte[n]?|Ehrenamtliche[nr]?|Arbeitslose[nr]?|Arbeitsuchende[nr]?"
    r"|Langzeitarbeitslose[nr]?|Nicht-?[Kk]rankenversicherte[nr]?|nicht-krankenversicherte[nr]?\s+\w+"
    r"|Obdachlose[nr]?|Wohnungslose[nr]?"
    r"|Menschen\s+(?:mit|ohne)\s+\w+|Patient(?:en|innen|[*:_]innen)|Analphabet\w*"
    r"|Rat- und Hilfesuchende[nr]?|Ratsuchende[nr]?|Hilfesuchende[nr]?|Teilnehmende[nr]?"
    r"|Pflegebedürftige[nr]?|Angehörige[nr]?|Gewerbetreibende[nr]?"
    r"|Gründer\w*|Existenzgründer\w*|Hausmeister\w*|Vereinsvorstände)\b"
)
_FACILITY = (
    r"(?:[A-ZÄÖÜ]\w*)?(?:[Ss]chulen?|Kitas?|[Kk]indertagesstätten?|[Kk]indertageseinrichtungen?"
    r"|[Bb]ibliothek(?:en)?|[Bb]ücherei(?:en)?|[Rr]athaus|[Bb]ürgerhäuser[n]?|[Bb]ürgerbüros?"
    r"|[Jj]ugendzentren"
    r"|[Ff]amilienzentr(?:um|en)|[Ss]tadtteilzentr(?:um|en)|[Uu]nterkünfte[n]?"
    r"|[Gg]emeinschaftsunterkünfte[n]?|[Ss]portvereine[n]?|[Kk]rankenhäuser[n]?|[Bb]egegnungszentr(?:um|en)"
    r"|[Bb]egegnungsstätten?"
    r"|[Ss]tadtteilbüros?|[Ss]ozialräume[n]?|[Qq]uartiere?n?|[Ss]tadtteile?n?|[Ss]tadtbezirke?n?"
    r"|[Oo]rtsteile?n?|[Bb]ezirke?n?|[Ww]ohngebiete?n?|[Nn]achbarschaften|[Ss]tandorte?n?"
    r"|[Pp]flegeheime[n]?|[Mm]useen"
    r"|[Ii]nnenstadt|[Ss]ozialraum|[Qq]uartier|[Ss]tadtteil|[Bb]erufskollegs?|[Ll]adenlokal|[Gg]ebäude"
    r"|[Ss]tadtgebiet|[Kk]reisgebiet)"
)
_PLACE = re.compile(
    rf"\b(?:[Ii]n|[Ii]m|[Aa]n|[Aa]m|[Aa]uf)\s+(?:(?:den|der|dem|das|die|alle|zunächst|etwa|rund|mindestens"
    rf"|allen|gesamte|ganze|jeder|jedem|beiden|einzelnen"
    rf"|mehreren|ausgewählten|einem|einer|unseren|diesen|städtischen|benachteiligten|vor)\s+"
    rf"|{_NUMBER_WORD}\s+|\d+\s+|[a-zäöüß-]+en\s+){{0,6}}{_FACILITY}\b"
    rf"|\b(?:[Ss]tadtweit|[Kk]reisweit|[Ss]tadtteilbezogen|[Qq]uartiersbezogen|[Ss]ozialräumlich"
    rf"|[Ff]lächendeckend\s+in|in\s+jedem\s+(?:Stadtteil|Stadtbezirk|Quartier)"
    rf"|[Ii]m\s+(?:gesamten\s+)?(?:Stadtgebiet|Kreisgebiet))\b"
)
_IN_NAME = re.compile(
    r"\b(?:[Ii]n|[Ii]m\s+Stadtteil|[Ii]m\s+Ortsteil|[Ii]m\s+Bezirk"
    r"|[Ii]m\s+Stadtbezirk)\s+(?P<name>[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)*)\b(?!\s+(?:leb|wohn))"
)
_NOT_PLACES = frozenset(["Deutschland", "Europa", "Kooperation", "Zusammenarbeit", "Form", "Zukunft", "Abstimmung"])

_POST = r"(?:Vollzeit\w*|\w*[Ss]telle[n]?|VZÄ|Stellenanteile[n]?|Vollzeitäquivalente?n?)"
_MEANS = re.compile(
    rf"\b(?:{_NUMBER}|{_NUMBER_WORD})\s+(?:\w+\s+)?{_POST}\b"
    rf"|\b(?:eine[rn]?\s+)?(?:weitere[nr]?|zusätzliche[nr]?|halbe[nr]?|volle[nr]?|hauptamtliche[nr]?"
    rf"|feste[nr]?|unbefristete[nr]?)"
    rf"\s+(?:\w+\s+)?{_POST}\b"
    rf"|{_NUMBER}(?:\s+(?:Mio\.|Millionen|Tausend|Tsd\.))?\s?(?:€|Euro\b|EUR\b)"
    r"|\b(?!Lebens|Verkehrs|Hilfs|Arznei|Heil)(?:[A-ZÄÖÜ]\w*mittel[n]?|Mittel[n]?)\b(?!\s+und\s+Wege)"
    r"|\b(?:\w*[Bb]udgets?|\w*[Ff]onds|[Ff]inanzielle[nr]?\s+(?:Unterstützung|Mittel|Ressourcen)"
    r"|finanziert\s+(?:aus|durch|von|mit)|[Zz]uschuss|[Zz]uschüsse[n]?|[Ss]ponsor\w*|[Hh]aushaltsplan\w*"
    r"|[Pp]ersonelle[nr]?\s+(?:und\s+\w+\s+)?(?:Ressourcen|Ausstattung)|personell\s+und\s+sachlich"
    r"|Landesprogramm\w*|Bundesprogramm\w*|Förderprogramm\w*|gefördert\s+(?:durch|aus|vom|von)"
    r"|kostenneutral|Kostenübernahme|Finanzierungskonzept\w*)\b"
)


def deadlines(text: str) -> tuple[str, ...]:
    """Return the words that set a date or a period by which, from which or in which something is done."""
    return tuple(
        match.group().strip() for match in _DEADLINES.finditer(text) if not _PAST_MARK.search(text[: match.start()])
    )


def field_deadline(text: str) -> tuple[str, ...]:
    """Return the date given in a field of its own (``Frist: 2027``), where a bare year is enough."""
    return deadlines(text) or tuple(match.group() for match in _FIELD_DEADLINE.finditer(text))[:1]


def targets(text: str) -> tuple[str, ...]:
    """Return the words that set a value to be reached (``auf 33 Prozent``, ``mindestens zwölf Kurse``)."""
    return tuple(
        match.group().strip()
        for match in _TARGETS.finditer(text)
        if not _NO_TARGET_BEFORE.search(text[: match.start()])
    )


def groups_by_age(text: str) -> tuple[str, ...]:
    """Return the words that name a group by age (``Grundschulkinder``, ``unter 25 Jahren``)."""
    return tuple(match.group() for match in _AGE.finditer(text))


def groups_by_origin(text: str) -> tuple[str, ...]:
    """Return the words that name a group by origin (``Geflüchtete``, ``aus Bulgarien``)."""
    return tuple(match.group() for match in _ORIGIN.finditer(text))


def other_groups(text: str) -> tuple[str, ...]:
    """Return the words that name a group by its part in life (``Eltern``, ``Beschäftigte``)."""
    return tuple(match.group() for match in _ROLE_GROUP.finditer(text))


def places(text: str) -> tuple[str, ...]:
    """Return the words that say where: kinds of facilities, quarters, districts by name, the whole area."""
    named = [
        match.group()
        for match in _IN_NAME.finditer(text)
        if match["name"] not in _NOT_PLACES and verbs.is_name(match["name"])
    ]
    return tuple([match.group().strip() for match in _PLACE.finditer(text)] + named)


def means(text: str) -> tuple[str, ...]:
    """Return the words that say with what: money, posts, programmes."""
    return tuple(match.group().strip() for match in _MEANS.finditer(text))
