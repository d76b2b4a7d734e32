"""State machines: every step that leads nowhere from a state says so in a sentence of its own."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.utils import translation

from etappe.domain.kernel.errors import IllegalTransition
from etappe.domain.kernel.states import Stateful

MACHINES = sorted((model for model in apps.get_models() if issubclass(model, Stateful)), key=lambda one: one.__name__)


def steps(model: type[Stateful]) -> dict[str, set[str]]:
    """For each step of ``model`` the states it leads on from."""
    found = {}
    for name, member in inspect.getmembers(model, inspect.isfunction):
        machine = getattr(member, "_django_fsm", None)
        if machine is not None:
            found[name] = {str(source) for source in machine.transitions}
    return found


def dead_ends(model: type[Stateful]) -> Iterator[tuple[str, str]]:
    states = [str(value) for value, _ in model._meta.get_field("state").choices]
    for step, sources in steps(model).items():
        if "*" not in sources:
            yield from ((step, state) for state in states if state not in sources)


DEAD_ENDS = [
    pytest.param(model, step, state, id=f"{model.__name__}-{step}-{state}")
    for model in MACHINES
    for step, state in dead_ends(model)
]


def test_there_are_machines_and_their_steps_are_found() -> None:
    assert {"Round", "Request", "Mail"} <= {model.__name__ for model in MACHINES}
    assert all(steps(model) for model in MACHINES)


@pytest.mark.parametrize(("model", "step", "state"), DEAD_ENDS)
def test_a_step_that_leads_nowhere_says_why(model: type[Stateful], step: str, state: str) -> None:
    thing = model.from_db(None, ["id", "state"], [1, state])
    with translation.override("de"), pytest.raises(IllegalTransition) as told:
        thing.take(step)
    sentence = str(told.value)
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert thing.state == state


@pytest.mark.parametrize("model", MACHINES, ids=lambda model: model.__name__)
def test_no_sentence_is_missing_left_over_or_said_twice(model: type[Stateful]) -> None:
    assert set(model.REFUSALS) == set(dead_ends(model))
    with translation.override("de"):
        said = Counter(str(sentence) for sentence in model.REFUSALS.values())
    assert [sentence for sentence, times in said.items() if times > 1] == []
