"""The mails of a round: invitation, question, handing over, copy of the answers. Reminders: ``reminding``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from etappe.domain.accounts.queries import language_of
from etappe.domain.kernel.actor import Actor
from etappe.domain.mail.actions import queue_mail
from etappe.domain.mail.compose import Letter, letter
from etappe.domain.mail.outgoing import Attachment
from etappe.domain.programme.models import Measure
from etappe.domain.rounds.models import Request, RequestedMeasure
from etappe.domain.rounds.sheet import SHEET_TYPE, reply_sheet, sheet_name
from etappe.domain.tenancy.models import Unit


def invitation(request: Request, link: str) -> Letter:
    """Return the invitation as it will be sent, for a look beforehand."""
    return letter("round_invitation", _everything(request, _invited(request, link)), language_of(request.to))


def invite(actor: Actor, request: Request, link: str, now: datetime) -> None:
    """Queue the invitation with the spreadsheet, to the unit and to its deputy."""
    sheet = Attachment(sheet_name(request), SHEET_TYPE, reply_sheet(request))
    _send(actor, request, "invitation", _invited(request, link), now, number=f"{request.pk}", attachments=(sheet,))


def send_link(actor: Actor, request: Request, link: str, now: datetime) -> None:
    """Queue the mail with a new link; each new link is a mail of its own."""
    # The version alone would not do: renewing twice without another change leaves it as it is.
    _send(actor, request, "link", {"link": link}, now, number=f"{request.pk}/{now.isoformat(timespec='seconds')}")


def _invited(request: Request, link: str) -> dict[str, Any]:
    measures = [item.measure for item in request.items.all()]
    return {"measures": measures, "letter": request.round.letter, "link": link}


def ask_back(actor: Actor, request: Request, items: Sequence[RequestedMeasure], link: str, now: datetime) -> None:
    """Queue the question; each time an answer goes back it is a mail of its own."""
    number = f"{request.pk}/{request.version}"
    _send(actor, request, "question", {"items": items, "link": link}, now, number=number)


def hand_over(
    actor: Actor, request: Request, now: datetime, *, predecessor: Unit, measures: Sequence[Measure], link: str
) -> None:
    """Queue the mail to the unit that has taken over the work of a dissolved one."""
    context = {"predecessor": predecessor, "measures": measures, "link": link}
    _send(actor, request, "passed_on", context, now, number=f"{request.pk}/{predecessor.pk}")


def send_copy(actor: Actor, request: Request, items: Sequence[RequestedMeasure], now: datetime) -> None:
    """Queue the copy of the answers, once each time the unit has finished."""
    _send(actor, request, "copy", {"items": items}, now, number=f"{request.pk}/{request.version}")


def _send(
    actor: Actor,
    request: Request,
    occasion: str,
    context: dict[str, Any],
    now: datetime,
    *,
    number: str,
    attachments: Sequence[Attachment] = (),
) -> None:
    for whom, address in (("unit", request.to), ("deputy", request.copy_to)):
        if address and not (whom == "deputy" and address == request.to):
            language = language_of(address)
            subject, text, html = letter(f"round_{occasion}", _everything(request, context), language)
            queue_mail(
                actor=actor,
                municipality=request.municipality,
                key=f"round.{occasion}/{number}/{whom}",
                kind=f"round.{occasion}",
                to=address,
                subject=subject,
                text=text,
                html=html,
                about=request,
                language=language,
                attachments=attachments,
                now=now,
            )


def _everything(request: Request, context: dict[str, Any]) -> dict[str, Any]:
    return {"request": request, "municipality": request.municipality, **context}
