"""Mails of this app: a case has come to somebody, a case has been decided."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from etappe.domain.accounts.models import User
from etappe.domain.kernel.actor import Actor, Role
from etappe.domain.kernel.addresses import absolute
from etappe.domain.mail.actions import queue_mail
from etappe.domain.steering.levels import coordinators, holders, who_has_it
from etappe.domain.steering.models import Decision, Deviation, Escalation

HANDED = "steering.handed"
DECIDED = "steering.decided"


def tell_whoever_has_it(actor: Actor, deviation: Deviation, step: Escalation, now: datetime) -> None:
    """Queue a mail to everybody to whom the case has just come."""
    for user in who_has_it(deviation, localdate(now)):
        with override(user.language):
            subject = _("Ein Fall liegt jetzt bei Ihnen: %(measure)s") % {"measure": deviation.measure.title}
            paragraphs = (
                deviation.summary,
                f"{step}: {step.why}",
                _("Bitte sehen Sie bis zum %(due)s hinein.") % {"due": date_format(deviation.due)},
            )
        key = f"{HANDED}/{step.pk}"
        _queue(actor, deviation, user, key=key, kind=HANDED, subject=subject, paragraphs=paragraphs, now=now)


def tell_of_decision(actor: Actor, decision: Decision, now: datetime) -> None:
    """Queue a mail to the owning unit and the coordinating office, but not to whoever has decided."""
    day = localdate(now)
    owners = [held.user for held in holders(decision.measure, Role.OWNER, day)]
    users = dict.fromkeys((*owners, *coordinators(decision.municipality_id, day)))
    for user in users:
        if user.pk == decision.decided_by_id:
            continue
        with override(user.language):
            subject = _("Entschieden: %(measure)s") % {"measure": decision.measure.title}
            paragraphs = (
                f"{decision.get_course_display()} ({decision.mandate_words})",
                _("Begründung: %(reason)s") % {"reason": decision.reason},
            )
        case, key = decision.deviation, f"{DECIDED}/{decision.pk}"
        _queue(actor, case, user, key=key, kind=DECIDED, subject=subject, paragraphs=paragraphs, now=now)


def _queue(
    actor: Actor,
    deviation: Deviation,
    user: User,
    *,
    key: str,
    kind: str,
    subject: str,
    paragraphs: Iterable[str],
    now: datetime,
) -> None:
    with override(user.language):
        greeting, link = _("Guten Tag,"), _("Zum Fall: %(address)s")
    address = absolute(deviation.get_absolute_url())
    lines = (greeting, *paragraphs)
    html = "".join(format_html("<p>{}</p>", line) for line in lines)
    queue_mail(
        actor=actor,
        municipality=deviation.municipality,
        key=f"{key}/{user.pk}",
        kind=kind,
        to=user.email,
        subject=subject,
        text="\n\n".join((*lines, link % {"address": address})),
        html=html + format_html('<p><a href="{}">{}</a></p>', address, address),
        about=deviation,
        language=user.language,
        now=now,
    )
