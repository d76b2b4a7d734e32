"""Steering reports and answered statements in a town with one of everything."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from etappe.domain.kernel.actor import Role
from etappe.domain.participation.actions.statements import add_point, assign_point, create_statement
from etappe.domain.publication.actions.steering import begin_steering_report, release_steering_report
from etappe.interop.fuzzy_dates import parse_fuzzy_date

RELEASED = datetime(2026, 7, 20, 9, 0, tzinfo=UTC)


def inhabit_reports(here: Any) -> None:
    """Add a draft and a released steering report, a statement its association still writes, a point with an office."""
    town, things = here.town, here.things
    actor, provider = town.actor(Role.COORDINATOR), town.actor(Role.PROVIDER)
    things.steering_report = begin_steering_report(actor=actor, round=things.round, title="Steuerungsbericht")
    begun = begin_steering_report(actor=actor, round=things.closed_round, title="Steuerungsbericht 2026")
    things.released_report = release_steering_report(actor=actor, report=begun, now=RELEASED)
    things.own_statement = create_statement(
        actor=provider, author=town.association, title="In Arbeit", when=parse_fuzzy_date("2026")
    )
    add_point(actor=provider, statement=things.own_statement, title="Kitas", text="Es braucht mehr Plätze.")
    things.point_answer = assign_point(actor=actor, point=things.point, unit=town.office)
