"""When a request is reminded of: a pure rule over dates.

Reminders are planned 7 days before the deadline, 1 day before, on the day, and then every 5 days. One planned for a
Saturday, a Sunday or a holiday of the Land moves to a working day: before the deadline to the one before it, from the
deadline on to the next.

Two reminders are never less than 3 days apart, nor is a reminder that close to the invitation, a question or any other
mail about the request. Where two planned ones collide, the earlier counts and the later is dropped, not postponed: so
whoever was reminded on the day before the deadline is not reminded again on the day itself; that one is for units that
were asked late. After an outage at most one reminder makes up for all that were missed, and it is dropped too where a
planned one stands within 3 days after the last mail. There is a cap, and nothing goes out before the invitation, after
the answer or after the round was closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

DAYS_BEFORE = (7, 1, 0)
EVERY = 5  # days between two reminders after the deadline
DISTANCE = 3  # days at least between two mails about a request
FURTHEST = 400  # days after the deadline beyond which nothing is planned

LANDS = {
    "01": "SH",
    "02": "HH",
    "03": "NI",
    "04": "HB",
    "05": "NW",
    "06": "HE",
    "07": "RP",
    "08": "BW",
    "09": "BY",
    "10": "SL",
    "11": "BE",
    "12": "BB",
    "13": "MV",
    "14": "SN",
    "15": "ST",
    "16": "TH",
}
"""Land by the first two digits of the municipality's official key (AGS)."""


@dataclass(frozen=True)
class Plan:
    """What the days of the reminders follow from.

    ``ags`` is the key of the municipality, ``invited`` the day of the invitation, ``cap`` the largest number of
    reminders.
    """

    ags: str
    invited: date
    deadline: date
    cap: int

    def days(self) -> Iterator[date]:
        """Yield the planned working days in order, collisions included."""
        for before in DAYS_BEFORE:
            day = self.deadline - timedelta(days=before)
            yield working_day(self.ags, day, -1 if before else 1)
        for after in range(EVERY, FURTHEST, EVERY):
            yield working_day(self.ags, self.deadline + timedelta(days=after), 1)


def next_reminder(plan: Plan, reminded: Iterable[date], today: date, *, mailed: Iterable[date] = ()) -> date | None:
    """Return the next day, ``today`` or later, on which to remind if no answer comes; None when there is none.

    ``reminded`` are the days of the reminders so far, ``mailed`` those of other mails about the request.
    """
    so_far = list(reminded)
    if len(so_far) >= plan.cap:
        return None
    last = max([plan.invited, *so_far, *mailed])
    for day in plan.days():
        if (day - last).days >= DISTANCE:
            return working_day(plan.ags, max(day, today), 1)
    return None


def working_day(ags: str, day: date, step: int) -> date:
    """Return ``day``, or the nearest working day after it (``step`` 1) or before it (``step`` -1)."""
    while not is_working_day(ags, day):
        day += timedelta(days=step)
    return day


def is_working_day(ags: str, day: date) -> bool:
    """Whether ``day`` is neither weekend nor a statutory holiday of the Land in which ``ags`` lies."""
    return day.weekday() < 5 and day not in _holidays_of(LANDS.get(ags[:2], ""), day.year)


@cache
def _holidays_of(land: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("DE", subdiv=land or None, years=year))
