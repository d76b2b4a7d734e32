"""Cases for tests: one to work on, and one of every kind in a town with one of everything."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from etappe.domain.council.models import Resolution
from etappe.domain.kernel.actor import Role
from etappe.domain.programme.models import Measure
from etappe.domain.rounds.models import Reply, Request, RequestedMeasure, Round
from etappe.domain.steering.actions.decisions import attach_paper, decide
from etappe.domain.steering.actions.deviations import explain, hand_up, open_deviation, prepare
from etappe.domain.steering.actions.options import add_option
from etappe.domain.steering.actions.tasks import create_task_from_resolution, finish_task
from etappe.domain.steering.courses import Condition, Content
from etappe.domain.steering.models import Decision, Deviation
from etappe.interop.fuzzy_dates import parse_fuzzy_date
from support.town import Town

NOW = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
TODAY = NOW.date()


def opened(town: Town, measure: Measure, **options: Any) -> Deviation:
    """Open a case by hand on the first of July 2026."""
    return open_deviation(
        actor=town.actor(Role.COORDINATOR),
        measure=measure,
        summary="Zwei Schulen fehlt ein Raum.",
        today=TODAY,
        **options,
    )


def prepared(town: Town, measure: Measure) -> Deviation:
    """Take a case as far as the desk of the department."""
    deviation = opened(town, measure)
    explain(actor=town.actor(Role.OWNER), deviation=deviation, text="Der Umbau dauert länger.", now=NOW)
    content = Content("correct", new_deadline=parse_fuzzy_date("31.12.2027"))
    add_option(
        actor=town.actor(Role.COORDINATOR), deviation=deviation, content=content, consequence="Sechs Monate später."
    )
    return prepare(actor=town.actor(Role.COORDINATOR), deviation=deviation, now=NOW)


def decided(town: Town, deviation: Deviation, **options: Any) -> Decision:
    """Let the department decide: by default a new deadline."""
    wanted = {"course": "correct", "new_deadline": parse_fuzzy_date("31.12.2027")} | options
    return decide(
        actor=town.actor(Role.DECIDER),
        deviation=deviation,
        reason="Der Umbau braucht Zeit.",
        expected_version=None,
        now=NOW,
        **wanted,
    )


def inhabit_steering(here: Any) -> None:
    """Add cases, decisions and tasks to a town with one of everything."""
    town, things = here.town, here.things
    things.deviation = prepared(town, things.measure)
    things.decided_case = opened(town, things.measure)
    conditions = [Condition("Räume suchen", date(2026, 9, 30))]
    things.public_decision = decided(
        town, things.decided_case, course="continue", new_deadline=None, conditions=conditions
    )
    attach_paper(actor=town.actor(Role.COORDINATOR), decision=things.public_decision, paper=things.paper)
    hidden = opened(town, things.draft_measure)
    things.decision = decided(town, hidden, course="continue", new_deadline=None)
    things.option = things.deviation.options.get()
    things.task = create_task_from_resolution(
        actor=town.actor(Role.COORDINATOR),
        resolution=things.resolution,
        title="Halbjährlich berichten",
        unit=town.office,
        due=date(2026, 12, 31),
        measure=things.measure,
    )


def furnish_a_case(town: Town, measure: Measure) -> dict[str, Any]:
    """Add one decided case with a condition, for lists that are to be long; it brings no ids of its own."""
    case = opened(town, measure)
    decided(town, case, course="continue", new_deadline=None, conditions=[Condition("Berichten", TODAY)])
    return {}


def furnish_steering(town: Town, measure: Measure) -> dict[str, Any]:
    """Add a case on the desk of the department and one with the committee; return ids by the names of the routes."""
    coordinator = town.actor(Role.COORDINATOR)
    on_the_desk = prepared(town, measure)
    with_committee = hand_up(
        actor=town.actor(Role.DECIDER), deviation=prepared(town, measure), why="Betrifft mehrere", now=NOW
    )
    resolution = Resolution.objects.select_related("municipality").latest("pk")
    tasks = {
        name: create_task_from_resolution(
            actor=coordinator, resolution=resolution, title="Berichten", unit=town.office, due=date(2027, 1, 31)
        )
        for name in ("tasks", "done_tasks")
    }
    finish_task(actor=coordinator, task=tasks["done_tasks"], today=TODAY)
    decision = decided(town, opened(town, measure), course="continue", new_deadline=None)
    return {
        "deviations": on_the_desk.pk,
        "committee_deviations": with_committee.pk,
        "options": on_the_desk.options.get().pk,
        "decisions": decision.pk,
        "resolutions": resolution.pk,
        "deviation-rules": "no_reply",
        **{name: task.pk for name, task in tasks.items()},
    }


def answered(town: Town, measure: Measure, day: date, state: str, **values: Any) -> Reply:
    """Store a confirmed reply of a round with this reporting date, straight into the tables."""
    round_, _made = Round.objects.get_or_create(
        municipality=town.municipality,
        programme=measure.programme,
        title=f"Sachstand zum {day:%d.%m.%Y}",
        reporting_date=day,
        defaults={"deadline": day, "state": Round.State.OPEN, "opened_at": NOW},
    )
    item = asked(town, measure, round_)
    reply = Reply(municipality=town.municipality, item=item, state=state, confirmed_at=NOW, spent=values.get("spent"))
    reply.forecast = parse_fuzzy_date(values["forecast"]) if "forecast" in values else None
    reply.save()
    return reply


def asked(town: Town, measure: Measure, round_: Round) -> RequestedMeasure:
    """Ask the owner of ``measure`` in ``round_``, straight into the tables."""
    request, _made = Request.objects.get_or_create(
        municipality=town.municipality,
        round=round_,
        unit=measure.owner,
        defaults={"state": Request.State.SENT, "link_expires": date(2099, 1, 1), "secret": "x"},
    )
    found: RequestedMeasure = RequestedMeasure.objects.create(
        municipality=town.municipality, request=request, round=round_, measure=measure
    )
    return found
