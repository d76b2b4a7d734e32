"""The hash chain: every event seals the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from etappe.domain.audit.models import ChainHead, Event

SEALED_FIELDS = (
    "chain",
    "sequence",
    "verb",
    "actor_label",
    "user_id",
    "municipality_id",
    "object_type",
    "object_id",
    "object_label",
    "object_version",
    "before",
    "after",
    "reason",
    "previous_digest",
)


def digest_of(event: Event) -> str:
    """Return the SHA-256 (hex) over all sealed fields and the time to the microsecond, in UTC."""
    sealed = {name: getattr(event, name) for name in SEALED_FIELDS}
    sealed["at"] = event.at.isoformat(timespec="microseconds")
    canonical = json.dumps(sealed, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True)
class Break:
    """A place where a chain does not hold."""

    chain: str
    sequence: int
    why: str


def breaks() -> Iterator[Break]:
    """Walk all chains and yield every place where an event was altered, removed or slipped in."""
    for head in ChainHead.objects.order_by("chain"):
        yield from _breaks_in(head)
    known = ChainHead.objects.values("chain")
    for event in Event.objects.exclude(chain__in=known).order_by("chain", "sequence"):
        yield Break(event.chain, event.sequence, "belongs to a chain without a head")


def _breaks_in(head: ChainHead) -> Iterator[Break]:
    previous, expected = "", 1
    for event in Event.objects.filter(chain=head.chain).order_by("sequence").iterator(chunk_size=2000):
        if event.sequence != expected:
            yield Break(head.chain, expected, "is missing")
        if event.previous_digest != previous:
            yield Break(head.chain, event.sequence, "does not seal the event before it")
        if event.digest != digest_of(event):
            yield Break(head.chain, event.sequence, "was altered after it was written")
        previous, expected = event.digest, event.sequence + 1
    if (expected - 1, previous) != (head.sequence, head.digest):
        yield Break(head.chain, head.sequence, "is the last event known, but the chain ends elsewhere")
