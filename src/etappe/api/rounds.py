"""Status rounds: set up, sent, closed, corrected – through the same actions as the pages."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router

from etappe.api.programme import Slug, the_programme
from etappe.api.round_shapes import (
    CorrectionIn,
    CorrectionOut,
    RoundChange,
    RoundIn,
    RoundInFull,
    RoundOut,
    UnitProgressOut,
)
from etappe.api.routing import Here, reads, writes
from etappe.api.values import Id, Page, Paging, named, page_of, ref
from etappe.domain.programme.policies import MeasurePolicy
from etappe.domain.rounds.actions import rounds as actions
from etappe.domain.rounds.actions.checking import correct_round
from etappe.domain.rounds.links import personal_link
from etappe.domain.rounds.models import Correction, Round
from etappe.domain.rounds.policies import RoundPolicy
from etappe.domain.rounds.progress import UnitProgress
from etappe.domain.rounds.queries import round_in_full, round_progress, rounds, snapshots

router = Router(tags=["Status rounds"])


@reads(router, "/rounds")
def list_rounds(here: Here, paging: Query[Paging]) -> Page[RoundOut]:
    """List the status rounds, the latest reporting date first."""
    return page_of(rounds(here.actor), paging, _round)


@reads(router, "/rounds/{int:pk}")
def get_round(here: Here, pk: Id) -> RoundInFull:
    """Show one round and who has not answered."""
    return _in_full(here, pk)


@writes(router, "post", "/programmes/{slug:slug}/rounds", status=201)
def add_round(here: Here, slug: Slug, body: RoundIn) -> RoundInFull:
    """Set a round up as a draft, with a proposal of who is asked for what."""
    programme = the_programme(here, slug)
    values = here.values(body, {"copied_from": RoundPolicy})
    with transaction.atomic():
        made = actions.create_round(actor=here.actor, programme=programme, **values)
        actions.propose_requests(actor=here.actor, round=made)
    return _in_full(here, made.pk)


@writes(router, "patch", "/rounds/{int:pk}")
def change_round(here: Here, pk: Id, body: RoundChange) -> RoundInFull:
    """Change a round; only what is sent. While it runs that is the deadline and the number of reminders."""
    actions.change_round(
        actor=here.actor,
        round=_the_round(here, pk),
        changes=here.values(body, {}),
        expected_version=body.expected_version,
    )
    return _in_full(here, pk)


@writes(router, "post", "/rounds/{int:pk}/open")
def open_round(here: Here, pk: Id) -> RoundInFull:
    """Send a round out: one mail a unit, with its personal link."""
    actions.open_round(actor=here.actor, round=_the_round(here, pk), now=timezone.now(), address=personal_link)
    return _in_full(here, pk)


@writes(router, "post", "/rounds/{int:pk}/cancel")
def cancel_round(here: Here, pk: Id) -> RoundInFull:
    """Drop a draft."""
    actions.cancel_round(actor=here.actor, round=_the_round(here, pk))
    return _in_full(here, pk)


@writes(router, "post", "/rounds/{int:pk}/close")
def close_round(here: Here, pk: Id) -> RoundInFull:
    """Close a round for good; what it says is frozen with its SHA-256."""
    actions.close_round(actor=here.actor, round=_the_round(here, pk), now=timezone.now())
    return _in_full(here, pk)


@writes(router, "post", "/rounds/{int:pk}/corrections", status=201)
def add_correction(here: Here, pk: Id, body: CorrectionIn) -> CorrectionOut:
    """Put a notice beside a closed round that says what was wrong and what is right."""
    round_ = _the_round(here, pk)
    RoundPolicy.require(here.actor, "change", round_)
    snapshot = here.one(snapshots(here.actor), round_id=round_.pk)
    measure = here.referred(MeasurePolicy, body.measure, "measure")
    return _correction(
        correct_round(actor=here.actor, snapshot=snapshot, measure=measure, text=body.text, now=timezone.now())
    )


def _the_round(here: Here, pk: int) -> Round:
    found = round_in_full(here.actor, pk)
    if found is None:
        raise Http404(_("Diese Abfrage gibt es hier nicht."))
    return found


def _round(round_: Any) -> RoundOut:
    return RoundOut(
        id=round_.pk,
        version=round_.version,
        title=round_.title,
        programme=round_.programme.slug,
        reporting_date=round_.reporting_date,
        deadline=round_.deadline,
        state=round_.state,
        measures=round_.asked_count,
        confirmed=round_.confirmed_count,
        is_example=round_.is_example,
    )


def _in_full(here: Here, pk: int) -> RoundInFull:
    round_ = _the_round(here, pk)
    snapshot = snapshots(here.actor).filter(round=round_).defer("content").first()
    return RoundInFull(
        **dict(_round(round_)),
        letter=round_.letter,
        reminder_cap=round_.reminder_cap,
        opened_at=round_.opened_at,
        closed_at=round_.closed_at,
        units=[_unit(unit) for unit in round_progress(here.actor, round_, today=here.today).units],
        sha256=snapshot.digest if snapshot else None,
        corrections=[_correction(one) for one in snapshot.corrections.all()] if snapshot else [],
    )


def _unit(unit: UnitProgress) -> UnitProgressOut:
    return UnitProgressOut(
        request=unit.request.pk,
        unit=named(unit.unit),
        department=ref(unit.deputy),
        state=unit.request.state,
        measures=unit.asked,
        confirmed=unit.confirmed,
        days_late=unit.days_late,
        reminders=unit.reminders,
    )


def _correction(correction: Correction) -> CorrectionOut:
    return CorrectionOut(
        measure=ref(correction.measure), text=correction.text, made_at=correction.made_at, made_by=correction.made_by
    )
