"""Taking returned spreadsheets in: first the difference, then all of it through the same action as the page."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from etappe.domain.audit.recording import act
from etappe.domain.audit.values import state_of
from etappe.domain.kernel.actor import Actor
from etappe.domain.kernel.errors import IllegalTransition, Invalid
from etappe.domain.rounds.actions.replies import confirm_reply
from etappe.domain.rounds.models import Reply, Request, ReturnedSheet
from etappe.domain.rounds.policies import RequestPolicy
from etappe.domain.rounds.sheet import SheetDifference, compare_reply_sheet
from etappe.interop.reply_sheet import MAX_BYTES, read_reply_sheet


def upload_reply_sheet(*, actor: Actor, request: Request, filename: str, content: bytes) -> ReturnedSheet:
    """Keep a returned spreadsheet, so that its difference can be looked at."""
    if not content:
        raise Invalid({"file": _("Diese Datei ist leer. Bitte die ausgefüllte Tabelle wählen.")})
    if len(content) > MAX_BYTES:
        raise Invalid({"file": _("Diese Datei ist zu groß. Bitte die Tabelle wählen, die verschickt wurde.")})
    sheet = ReturnedSheet(
        municipality=request.municipality,
        request=request,
        filename=filename.replace("\\", "/").rpartition("/")[2][:200] or "tabelle.xlsx",
        content=content,
        digest=hashlib.sha256(content).hexdigest(),
    )
    with act(actor, allowed_by=RequestPolicy, to="reply", on=request) as record:
        return record.create("reply.sheet_uploaded", sheet)


def difference_of(*, actor: Actor, sheet: ReturnedSheet) -> SheetDifference:
    """Return what a kept sheet would change as things stand now."""
    return compare_reply_sheet(actor, sheet.request, read_reply_sheet(bytes(sheet.content)))


def apply_reply_sheet(
    *, actor: Actor, sheet: ReturnedSheet, choices: Mapping[str, str], fingerprint: str, now: datetime
) -> SheetDifference:
    """Take over all rows or none, each through ``confirm_reply``.

    ``choices`` says for each cell in conflict, by its key, ``sheet`` or ``here``; ``fingerprint`` is that of the
    difference the person has looked at. Raises ``Invalid`` where cells break rules or a choice is missing,
    ``IllegalTransition`` where the sheet was taken over before or something has changed since.
    """
    with act(actor, allowed_by=RequestPolicy, to="reply", on=sheet.request) as record:
        # Locked and read anew: of two who take it over at once, or twice from an old page, one is told no.
        current = ReturnedSheet.objects.select_for_update(of=("self",)).select_related("request__unit").get(pk=sheet.pk)
        if current.applied_at is not None:
            raise IllegalTransition(_("Diese Tabelle ist schon übernommen."))
        found = difference_of(actor=actor, sheet=current)
        if found.errors:
            raise Invalid({"": _("Die Tabelle hat noch Fehler. Es wurde nichts übernommen.")})
        if found.fingerprint != fingerprint:
            raise IllegalTransition(
                _("Inzwischen hat jemand geantwortet, übernommen ist nichts. Bitte den Unterschied neu ansehen.")
            )
        _refuse_open_choices(found, choices)
        for row in found.rows:
            if row.kind == "untouched":
                continue
            confirm_reply(
                actor=actor,
                item=row.item,
                values=row.values(dict(choices)),
                expected_version=row.version,
                channel=Reply.Channel.SHEET,
                now=now,
            )
        before = state_of(current)
        current.applied_at = now
        current.save(update_fields=["applied_at"])
        record.changed("reply.sheet_applied", current, before)
    return found


def _refuse_open_choices(difference: SheetDifference, choices: Mapping[str, str]) -> None:
    open_ones = [cell for cell in difference.conflicts if choices.get(cell.key) not in {"sheet", "here"}]
    if open_ones:
        message = _("Bitte bei %(count)d Zellen wählen, was gelten soll: Tabelle oder Etappe.")
        raise Invalid({"": message % {"count": len(open_ones)}})
