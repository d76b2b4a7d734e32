"""The rules are data: unique, explained, each with an example of its own that it decides."""

from __future__ import annotations

import pytest

from etappe.documents import RULES, Kind, Rule
from etappe.documents.statements.classify import classify
from etappe.documents.statements.conditions import CONDITIONS


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_decides_its_own_example(rule: Rule) -> None:
    verdict = classify(rule.example, rule.example_context)
    assert verdict.kind is rule.kind
    assert rule.id in verdict.rules


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_explains_itself_in_a_sentence(rule: Rule) -> None:
    assert rule.explanation.endswith(".")
    assert rule.explanation[0].isupper() or rule.explanation[0] == "„"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rules_name_conditions_that_exist(rule: Rule) -> None:
    assert set(rule.needs + rule.unless) <= set(CONDITIONS)


def test_every_condition_is_needed_by_a_rule() -> None:
    assert set(CONDITIONS) == {name for rule in RULES for name in rule.needs + rule.unless}


def test_ids_are_unique() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_only_what_asks_for_action_has_a_modality() -> None:
    assert all(bool(rule.modality) is rule.kind.asks_for_action for rule in RULES)


def test_every_kind_has_rules() -> None:
    assert {rule.kind for rule in RULES} == set(Kind)
