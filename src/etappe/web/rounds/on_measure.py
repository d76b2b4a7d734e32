"""What the page of a measure shows of status rounds: its latest answer on the stage rail, all answers below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from etappe.domain.kernel.actor import Actor
from etappe.domain.programme.models import Measure
from etappe.domain.rounds.models import Reply, RequestedMeasure, Round
from etappe.domain.rounds.policies import RequestPolicy
from etappe.web.components import Station


@dataclass(frozen=True)
class Answered:
    """What a measure was asked in one round, and what was said. ``url`` leads to the answer of the whole unit."""

    reporting_date: date
    title: str
    unit: str
    reply: Reply | None
    running: bool
    url: str

    @property
    def words(self) -> str:
        """The answer in one word."""
        if self.reply is not None:
            return str(self.reply.get_state_display())
        return _("noch keine Antwort") if self.running else _("ohne Antwort")


def answers_about(actor: Actor, measure: Measure) -> list[Answered]:
    """Return what was asked and said about ``measure`` of what ``actor`` may see, the latest first.

    Answers that are not confirmed, and rounds that were not sent, are nobody else's business.
    """
    asked = (
        RequestedMeasure.objects.filter(
            measure=measure,
            request__in=RequestPolicy.queryset(actor),
            round__state__in=(Round.State.OPEN, Round.State.CLOSED),
        )
        .select_related("round", "request__unit", "reply")
        .order_by("-round__reporting_date", "-pk")
    )
    slug = measure.municipality.slug
    return [
        Answered(
            item.round.reporting_date,
            item.round.title,
            str(item.request.unit),
            _confirmed(item),
            item.round.state == Round.State.OPEN,
            reverse("rounds:request", args=[slug, item.request_id]),
        )
        for item in asked
    ]


def _confirmed(item: RequestedMeasure) -> Reply | None:
    reply: Reply | None = getattr(item, "reply", None)
    return reply if reply is not None and reply.confirmed_at is not None else None


def station_of(answers: list[Answered]) -> Station | None:
    """Return the station of the latest round, or None where the measure has never been asked about."""
    if not answers:
        return None
    latest = answers[0]
    label = _("Sachstand %(month)d/%(year)d") % {
        "month": latest.reporting_date.month,
        "year": latest.reporting_date.year,
    }
    if latest.reply is not None and latest.reply.confirmed_at is not None:
        days = (timezone.localdate() - timezone.localtime(latest.reply.confirmed_at).date()).days
        ago = _("heute") if days <= 0 else ngettext("vor %d Tag", "vor %d Tagen", days) % days
        return Station(label, "#sachstaende", "happened", note=f"„{latest.words}“", detail=ago)
    if latest.running:
        return Station(label, "#sachstaende", "ahead", note=_("angefragt bei %s") % latest.unit)
    return Station(label, "#sachstaende", "missing", note=_("ohne Antwort geblieben"))
