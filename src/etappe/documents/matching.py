"""Match the findings of a revised paper with those of the one before, so that corrections survive.

First the same words, wherever they have moved; then similar words, where both stand between neighbours that are
matched already or in sections of the same title.
"""

from __future__ import annotations

import difflib
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from etappe.documents.identity import canonical
from etappe.documents.model import Finding


class MatchState(StrEnum):
    """What became of a finding."""

    SAME = "same"
    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"


class Edit(StrEnum):
    """What became of some words of a changed finding."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class WordEdit:
    """Words of a changed finding that were kept, added or removed, in reading order."""

    edit: Edit
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """An old finding, a new one, or both; ``words`` is the difference of a changed one, ``similarity`` from 0 to 1."""

    state: MatchState
    old: Finding | None
    new: Finding | None
    similarity: float
    words: tuple[WordEdit, ...] = ()


SIMILAR_FROM = 0.6
"""From which share of common words on two sentences are versions of one another."""

_REACH = 12
"""How far beyond its matched neighbours a revised sentence is looked for."""


def match_findings(old: Sequence[Finding], new: Sequence[Finding]) -> tuple[Match, ...]:
    """Return every finding of both versions once: in the order of the new paper, then what is gone.

    Equal sentences are matched in reading order, those of sections with the same title first. Sentences that remain are
    matched with the most similar remaining one in the same neighbourhood, if at least ``SIMILAR_FROM`` of the words
    agree.
    """
    pairs = _same(old, new)
    taken_old, taken_new = set(pairs.values()), set(pairs)
    for _, old_index, new_index in sorted(_similar(old, new, pairs), reverse=True):
        if old_index not in taken_old and new_index not in taken_new:
            pairs[new_index] = old_index
            taken_old.add(old_index)
            taken_new.add(new_index)
    matches = [_matched(old[pairs[i]], new[i]) if i in pairs else _alone(new=new[i]) for i in range(len(new))]
    matches += [_alone(old=finding) for index, finding in enumerate(old) if index not in taken_old]
    return tuple(matches)


def _same(old: Sequence[Finding], new: Sequence[Finding]) -> dict[int, int]:
    """Return new index to old index for equal sentences, those of the same section first."""
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for with_section in (True, False):
        waiting: dict[tuple[str, str], deque[int]] = defaultdict(deque)
        for index, finding in enumerate(old):
            if index not in used:
                waiting[_key(finding, with_section)].append(index)
        for index, finding in enumerate(new):
            queue = waiting[_key(finding, with_section)] if index not in pairs else None
            if queue:
                pairs[index] = queue.popleft()
                used.add(pairs[index])
    return pairs


def _key(finding: Finding, with_section: bool) -> tuple[str, str]:
    return canonical(finding.text), _title(finding) if with_section else ""


def _title(finding: Finding) -> str:
    """Return the section title without its number: a chapter moved from 3 to 4 is the same chapter."""
    return canonical(finding.section.lstrip("0123456789. "))


def _similar(old: Sequence[Finding], new: Sequence[Finding], pairs: dict[int, int]) -> Iterable[tuple[float, int, int]]:
    """Yield (similarity, old index, new index) for what is left and stands in the same neighbourhood."""
    left_old = sorted(set(range(len(old))) - set(pairs.values()))
    left_new = [index for index in range(len(new)) if index not in pairs]
    words = {index: canonical(old[index].text).split() for index in left_old}
    for new_index in left_new:
        near = _expected_place(new_index, pairs, len(new), len(old))
        new_words = canonical(new[new_index].text).split()
        for old_index in left_old:
            is_near = near[0] - _REACH <= old_index <= near[1] + _REACH
            if not is_near and _title(old[old_index]) != _title(new[new_index]):
                continue
            ratio = _ratio(words[old_index], new_words)
            if ratio >= SIMILAR_FROM:
                yield ratio, old_index, new_index


def _expected_place(new_index: int, pairs: dict[int, int], length_new: int, length_old: int) -> tuple[int, int]:
    """Return the stretch of the old paper between the partners of the nearest matched neighbours."""
    before = next((pairs[i] for i in range(new_index - 1, -1, -1) if i in pairs), 0)
    after = next((pairs[i] for i in range(new_index + 1, length_new) if i in pairs), length_old)
    return min(before, after), max(before, after)


def _ratio(first: list[str], second: list[str]) -> float:
    """Return the share of common words, 0 early where the bags of words rule it out."""
    matcher = difflib.SequenceMatcher(None, first, second, autojunk=False)
    if matcher.real_quick_ratio() < SIMILAR_FROM or matcher.quick_ratio() < SIMILAR_FROM:
        return 0.0
    return matcher.ratio()


def _matched(old: Finding, new: Finding) -> Match:
    if canonical(old.text) == canonical(new.text):
        return Match(MatchState.SAME, old, new, 1.0)
    similarity = _ratio(canonical(old.text).split(), canonical(new.text).split())
    return Match(MatchState.CHANGED, old, new, similarity, word_diff(old.text, new.text))


def _alone(old: Finding | None = None, new: Finding | None = None) -> Match:
    return Match(MatchState.NEW if new is not None else MatchState.GONE, old, new, 0.0)


def word_diff(old: str, new: str) -> tuple[WordEdit, ...]:
    """Return the difference of two sentences word by word.

    >>> [(part.edit.value, part.text) for part in word_diff("Man sollte handeln.", "Das Amt sollte handeln.")]
    [('removed', 'Man'), ('added', 'Das Amt'), ('kept', 'sollte handeln.')]
    """
    old_words, new_words = old.split(), new.split()
    edits: list[WordEdit] = []
    matcher = difflib.SequenceMatcher(None, old_words, new_words, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            edits.append(WordEdit(Edit.KEPT, " ".join(old_words[old_from:old_to])))
            continue
        if old_to > old_from:
            edits.append(WordEdit(Edit.REMOVED, " ".join(old_words[old_from:old_to])))
        if new_to > new_from:
            edits.append(WordEdit(Edit.ADDED, " ".join(new_words[new_from:new_to])))
    return tuple(edits)
