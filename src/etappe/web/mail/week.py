"""“Was diese Woche ansteht”: the cards of the first page as a mail, on Mondays, for those who coordinate."""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from etappe.domain.accounts.models import User
from etappe.domain.accounts.queries import actor_for, roles_in
from etappe.domain.kernel.actor import Actor, Role
from etappe.domain.kernel.addresses import absolute
from etappe.domain.mail.actions import queue_mail
from etappe.domain.mail.compose import letter
from etappe.domain.mail.models import Mail
from etappe.domain.mail.outgoing import Subscription, unsubscribe_address
from etappe.domain.tenancy.models import Municipality
from etappe.web.today.cards import cards_for

WEEK = "digest.week"


def write_week(actor: Actor, municipality: Municipality, now: datetime) -> list[Mail]:
    """Queue “Was diese Woche ansteht” for everybody who coordinates here and has something to do."""
    day = timezone.localdate(now)
    held = [role for role in roles_in(municipality) if role.role == Role.COORDINATOR and role.holds_on(day)]
    users = dict.fromkeys(role.user for role in held if role.user.is_active)
    written = (_write(actor, municipality, user, day, now) for user in users)
    return [mail for mail in written if mail is not None]


def _write(actor: Actor, municipality: Municipality, user: User, day: date, now: datetime) -> Mail | None:
    with override(user.language):
        cards = cards_for(actor_for(user, municipality, on=day), municipality, day)
        lines = [f"{card.number} {card.sentence} {absolute(card.url)}" for card in cards]
    if not lines:
        return None
    year, week, _weekday = day.isocalendar()
    context = {
        "municipality": municipality,
        "lines": lines,
        "link": absolute(reverse("today:municipality", args=[municipality.slug])),
        "unsubscribe_url": unsubscribe_address(Subscription(municipality.pk, user.email, WEEK)),
    }
    words = letter("week", context, user.language)
    return queue_mail(
        actor=actor,
        municipality=municipality,
        key=f"{WEEK}/{year}-{week:02}/{user.pk}",
        kind=WEEK,
        to=user.email,
        subject=words.subject,
        text=words.text,
        html=words.html,
        language=user.language,
        unsubscribe_kind=WEEK,
        now=now,
    )
