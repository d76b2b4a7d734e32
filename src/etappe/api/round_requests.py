"""What one unit is asked in a round: answered, checked, handed on – through the same actions as the pages."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router

from etappe.api.round_shapes import ItemOut, QuestionIn, ReplyIn, ReplyOut, RequestAddress, RequestOut, SuccessorIn
from etappe.api.routing import Here, reads, writes
from etappe.api.values import Id, fuzzy, money, named, ref
from etappe.domain.rounds.actions import checking
from etappe.domain.rounds.actions import replies as answering
from etappe.domain.rounds.actions import rounds as preparing
from etappe.domain.rounds.links import personal_link
from etappe.domain.rounds.models import Reply, Request, RequestedMeasure
from etappe.domain.rounds.policies import RequestPolicy
from etappe.domain.rounds.queries import ReplyItem, reply_form_data, request_in_full
from etappe.domain.rounds.values import ReplyValues
from etappe.domain.tenancy.policies import UnitPolicy

router = Router(tags=["Status rounds"])


@reads(router, "/requests/{int:pk}")
def get_request(here: Here, pk: Id) -> RequestOut:
    """Show what one unit is asked, with its answers and those of last time."""
    return _request(here, _the_request(here, pk))


@writes(router, "patch", "/requests/{int:pk}")
def address_request(here: Here, pk: Id, body: RequestAddress) -> RequestOut:
    """Say where the mails of a request go."""
    asked = _the_request(here, pk)
    given = {"to": asked.to, "copy_to": asked.copy_to} | here.values(body, {})
    preparing.address_request(actor=here.actor, request=asked, **given)
    return _request(here, asked)


@writes(router, "post", "/requests/{int:pk}/items/{int:item}/reply")
def confirm_reply(here: Here, pk: Id, item: Id, body: ReplyIn) -> RequestOut:
    """Answer for one measure; the answer counts at once. Open to the unit that is asked as well."""
    asked = _the_request(here, pk)
    answering.confirm_reply(
        actor=here.actor,
        item=_the_item(here, asked, item),
        values=None if body.unchanged else _values(body),
        unchanged=body.unchanged,
        expected_version=body.expected_version,
        channel=Reply.Channel.API,
        now=timezone.now(),
    )
    return _request(here, asked)


@writes(router, "post", "/requests/{int:pk}/finish")
def finish_request(here: Here, pk: Id) -> RequestOut:
    """Finish: every measure is answered and every question settled. Open to the unit that is asked as well."""
    asked = _the_request(here, pk)
    answering.finish_request(actor=here.actor, request=asked, now=timezone.now())
    return _request(here, asked)


@writes(router, "post", "/requests/{int:pk}/accept")
def accept_request(here: Here, pk: Id) -> RequestOut:
    """Say that the answer has been checked."""
    asked = _the_request(here, pk)
    checking.accept_request(actor=here.actor, request=asked, now=timezone.now())
    return _request(here, asked)


@writes(router, "post", "/requests/{int:pk}/return")
def return_request(here: Here, pk: Id, body: QuestionIn) -> RequestOut:
    """Send the answer back with a question."""
    asked = _the_request(here, pk)
    RequestPolicy.require(here.actor, "give_back", asked)
    known = {str(item.pk): item for item in asked.items.all()}
    unknown = [number for number in body.items if number not in known]
    if unknown:
        raise Http404(_("Nach dieser Maßnahme wird hier nicht gefragt."))
    questions = {known[number]: text for number, text in body.items.items()}
    checking.give_back(
        actor=here.actor, request=asked, question=body.question, items=questions, now=timezone.now(),
        address=personal_link,
    )  # fmt: skip
    return _request(here, asked)


@writes(router, "post", "/requests/{int:pk}/items/{int:item}/freeze")
def freeze_reply(here: Here, pk: Id, item: Id) -> RequestOut:
    """Fix the answer for one measure before the round closes."""
    asked = _the_request(here, pk)
    checking.freeze_item(actor=here.actor, item=_the_item(here, asked, item), now=timezone.now())
    return _request(here, asked)


@writes(router, "post", "/requests/{int:pk}/link")
def send_new_link(here: Here, pk: Id) -> RequestOut:
    """Mail a new personal link to the unit; older ones open nothing any more."""
    asked = _the_request(here, pk)
    checking.send_new_link(actor=here.actor, request=asked, now=timezone.now(), address=personal_link)
    return _request(here, asked)


@writes(router, "delete", "/requests/{int:pk}/link", status=204)
def revoke_link(here: Here, pk: Id) -> None:
    """Make the personal link worthless."""
    checking.revoke_link(actor=here.actor, request=_the_request(here, pk), now=timezone.now())


@writes(router, "post", "/requests/{int:pk}/successor")
def pass_request_on(here: Here, pk: Id, body: SuccessorIn) -> RequestOut:
    """Hand the measures of a dissolved unit to the one that carries on; answers with the successor's request."""
    asked = _the_request(here, pk)
    RequestPolicy.require(here.actor, "pass_on", asked)
    successor = here.referred(UnitPolicy, body.unit, "unit")
    taking = checking.pass_on_request(
        actor=here.actor, request=asked, successor=successor, now=timezone.now(), address=personal_link
    )
    return _request(here, taking)


def _the_request(here: Here, pk: int) -> Request:
    found = request_in_full(here.actor, pk)
    if found is None:
        raise Http404(_("Diese Anfrage gibt es hier nicht."))
    return found


def _the_item(here: Here, asked: Request, pk: int) -> RequestedMeasure:
    items = RequestedMeasure.objects.filter(request=asked).select_related("request", "round", "measure")
    return cast(RequestedMeasure, here.one(items, pk=pk))


def _values(body: ReplyIn) -> ReplyValues:
    return ReplyValues(
        state=body.state or "",
        sentence=body.sentence,
        obstacles=tuple(body.obstacles),
        forecast=cast(Any, body.forecast),
        spent=cast(Decimal | None, body.spent),
        reached=None if body.reached is None else tuple(body.reached),
    )


def _request(here: Here, asked: Request) -> RequestOut:
    fresh = _the_request(here, asked.pk)
    answers = RequestPolicy.allows(here.actor, "reply", fresh)
    return RequestOut(
        id=fresh.pk,
        version=fresh.version,
        round=named(fresh.round),
        unit=named(fresh.unit),
        state=fresh.state,
        question=fresh.question,
        sent_at=fresh.sent_at,
        answered_at=fresh.answered_at,
        accepted_at=fresh.accepted_at,
        passed_on_to=ref(fresh.passed_on_to.unit if fresh.passed_on_to else None),
        items=[_item(item, answers) for item in reply_form_data(fresh).items],
    )


def _item(shown: ReplyItem, answers: bool) -> ItemOut:
    seen = shown.reply if shown.is_confirmed or answers else None
    return ItemOut(
        id=shown.item.pk,
        measure=named(shown.item.measure),
        question=shown.item.question,
        frozen_at=shown.item.frozen_at,
        last=_reply(shown.last.reply) if shown.last else None,
        reply=_reply(seen) if seen else None,
    )


def _reply(reply: Reply) -> ReplyOut:
    return ReplyOut(
        state=reply.state,
        sentence=reply.sentence,
        obstacles=list(reply.obstacles),
        forecast=fuzzy(reply.forecast),
        spent=money(reply.spent),
        reached=[named(step) for step in reply.reached.all()],
        channel=reply.channel,
        unchanged=reply.unchanged,
        confirmed_at=reply.confirmed_at,
        version=reply.version,
    )
