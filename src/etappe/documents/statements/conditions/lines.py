"""Conditions on list items, table rows and lines without a verb."""

from __future__ import annotations

import re

from etappe.documents import elements
from etappe.documents.model import ParagraphKind
from etappe.documents.statements.actors import Role, find_actors
from etappe.documents.statements.grammar import (
    has_finite_verb,
)
from etappe.documents.statements.sentence import Sentence
from etappe.documents.statements.vocabulary import ACTION_NOUNS

_AHEAD = re.compile(
    r"\b(?:künftig|zukünftig|in\s+Zukunft|demnächst|perspektivisch|in\s+einem\s+(?:ersten|zweiten|weiteren|nächsten)\s+Schritt|im\s+nächsten\s+Schritt|im\s+Anschluss|zeitnah|kurzfristig|mittelfristig|langfristig|umgehend|schrittweise|sukzessive"
    r"|verstärkt|vermehrt|stärker|weiterhin|auch\s+in\s+den\s+kommenden|neu|zusätzlich\w*|weitere[nrs]?|noch\s+stärker|erneut|darüber\s+hinaus|hierzu|dazu|dafür|hierfür)\b",
    re.I,
)


_BUILDING = re.compile(
    r"\b(?:eingerichtet|einrichten|aufgebaut|aufbauen|ausgebaut|ausbauen|entwickelt|entwickeln|erarbeitet|erarbeiten|geschaffen|schaffen|eingeführt|einführen|geprüft|prüfen|erweitert|erweitern|ausgeweitet|ausweiten|intensiviert|intensivieren"
    r"|gegründet|gründen|initiiert|initiieren|fortgeführt|fortführen|fortgesetzt|fortsetzen|weiterentwickelt|weiterentwickeln|verstetigt|verstetigen|verstärkt|verstärken|ausgewertet|benannt|gebildet|eingesetzt|überprüft|überarbeitet|fortgeschrieben"
    r"|erstellt|erstellen|aufgestockt|bereitgestellt|sichergestellt|etabliert|implementiert|konzipiert|eröffnet|aufgenommen|verankert|evaluiert|installiert|gestartet|umgesetzt|gestärkt|verbessert|erhöht|gewonnen|angestoßen|geöffnet|beworben|sensibilisiert)\b"
)


_DONE = re.compile(r"\b(?:erledigt|abgeschlossen|umgesetzt\s+(?:seit|in)|seit\s+(?:19|20)\d\d|wurde[n]?|war(?:en)?)\b")


_GOALS_TITLE = re.compile(
    r"^(?:\d[\d.]*\s+)?(?:(?:unsere|strategische|operative|übergeordnete|gemeinsame)\s+)?(?:[Ll]eit|[Tt]eil|[Oo]ber|[Hh]andlungs|[Ww]irkungs|[Ff]ern)?[Zz]iele?(?:setzung(?:en)?)?(?:\s+(?:und|für|der|des|im|in)\b.*)?:?$",
    re.I,
)


_MEASURES_TITLE = re.compile(
    r"(?:[Mm]aßnahme|[Hh]andlungsempfehlung|[Ee]mpfehlung|[Uu]msetzung|[Vv]orhaben|[Hh]andlungsansätze|[Nn]ächste\s+Schritte|[Pp]rojekt(?:e|ideen)|[Zz]iel|[Pp]erspektive|[Aa]usblick|[Vv]orschläge|[Ff]orderung|[Hh]andlungsbedarf|[Aa]ktionsplan|[Aa]ufgaben)"
)


_DEMAND_LEAD = re.compile(
    r"\b(?:forder\w*|empf(?:ehlen|iehlt|ohlen|ehlung\w*)|Handlungsempfehlung\w*|schlagen|schlägt|vorgeschlagen|Vorschläge|regen|anregung\w*|muss|müssen|notwendig|erforderlich|Forderung\w*|bedarf\s+es|es\s+bedarf|benötigt|beauftragt|erwarten|nötig|unabdingbar|sind\s+zu|ist\s+zu|gilt\s+es)\b",
    re.I,
)


_INTENT_LEAD = re.compile(
    r"\b(?:soll\w*|geplant\w*|ziel\w*|\w*ziele\b|Maßnahmen?|geplant|angestrebt|wollen|möchten|Vorhaben|Umsetzungsschritte|vorgesehen|künftig|nächste\w*\s+Schritte|könnten?|beabsichtigt|werden\s+wir|wir\s+werden|Handlungsansätze|Ideen|Perspektiven|denkbar\w*|wünschenswert)\b",
    re.I,
)


_PAST_LEAD = re.compile(
    r"\b(?:wurden?|war(?:en)?|bereits|bisherige\w*|haben|hatte[n]?|bestehende\w*|vorhandene\w*|laufende\w*|umgesetzte\w*|erreichte\w*)\b",
    re.I,
)


_MEASURE_START = re.compile(
    rf"^(?:Maßnahme|Projekt|Vorhaben|Ziel|Aktivität)\b[^:]{{0,12}}:|^(?:\w+e[rsn]?\s+){{0,2}}{ACTION_NOUNS}\b", re.I
)


_CHANGE = re.compile(
    r"\b(?:eingerichtet|aufgebaut|ausgebaut|eingeführt|erweitert|ausgeweitet|intensiviert|gegründet|initiiert|fortgeführt|fortgesetzt|weiterentwickelt"
    r"|verstetigt|verstärkt|aufgestockt|etabliert|implementiert|fortgeschrieben|geschaffen|erarbeitet|weitergeführt|überarbeitet)\b"
)


_FUTURE = re.compile(
    r"\b(?:künftig|zukünftig|in\s+Zukunft|demnächst|in\s+den\s+(?:nächsten|kommenden)\s+\w*[Jj]ahren)\b", re.I
)


def points_ahead(sentence: Sentence) -> bool:
    """A word or date points to the future, or the verb is one of change, which no standing practice is told with."""
    plain = sentence.plain
    if _FUTURE.search(plain) or elements.deadlines(plain) or _CHANGE.search(plain):
        return True
    builds = _BUILDING.search(plain) is not None
    return builds and (_AHEAD.search(plain) is not None or _under(sentence, _MEASURES_TITLE))


def item_under_measures(sentence: Sentence) -> bool:
    """A list item of some length stands right under a heading *Maßnahmen*, *Empfehlungen* or the like."""
    context = sentence.context
    if context.paragraph is not ParagraphKind.ITEM or not context.path or len(sentence.plain.split()) < 2:
        return False
    return _MEASURES_TITLE.search(context.path[-1]) is not None and not _PAST_LEAD.search(context.lead)


def done(sentence: Sentence) -> bool:
    """The line reports something finished."""
    return _DONE.search(sentence.plain) is not None


def no_own_verb(sentence: Sentence) -> bool:
    """The line has no finite verb of its own."""
    return not has_finite_verb(sentence.plain)


def _under(sentence: Sentence, titles: re.Pattern[str]) -> bool:
    return any(titles.search(title) for title in sentence.context.path[-2:])


def stands_as_measure(sentence: Sentence) -> bool:
    """The line is a list item, a row, or stands on its own under measures, goals or recommendations."""
    in_list = sentence.context.paragraph in (ParagraphKind.ITEM, ParagraphKind.ROW)
    if in_list and _PAST_LEAD.search(sentence.context.lead):
        return False
    is_open = not sentence.plain.rstrip().endswith((".", "!", "…", "“"))
    return in_list or (is_open and (_under(sentence, _MEASURES_TITLE) or not sentence.context.path))


def item_of_demand(sentence: Sentence) -> bool:
    """The line belongs to a list that a demand introduces."""
    lead = sentence.context.lead
    return bool(lead) and _DEMAND_LEAD.search(lead) is not None and not _PAST_LEAD.search(lead)


def item_of_intent(sentence: Sentence) -> bool:
    """The line belongs to a list that an intent introduces."""
    lead = sentence.context.lead
    return bool(lead) and _INTENT_LEAD.search(lead) is not None and not _PAST_LEAD.search(lead)


def under_goals(sentence: Sentence) -> bool:
    """The sentence stands right under a heading *Ziele*."""
    path = sentence.context.path
    return bool(path) and _GOALS_TITLE.match(path[-1]) is not None


def reads_as_measure(sentence: Sentence) -> bool:
    """The line is a list item or row, or begins with *Maßnahme:* or a noun of doing."""
    if sentence.context.paragraph in (ParagraphKind.ITEM, ParagraphKind.ROW):
        return True
    return _MEASURE_START.match(sentence.plain) is not None


def measure_with_owner_and_date(sentence: Sentence) -> bool:
    """A line without verb names an office and a date."""
    plain = sentence.text
    return bool(elements.field_deadline(plain)) and any(actor.role is not Role.OTHER for actor in find_actors(plain))
