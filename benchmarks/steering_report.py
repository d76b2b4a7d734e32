"""How long a steering report takes: `python -m benchmarks.steering_report`.

One closed round of 120 measures × 14 units with 20 deviations, half of them decided, in a SQLite database of its own.
Prints how long the content takes (read from the snapshot, deviations and decisions in a fixed number of queries) beside
a plain version that asks for each measure and each case on its own, then how long PDF, DOCX and XLSX take; fails when
content and the three files together take longer than their limit.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, get_args

MEASURES, CASES, RUNS = 120, 20, 5
LIMIT = 5.0
"""Seconds for the content and all three files."""
NOW = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 10)


def main() -> int:
    """Fill a database, measure, compare with the limit."""
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(ETAPPE_HOME=home, ETAPPE_DEMO="0", DJANGO_SETTINGS_MODULE="etappe.config.settings")
        import django

        django.setup()
        from django_scopes import scope

        place = prepare()
        with scope(municipality=place):
            return measure(place)


def prepare() -> Any:
    """Make one municipality, ask in a round, close it, open and decide cases."""
    from django.core.management import call_command
    from django_scopes import scope

    from benchmarks.alliance_data import make
    from etappe.domain.programme.models import Measure
    from etappe.domain.tenancy.models import Municipality

    call_command("migrate", verbosity=0)
    make(municipalities=1, measures=MEASURES)
    place = Municipality.objects.get()
    with scope(municipality=place):
        Measure.objects.update(state="running")
        _close_a_round(coordinator(place))
        _open_cases(place)
    return place


def coordinator(place: Any) -> Any:
    """The coordinating office of the made-up municipality."""
    from etappe.domain.kernel.actor import Actor, Grant, Role

    return Actor(None, "KI", place.pk, (Grant(Role.COORDINATOR),))


def _close_a_round(actor: Any) -> None:
    from etappe.domain.programme.models import Programme
    from etappe.domain.rounds.actions.replies import confirm_reply
    from etappe.domain.rounds.actions.rounds import close_round, create_round, open_round, propose_requests
    from etappe.domain.rounds.links import actor_of_link
    from etappe.domain.rounds.models import Request, RequestedMeasure
    from etappe.domain.rounds.values import ReplyValues

    made = create_round(
        actor=actor,
        programme=Programme.objects.get(),
        title="Sachstand",
        reporting_date=date(2026, 9, 30),
        deadline=date(2026, 10, 30),
    )
    propose_requests(actor=actor, round=made)
    for request in Request.objects.all():
        Request.objects.filter(pk=request.pk).update(to=f"amt{request.pk}@messstadt.example")
    opened = open_round(actor=actor, round=made, now=NOW, address=lambda one: f"https://messstadt.example/{one.pk}/")
    values = ReplyValues(state="delayed", sentence="Zwei Schulen fehlt ein Raum; der Umbau dauert bis zum Sommer.")
    for item in RequestedMeasure.objects.select_related("request__unit", "round", "measure"):
        if item.pk % 10:  # one in ten does not answer
            confirm_reply(actor=actor_of_link(item.request), item=item, values=values, channel="page", now=NOW)
    close_round(actor=actor, round=opened, now=NOW)


def _open_cases(place: Any) -> None:
    from etappe.domain.council.actions import create_committee, record_resolution
    from etappe.domain.programme.models import Measure
    from etappe.domain.steering.actions.deviations import open_deviation
    from etappe.domain.steering.actions.options import add_option
    from etappe.domain.steering.courses import Content
    from etappe.domain.steering.models import Decision
    from etappe.interop.fuzzy_dates import parse_fuzzy_date

    actor = coordinator(place)
    committee = create_committee(actor=actor, municipality=place, name="Lenkungskreis", kind="committee")
    resolution = record_resolution(
        actor=actor, committee=committee, outcome="adopted", text="So.", when=parse_fuzzy_date("Oktober 2026")
    )
    for number, measure in enumerate(Measure.objects.select_related("municipality")[:CASES]):
        case = open_deviation(actor=actor, measure=measure, summary="Zwei Schulen fehlt ein Raum.", today=NOW.date())
        add_option(actor=actor, deviation=case, content=Content("continue"), consequence="Sechs Monate später.")
        if number % 2:
            # Straight into the table: who may decide is not what is measured here.
            Decision.objects.create(
                municipality=place,
                deviation=case,
                measure=measure,
                course="continue",
                reason="Der Umbau braucht Zeit.",
                decided_at=NOW,
                mandate_words="Ausschuss",
                resolution=resolution,
            )


def measure(place: Any) -> int:
    """Time content and files; print them beside the plain version."""
    from etappe.domain.publication.actions.steering import begin_steering_report
    from etappe.domain.publication.steering_content import steering_content
    from etappe.domain.rounds.models import Round
    from etappe.render.steering import Format, render_steering

    round_ = Round.objects.select_related("programme", "municipality").get()
    report = begin_steering_report(actor=coordinator(place), round=round_, title="Steuerungsbericht")

    def content() -> Any:
        return steering_content(reader=coordinator(place), report=report, as_of=DAY, status="Entwurf")

    units = round_.requests.count()
    made = content()
    print(f"{len(made.measures)} measures, {units} units, {len(made.deviations)} deviations; median of {RUNS} runs")
    total = shown("content", lambda _run: content())
    shown("content, asked one by one", lambda _run: one_by_one(round_))
    for kind in get_args(Format):
        total += shown(kind, lambda run, kind=kind: render_steering(varied(made, run), kind))
    met = total < LIMIT
    print(f"content and three files {total:.2f} s, limit {LIMIT:.0f} s: {'met' if met else 'MISSED'}")
    return 0 if met else 1


def varied(made: Any, run: int) -> Any:
    """Words that no earlier run has seen: the layout engine remembers what it has already set."""
    measures = tuple(
        replace(item, title=f"{item.title} {run}", sentence=f"{item.sentence} {run}") for item in made.measures
    )
    cases = tuple(replace(item, summary=f"{item.summary} {run}") for item in made.deviations)
    return replace(made, title=f"{made.title} {run}", measures=measures, deviations=cases)


def shown(name: str, work: Callable[[int], Any]) -> float:
    """Run several times; print the median with the queries of one run."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    times = []
    for run in range(RUNS):
        start = time.perf_counter()
        work(run)
        times.append(time.perf_counter() - start)
    with CaptureQueriesContext(connection) as captured:
        work(RUNS)
    middle = sorted(times)[RUNS // 2]
    print(f"{name:26} {middle:6.3f} s   slowest {max(times):6.3f} s   {len(captured):5} queries")
    return middle


def one_by_one(round_: Any) -> list[Any]:
    """The plain version: for each measure its own questions, for each case again."""
    from etappe.domain.programme.models import Measure
    from etappe.domain.rounds.models import Reply
    from etappe.domain.steering.models import Deviation

    told: list[Any] = []
    for measure in Measure.objects.filter(programme=round_.programme):
        told += [measure.field.name, measure.owner, measure.goal, list(measure.milestones.all())]
        told.append(Reply.objects.filter(item__measure=measure, item__round=round_).first())
        for case in Deviation.objects.filter(measure=measure):
            told += [list(case.options.all()), list(case.explanations.all())]
            for decision in case.decisions.all():
                told += [[link.paper for link in decision.papers.all()], list(decision.tasks.all())]
    return told


if __name__ == "__main__":
    sys.exit(main())
