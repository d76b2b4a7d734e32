"""Who is to act, in the words of the paper."""

from __future__ import annotations

import re

from etappe.documents.statements.acting import acting, agent
from etappe.documents.statements.actors import Actor, Role, find_actors
from etappe.documents.statements.classify import Hit, Verdict
from etappe.documents.statements.grammar import is_passive
from etappe.documents.statements.rules import Acting

_OWNER_LABEL = re.compile(
    r"(?:^|[;(–-]\s*)(?:Zuständig(?:keit(?:en)?)?|Verantwortlich(?:keit(?:en)?)?|Federführung|Umsetzung durch)"
    r"\s*:\s*(?P<who>[^;)]+)"
)
_NOBODY_YET = frozenset({"", "-", "–", "offen", "noch offen", "n.n", "nn", "tbd", "?", "wird geklärt"})
_PARENTHESIS = re.compile(r"\((?P<inside>[^)]*)\)")
_OBJECT_AFTER = re.compile(
    r"\b(?:fordern|fordert|verlangen|verlangt|erwarten|erwartet|bitten|bittet|beauftragt|beauftragen|appellieren|appelliert)\b"
    r"(?:\s+(?:wir|daher|deshalb|auch|hiermit|nachdrücklich|erneut|von|an|dazu))*\s*$"
)
_ADVISED = re.compile(r"\s+wird\b")
_BETWEEN_THAT_AND_SUBJECT = 4


def owner_in_field(text: str) -> str | None:
    """Return who stands behind ``Zuständig:`` and the like, or ``None``."""
    found = _OWNER_LABEL.search(text)
    if not found:
        return None
    who = found["who"].strip(" .,")
    return None if who.lower() in _NOBODY_YET else who


def addressee(verdict: Verdict) -> str | None:
    """Return who is to act in a statement that asks for action, or ``None`` where nobody is named."""
    text = verdict.sentence.text
    in_field = owner_in_field(text)
    if in_field:
        return in_field
    for hit in verdict.hits:
        found = _by_hit(verdict, hit)
        if found is not None:
            return found.text
    in_parenthesis = _in_parenthesis(text)
    return in_parenthesis.text if in_parenthesis else None


def _by_hit(verdict: Verdict, hit: Hit) -> Actor | None:
    sentence = verdict.sentence
    if hit.rule.acting is Acting.OBJECT:
        return _object(sentence.plain, hit.match.start())
    if hit.rule.acting is Acting.THAT:
        return _in_that_clause(sentence.plain, hit.match.start())
    if hit.rule.acting is Acting.ASKED:
        return acting(sentence, hit.match, is_asked=True)
    if hit.rule.acting is Acting.SUBJECT:
        return acting(sentence, hit.match)
    return agent(sentence.plain)


def _object(plain: str, start: int) -> Actor | None:
    """Return the one who is asked: right after the verb of asking, after *von* or *an*."""
    for actor in find_actors(plain):
        if actor.start >= start and _OBJECT_AFTER.search(plain[: actor.start]):
            return actor
    return _in_that_clause(plain, start)


def _in_that_clause(plain: str, start: int) -> Actor | None:
    """Return the subject of the clause with *dass*, or the one after *durch*."""
    by = agent(plain)
    if by is not None:
        return by
    that = re.search(r",\s*dass\b", plain[start:])
    if that is None:
        return _advised(plain)
    clause = re.split(r"[,;]", plain[start + that.end() :], maxsplit=1)[0]
    if is_passive(clause):
        return None
    first = next(
        (actor for actor in find_actors(clause) if len(clause[: actor.start].split()) <= _BETWEEN_THAT_AND_SUBJECT),
        None,
    )
    return first if first is not None and first.role is Role.SUBJECT else None


def _advised(plain: str) -> Actor | None:
    """Return the one in the dative at the front (``Der Verwaltung wird empfohlen, …``)."""
    first = next(iter(find_actors(plain)), None)
    is_advised = (
        first is not None and first.start == 0 and first.role is Role.OTHER and _ADVISED.match(plain[first.end :])
    )
    return first if is_advised else None


def _in_parenthesis(text: str) -> Actor | None:
    """Return an office named alone in round brackets, as measure lists do (``… bis 2027 (Jugendamt)``)."""
    for found in _PARENTHESIS.finditer(text):
        actors = find_actors(found["inside"])
        if actors and actors[0].start == 0:
            inside = found["inside"].split(";")[0].strip()
            return Actor(inside, found.start("inside"), found.end("inside"), Role.AGENT)
    return None
