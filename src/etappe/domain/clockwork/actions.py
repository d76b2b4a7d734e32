"""Doing a day's work."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError
from django.utils import timezone

from etappe.domain.audit.recording import act
from etappe.domain.clockwork.jobs import DailyJob
from etappe.domain.clockwork.models import DailyWork
from etappe.domain.clockwork.policies import DailyWorkPolicy
from etappe.domain.kernel.actor import Actor
from etappe.domain.tenancy.models import Municipality


def do_daily_work(*, actor: Actor, municipality: Municipality, job: DailyJob, now: datetime) -> bool:
    """Do ``job`` for the day of ``now`` unless it is done; return whether it was done here.

    The work and the note that it is done are one transaction. Of two workers the second waits for the first and then
    finds the note.
    """
    day = timezone.localdate(now)
    done = DailyWork(municipality=municipality, job=job.name, day=day, done_at=now)
    if DailyWork.objects.filter(job=job.name, day=day).exists():
        return False
    try:
        with act(actor, allowed_by=DailyWorkPolicy, to="do", on=done) as record:
            done.save(force_insert=True)
            record.happened("day.worked", done, {"job": job.name, "day": day.isoformat()})
            job.work(actor, municipality, now)
    except IntegrityError:
        if DailyWork.objects.filter(job=job.name, day=day).exists():
            return False  # another worker was first
        raise
    return True
