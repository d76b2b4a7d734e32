"""The rules at work: what each looks at, and the registry into which later apps put theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from django.db.models import Count
from django.utils.formats import number_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from etappe.domain.mail.models import Mail
from etappe.domain.programme.models import Measure, Programme
from etappe.domain.programme.queries import FINISHED
from etappe.domain.rounds.models import Reply, Request, RequestedMeasure, Round
from etappe.domain.steering.findings import Finding
from etappe.domain.steering.models import Rule, RuleKind
from etappe.interop.fuzzy_dates import FuzzyDate

REMINDER = "round.reminder"
"""``kind`` of the mails that remind somebody of a request."""
LONGEST_NAME = 120
WORSE: dict[str, int] = {
    Reply.State.DONE: 0,
    Reply.State.ON_TRACK: 1,
    Reply.State.NOT_STARTED: 1,
    Reply.State.DELAYED: 2,
    Reply.State.AT_RISK: 3,
    Reply.State.STOPPED: 4,
}
"""States of a reply by how much worry they give."""


@dataclass(frozen=True)
class Situation:
    """What all rules look at, read once: unfinished measures with milestones, and their confirmed replies."""

    today: date
    measures: tuple[Measure, ...]
    replies: Mapping[int, tuple[Reply, ...]]
    """By measure, the latest reporting date first."""

    def last_reply(self, measure: Measure) -> Reply | None:
        """Return what was last confirmed about ``measure``."""
        return next(iter(self.replies.get(measure.pk, ())), None)


Detector = Callable[[Situation, Rule], Iterable[Finding]]
_detectors: dict[str, Detector] = {}


def register_detector(kind: str, detector: Detector) -> None:
    """Let ``detector`` look after the rule ``kind``; an app further down the chain calls this when it is ready."""
    _detectors[kind] = detector


def detector_of(kind: str) -> Detector | None:
    """Return who looks after ``kind``; None where nobody does yet."""
    return _detectors.get(kind)


def situation(today: date) -> Situation:
    """Read the current scope in a constant number of queries."""
    measures = (
        Measure.objects.exclude(state__in=FINISHED)
        .exclude(programme__state=Programme.State.CLOSED)
        .select_related("owner", "programme", "municipality")
        .prefetch_related("milestones")
        .order_by("programme_id", "number")
    )
    replies: dict[int, list[Reply]] = defaultdict(list)
    confirmed = (
        Reply.objects.filter(
            confirmed_at__date__lte=today, item__round__state__in=(Round.State.OPEN, Round.State.CLOSED)
        )
        .select_related("item__round")
        .order_by("-item__round__reporting_date", "-item__round_id")
    )
    for reply in confirmed:
        replies[reply.item.measure_id].append(reply)
    return Situation(today, tuple(measures), {pk: tuple(found) for pk, found in replies.items()})


def detector(kind: str) -> Callable[[Detector], Detector]:
    """Decorate the detector of one rule of this app."""

    def registered(function: Detector) -> Detector:
        register_detector(kind, function)
        return function

    return registered


@detector(RuleKind.DEADLINE_PASSED)
def deadline_passed(now: Situation, rule: Rule) -> Iterator[Finding]:
    """The deadline lies more than ``threshold`` days back and the measure is not finished."""
    for measure in now.measures:
        deadline = measure.deadline
        if deadline is None or deadline.end + timedelta(days=rule.threshold) >= now.today:
            continue
        words = _("Die Frist „%(deadline)s“ ist verstrichen, die Maßnahme ist nicht abgeschlossen.")
        yield Finding(measure, rule.kind, words % {"deadline": deadline.words}, _dated("deadline", deadline))


@detector(RuleKind.FORECAST_LATE)
def forecast_late(now: Situation, rule: Rule) -> Iterator[Finding]:
    """The last reply expects the end more than ``threshold`` days after a deadline that is still to come."""
    for measure in now.measures:
        reply, deadline = now.last_reply(measure), measure.deadline
        forecast = reply.forecast if reply else None
        if reply is None or forecast is None or deadline is None or deadline.end < now.today:
            continue  # a deadline that has passed speaks for itself
        late = (forecast.end - deadline.end).days
        if late <= rule.threshold:
            continue
        words = _("Voraussichtlich fertig: „%(forecast)s“. Vereinbart ist „%(deadline)s“.")
        facts = _dated("deadline", deadline) | _dated("forecast", forecast) | {"days": late}
        summary = words % {"forecast": forecast.words, "deadline": deadline.words}
        yield Finding(measure, rule.kind, summary, facts, reply.item.round)


@detector(RuleKind.MILESTONE_SLIPPED)
def milestone_slipped(now: Situation, rule: Rule) -> Iterator[Finding]:
    """A milestone was due more than ``threshold`` days ago and has not been reached."""
    for measure in now.measures:
        for milestone in measure.milestones.all():
            due = milestone.due
            if milestone.reached_on or due is None or due.end + timedelta(days=rule.threshold) >= now.today:
                continue
            words = _("Der Meilenstein „%(title)s“ war für „%(due)s“ vorgesehen und ist nicht erreicht.")
            facts = _dated("due", due) | {"milestone": milestone.pk, "title": milestone.title}
            yield Finding(measure, rule.kind, words % {"title": _short(milestone.title), "due": due.words}, facts)


@detector(RuleKind.NO_REPLY)
def no_reply(now: Situation, rule: Rule) -> Iterator[Finding]:
    """A running round has no answer although ``threshold`` reminders have gone out."""
    known = {measure.pk: measure for measure in now.measures}
    waiting = RequestedMeasure.objects.filter(
        measure__in=known,
        round__state=Round.State.OPEN,
        request__state__in=(Request.State.SENT, Request.State.RETURNED),
    ).exclude(reply__confirmed_at__isnull=False)
    sent = dict(
        Mail.objects.filter(
            kind=REMINDER, about_type=Request._meta.label_lower, state__in=(Mail.State.SENT, Mail.State.KEPT)
        )
        .order_by()
        .values_list("about_id")
        .annotate(reminders=Count("pk"))
    )
    for item in waiting.select_related("round", "request__unit").order_by("measure_id"):
        reminders = sent.get(str(item.request_id), 0)
        if not reminders or reminders < rule.threshold:
            continue
        words = ngettext(
            "Auf „%(round)s“ fehlt die Antwort (%(unit)s), trotz einer Erinnerung.",
            "Auf „%(round)s“ fehlt die Antwort (%(unit)s), trotz %(count)d Erinnerungen.",
            reminders,
        )
        named = {"round": _short(item.round.title), "unit": str(item.request.unit), "count": reminders}
        facts = {"round": item.round_id, "title": item.round.title, "reminders": reminders}
        yield Finding(known[item.measure_id], rule.kind, words % named, facts, item.round)


@detector(RuleKind.WORSE_TWICE)
def worse_twice(now: Situation, rule: Rule) -> Iterator[Finding]:
    """The last ``threshold`` replies were each worse than the one before."""
    steps = max(rule.threshold, 1)
    for measure in now.measures:
        last = tuple(reversed(now.replies.get(measure.pk, ())[: steps + 1]))
        if len(last) <= steps:
            continue
        if not all(WORSE[before.state] < WORSE[after.state] for before, after in pairwise(last)):
            continue
        words = ngettext(
            "Der Stand hat sich verschlechtert: %(states)s.",
            "Der Stand hat sich %(count)d-mal nacheinander verschlechtert: %(states)s.",
            steps,
        )
        states = " → ".join(str(reply.get_state_display()) for reply in last)
        facts = {"round": last[-1].item.round_id, "states": [reply.state for reply in last]}
        yield Finding(measure, rule.kind, words % {"count": steps, "states": states}, facts, last[-1].item.round)


@detector(RuleKind.BUDGET_EXCEEDED)
def budget_exceeded(now: Situation, rule: Rule) -> Iterator[Finding]:
    """More than ``threshold`` percent over the budget has been spent."""
    for measure in now.measures:
        reply = now.last_reply(measure)
        if reply is None or reply.spent is None or measure.budget is None:
            continue
        if reply.spent <= measure.budget * (1 + Decimal(rule.threshold) / 100):
            continue
        words = _("Ausgegeben sind %(spent)s Euro, vorgesehen %(budget)s Euro.")
        facts = {"spent": _plain(reply.spent), "budget": _plain(measure.budget)}
        summary = words % {"spent": _euro(reply.spent), "budget": _euro(measure.budget)}
        yield Finding(measure, rule.kind, summary, facts, reply.item.round)


def _dated(name: str, when: FuzzyDate) -> dict[str, str]:
    return {name: when.end.isoformat(), f"{name}_words": when.words}


def _plain(amount: Decimal) -> str:
    return format(amount.quantize(Decimal("0.01")), "f")


def _euro(amount: Decimal) -> str:
    return number_format(amount, decimal_pos=0 if amount == amount.to_integral_value() else 2, force_grouping=True)


def _short(name: str) -> str:
    return Truncator(name).chars(LONGEST_NAME)
