"""A measure serves a goal of its own programme."""

from __future__ import annotations

import pytest

from etappe.domain.kernel.actor import Role
from etappe.domain.kernel.errors import Invalid
from etappe.domain.programme.actions.measures import change_measure
from etappe.domain.programme.actions.programmes import create_goal, create_programme
from etappe.domain.programme.models import FieldOfAction
from support.town import Town, build_programme, first_measure


def test_a_goal_of_another_programme_is_refused(town: Town) -> None:
    build_programme(town, measures=1)
    coordinator = town.actor(Role.COORDINATOR)
    with town.scope():
        other = create_programme(actor=coordinator, municipality=town.municipality, title="Ein anderes Programm")
        goal = create_goal(
            actor=coordinator, programme=other, field=FieldOfAction.objects.get(), number="1.1", title="Ziel"
        )
        with pytest.raises(Invalid) as refused:
            change_measure(actor=coordinator, measure=first_measure(town), changes={"goal": goal})
    assert "goal" in refused.value.fields
