"""Rounds at full size: `python -m benchmarks.rounds [--database URL] [--people 50]`.

1. A round of 120 measures × 14 units is proposed and sent, with a spreadsheet each; limit 5 s.
2. Fifty people, each a process of its own, answer at once: they save drafts and confirm, some of them for the same
   measure. Afterwards every confirmed answer must be there, the event log unbroken, and nobody may have been told that
   the database is busy.
3. The round is closed and frozen, and its page of who has not answered is read.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import platform
import tempfile
import time
from datetime import UTC, date, datetime
from multiprocessing.synchronize import Barrier
from typing import Any

LIMIT_OPEN = 5.0
NOW = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)


def main() -> None:
    """Run all three parts on one database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", default="", help="URL of an empty PostgreSQL database; SQLite without")
    parser.add_argument("--people", type=int, default=50)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(ETAPPE_HOME=home, ETAPPE_DEMO="0", DJANGO_SETTINGS_MODULE="etappe.config.settings")
        if chosen.database:
            os.environ["ETAPPE_DATABASE_URL"] = chosen.database
        kind = "PostgreSQL" if chosen.database else "SQLite"
        print(f"{kind}, {os.cpu_count()} cores, Python {platform.python_version()}", flush=True)
        prepare()
        crowd(chosen.people)
        close()


def setup() -> None:
    """Bring Django up."""
    import django

    django.setup()


def prepare() -> None:
    """Fill an empty database with one municipality; propose and send a round."""
    setup()
    from django.core.management import call_command
    from django_scopes import scope

    from benchmarks.alliance_data import make
    from etappe.domain.kernel.actor import Actor, Grant, Role
    from etappe.domain.programme.models import Measure, Programme
    from etappe.domain.rounds.actions.rounds import create_round, open_round, propose_requests
    from etappe.domain.rounds.links import link_token
    from etappe.domain.rounds.models import Request
    from etappe.domain.tenancy.models import Municipality

    call_command("migrate", verbosity=0)
    make(municipalities=1, measures=120)
    place = Municipality.objects.get()
    actor = Actor(None, "KI", place.pk, (Grant(Role.COORDINATOR),))
    with scope(municipality=place):
        Measure.objects.update(state="running")
        programme = Programme.objects.get()
        start = time.perf_counter()
        made = create_round(
            actor=actor,
            programme=programme,
            title="Sachstand",
            reporting_date=date(2026, 9, 30),
            deadline=date(2026, 10, 30),
        )
        propose_requests(actor=actor, round=made)
        for request in Request.objects.all():
            Request.objects.filter(pk=request.pk).update(to=f"amt{request.pk}@messstadt.example")
        opened = open_round(
            actor=actor, round=made, now=NOW, address=lambda one: f"https://messstadt.example/{link_token(one)}/"
        )
        seconds = time.perf_counter() - start
        units, measures = opened.requests.count(), opened.items.count()
    verdict = "ok" if seconds < LIMIT_OPEN else "OVER"
    print(
        f"proposed and sent: {measures} measures, {units} units: {seconds:.2f} s, limit {LIMIT_OPEN:.0f} s  {verdict}"
    )


def answer(number: int, start: Barrier, answers: Any) -> None:
    """Be one person: wait for the others, save a draft and confirm for three measures, report what happened."""
    from django.db import DatabaseError
    from django_scopes import scope

    from etappe.domain.kernel.errors import DomainError
    from etappe.domain.rounds.actions.replies import confirm_reply, save_draft
    from etappe.domain.rounds.links import actor_of_link
    from etappe.domain.rounds.models import RequestedMeasure
    from etappe.domain.rounds.values import ReplyValues
    from etappe.domain.tenancy.models import Municipality

    place = Municipality.objects.get()
    told: dict[str, Any] = {"confirmed": {}, "conflicts": 0, "database": [], "seconds": []}
    with scope(municipality=place):
        items = list(RequestedMeasure.objects.select_related("request__unit", "round").order_by("pk"))
        mine = [items[(number * 2 + step) % len(items)] for step in range(3)]  # the third is also somebody else's
        start.wait()
        for item in mine:
            begun, actor = time.perf_counter(), actor_of_link(item.request)
            values = ReplyValues(state="delayed", sentence=f"Person {number}", obstacles=("staff",))
            try:
                save_draft(actor=actor, item=item, values=values, expected_version=0, channel="page")
                reply = confirm_reply(actor=actor, item=item, values=values, channel="page", now=NOW)
                told["confirmed"][item.pk] = [reply.version, number]
            except DomainError:
                told["conflicts"] += 1
            except DatabaseError as error:
                told["database"].append(str(error))
            told["seconds"].append(time.perf_counter() - begun)
    answers.put(told)


def crowd(people: int) -> None:
    """Let everybody answer at once; count what was lost."""
    from django.db import connections
    from django_scopes import scopes_disabled

    from etappe.domain.audit.chain import breaks
    from etappe.domain.rounds.models import Reply

    connections.close_all()  # every process opens its own
    fork = multiprocessing.get_context("fork")
    start, answers = fork.Barrier(people), fork.Queue()
    crowd_ = [fork.Process(target=answer, args=(number, start, answers)) for number in range(people)]
    for person in crowd_:
        person.start()
    told = [answers.get() for _person in crowd_]
    for person in crowd_:
        person.join()
    busy = [line for one in told for line in one["database"]]
    seconds = sorted(second for one in told for second in one["seconds"])
    last: dict[int, list[int]] = {}
    for one in told:
        for item, (version, number) in one["confirmed"].items():
            last[item] = max(last.get(item, [0, 0]), [version, number])
    with scopes_disabled():
        stored = {reply.item_id: reply for reply in Reply.objects.filter(confirmed_at__isnull=False)}
        lost = [item for item, (_version, number) in last.items() if stored[item].sentence != f"Person {number}"]
    print(
        f"{people} people at once, {len(seconds)} answers: {len(last)} measures confirmed, "
        f"{sum(one['conflicts'] for one in told)} told that somebody else was first, {len(lost)} lost, "
        f"{len(busy)} “database is locked” or the like, event log {'broken' if list(breaks()) else 'whole'}; "
        f"median {seconds[len(seconds) // 2]:.2f} s, slowest {seconds[-1]:.2f} s"
    )
    for line in sorted(set(busy)):
        print(f"  {line}")


def close() -> None:
    """Read who has not answered, close, freeze."""
    from django_scopes import scope

    from etappe.domain.kernel.actor import Actor, Grant, Role
    from etappe.domain.rounds.actions.rounds import close_round
    from etappe.domain.rounds.models import Round
    from etappe.domain.rounds.queries import round_progress
    from etappe.domain.tenancy.models import Municipality

    place = Municipality.objects.get()
    actor = Actor(None, "KI", place.pk, (Grant(Role.COORDINATOR),))
    with scope(municipality=place):
        running = Round.objects.get()
        times = []
        for _number in range(20):
            start = time.perf_counter()
            round_progress(actor, running)
            times.append((time.perf_counter() - start) * 1000)
        start = time.perf_counter()
        snapshot = close_round(actor=actor, round=running, now=NOW)
        seconds = time.perf_counter() - start
    print(
        f"who has not answered: {sorted(times)[18]:.1f} ms (p95); closed and frozen in {seconds:.2f} s, "
        f"{len(snapshot.content) / 1000:.0f} kB, {snapshot.digest[:12]}"
    )


if __name__ == "__main__":
    main()
