"""One tick of the clock: what of today's work is not done yet?"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django_scopes import scope

from etappe.domain.clockwork.actions import do_daily_work
from etappe.domain.clockwork.jobs import DailyJob, daily_jobs
from etappe.domain.clockwork.queries import done_everywhere
from etappe.domain.kernel.actor import operator
from etappe.domain.kernel.language import official_language
from etappe.domain.tenancy.models import Municipality

BEGIN = time(6, 0)
"""Local time before which the day's work does not begin: nobody wants a reminder at midnight."""

PAUSE_AFTER_FAILURE = timedelta(minutes=15)
log = logging.getLogger(__name__)


class Clockwork:
    """Does each day's work once. Knows nothing between two ticks but what has just failed; the rest is in the database.

    ``jobs`` are those registered, or others for tests.
    """

    def __init__(self, jobs: Iterable[DailyJob] | None = None) -> None:
        self._jobs = tuple(jobs) if jobs is not None else None
        self._not_before: dict[tuple[int, str], datetime] = {}

    def tick(self, now: datetime) -> int:
        """Do what is due at ``now``; return how many jobs were done. A job that fails holds up no other."""
        local = timezone.localtime(now)
        if local.time() < BEGIN:
            return 0
        with official_language():
            return sum(self._attempt(place, job, now) for place, job in self._open(local.date()))

    def _open(self, day: date) -> Iterator[tuple[Municipality, DailyJob]]:
        jobs = [job for job in self._jobs or daily_jobs() if day.weekday() in job.weekdays]
        done = done_everywhere(day)
        for place in Municipality.objects.all():
            yield from ((place, job) for job in jobs if (place.pk, job.name) not in done)

    def _attempt(self, place: Municipality, job: DailyJob, now: datetime) -> bool:
        key = (place.pk, job.name)
        if key in self._not_before and now < self._not_before[key]:
            return False
        actor = operator(place.pk, label="Uhrwerk")
        try:
            with scope(municipality=place):
                return do_daily_work(actor=actor, municipality=place, job=job, now=now)
        except Exception:
            log.exception("%s in %s failed; next attempt in %s", job.name, place, PAUSE_AFTER_FAILURE)
            self._not_before[key] = now + PAUSE_AFTER_FAILURE
            return False
