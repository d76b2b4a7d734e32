"""The whole chain of one measure or recommendation, as one person may see it: from the sentence to the result.

Every link is there, or says that it is missing though it should exist. What the public sees is the same chain without
drafts: public measures, states of closed rounds, decisions whose paper is public.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Model, Prefetch
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from etappe.domain.council.models import Resolution
from etappe.domain.kernel.actor import Actor
from etappe.domain.participation.models import Finding, Recommendation
from etappe.domain.participation.policies import ConceptPaperPolicy
from etappe.domain.programme.models import Goal, Measure
from etappe.domain.programme.queries import measure_in_full, recommendations_with_fate, recommendations_with_sources
from etappe.domain.rounds.models import Reply, Round
from etappe.domain.steering.models import Decision, Deviation
from etappe.domain.steering.policies import DeviationPolicy
from etappe.domain.steering.queries import decisions


class Kind(StrEnum):
    """What a link of the chain is."""

    SENTENCE = "sentence"
    RECOMMENDATION = "recommendation"
    GOAL = "goal"
    MEASURE = "measure"
    REPLY = "reply"
    DEVIATION = "deviation"
    DECISION = "decision"
    PAPER = "paper"
    RESOLUTION = "resolution"
    TASK = "task"
    RESULT = "result"


@dataclass(frozen=True, slots=True)
class Link:
    """One link. ``of`` is the object it stands for; ``happened`` is False for what is ahead or missing."""

    kind: Kind
    title: str
    when: str = ""
    text: str = ""
    of: Model | None = None
    happened: bool = True


@dataclass(frozen=True, slots=True)
class Way:
    """The links of one measure in order; ``title`` names what the way belongs to."""

    title: str
    links: tuple[Link, ...]


def way_of_measure(actor: Actor, pk: int) -> Way | None:
    """Return the whole way of a measure; None where it does not exist or may not be seen."""
    measure = measure_in_full(actor, pk)
    if measure is None:
        return None
    sources = list(measure.recommendations.all())
    return Way(_title(measure), (*_before(actor, sources), *_from_measure(actor, measure)))


def ways_of_recommendation(actor: Actor, pk: int) -> tuple[Recommendation, tuple[Link, ...], tuple[Way, ...]] | None:
    """Return a recommendation, what lies before it, and a way for each measure made of it."""
    found: Any = recommendations_with_fate(actor).filter(pk=pk).first()
    if found is None:
        return None
    measures = [measure_in_full(actor, measure.pk) for measure in found.measures.all()]
    ways = tuple(Way(_title(measure), tuple(_from_measure(actor, measure))) for measure in measures if measure)
    return found, tuple(_before(actor, [found])), ways


def recommendations_of_sentence(actor: Actor, pk: int) -> tuple[Finding, list[Recommendation]] | None:
    """Return a sentence of a concept that may be read, with the recommendations made of it."""
    finding: Finding | None = Finding.objects.select_related("version__concept").filter(pk=pk).first()
    if finding is None or not ConceptPaperPolicy.allows(actor, "view", finding.version.concept):
        return None
    return finding, list(recommendations_with_sources(actor).filter(findings=finding).order_by("number"))


def _title(measure: Measure) -> str:
    return _("Maßnahme %(number)d: %(title)s") % {"number": measure.number, "title": measure.title}


def _before(actor: Actor, sources: Iterable[Recommendation]) -> Iterator[Link]:
    """Sentences and recommendations, each sentence before the first recommendation made of it."""
    said: set[tuple[int, str]] = set()
    found = False
    for recommendation in sources:
        found = True
        for finding in recommendation.findings.all():
            concept = finding.version.concept
            sentence = (concept.pk, finding.text)  # it stands in every version of the paper, and is shown once
            if sentence not in said and ConceptPaperPolicy.allows(actor, "view", concept):
                said.add(sentence)
                yield _sentence(finding)
        yield Link(
            Kind.RECOMMENDATION, str(recommendation), _origin(recommendation), recommendation.text, of=recommendation
        )
    if not found:
        yield Link(Kind.RECOMMENDATION, _("Empfehlung"), "", _("Keine Empfehlung verknüpft."), happened=False)


def _sentence(finding: Finding) -> Link:
    place = _("S. %d") % finding.page if finding.page else ""
    return Link(Kind.SENTENCE, finding.version.concept.title, place, f"„{finding.text}“", of=finding)


def _origin(recommendation: Recommendation) -> str:
    if recommendation.working_group is not None:
        return str(recommendation.working_group)
    if recommendation.statement_point is not None:
        return str(recommendation.statement_point.statement)
    return ""


def _from_measure(actor: Actor, measure: Measure) -> Iterator[Link]:
    yield _goal(measure.goal)
    deadline = _("bis %s") % measure.deadline.words if measure.deadline else _("ohne Frist")
    owner = measure.owner.title if measure.owner else _("Noch niemand zuständig.")
    yield Link(Kind.MEASURE, _title(measure), deadline, owner, of=measure)
    dated = [*_replies(actor, measure), *_cases(actor, measure)]
    yield from (link for _day, _place, link in sorted(dated, key=lambda one: one[:2]))
    yield _result(measure)


def _goal(goal: Goal | None) -> Link:
    if goal is None:
        return Link(Kind.GOAL, _("Ziel"), "", _("Keinem Ziel zugeordnet."), happened=False)
    deadline = goal.deadline.words if goal.deadline else ""
    return Link(Kind.GOAL, _("Ziel %s") % goal.number, deadline, goal.title, of=goal)


def _replies(actor: Actor, measure: Measure) -> Iterator[tuple[Any, int, Link]]:
    """Confirmed replies; outside the administration the state alone, and only of closed rounds."""
    found: Any = Reply.objects.filter(item__measure=measure, confirmed_at__isnull=False).select_related("item__round")
    if not actor.is_staff:
        found = found.filter(item__round__state=Round.State.CLOSED)
    for number, reply in enumerate(found.order_by("item__round__reporting_date")):
        day = reply.item.round.reporting_date
        title = _("Sachstand: %s") % reply.get_state_display()
        text, of = (reply.sentence, reply.item.round) if actor.is_staff else ("", None)
        yield day, number, Link(Kind.REPLY, title, _day(day), text, of=of)


def _cases(actor: Actor, measure: Measure) -> Iterator[tuple[Any, int, Link]]:
    found: Any = (
        DeviationPolicy.queryset(actor)
        .filter(measure=measure)
        .select_related("municipality")
        .prefetch_related(
            Prefetch("decisions", decisions(actor)),
        )
    )
    for case in found.order_by("opened_on", "pk"):
        yield case.opened_on, 100, _deviation(case)
        for decision in case.decisions.all():
            day = localdate(decision.decided_at)
            yield day, 200, _decision(decision)
            for place, link in enumerate(_after(decision), start=201):
                yield day, place, link


def _deviation(case: Deviation) -> Link:
    title = _("Abweichung: %s") % case.get_state_display()
    return Link(Kind.DEVIATION, title, _day(case.opened_on), case.summary, of=case)


def _decision(decision: Decision) -> Link:
    title = _("Entscheidung: %s") % decision.get_course_display()
    text = f"{decision.mandate_words}: {decision.reason}"
    return Link(Kind.DECISION, title, _day(localdate(decision.decided_at)), text, of=decision)


def _after(decision: Decision) -> Iterator[Link]:
    """The papers of a decision with what was resolved on them, and the tasks that followed."""
    for link in decision.papers.all():
        paper = link.paper
        written = paper.dated.words if paper.dated else ""
        yield Link(Kind.PAPER, _("Drucksache %s") % paper.number, written, paper.title, of=paper)
        resolutions: Iterable[Resolution] = paper.resolutions.select_related("committee").order_by("when_from", "pk")
        for one in resolutions:
            yield Link(Kind.RESOLUTION, str(one), one.when.words if one.when else "", one.text, of=paper)
    for task in decision.tasks.all():
        done = task.done_on is not None
        when = _day(task.done_on) if done else _("bis %s") % _day(task.due)
        yield Link(Kind.TASK, _("Aufgabe: %s") % task.get_state_display(), when, task.title, happened=done)


def _result(measure: Measure) -> Link:
    done = measure.state == Measure.State.DONE
    words = measure.outcome or _("Was sich ändern soll, ist noch nicht beschrieben.")
    measured = f"{measure.indicator}: {measure.target_value}".strip(": ")
    text = f"{words} ({measured})" if measured else words
    return Link(Kind.RESULT, _("Ergebnis: %s") % measure.get_state_display(), "", text, happened=done)


def _day(day: Any) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
