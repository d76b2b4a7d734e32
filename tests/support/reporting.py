"""Steering reports and answered statements in a town with one of everything."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from etappe.domain.kernel.actor import Role
from etappe.domain.participation.actions.statements import add_point, assign_point, change_answer, create_statement
from etappe.domain.participation.models import StatementPoint
from etappe.domain.publication.actions.steering import begin_steering_report, release_steering_report
from etappe.domain.rounds.models import Round
from etappe.interop.fuzzy_dates import parse_fuzzy_date
from support.town import Town

RELEASED = datetime(2026, 7, 20, 9, 0, tzinfo=UTC)


def inhabit_reports(here: Any) -> None:
    """Add a draft and a released steering report, a statement its association still writes, a point with an office."""
    town, things = here.town, here.things
    actor, provider = town.actor(Role.COORDINATOR), town.actor(Role.PROVIDER)
    things.steering_report = begin_steering_report(actor=actor, round=things.round, title="Bericht")
    begun = begin_steering_report(actor=actor, round=things.closed_round, title="Bericht 2026")
    things.released_report = release_steering_report(actor=actor, report=begun, now=RELEASED)
    things.own_statement = create_statement(
        actor=provider, author=town.association, title="In Arbeit", when=parse_fuzzy_date("2026")
    )
    add_point(actor=provider, statement=things.own_statement, title="Kitas", text="Es braucht mehr Plätze.")
    things.point_answer = assign_point(actor=actor, point=things.point, unit=town.office)


def furnish_reports(town: Town, point: StatementPoint, *, is_public: bool) -> dict[str, Any]:
    """Add a statement in work, one whose answers can go out and a drafted report; return ids by names of the routes."""
    actor, provider = town.actor(Role.COORDINATOR), town.actor(Role.PROVIDER)
    year = parse_fuzzy_date("2027")
    assign_point(actor=actor, point=point, unit=town.office)
    own = create_statement(actor=provider, author=town.association, title="In Arbeit", when=year)
    add_point(actor=provider, statement=own, title="Kitas", text="Es braucht mehr Plätze.")
    ready = create_statement(actor=actor, author=town.association, title="Fertig", when=year, is_public=is_public)
    asked = add_point(actor=actor, statement=ready, title="Kitas", text="Es braucht mehr Plätze.")
    answer = assign_point(actor=actor, point=asked, unit=town.office)
    change_answer(actor=actor, answer=answer, changes={"text": "Sie kommen.", "consequence": "adopted"})
    closed = Round.objects.filter(state=Round.State.CLOSED).select_related("municipality").latest("pk")
    return {
        "points": point.number,
        "own_statements": own.pk,
        "ready_statements": ready.pk,
        "steering-reports": begin_steering_report(actor=actor, round=closed, title="Steuerungsbericht").pk,
    }
