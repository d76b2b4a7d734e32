"""Conditions that rules name: what must hold, or must not hold, around the words a rule has found."""

from __future__ import annotations

import re
from collections.abc import Callable

from etappe.documents.statements.conditions import clauses, lines, words
from etappe.documents.statements.sentence import Sentence

Condition = Callable[[Sentence, re.Match[str]], bool]

_OF_SENTENCE: tuple[Callable[[Sentence], bool], ...] = (
    words.question,
    words.legal,
    words.hearsay,
    words.narrated,
    words.negated_need,
    words.condition_of_access,
    words.deadline,
    words.ongoing,
    words.modal_elsewhere,
    words.only_asked,
    words.resolution_in_force,
    words.present_plan,
    words.by_date,
    words.if_should,
    words.verb_of_saying,
    words.goal_of_project,
    words.fordert_as_state,
    lines.points_ahead,
    lines.item_under_measures,
    lines.done,
    lines.no_own_verb,
    lines.stands_as_measure,
    lines.item_of_demand,
    lines.item_of_intent,
    lines.under_goals,
    lines.reads_as_measure,
    lines.measure_with_owner_and_date,
)
_OF_MATCH: tuple[Condition, ...] = (
    clauses.asks,
    clauses.epistemic,
    clauses.relative,
    clauses.relative_cue,
    clauses.people_endure,
    clauses.negated,
    clauses.named_actor,
    clauses.institution_subject,
    clauses.modal_infinitive,
    clauses.has_zu,
    clauses.passive_or_future,
    clauses.future_active,
    clauses.passive_we,
    clauses.happens_by_itself,
    clauses.vague_verb,
    clauses.acts_by_date,
    clauses.institution_or_cause,
    clauses.institution_or_passive,
    clauses.zu_before,
    clauses.ends_in_infinitive,
)


def _ignoring_match(condition: Callable[[Sentence], bool]) -> Condition:
    return lambda sentence, _match: condition(sentence)


CONDITIONS: dict[str, Condition] = {condition.__name__: condition for condition in _OF_MATCH} | {
    condition.__name__: _ignoring_match(condition) for condition in _OF_SENTENCE
}
"""Condition name, as rules write it, to the check."""
