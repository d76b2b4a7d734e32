"""A year on a fake clock: rounds are opened, answered and closed, the worker runs or is down, mail really goes out.

What should arrive is worked out a second time, day by day and in another way than the program does it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from email.message import Message
from zoneinfo import ZoneInfo

import holidays

from etappe.domain.clockwork.jobs import DailyJob
from etappe.domain.clockwork.ticking import Clockwork
from etappe.domain.kernel.actor import Actor
from etappe.domain.mail.delivery import deliver_waiting
from etappe.domain.mail.models import Mail
from etappe.domain.programme.models import Programme
from etappe.domain.rounds.actions.reminders import send_reminders
from etappe.domain.rounds.actions.replies import confirm_reply, finish_request
from etappe.domain.rounds.actions.rounds import address_request, close_round, create_round, open_round, propose_requests
from etappe.domain.rounds.correspondence import REMINDER
from etappe.domain.rounds.models import Reply, Request, Round
from etappe.domain.rounds.values import ReplyValues
from etappe.domain.tenancy.models import Municipality

BERLIN = ZoneInfo("Europe/Berlin")
DAY = timedelta(days=1)
Key = tuple[int, date]
"""A request and the day of a reminder."""


@dataclass(frozen=True)
class PlannedRound:
    """A round of the year. ``answers`` says after how many days each unit answers, in order; None: never."""

    opens: date
    deadline: date
    closes: date
    answers: Sequence[int | None]
    cap: int = 6


@dataclass
class Outcome:
    """What arrived and what should have arrived."""

    arrived: Counter[Key] = field(default_factory=Counter)
    expected: set[Key] = field(default_factory=set)
    mails: int = 0

    @property
    def duplicates(self) -> list[Key]:
        """Reminders that came more than once."""
        return sorted(key for key, count in self.arrived.items() if count > 1)

    @property
    def missed(self) -> list[Key]:
        """Reminders that did not come."""
        return sorted(self.expected - self.arrived.keys())

    @property
    def unasked(self) -> list[Key]:
        """Reminders that should not have come."""
        return sorted(self.arrived.keys() - self.expected)


class Year:
    """365 days in one municipality. ``inbox`` is what the mail server has taken so far; it only grows."""

    def __init__(
        self,
        municipality: Municipality,
        coordinator: Actor,
        programme: Programme,
        inbox: list[Message],
        *,
        down: frozenset[date] = frozenset(),
        progress: Callable[[date], None] = lambda _day: None,
    ) -> None:
        self.municipality, self.coordinator, self.programme = municipality, coordinator, programme
        self.inbox, self.down, self.progress = inbox, down, progress
        self.outcome = Outcome()
        self._running: list[tuple[PlannedRound, Round]] = []
        self._clockwork = Clockwork([DailyJob("rounds.reminders", _remind)])

    def run(self, rounds: Sequence[PlannedRound], start: date, days: int = 365) -> Outcome:
        """Live through the year and return what came of it."""
        for day in (start + number * DAY for number in range(days)):
            self._people_work(rounds, day)
            if day not in self.down:
                self._worker_works(day)
            self._look_into_the_inbox(day)
            self.progress(day)
        for planned, round_ in self._running:
            self._expect(planned, round_, start + days * DAY)
        return self.outcome

    def _people_work(self, rounds: Sequence[PlannedRound], day: date) -> None:
        moment = _at(day, time(6, 30))
        for planned in rounds:
            if planned.opens == day:
                self._open(planned, moment)
        for planned, round_ in self._running:
            elapsed = (day - planned.opens).days
            if elapsed in planned.answers and day < planned.closes:
                for request, after in zip(_requests(round_), planned.answers, strict=True):
                    if after == elapsed:
                        self._answer(request, moment)
            if planned.closes == day:
                close_round(actor=self.coordinator, round=Round.objects.get(pk=round_.pk), now=moment)

    def _open(self, planned: PlannedRound, moment: datetime) -> None:
        made = create_round(
            actor=self.coordinator,
            programme=self.programme,
            title=f"Sachstand {planned.opens:%d.%m.%Y}",
            reporting_date=planned.opens,
            deadline=planned.deadline,
            reminder_cap=planned.cap,
        )
        for request in propose_requests(actor=self.coordinator, round=made):
            address_request(actor=self.coordinator, request=request, to=f"amt{request.unit_id}@example.org", copy_to="")
        made = open_round(actor=self.coordinator, round=made, now=moment, address=_link)
        self._running.append((planned, made))

    def _answer(self, request: Request, moment: datetime) -> None:
        for item in request.items.all():
            confirm_reply(
                actor=self.coordinator,
                item=item,
                values=ReplyValues(state=Reply.State.ON_TRACK),
                channel=Reply.Channel.OFFICE,
                now=moment,
            )
        finish_request(actor=self.coordinator, request=request, now=moment)

    def _worker_works(self, day: date) -> None:
        for hour in (7, 15) if self._work(_at(day, time(7))) else ():
            self._work(_at(day, time(hour)))  # nothing of it may be done a second time

    def _work(self, moment: datetime) -> int:
        self._clockwork.tick(moment)
        return deliver_waiting(clock=lambda: moment).sent

    def _look_into_the_inbox(self, day: date) -> None:
        new = [str(message["Message-ID"]) for message in self.inbox[self.outcome.mails :]]
        self.outcome.mails += len(new)
        if new:
            known = dict(Mail.objects.filter(kind=REMINDER, message_id__in=new).values_list("message_id", "about_id"))
            self.outcome.arrived.update((int(known[name]), day) for name in new if name in known)

    def _expect(self, planned: PlannedRound, round_: Round, end: date) -> None:
        for request, after in zip(_requests(round_), planned.answers, strict=True):
            answered = planned.opens + after * DAY if after is not None else end
            last_day = min(answered, planned.closes, end) - DAY
            days = reminders_by_the_book(self.municipality.ags, planned, last_day, self.down)
            self.outcome.expected |= {(request.pk, day) for day in days}


def reminders_by_the_book(ags: str, planned: PlannedRound, last_day: date, down: frozenset[date]) -> Iterator[date]:
    """Go through the days with a note in hand: is a reminder owed?"""
    assert ags.startswith("05"), "the holidays here are those of North Rhine-Westphalia"
    free = holidays.country_holidays("DE", subdiv="NW")
    wanted = {planned.deadline - 7 * DAY: -1, planned.deadline - DAY: -1, planned.deadline: 1}
    wanted |= {planned.deadline + 5 * number * DAY: 1 for number in range(1, 60)}
    marked = set()
    for day, step in wanted.items():
        while day.weekday() >= 5 or day in free:
            day += step * DAY  # noqa: PLW2901 - the marked day moves
        marked.add(day)
    last, owed, sent = None, False, 0
    for day in (planned.opens + number * DAY for number in range((last_day - planned.opens).days + 1)):
        if last is None:  # the invitation goes out with the first worker that runs
            last = day if day not in down else None
            continue
        if day in marked and (day - last).days >= 3:
            owed = True
        if owed and sent < planned.cap and day not in down and day.weekday() < 5 and day not in free:
            yield day
            last, owed, sent = day, False, sent + 1


def _requests(round_: Round) -> list[Request]:
    return list(round_.requests.select_related("unit", "municipality", "round").order_by("pk"))


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, tzinfo=BERLIN)


def _link(request: Request) -> str:
    return f"https://etappe.example/antwort/{request.pk}/"


def _remind(actor: Actor, municipality: Municipality, now: datetime) -> None:
    send_reminders(actor=actor, municipality=municipality, now=now, address=_link)
