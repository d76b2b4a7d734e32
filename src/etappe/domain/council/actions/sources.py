"""Setting up the council information system of a municipality."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from etappe.domain.audit.recording import act
from etappe.domain.council.models import CouncilSource
from etappe.domain.council.policies import CouncilSourcePolicy
from etappe.domain.council.troubles import sentence_of
from etappe.domain.kernel.actor import Actor
from etappe.domain.kernel.errors import IllegalTransition, Invalid
from etappe.domain.tenancy.models import Municipality
from etappe.interop.oparl import OparlError, check_address


def set_council_source(
    *, actor: Actor, municipality: Municipality, address: str, read_from: date | None = None
) -> CouncilSource:
    """Set the address from which committees, meetings and papers are read, and from which day on.

    Raises ``Invalid`` for an address that is none, or that leads into the own network without the operator having
    allowed its host (``ETAPPE_COUNCIL_HOSTS``). A new address is read from the beginning.
    """
    try:
        check_address(address, private_hosts=settings.COUNCIL_PRIVATE_HOSTS)
    except OparlError as error:
        raise Invalid({"address": sentence_of(error.finding)}) from None
    known: CouncilSource | None = CouncilSource.objects.filter(municipality=municipality).first()
    if known is not None and known.is_under_way(timezone.now()):
        raise IllegalTransition(_("Das Ratsinformationssystem wird gerade gelesen. Bitte danach ändern."))
    source = known or CouncilSource(municipality=municipality)
    changes: dict[str, Any] = {"address": address.strip(), "read_from": read_from}
    with act(actor, allowed_by=CouncilSourcePolicy, to="configure", on=source) as record:
        if known is None:
            source.address, source.read_from = changes["address"], read_from
            return record.create("council_source.set", source)
        if (known.address, known.read_from) != (changes["address"], read_from):
            changes |= {"read_until": None, "cursor": {}, "body_name": "", "state": CouncilSource.State.NEVER}
        return record.change("council_source.set", known, changes)


def request_sync(*, actor: Actor, source: CouncilSource) -> None:
    """Have ``source`` read in the background, on behalf of whoever asks for it. Raises ``IllegalTransition``."""
    from etappe.domain.council.tasks import read_council_source  # the task calls actions of this package

    if source.is_under_way(timezone.now()):
        raise IllegalTransition(_("Das Ratsinformationssystem wird gerade schon gelesen. Bitte einen Moment."))
    with act(actor, allowed_by=CouncilSourcePolicy, to="sync", on=source) as record:
        record.happened("council_source.sync_requested", source)
        transaction.on_commit(lambda: read_council_source.enqueue(source.municipality_id, actor.user_id))
