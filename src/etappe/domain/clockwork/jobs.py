"""The register of daily jobs. An app adds its own in ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from etappe.domain.kernel.actor import Actor
from etappe.domain.tenancy.models import Municipality

Work = Callable[[Actor, Municipality, datetime], object]


@dataclass(frozen=True)
class DailyJob:
    """Something to be done once a day in every municipality.

    ``work`` gets the clockwork as actor, the municipality (whose scope it runs in) and the present moment. It looks at
    how things stand on this day and asks what is due; days on which nothing ran are therefore never made up for one by
    one. ``weekdays`` are the days on which it runs (0 = Monday).
    """

    name: str
    work: Work
    weekdays: frozenset[int] = frozenset(range(7))


_JOBS: dict[str, DailyJob] = {}


def register_daily(job: DailyJob) -> None:
    """Have ``job`` done every day; registering a name again replaces the job."""
    _JOBS[job.name] = job


def daily_jobs() -> list[DailyJob]:
    """Return all jobs in the order of their registration."""
    return list(_JOBS.values())
