"""A town with a running status round, for tests of the domain and of its pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from etappe.domain.kernel.actor import Actor, Role
from etappe.domain.programme.actions.measures import add_milestone, create_measure
from etappe.domain.programme.models import FieldOfAction, Measure, Programme
from etappe.domain.rounds.actions.rounds import create_round, open_round, propose_requests
from etappe.domain.rounds.links import actor_of_link, link_token
from etappe.domain.rounds.models import Request, RequestedMeasure, Round
from etappe.domain.tenancy.models import Unit
from etappe.interop.fuzzy_dates import parse_fuzzy_date
from support.town import Town, build_programme

NOW = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
REPORTING, DEADLINE = date(2026, 9, 30), date(2026, 10, 30)


def address(request: Request) -> str:
    """Make the address of a personal link as the pages do."""
    return f"https://etappe.example/antwort/{link_token(request)}/"


@dataclass
class Running:
    """A round that is on: the youth office is asked for two measures, the social office for one."""

    town: Town
    programme: Programme
    round: Round
    requests: dict[int, Request] = field(default_factory=dict)

    @property
    def coordinator(self) -> Actor:
        """The coordinating office."""
        return self.town.actor(Role.COORDINATOR)

    @property
    def request(self) -> Request:
        """The request to the youth office, read anew."""
        return self.request_of(self.town.office)

    def request_of(self, unit: Unit) -> Request:
        """The request to ``unit``, read anew."""
        return Request.objects.select_related("round__programme", "unit", "municipality").get(
            round=self.round, unit=unit
        )

    @property
    def items(self) -> list[RequestedMeasure]:
        """What the youth office is asked for, read anew."""
        return list(self.request.items.select_related("request", "measure", "round").order_by("measure__number"))

    @property
    def unit(self) -> Actor:
        """Whoever answers through the personal link of the youth office."""
        return actor_of_link(self.request)

    def measure(self, position: int = 0) -> Measure:
        """One of the measures of the youth office, read anew."""
        return self.items[position].measure


def build_draft(town: Town) -> Running:
    """Prepare a round; enter the town's scope first."""
    programme = build_programme(town, measures=2)
    actor = town.actor(Role.COORDINATOR)
    create_measure(
        actor=actor, programme=programme, field=FieldOfAction.objects.get(), title="Beratung", owner=town.other_office
    )
    first = programme.measures.order_by("number").first()
    assert first is not None
    for title, due in (("Träger ausgewählt", "Mai 2026"), ("acht Cafés geöffnet", "31.07.2027")):
        add_milestone(actor=actor, measure=first, title=title, due=parse_fuzzy_date(due))
    made = create_round(
        actor=actor, programme=programme, title="Sachstand Herbst", reporting_date=REPORTING, deadline=DEADLINE
    )
    propose_requests(actor=actor, round=made)
    Request.objects.filter(round=made, unit=town.other_office).update(to="sozialamt@testheim.example")
    return Running(town, programme, made)


def build_running(town: Town) -> Running:
    """Prepare a round and send it out; enter the town's scope first."""
    running = build_draft(town)
    running.round = open_round(actor=running.coordinator, round=running.round, now=NOW, address=address)
    return running
