"""Conditions on the words of the whole sentence."""

from __future__ import annotations

import re

from etappe.documents import elements
from etappe.documents.statements.grammar import (
    is_narrated,
)
from etappe.documents.statements.sentence import ClauseKind, Sentence

_LEGAL = re.compile(
    r"\bschreib(?:t|en)\b.*\bvor\b|§|\bgesetzlich\w*|\bnach\s+dem\s+\w*[Gg]esetz|\blaut\s+\w*[Gg]esetz|\bim\s+\w*[Gg]esetz\b|\bnach\s+der\s+Definition\b|\bSGB\b|\bAufenthaltsgesetz\b|\bnach\s+geltendem\s+Recht|\bArt\.\s?\d|\b\w+verordnung\b|\brechtlich\s+(?:verpflichtet|vorgeschrieben)"
)


_HEARSAY = re.compile(
    r"\b(?:gewesen|worden)\s+sein\b|\bgekommen\s+sein\b|\bstattgefunden\s+haben\b|\bgegeben\s+haben\b"
)


_MODAL = re.compile(
    r"\b(?:müssen?|müsse|solle|könne|dürfe|wolle|soll(?:te)?n?|sollten|muss|müssen|müssten?|könnten?|kann|können|darf|dürfen|möchten?|will|wollen|würden?|wäre)\b"
)


_ASKED = re.compile(
    r"\b(?:beauftragt|aufgefordert|gebeten|angewiesen|aufgerufen|ersucht|empfohlen|vorgeschlagen|angeregt|geplant|angestrebt|beabsichtigt|vorgesehen|erwartet|bittet|bitten|fordert|fordern|empfiehlt|empfehlen|schlägt|schlagen|regt|erwarten|plant|planen)\b"
)


_ONGOING = re.compile(
    r"\b(?:derzeit|aktuell|bereits|schon|seit|zurzeit|regelmäßig|gegenwärtig|momentan|heute|jährlich|traditionell|mittlerweile|inzwischen|bislang|bisher|meist|oft|häufig|in\s+der\s+Regel|überwiegend)\b",
    re.I,
)


_RESOLVED_THING = re.compile(
    r"\b(?:[\w-]*[Zz]iele?|[\w-]*[Ll]eitlinien?|[\w-]*[Kk]onzept\w*|[\w-]*[Pp]rogramm\w*|[\w-]*[Mm]aßnahmen?|[\w-]*[Pp]lan|[\w-]*[Rr]ichtlinien?|[\w-]*[Ss]tandards?|Quote|Stelle\w*|[\w-]*[Ff]onds|Einrichtung|Umsetzung|Einführung|Mittel|[\w-]*[Ll]eitbild|Strategie)\b|,\s*(?:dass|[^,]*\bzu\b|[^,]*zu\w+en\b)"
)


_SAYING = re.compile(
    r"\bmöchte[n]?\s+(?:wir\s+|ich\s+)?(?:\w+\s+){0,6}?(?:danken|betonen|hinweisen|darauf\s+hinweisen|erwähnen|hervorheben|vorstellen|einladen|darstellen|zeigen|bedanken)\b|\b(?:danken|bedanken|betonen|hervorheben)\b",
    re.I,
)


_PROJECT_GOAL = re.compile(
    r"\b(?:Projekt\w*|Kurs\w*|Programm|Angebot|Gruppe|Initiative|Veranstaltung\w*)\s+(?:hat|haben|verfolgt|verfolgen)\b|\bmit\s+dem\s+Ziel\b|\bZiel\s+(?:des|der|dieses|dieser)\s+(?:Projekt\w*|Kurs\w*|Angebot\w*|Programm\w*|Befragung|Veranstaltung\w*|Studie)\b|\bZiel\w*\s+(?:war|waren)\b"
)


_FORWARD = re.compile(r"^(?:bis|ab|spätestens|zum|innerhalb|binnen|in\s+den)\b", re.I)


_PLAN_PRESENT = re.compile(r"\b(?:ist|sind|wird|werden|angestrebt|geplant|vorgesehen)\b")


_IF = re.compile(r"^\s*(?:sollte|sollten)\b|\bsollten\s+Sie\b", re.I)


_ACCESS = re.compile(
    r"\b(?:Für\s+die\s+(?:Teilnahme|Anmeldung|Aufnahme|Einbürgerung)|zur\s+(?:Teilnahme|Anmeldung)|Voraussetzung\w*\s+(?:für|zur)\s+(?:die\s+|eine\s+)?(?:Teilnahme|Anmeldung|Aufnahme|Einbürgerung|Bewilligung)|Vorkenntnisse|Anmeldung\s+ist|ist\s+(?:eine|keine)\s+Anmeldung)\b",
    re.I,
)


def question(sentence: Sentence) -> bool:
    """The sentence is a question."""
    return sentence.text.rstrip('“”"» ').endswith("?")


def legal(sentence: Sentence) -> bool:
    """The sentence reports what the law says."""
    return _LEGAL.search(sentence.plain) is not None


def hearsay(sentence: Sentence) -> bool:
    """*soll* passes on a rumour (``soll dort gewesen sein``)."""
    return _HEARSAY.search(sentence.plain) is not None


def narrated(sentence: Sentence) -> bool:
    """The sentence tells what was."""
    return is_narrated(sentence)


_NO_NEED = re.compile(r"\b(?:nicht|keine?\w*)\s+(?:\w+\s+)?(?:notwendig|erforderlich|nötig|zwingend)\b")


def negated_need(sentence: Sentence) -> bool:
    """Something is said not to be needed."""
    return _NO_NEED.search(sentence.plain) is not None


def condition_of_access(sentence: Sentence) -> bool:
    """What is needed is a condition for taking part, not an action."""
    return _ACCESS.search(sentence.plain) is not None


def deadline(sentence: Sentence) -> bool:
    """A date or period is set."""
    return bool(elements.deadlines(sentence.plain))


def ongoing(sentence: Sentence) -> bool:
    """A word says that it is already so."""
    return _ONGOING.search(sentence.plain) is not None and not elements.deadlines(sentence.plain)


def modal_elsewhere(sentence: Sentence) -> bool:
    """Another rule's modal verb carries the sentence."""
    return any(
        sentence.kind_of_clause(*other.span()) in (ClauseKind.MAIN, ClauseKind.THAT)
        for other in _MODAL.finditer(sentence.plain)
        if other.group() not in ("kann", "können") or not sentence.verb_is_last(other.end())
    )


def only_asked(sentence: Sentence) -> bool:
    """The one named is only asked, or it is only planned."""
    return _ASKED.search(sentence.plain) is not None


def resolution_in_force(sentence: Sentence) -> bool:
    """What is resolved is a goal, plan or action, not a step of procedure."""
    return _RESOLVED_THING.search(sentence.plain) is not None


def present_plan(sentence: Sentence) -> bool:
    """The plan is of today."""
    return _PLAN_PRESENT.search(sentence.plain) is not None


def by_date(sentence: Sentence) -> bool:
    """A date is set by which or from which something happens, not one on which it did."""
    return any(_FORWARD.match(words) for words in elements.deadlines(sentence.plain))


def if_should(sentence: Sentence) -> bool:
    """*Sollte* opens a condition (``Sollte der Bedarf steigen, …``)."""
    return _IF.search(sentence.plain) is not None


def verb_of_saying(sentence: Sentence) -> bool:
    """The wish is only to say something (``wir möchten betonen``)."""
    return _SAYING.search(sentence.plain) is not None


def goal_of_project(sentence: Sentence) -> bool:
    """The goal is that of something that already runs."""
    return _PROJECT_GOAL.search(sentence.plain) is not None


def fordert_as_state(sentence: Sentence) -> bool:
    """*fordert* says that something is demanding, not that it is demanded (``fordert heraus``)."""
    return re.search(r"\bherausfordert?\b|\bfordert\w*\s+(?:\w+\s+){0,6}heraus\b", sentence.plain) is not None
