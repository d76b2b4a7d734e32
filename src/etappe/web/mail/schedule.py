"""Daily work around mail. What it needs is imported when it runs: this module is loaded with every command."""

from __future__ import annotations

from datetime import datetime

from etappe.domain.clockwork.jobs import DailyJob, register_daily
from etappe.domain.kernel.actor import Actor
from etappe.domain.tenancy.models import Municipality

MONDAY = frozenset({0})


def register() -> None:
    """Hand the work to the clockwork."""
    register_daily(DailyJob("rounds.reminders", remind))
    register_daily(DailyJob("mail.week", write_the_week, weekdays=MONDAY))


def remind(actor: Actor, municipality: Municipality, now: datetime) -> None:
    """Remind whoever is due today."""
    from etappe.domain.rounds.actions.reminders import send_reminders
    from etappe.domain.rounds.links import personal_link

    send_reminders(actor=actor, municipality=municipality, now=now, address=personal_link)


def write_the_week(actor: Actor, municipality: Municipality, now: datetime) -> None:
    """Tell the coordinating office what this week brings."""
    from etappe.web.mail.week import write_week

    write_week(actor, municipality, now)
