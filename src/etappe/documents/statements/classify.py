"""Apply the rules to one sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from etappe.documents.model import Kind
from etappe.documents.statements.conditions import CONDITIONS
from etappe.documents.statements.rules import RULES, Rule
from etappe.documents.statements.sentence import Context, Sentence


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that applies, and where."""

    rule: Rule
    match: re.Match[str]

    @property
    def cues(self) -> tuple[str, ...]:
        """The words that made the rule apply: its groups, or the whole match; a rule of position has none."""
        groups = tuple(group for group in self.match.groups() if group)
        words = groups or (self.match.group(),)
        return tuple(word.strip() for word in words if len(word.strip()) > 1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say of one sentence; ``hits`` are those of the winning kind, the strongest first."""

    kind: Kind
    hits: tuple[Hit, ...]
    sentence: Sentence

    @property
    def modality(self) -> str | None:
        """How it is put, or ``None`` where nothing is asked for."""
        return self.hits[0].rule.modality or None if self.hits else None

    @property
    def cues(self) -> tuple[str, ...]:
        """The words that decided, each once, in the order of the rules."""
        return tuple(dict.fromkeys(cue for hit in self.hits for cue in hit.cues))

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the rules that decided, the strongest first."""
        return tuple(hit.rule.id for hit in self.hits)


def classify(text: str, context: Context | None = None) -> Verdict:
    """Return what a sentence does, by the strongest rule that applies; background where none does.

    >>> verdict = classify("Das Jugendamt soll die Elternarbeit ausbauen.")
    >>> verdict.kind.value, verdict.modality, verdict.rules[0]
    ('demand', 'soll', 'forderung.soll_benannt')
    """
    sentence = Sentence(text, context or Context())
    hits = [hit for rule in RULES if (hit := _apply(rule, sentence)) is not None]
    if not hits:
        return Verdict(Kind.BACKGROUND, (), sentence)
    strongest = max(hits, key=lambda hit: hit.rule.strength)
    same = [hit for hit in hits if hit.rule.kind is strongest.rule.kind]
    same.sort(key=lambda hit: -hit.rule.strength)
    return Verdict(strongest.rule.kind, tuple(same), sentence)


def _apply(rule: Rule, sentence: Sentence) -> Hit | None:
    """Return the first match of a rule for which its conditions hold."""
    for match in rule.compiled.finditer(sentence.plain):
        if all(CONDITIONS[name](sentence, match) for name in rule.needs) and not any(
            CONDITIONS[name](sentence, match) for name in rule.unless
        ):
            return Hit(rule, match)
    return None
