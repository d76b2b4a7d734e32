"""365 days on a fake clock with a real mail server: no reminder twice, none missing, none unasked for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from benchmarks.reminders.year import Outcome, PlannedRound, Year

from etappe.domain.kernel.actor import Role
from etappe.domain.programme.actions.measures import create_measure
from etappe.domain.programme.models import FieldOfAction
from support.mail_sink import mail_sink
from support.town import build_programme, build_town

START = date(2026, 1, 5)
ROUNDS = (
    PlannedRound(date(2026, 1, 12), date(2026, 2, 6), date(2026, 3, 20), answers=(3, None, 30)),
    PlannedRound(date(2026, 4, 1), date(2026, 5, 3), date(2026, 6, 30), answers=(None, 32, None), cap=12),
    PlannedRound(date(2026, 9, 28), date(2026, 9, 30), date(2026, 10, 30), answers=(None, 10, 1)),
    PlannedRound(date(2026, 11, 30), date(2026, 12, 20), date(2027, 3, 31), answers=(None, 25, None), cap=3),
)
"""Deadlines on a Friday, two Sundays and a Wednesday; over Easter and Christmas; one with two days' notice."""


def week_from(day: date) -> frozenset[date]:
    return frozenset(day + timedelta(days=number) for number in range(7))


DOWN = week_from(date(2026, 1, 30)) | week_from(date(2026, 9, 28)) | week_from(date(2026, 12, 24))
"""A week around a deadline, a week in which a round is opened, and a week over Christmas; from April to June none."""


def live_through(down: frozenset[date]) -> Outcome:
    town = build_town()
    programme = build_programme(town, measures=1)
    with town.scope(), mail_sink() as sink:
        coordinator = town.actor(Role.COORDINATOR)
        for unit in (town.other_office, town.department):
            field = FieldOfAction.objects.get()
            create_measure(actor=coordinator, programme=programme, field=field, title=f"für {unit}", owner=unit)
        return Year(town.municipality, coordinator, programme, sink.arrived, down=down).run(ROUNDS, START)


@pytest.mark.django_db
def test_every_reminder_of_a_year_arrives_once_and_no_other() -> None:
    outcome = live_through(DOWN)
    assert (outcome.duplicates, outcome.missed, outcome.unasked) == ([], [], [])
    assert len(outcome.arrived) >= 20
