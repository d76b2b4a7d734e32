"""Conditions on the clause in which a rule has found its words."""

from __future__ import annotations

import re

from etappe.documents import elements
from etappe.documents.statements import verbs
from etappe.documents.statements.acting import acting, cue_span
from etappe.documents.statements.actors import Role, find_actors
from etappe.documents.statements.grammar import (
    future_infinitive,
    is_passive,
    zu_infinitive_after,
)
from etappe.documents.statements.sentence import ClauseKind, Sentence

_PEOPLE = (
    r"(?:Menschen|Familien|Eltern|Kinder[n]?|Jugendliche[n]?|Frauen|Männer|Geflüchtete[n]?|Zugewanderte[n]?|Neuzugewanderte[n]?|Personen|Betroffene[n]?|Migrant\w*|Zuwander\w+"
    r"|Flüchtlinge|Asyl\w+|Schüler\w*|Teilnehm\w+|Ratsuchende[n]?|Bewohner\w*|Bewerber\w*|Antragsteller\w*|Auszubildende[n]?|Studierende[n]?|Senior\w*|Alleinerziehende[n]?|Beschäftigte[n]?|sie|Viele|Manche|Einige|Patient\w*|Kund\w+|Geduldete[n]?|Ausländer\w*|Haushalte|Paare|Mütter|Väter|Lehrkräfte|Ehrenamtliche[n]?)"
)


_PEOPLE_SUBJECT = re.compile(
    rf"(?:^|,\s*|\b(?:dass|weil|da|müssen|muss|dürfen|darf|brauchen|benötigen)\s+)(?:[a-zäöüß]+\s+){{0,4}}(?:[Vv]iele\s+|[Mm]anche\s+|[Ee]inige\s+|[Dd]ie\s+|[Dd]iese\s+)?(?:\w+[en]\s+){{0,3}}{_PEOPLE}\b",
    re.I,
)


_QUANTIFIED = re.compile(
    rf"\b(?:viele|zahlreiche|manche|einige|etliche|mehrere|die\s+meisten)\s+(?:\w+[en]\s+){{0,2}}{_PEOPLE}\b", re.I
)


_ENDURED = re.compile(
    r"\b(?:warten|leben|auskommen|rechnen|verlassen|fahren|zahlen|bezahlen|kämpfen|leiden|zurechtkommen|wohnen|verzichten|suchen|erleben|bewältigen|nachweisen|vorlegen|beantragen|umziehen|abbrechen|unterbrechen|zurückgreifen|hinnehmen"
    r"|pendeln|überwinden|teilen|aufgeben|ertragen|erfahren|sorgen|flüchten|fliehen|arbeiten|wiederholen|Kauf\s+nehmen)\b"
)


_OFTEN = re.compile(
    r"\b(?:oft|oftmals|häufig|vielfach|meist|meistens|derzeit|noch\s+immer|immer\s+noch|bislang|bisher|teilweise|nach\s+wie\s+vor|zurzeit|aktuell|jahrelang|monatelang|wochenlang|lange)\b",
    re.I,
)


_NEGATION = re.compile(r"\b(?:nicht|kein|keine|keinen|keiner|keinem|keines|nie|niemals|kaum)\b")


_BY_ITSELF = re.compile(
    r"\b(?:steigen|sinken|zunehmen|abnehmen|wachsen|ansteigen|führen|entwickeln\s+sich|bleiben|fehlen|leiden|verschärfen|verlieren|scheitern|profitieren|dauern|kommen|rechnen|erwarten|lassen|zunehmend|gelten)\b\s*(?:können|könnten)?\s*[.,]?(?:$|\s(?:und|oder))"
)


_VAGUE = re.compile(
    r"\b(?:einsetzen|bemühen|hinwirken|anstreben|bestreben|starkmachen|versuchen|Sorge\s+tragen|im\s+Blick\s+behalten|begleiten\s+wollen|sein|bleiben|haben|werden|können|müssen)\s*[.,]?$"
)


_CAUSE = re.compile(
    r"(?:[Ii]ntegration|[Tt]eilhabe|[a-zäöü]arbeit|[Zz]usammenleben|[Ee]hrenamt|[Ee]ngagement|[Uu]msetzung|[Vv]ielfalt|[Ss]prachförderung|[Bb]ildung"
    r"|[Bb]eteiligung|[Dd]afür|[Hh]ierfür|[Dd]azu)\s+(?:\w+\s+)?$"
)


_WE = re.compile(r"\b(?:wir|man)\b", re.I)


_AUXILIARY = re.compile(r"\b(?:wird|werden|ist|sind|hat|haben)\b")


def _clause_kind(sentence: Sentence, match: re.Match[str]) -> ClauseKind:
    start, end = cue_span(match)
    return sentence.kind_of_clause(start, end)


_EPISTEMIC = re.compile(
    r"\b(?:davon\s+ausgegangen|davon\s+auszugehen|festgestellt\s+werden|konstatiert\s+werden|gesagt\s+werden|festgehalten\s+werden|muss\s+angenommen\s+werden|damit\s+gerechnet"
    r"|bedacht\s+werden\s+hierbei|eingeräumt\s+werden|verstanden\s+werden\s+als|gerechnet\s+werden|erwähnt\s+werden|hervorgehoben\s+werden|betont\s+werden|verwiesen\s+werden|gedankt|an\s+dieser\s+Stelle\s+(?:genannt|erwähnt|gedankt)"
    r"|nicht\s+verschwiegen|nicht\s+unterschätzt|nicht\s+vergessen\s+werden,\s+dass|nicht\s+darüber\s+hinwegtäuschen|genannt\s+werden|dargestellt\s+werden|vorgestellt\s+werden|beschrieben\s+werden|skizziert\s+werden)\b"
)


def asks(sentence: Sentence, match: re.Match[str]) -> bool:
    """The verb stands in a main clause or a clause with *dass*, not in a relative, conditional or asking one."""
    return _clause_kind(sentence, match) in (ClauseKind.MAIN, ClauseKind.THAT)


def relative(sentence: Sentence, match: re.Match[str]) -> bool:
    """The words stand in a relative, conditional or asking clause."""
    return not asks(sentence, match)


def relative_cue(sentence: Sentence, match: re.Match[str]) -> bool:
    """The participle stands at the end of a relative clause (``…, die der Rat beschlossen hat``)."""
    start, _ = cue_span(match)
    clause = sentence.clause_text(start)
    return (
        re.match(r"^\s*(?:\w+\s+)?(?:die|der|das|den|dem|deren|welche\w*)\b", clause) is not None
        and sentence.clause(start)[0] > 0
    )


def people_endure(sentence: Sentence, match: re.Match[str]) -> bool:
    """People have to put up with something (``Familien müssen lange warten``)."""
    clause_start, _ = sentence.clause(cue_span(match)[0])
    around = sentence.plain[clause_start:]
    if not _PEOPLE_SUBJECT.search(around) or is_passive(around) or acting(sentence, match) is not None:
        return False
    return bool(_QUANTIFIED.search(around) or _ENDURED.search(around) or _OFTEN.search(around))


def negated(sentence: Sentence, match: re.Match[str]) -> bool:
    """The clause says that something is not so."""
    start, _ = cue_span(match)
    return _NEGATION.search(sentence.clause_text(start)) is not None


def named_actor(sentence: Sentence, match: re.Match[str]) -> bool:
    """An office or organisation acts: as subject of an active clause or after *durch*."""
    return acting(sentence, match) is not None


def institution_subject(sentence: Sentence, match: re.Match[str]) -> bool:
    """*wir*, *man*, or an office or organisation is the subject; people with wishes of their own are not."""
    start, end = cue_span(match)
    if sentence.kind_of_clause(start, end) not in (ClauseKind.MAIN, ClauseKind.THAT):
        return False
    clause = sentence.clause_text(start)
    near = sentence.plain[max(0, start - 120) : end + 60]
    return bool(_WE.search(clause)) or any(actor.role is Role.SUBJECT for actor in find_actors(near))


def modal_infinitive(sentence: Sentence, match: re.Match[str]) -> bool:
    """*ist* belongs to an infinitive with *zu* of a verb of doing, in the same clause."""
    _, end = cue_span(match)
    return zu_infinitive_after(sentence, end)


def has_zu(sentence: Sentence, match: re.Match[str]) -> bool:
    """An infinitive with *zu* follows anywhere in the sentence."""
    rest = sentence.plain[match.end() :]
    return re.search(r"\bzu\s+[a-zäöüß]+n\b|\b[a-zäöüß]+zu[a-zäöüß]+n\b", rest) is not None


def passive_or_future(sentence: Sentence, match: re.Match[str]) -> bool:
    """*wird* goes with a participle (passive) or an infinitive (future)."""
    return is_passive(sentence.plain) or future_infinitive(sentence, cue_span(match)[1]) is not None


def future_active(sentence: Sentence, match: re.Match[str]) -> bool:
    """*wird* goes with an infinitive at the end of the clause."""
    return future_infinitive(sentence, cue_span(match)[1]) is not None


def passive_we(sentence: Sentence, match: re.Match[str]) -> bool:
    """*wir werden* is itself a passive (``wir werden oft gefragt``)."""
    return is_passive(sentence.clause_text(match.start()))


def happens_by_itself(sentence: Sentence, match: re.Match[str]) -> bool:
    """The verb names something that happens, not something done (``könnte steigen``)."""
    start, _ = cue_span(match)
    return _BY_ITSELF.search(sentence.clause_text(start).rstrip()) is not None


def vague_verb(sentence: Sentence, match: re.Match[str]) -> bool:
    """The announced verb has no result that could be checked (``sich einsetzen``)."""
    return _VAGUE.search(sentence.clause_text(match.start())) is not None


def acts_by_date(sentence: Sentence, match: re.Match[str]) -> bool:
    """A named office does something, in the present tense, by a date that begins at the cue."""
    plain = sentence.plain
    if not any(plain.find(words) == match.start() for words in elements.deadlines(plain)):
        return False
    subject = next((actor for actor in find_actors(plain) if actor.role is Role.SUBJECT), None)
    if subject is None or _AUXILIARY.search(plain):
        return False
    following = re.findall(r"\b[a-zäöüß]{3,}\b", plain[subject.end : subject.end + 40])[:1]
    preceding = re.findall(r"\b[a-zäöüß]{3,}\b", plain[: subject.start])[-1:]
    return any(verbs.can_be_finite(word) for word in (*following, *preceding))


def institution_or_cause(sentence: Sentence, match: re.Match[str]) -> bool:
    """An office is the subject, or the cause itself (``Integration braucht …``)."""
    return institution_subject(sentence, match) or _CAUSE.search(sentence.plain[: match.start()]) is not None


def institution_or_passive(sentence: Sentence, match: re.Match[str]) -> bool:
    """An office, *wir* or *man* acts, or the sentence is passive."""
    return institution_subject(sentence, match) or is_passive(sentence.plain)


def zu_before(sentence: Sentence, match: re.Match[str]) -> bool:
    """The cue is an infinitive with *zu* and not the verb of the sentence."""
    return sentence.plain[: match.start()].rstrip().endswith(" zu")


def ends_in_infinitive(sentence: Sentence, match: re.Match[str]) -> bool:
    """The last word is an infinitive and the line more than a word."""
    return verbs.is_infinitive(match.group(1)) and len(sentence.plain.split()) > 1


def epistemic(sentence: Sentence, match: re.Match[str]) -> bool:
    """The verb speaks of knowing or saying, not of doing (``muss festgestellt werden``)."""
    return _EPISTEMIC.search(sentence.clause_text(cue_span(match)[0])) is not None
