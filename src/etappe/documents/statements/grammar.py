"""The little German grammar the rules need: passive, future, infinitive with *zu*, telling what was."""

from __future__ import annotations

import re

from etappe.documents.statements import verbs
from etappe.documents.statements.sentence import ClauseKind, Sentence

_TOKEN = re.compile(r"[\w*-]+|[^\w\s]")
_WORD = re.compile(r"[A-Za-zÄÖÜäöüß-]+")
_PAST = re.compile(
    r"\b(?:wurde|wurden|war|waren|hatte|hatten|konnte|konnten|musste|mussten|wollte|wollten|fand|fanden|gab|kam|kamen|ging|gingen|stand|standen|begann|begannen|nahm|nahmen|entstand|entstanden|erhielt|erhielten"
    r"|hob|wies|schlug|schlugen|empfahl|empfahlen|bildete|bildeten|[a-zäöüß]+(?:ierte|ierten)|beteiligten|starteten|startete|führte|führten|forderte|forderten|stellte|stellten|legte|legten|diskutierte\w*|machte|machten|regte|regten|zeigte|zeigten|leistete\w*"
    r"|arbeitete\w*|erarbeitete\w*|brachte|brachten|richtete|richteten)\b"
)
_THEN = re.compile(
    r"\b(?:damals|seinerzeit|ursprünglich|zunächst\s+(?:war|wurde)|zu\s+Beginn|anfangs|anfänglich|früher|in\s+den\s+vergangenen|im\s+vergangenen|bereits\s+(?:im\s+Jahr\s+)?(?:19|20)[01]\d)\b",
    re.I,
)
_PASSIVE_END = re.compile(r"\b([a-zäöüß]+(?:t|en))\s+(?:werden|wird|worden)\b")
_WERDEN = re.compile(r"\b(?:wird|werden)\b")
_ZU_INF = re.compile(r"\bzu\s+([a-zäöüß]+n)\b|\b([a-zäöüß]+zu[a-zäöüß]+n)\b")
_NOT_DOING = frozenset(
    [
        "beobachten",
        "verzeichnen",
        "erkennen",
        "erwarten",
        "rechnen",
        "sehen",
        "finden",
        "verstehen",
        "konstatieren",
        "bemerken",
        "vermuten",
        "befürchten",
        "unterscheiden",
        "danken",
        "verdanken",
        "hoffen",
        "spüren",
        "unterschätzen",
        "nennen",
        "erwähnen",
        "sagen",
        "lesen",
        "entnehmen",
        "begrüßen",
        "hören",
        "haben",
        "sein",
        "werden",
        "tun",
        "messen",
        "bezweifeln",
        "festzustellen",
        "festzuhalten",
        "hervorzuheben",
        "auszugehen",
        "anzusehen",
        "zurückzuführen",
        "anzunehmen",
        "zuzuordnen",
        "zuzurechnen",
        "auszuschließen",
        "vorzufinden",
        "vorauszusehen",
        "abzusehen",
        "einzuschätzen",
        "anzumerken",
        "feststellen",
        "festhalten",
        "hervorheben",
        "ausgehen",
        "ansehen",
        "zurückführen",
        "annehmen",
        "zuordnen",
        "vergleichen",
        "verdenken",
        "leugnen",
        "übersehen",
        "glauben",
        "bewältigen",
        "zumuten",
        "machen",
        "gehen",
        "kommen",
        "erklären",
        "beklagen",
        "trennen",
        "zuzuschreiben",
        "anzustreben",
    ]
)
_OPINIONS = frozenset({"schwer", "leicht", "kaum", "schwierig", "einfach", "bereit", "daran", "besser", "nur"})
_FINITE_AUX = re.compile(
    r"\b(?:ist|sind|war|waren|wird|werden|wurden?|hat|haben|hatten?|mussten?|konnten?|wollten?|durften?|gab|ging|soll(?:en|ten?)?|muss|müssen|kann|können|darf|dürfen|müssten?|könnten?|möchten?|wollen|will|wäre|wären|gibt|besteht|bestehen|gilt|sei|bleibt|findet|finden"
    r"|erfolgt|erfolgen|steht|stehen|braucht|brauchen|bedarf|fehlt|fehlen|liegt|liegen|geht|führt|bietet|bieten|hält|erhält|erhalten)\b"
)


def is_passive(part: str) -> bool:
    """Whether a clause is passive: participle with *werden* at the end, or *wird … eingerichtet*."""
    found = _PASSIVE_END.search(part)
    if found and (verbs.is_participle(found.group(1)) or found.group(1).startswith("ge")):
        return True
    for auxiliary in _WERDEN.finditer(part):
        words = _WORD.findall(_until_break(part[auxiliary.end() :]))
        if words and verbs.is_participle(words[-1]) and not verbs.is_zu_infinitive(words[-1]):
            return True
    return False


def _until_break(rest: str) -> str:
    """Return the words up to the end of the clause; a comma within an enumeration of nouns does not end it."""
    stretch = re.split(
        r"[.;:()]|,\s+(?:die|der|das|den|dem|dass|um|so|wenn|damit|welche\w*|in|mit|bei)\b", rest, maxsplit=1
    )[0]
    return re.split(r"\s+(?:und|sowie)\s+(?=\w+\s+\w+\s+(?:wird|werden)\b)", stretch, maxsplit=1)[0]


def future_infinitive(sentence: Sentence, end: int) -> str | None:
    """Return the infinitive that closes the clause after *wird* (``wird … ausbauen``), or ``None``."""
    words = _WORD.findall(_until_break(sentence.plain[end:]))
    if not words:
        return None
    last = words[-1]
    is_future = verbs.is_infinitive(last) and not last.startswith("ge") and not verbs.is_zu_infinitive(last)
    return (
        last
        if is_future and not (len(words) > 1 and words[-2] == "zu") and not is_passive(sentence.plain[end - 6 :])
        else None
    )


def zu_infinitive_after(sentence: Sentence, end: int) -> bool:
    """Whether *ist* or *hat*, closed at ``end``, governs an infinitive with *zu* of a verb of doing.

    The infinitive stands in the same comma-free stretch (``ist … zu prüfen``). An adjective right before it makes it an
    opinion (``ist schwer zu erreichen``), verbs of seeing and knowing a finding (``ist zu beobachten``).
    """
    following = sentence.plain[end : sentence.clause(end - 1)[1]]
    return any(_is_to_be_done(following, found) for found in _ZU_INF.finditer(following))


def _is_to_be_done(following: str, found: re.Match[str]) -> bool:
    word = found.group(1) or found.group(2)
    if found.group(2) and not verbs.is_zu_infinitive(word):
        return False
    if found.group(1) and verbs.is_adjective(word) and re.match(r"\s*[\w-]", following[found.end() :]):
        return False
    bare = word.replace("zu", "", 1) if found.group(2) else word
    if word in _NOT_DOING or bare in _NOT_DOING:
        return False
    before = following[: found.start()].split()
    return not before or before[-1] not in _OPINIONS


def is_narrated(sentence: Sentence) -> bool:
    """Whether the main clause tells what was."""
    if _THEN.search(sentence.plain):
        return True
    return any(
        sentence.kind_of_clause(*past.span()) in (ClauseKind.MAIN, ClauseKind.THAT)
        for past in _PAST.finditer(sentence.plain)
        if not past.group().endswith(("ierte", "ierten")) or verbs.is_finite(past.group())
    )


def has_finite_verb(plain: str) -> bool:
    """Whether a line has a finite verb outside relative clauses (an infinitive at its end does not count)."""
    main = plain.split(",", maxsplit=1)[0] if "," in plain else plain
    if _FINITE_AUX.search(main) or _FINITE_AUX.search(
        re.sub(r",\s*(?:die|der|das|den|dem|deren|wo|wie|um|welche\w*)\b.*$", "", plain)
    ):
        return True
    tokens = _TOKEN.findall(re.sub(r"\([^)]*\)", " ", plain))
    return any(_is_finite_here(tokens, index) for index in range(len(tokens)))


def _is_finite_like_participle(tokens: list[str], index: int) -> bool:
    """Whether a form such as *umfasst*, which is also a participle, stands where a finite verb stands."""
    word, after = tokens[index], tokens[index + 1] if index + 1 < len(tokens) else "."
    if not word.endswith("t") or word.startswith("ge") or not verbs.is_participle(word):
        return False
    return (
        index > 0 and after[0].isalnum() and after not in ("von", "durch", "vom", "und", "oder", "sowie", "für", "in")
    )


def _is_finite_here(tokens: list[str], index: int) -> bool:
    """Whether a word is a finite full verb; a form in *-en* is one where an infinitive cannot stand.

    An infinitive without *zu* closes its line or stands before *und* or a comma.
    """
    word = tokens[index]
    if word[0].islower() and _is_finite_like_participle(tokens, index):
        return True
    if not word[0].islower() or not verbs.is_verb(word):
        return False
    if not word.endswith("n"):
        return verbs.is_finite(word)
    before = tokens[index - 1] if index else ""
    after = tokens[index + 1] if index + 1 < len(tokens) else "."
    if before == "zu" or verbs.is_zu_infinitive(word):
        return False
    return (word.endswith("ten") and verbs.is_finite(word)) or (
        after[0].isalnum() and after not in ("und", "oder", "sowie", "bzw")
    )
