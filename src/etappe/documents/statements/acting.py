"""Who acts in the clause of a cue: the subject of an active verb, or the one after *durch* and *von* in the passive."""

from __future__ import annotations

import re

from etappe.documents.statements.actors import Actor, Role, find_actors
from etappe.documents.statements.grammar import is_passive
from etappe.documents.statements.sentence import ClauseKind, Sentence

_SPEAKER = re.compile(r"\b(?:Sicht|Meinung|Auffassung|Ansicht|Anregung|Angaben)\s*$")
_OTHER_SUBJECT_FIRST = re.compile(
    r"^\s*[„“\"]?(?:(?:Der|Die|Das|Ein|Eine|Diese|Dieser|Jede|Jeder|Alle|Viele|Zahlreiche|Weitere|Unsere|Ihre)\s"
    r"|(?!(?:Dies|Dazu|Hier|Dabei|Dafür|Daher|Deshalb|Zudem|Auch|Außerdem|Künftig|Weiter|Insgesamt|Darüber|Hierzu|Hierfür|Somit|Ferner)\b)"
    r"[A-ZÄÖÜ][a-zäöüß]+(?:en|er|innen|ung|heit|keit|schaft)\s*$)"
)
_WE_OR_ONE = re.compile(r"\b(?:[Ww]ir|[Mm]an)\s+(?:\w+\s+)?$")
_WE_OR_ONE_NEXT = re.compile(r"^\w+\s+(?:wir|man)\b")
_GOES_ON = re.compile(r",\s*und\s+$")
_AND = re.compile(r",?\s+(?:und|sowie)\s+|,\s+")
_AND_BEFORE = re.compile(r"(?:^|\s)(?P<noun>(?:(?:[Dd]ie|[Dd]as|[Dd]er)\s+)?[A-ZÄÖÜ][a-zäöüß]+)\s+(?:und|sowie)\s+$")
_NEAR = 6


def cue_span(match: re.Match[str]) -> tuple[int, int]:
    """Return where the first cue of a match stands."""
    spans = [match.span(number) for number in range(1, match.re.groups + 1) if match.group(number)]
    return spans[0] if spans else match.span()


def clause_span(sentence: Sentence, match: re.Match[str]) -> tuple[int, int]:
    """Return the stretch in which the one who acts is looked for: from the start of the clause to its end."""
    start, end = cue_span(match)
    clause_start, _ = sentence.clause(start)
    if sentence.kind_of_clause(start, end) is ClauseKind.THAT:
        return max((edge for edge in sentence.breaks if edge <= start), default=0), end
    if len(sentence.plain[clause_start:start].split()) <= 1 and clause_start > 0:
        clause_start = 0
    return clause_start, len(sentence.plain)


def acting(sentence: Sentence, match: re.Match[str], is_asked: bool = False) -> Actor | None:
    """Return who acts, with offsets in the sentence, or ``None``.

    With ``is_asked`` the subject of a passive counts: *die Verwaltung wird beauftragt* asks the administration to act.
    """
    start, end = clause_span(sentence, match)
    part = sentence.plain[start:end]
    passive = is_passive(part)
    actors = find_actors(part)
    for actor in actors:
        if actor.role is Role.AGENT or (actor.role is Role.FROM and passive):
            return _moved(actor, start)
    if passive and not is_asked:
        return None
    cue = max(0, cue_span(match)[0] - start)
    if _WE_OR_ONE.search(part[max(0, cue - 25) : cue]) or _WE_OR_ONE_NEXT.match(part[cue:]):
        return None
    goes_on = _GOES_ON.search(part[:cue]) is not None
    subjects = [actor for actor in actors if actor.role is Role.SUBJECT and _is_free(part, actor)]
    before = [actor for actor in subjects if actor.end <= cue and (goes_on or "," not in part[actor.end : cue])]
    if before:
        return _moved(_together(part, before), start)
    if _OTHER_SUBJECT_FIRST.match(part[:cue]):
        return None
    after = [actor for actor in subjects if actor.start >= cue and _is_close(part[cue : actor.start])]
    return _moved(_together(part, after), start) if after else None


def agent(plain: str) -> Actor | None:
    """Return the one after *durch* or *zuständig*, anywhere in the sentence."""
    return next((actor for actor in find_actors(plain) if actor.role is Role.AGENT), None)


def _moved(actor: Actor, by: int) -> Actor:
    return Actor(actor.text, actor.start + by, actor.end + by, actor.role)


def _together(part: str, subjects: list[Actor]) -> Actor:
    """Return the first subject with those that *und* joins to it (``Schule und Wirtschaftsförderung``)."""
    first = subjects[0]
    start, end = first.start, first.end
    joined_before = _AND_BEFORE.search(part[:start])
    if joined_before:
        start = joined_before.start("noun")
    for other in subjects[1:]:
        if _AND.fullmatch(part[end : other.start]):
            end = other.end
    return Actor(part[start:end], start, end, first.role)


def _is_free(part: str, actor: Actor) -> bool:
    """Whether the noun phrase stands outside brackets and is not one whose opinion is cited."""
    opened = part.count("(", 0, actor.start) > part.count(")", 0, actor.start)
    return not opened and not _SPEAKER.search(part[: actor.start])


def _is_close(between: str) -> bool:
    return "," not in between and len(between.split()) <= _NEAR
