"""Reading the council information system: batch by batch, each in a transaction of its own, from where it stopped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from etappe.domain.audit.recording import act
from etappe.domain.council.importing.batch import read_batch, store_batch
from etappe.domain.council.importing.run import Run
from etappe.domain.council.models import CouncilSource
from etappe.domain.council.policies import CouncilSourcePolicy
from etappe.domain.kernel.actor import Actor
from etappe.domain.kernel.errors import IllegalTransition
from etappe.interop.oparl import (
    Body,
    Client,
    Fetch,
    Finding,
    Kind,
    OparlError,
    Page,
    Trouble,
    open_body,
    walk,
)

OVERLAP = timedelta(hours=1)
"""By which the next reading starts earlier than this one began: clocks differ, and reading twice does no harm."""
ONLY_CHANGES = frozenset({Kind.AGENDA_ITEMS, Kind.CONSULTATIONS})
"""Lists whose objects also stand inside others: read only to learn of changes and tombstones."""
NO_LONGER_THERE = frozenset({Trouble.NOT_FOUND, Trouble.NOT_OPARL})
UNEXPECTED = "unexpected"


def sync_council_source(
    *, actor: Actor, source: CouncilSource, fetch: Fetch | None = None, now: datetime | None = None
) -> CouncilSource:
    """Read what is new or changed and store it; return the source with ``outcome``, ``problems`` and ``failure``.

    Where the other system fails, what was read stays, and the next call goes on from there. Calling it again brings
    nothing twice. Raises ``IllegalTransition`` while another reading is under way.

    ``fetch`` says how to get the JSON at an address, by default over the network and within the limits of
    ``interop.oparl.Client``; ``now`` when the reading counts as begun, by default at present.
    """
    moment = now or timezone.now()
    source = _begin(actor, source, moment)
    try:
        with _fetching(source, fetch) as get:
            run = Run(source.municipality, get, timezone.localdate(moment))
            run.restore(source.cursor)
            body = open_body(get, source.address)
            whole = _read_all(actor, source, run, body)
    except OparlError as error:
        return _stop(actor, source, error.finding)
    except Exception:
        _stop(actor, source, Finding(UNEXPECTED, source.address))
        raise
    return _finish(actor, source, run, body, whole)


def _begin(actor: Actor, source: CouncilSource, moment: datetime) -> CouncilSource:
    with act(actor, allowed_by=CouncilSourcePolicy, to="sync", on=source) as record:
        current: CouncilSource = CouncilSource.objects.select_for_update().get(pk=source.pk)
        if current.is_under_way(moment):
            raise IllegalTransition(_("Das Ratsinformationssystem wird gerade schon gelesen. Bitte einen Moment."))
        if not current.cursor:
            current.started = moment
        current.state, current.progressed, current.failure = CouncilSource.State.RUNNING, moment, {}
        current.save()
        record.happened("council_source.sync_began", current)
    return current


@contextmanager
def _fetching(source: CouncilSource, fetch: Fetch | None) -> Iterator[Fetch]:
    if fetch is not None:
        yield fetch
        return
    with Client(source.address, private_hosts=settings.COUNCIL_PRIVATE_HOSTS) as client:
        yield client.get


def _read_all(actor: Actor, source: CouncilSource, run: Run, body: Body) -> bool:
    """Read list after list; return whether all of them came to an end."""
    whole = bool(source.cursor.get("whole", True))
    kinds = list(Kind)
    if source.cursor:
        kinds = kinds[kinds.index(Kind(source.cursor["kind"])) :]
    for kind in kinds:
        address = _list_address(source, body, kind)
        if address is None:
            continue
        try:
            for page in _pages(source, run, kind, address):
                _take(actor, source, run, kind, page, whole=whole)
        except OparlError as error:
            if error.trouble != Trouble.ENDLESS:
                raise
            run.keep([error.finding])
            whole = False
        source.cursor = {}
    return whole


def _list_address(source: CouncilSource, body: Body, kind: Kind) -> str | None:
    """Return where to read a list: everything the first time, afterwards what has changed."""
    since = source.read_until
    if since is None and kind in ONLY_CHANGES:
        return None
    if since is None and source.read_from is not None and kind is not Kind.ORGANIZATIONS:
        since = datetime.combine(source.read_from, datetime.min.time(), tzinfo=timezone.get_current_timezone())
    return body.list_address(kind, modified_since=since)


def _pages(source: CouncilSource, run: Run, kind: Kind, address: str) -> Iterator[Page]:
    """Turn the pages of a list, from the one on which an earlier reading stopped."""
    cursor = source.cursor
    if cursor.get("kind") != kind or not cursor.get("next"):
        yield from walk(run.fetch, address)
        return
    resumed = walk(run.fetch, cursor["next"], first_number=cursor["number"])
    try:
        first = next(resumed)
    except OparlError as error:
        if error.trouble not in NO_LONGER_THERE:
            raise
        yield from walk(run.fetch, address)  # the page has gone meanwhile: the list is read from its beginning
        return
    yield first
    yield from resumed


def _take(actor: Actor, source: CouncilSource, run: Run, kind: Kind, page: Page, *, whole: bool) -> None:
    """Store one page and where the next one is, both or neither."""
    batch = read_batch(run, kind, page.items)
    reason = _("Abgleich mit dem Ratsinformationssystem")
    with act(actor, allowed_by=CouncilSourcePolicy, to="sync", on=source, reason=reason) as record:
        store_batch(run, record, batch)
        following = page.next
        later = list(Kind)[list(Kind).index(kind) + 1 :]
        done_with = following is None and bool(later)
        source.cursor = {
            "kind": (later[0] if done_with else kind).value,
            "next": following,
            "number": page.number + 1 if following else 1,
            "whole": whole,
            **run.state(),
        }
        source.progressed = timezone.now()
        source.save(update_fields=["cursor", "progressed"])


def _stop(actor: Actor, source: CouncilSource, finding: Finding) -> CouncilSource:
    """Say why the reading ended early; the cursor stays."""
    with act(actor, allowed_by=CouncilSourcePolicy, to="sync", on=source) as record:
        current: CouncilSource = CouncilSource.objects.select_for_update().get(pk=source.pk)
        current.state = CouncilSource.State.STOPPED
        current.failure = asdict(finding)
        current.finished = timezone.now()
        _show_what_came(current, current.cursor)
        current.save()
        record.happened("council_source.sync_stopped", current, current.failure)
    return current


def _finish(actor: Actor, source: CouncilSource, run: Run, body: Body, whole: bool) -> CouncilSource:
    with act(actor, allowed_by=CouncilSourcePolicy, to="sync", on=source) as record:
        current: CouncilSource = CouncilSource.objects.select_for_update().get(pk=source.pk)
        current.state = CouncilSource.State.DONE
        current.body_name = body.name[:200]
        current.finished = timezone.now()
        current.cursor = {}
        if whole and current.started is not None:
            current.read_until = current.started - OVERLAP
        _show_what_came(current, run.state())
        current.save()
        record.happened("council_source.sync_finished", current, current.outcome)
    return current


def _show_what_came(source: CouncilSource, state: dict[str, Any]) -> None:
    source.outcome = state.get("outcome", {})
    source.problems = state.get("problems", [])
