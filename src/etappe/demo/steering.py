"""Deviations, decisions and tasks of the made-up city, step by step through the actions of those who took them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from django.utils.timezone import localdate
from django_scopes import scope

from etappe.demo.files import Entry, fuzzy, toml
from etappe.demo.places import Place
from etappe.domain.accounts.models import RoleAssignment
from etappe.domain.accounts.queries import actor_for
from etappe.domain.council.models import Paper, Resolution
from etappe.domain.kernel.actor import Actor, Grant, Role
from etappe.domain.programme.models import Measure
from etappe.domain.steering.actions.decisions import attach_paper, decide
from etappe.domain.steering.actions.detection import open_deviations
from etappe.domain.steering.actions.deviations import (
    escalate_overdue,
    explain,
    hand_up,
    open_deviation,
    prepare,
    withdraw,
)
from etappe.domain.steering.actions.options import add_option
from etappe.domain.steering.actions.rules import change_rule
from etappe.domain.steering.actions.tasks import create_task_from_resolution, finish_task
from etappe.domain.steering.cases import UNDECIDED
from etappe.domain.steering.courses import Condition, Content
from etappe.domain.steering.models import Deviation

FILE = "musterhafen/steering.toml"


def load_steering(place: Place) -> None:
    """Load everything in the order of the file. Needs the accounts: whoever decides does so in their own name."""
    data = toml(FILE)
    with scope(municipality=place.municipality):
        for entry in data["rule"]:
            changes = {name: entry[name] for name in ("threshold", "days_to_answer")}
            change_rule(actor=place.coordinator, municipality=place.municipality, kind=entry["kind"], changes=changes)
        for entry in data["step"]:
            STEPS[entry["do"]](place, entry)
        for entry in data["task"]:
            _order(place, entry)


def _measure(place: Place, number: str) -> Measure:
    found: Measure = Measure.objects.select_related("owner", "municipality").get(
        municipality=place.municipality, number=int(number)
    )
    return found


def _case(place: Place, entry: Entry) -> Deviation:
    """Return the undecided case of a measure, the one that opened last."""
    undecided = Deviation.objects.filter(measure=_measure(place, entry["case"]), state__in=UNDECIDED)
    if "rule" in entry:
        undecided = undecided.filter(rule=entry["rule"])
    found: Deviation = undecided.select_related("measure__owner", "municipality").latest("opened_on", "pk")
    return found


def _unit(place: Place, short: str) -> Actor:
    unit = place.units[short]
    grant = Grant(Role.OWNER, unit_ids=frozenset({unit.pk}))
    return Actor(user_id=None, label=unit.title, municipality_id=place.municipality.pk, grants=(grant,))


def _decider(place: Place, short: str) -> Actor:
    held = RoleAssignment.objects.select_related("user").get(unit=place.units[short], role=Role.DECIDER.value)
    return actor_for(held.user, place.municipality)


def _content(place: Place, entry: Entry) -> Content:
    source = entry.get("from_measure")
    return Content(
        entry["course"],
        fuzzy(entry.get("new_deadline")),
        entry.get("new_target", ""),
        Decimal(entry["amount"]) if "amount" in entry else None,
        _measure(place, source) if source else None,
    )


def _look(place: Place, entry: Entry) -> None:
    open_deviations(actor=place.operator, municipality=place.municipality, today=localdate(entry["at"]))


def _escalate(place: Place, entry: Entry) -> None:
    escalate_overdue(actor=place.operator, municipality=place.municipality, now=entry["at"])


def _open(place: Place, entry: Entry) -> None:
    open_deviation(
        actor=place.coordinator,
        measure=_measure(place, entry["case"]),
        summary=entry["text"],
        cause=entry["cause"],
        today=localdate(entry["at"]),
        is_example=entry["example"],
    )


def _explain(place: Place, entry: Entry) -> None:
    explain(
        actor=_unit(place, entry["as"]),
        deviation=_case(place, entry),
        text=entry["text"],
        cause=entry["cause"],
        now=entry["at"],
    )


def _option(place: Place, entry: Entry) -> None:
    add_option(
        actor=place.coordinator,
        deviation=_case(place, entry),
        content=_content(place, entry),
        consequence=entry["consequence"],
        recommended=entry.get("recommended", False),
    )


def _prepare(place: Place, entry: Entry) -> None:
    prepare(actor=place.coordinator, deviation=_case(place, entry), now=entry["at"])


def _hand_up(place: Place, entry: Entry) -> None:
    hand_up(actor=place.coordinator, deviation=_case(place, entry), why=entry["reason"], now=entry["at"])


def _withdraw(place: Place, entry: Entry) -> None:
    withdraw(actor=place.coordinator, deviation=_case(place, entry), reason=entry["reason"])


def _decide(place: Place, entry: Entry) -> None:
    content, conditions = _content(place, entry), entry.get("conditions", ())
    decision = decide(
        actor=_decider(place, entry["as"]),
        deviation=_case(place, entry),
        course=content.course,
        reason=entry["reason"],
        expected_version=None,
        now=entry["at"],
        new_deadline=content.new_deadline,
        new_target=content.new_target,
        amount=content.amount,
        from_measure=content.from_measure,
        conditions=[Condition(each["title"], each["by"]) for each in conditions],
    )
    if "paper" in entry:
        paper = Paper.objects.get(municipality=place.municipality, number=entry["paper"])
        attach_paper(actor=place.coordinator, decision=decision, paper=paper)
    for each in conditions:
        if "done" in each:
            task = decision.tasks.select_related("municipality").get(title=each["title"])
            finish_task(actor=place.coordinator, task=task, today=each["done"], note=each["note"])


def _order(place: Place, entry: Entry) -> None:
    resolution = Resolution.objects.select_related("municipality").filter(paper__number=entry["paper"]).earliest("pk")
    create_task_from_resolution(
        actor=place.coordinator,
        resolution=resolution,
        title=entry["title"],
        unit=place.units[entry["unit"]],
        due=entry["by"],
        is_example=entry["example"],
    )


STEPS: dict[str, Callable[[Place, Entry], None]] = {
    "look": _look,
    "escalate": _escalate,
    "open": _open,
    "explain": _explain,
    "option": _option,
    "prepare": _prepare,
    "hand_up": _hand_up,
    "withdraw": _withdraw,
    "decide": _decide,
}
"""What a step of the file does, by its verb."""
