"""A case until it is decided: opened by hand, explained, advised on, prepared, withdrawn, handed up."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from etappe.domain.audit.recording import act
from etappe.domain.kernel.actor import Actor
from etappe.domain.kernel.errors import IllegalTransition, Invalid
from etappe.domain.kernel.language import official_language
from etappe.domain.programme.models import Measure
from etappe.domain.steering.cases import UNDECIDED, move, undecided
from etappe.domain.steering.levels import first_level, next_level
from etappe.domain.steering.models import Deviation, Explanation, Level
from etappe.domain.steering.policies import DeviationPolicy
from etappe.domain.tenancy.models import Municipality

DAYS_TO_ANSWER = 14


def open_deviation(
    *,
    actor: Actor,
    measure: Measure,
    summary: str,
    today: date,
    cause: str = "",
    days_to_answer: int = DAYS_TO_ANSWER,
    is_example: bool = False,
) -> Deviation:
    """Open a case by hand: something runs otherwise than agreed that no rule has seen."""
    deviation = Deviation(
        municipality=measure.municipality,
        measure=measure,
        summary=summary,
        cause=cause,
        owner=measure.owner,
        level=first_level(measure),
        due=today + timedelta(days=days_to_answer),
        days_to_answer=days_to_answer,
        opened_on=today,
        is_example=is_example,
    )
    with act(actor, allowed_by=DeviationPolicy, to="open", on=deviation) as record:
        return record.create("deviation.found", deviation)


def explain(*, actor: Actor, deviation: Deviation, text: str, now: datetime, cause: str | None = None) -> Explanation:
    """Say what happened. Later explanations stand beside earlier ones; a prepared case is looked at again."""
    if not text.strip():
        raise Invalid({"text": _("Bitte in ein, zwei Sätzen sagen, was geschehen ist.")})
    with act(actor, allowed_by=DeviationPolicy, to="explain", on=deviation) as record:
        before: Deviation = Deviation.objects.select_for_update().get(pk=deviation.pk)
        changes = {} if cause is None else {"cause": cause}
        current = record.advance("deviation.explained", deviation, "explain", changes)
        if (before.state, before.cause) == (current.state, current.cause):
            record.happened("deviation.explained", current)  # no field of the case itself says that more was said
        return record.create(
            "explanation.made",
            Explanation(
                municipality=current.municipality,
                deviation=current,
                text=text.strip(),
                made_by=actor.label,
                made_at=now,
            ),
        )


def set_cause(*, actor: Actor, deviation: Deviation, cause: str, expected_version: int | None = None) -> Deviation:
    """Write down why it happened."""
    with act(actor, allowed_by=DeviationPolicy, to="advise", on=deviation) as record:
        undecided(deviation)
        return record.change("deviation.cause", deviation, {"cause": cause}, expected_version=expected_version)


def prepare(*, actor: Actor, deviation: Deviation, now: datetime) -> Deviation:
    """Lay the case before whoever decides. It needs at least one option; from the unit it goes to the department."""
    with act(actor, allowed_by=DeviationPolicy, to="prepare", on=deviation) as record:
        if deviation.may("prepare") and not deviation.options.exists():
            raise Invalid({"": _("Bitte zuerst mindestens eine Möglichkeit mit ihren Folgen eintragen.")})
        prepared = record.advance("deviation.prepared", deviation, "prepare")
        if prepared.level != Level.UNIT:
            return prepared
        with official_language():
            why = _("zur Entscheidung vorgelegt")
        return move(record, actor, prepared, level=Level.DEPUTY, why=why, now=now)


def withdraw(*, actor: Actor, deviation: Deviation, reason: str) -> Deviation:
    """Note that a case has sorted itself out. It does not come back for the same facts."""
    if not reason.strip():
        raise Invalid({"reason": _("Bitte kurz sagen, warum sich die Abweichung erledigt hat.")})
    with act(actor, allowed_by=DeviationPolicy, to="withdraw", on=deviation, reason=reason) as record:
        if deviation.level == Level.COUNCIL and deviation.may("withdraw"):
            raise IllegalTransition(_("Dieser Fall liegt beim Rat; dort wird er auch abgeschlossen."))
        return record.advance("deviation.settled", deviation, "withdraw", {"withdrawn_because": reason.strip()})


def hand_up(*, actor: Actor, deviation: Deviation, why: str, now: datetime) -> Deviation:
    """Hand a case on to the next authority before its time is up."""
    if not why.strip():
        raise Invalid({"why": _("Bitte kurz begründen, warum der Fall weitergegeben wird.")})
    with act(actor, allowed_by=DeviationPolicy, to="hand_up", on=deviation, reason=why) as record:
        current = undecided(deviation)
        level = next_level(current.level)
        if level is None:
            raise IllegalTransition(_("Über dem Rat gibt es keine weitere Ebene."))
        return move(record, actor, current, level=level, why=why.strip(), now=now)


def escalate_overdue(*, actor: Actor, municipality: Municipality, now: datetime) -> list[Deviation]:
    """Hand every case whose time is up to the next authority, which gets its own time; return what moved.

    A case moves one level at a time, however long nobody has looked: each authority gets its days.
    """
    today = localdate(now)
    moved: list[Deviation] = []
    with act(actor, allowed_by=DeviationPolicy, to="escalate", on=None) as record, official_language():
        # One at a time: a second worker finds the cases already moved.
        Municipality.objects.select_for_update().get(pk=municipality.pk)
        overdue = Deviation.objects.filter(municipality=municipality, state__in=UNDECIDED, due__lt=today)
        for deviation in overdue.exclude(level=Level.COUNCIL).select_related("municipality", "measure__owner"):
            level = next_level(deviation.level) or Level.COUNCIL
            why = _("Frist am %(due)s verstrichen") % {"due": f"{deviation.due:%d.%m.%Y}"}
            moved.append(move(record, actor, deviation, level=level, why=why, now=now))
        record.count += 1  # having looked and found nothing overdue is as it should be
    return moved
