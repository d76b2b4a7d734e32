"""``act``: the one way to write. Policy check, transaction and event log in one place.

>>> with act(actor, allowed_by=MeasurePolicy, to="change", on=measure) as record:   # doctest: +SKIP
...     measure = record.change("measure.changed", measure, {"title": "…"}, expected_version=3)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from etappe.domain.audit.chain import digest_of
from etappe.domain.audit.merging import merge
from etappe.domain.audit.models import ChainHead, Event
from etappe.domain.audit.values import (
    State,
    columns_of,
    plain,
    refuse_foreign_references,
    state_of,
    validated,
    value_now,
)
from etappe.domain.kernel.actor import Actor
from etappe.domain.kernel.errors import NotAllowed
from etappe.domain.kernel.language import official_language
from etappe.domain.kernel.models import TenantOwned, Versioned
from etappe.domain.kernel.policy import Policy
from etappe.domain.kernel.states import Stateful

M = TypeVar("M", bound=models.Model)
V = TypeVar("V", bound=Versioned)
S = TypeVar("S", bound=Stateful)


class Recorder:
    """Writes objects and appends their events, inside the transaction of one action."""

    def __init__(self, actor: Actor, reason: str) -> None:
        self._actor = actor
        self._reason = reason
        self.count = 0

    def create(self, verb: str, obj: M, **many: Any) -> M:
        """Validate and store ``obj``, set its many-to-many fields, record its values. Raises ``Invalid``."""
        validated(obj)
        obj.save(force_insert=True)
        for name, items in many.items():
            getattr(obj, name).set(items)
        refuse_foreign_references(obj)
        values = {name: value for name, value in state_of(obj).items() if value not in (None, "", [], {})}
        self._append(verb, obj, {}, values | columns_of(type(obj), {k: list(v) for k, v in many.items() if v}))
        return obj

    def change(self, verb: str, obj: V, changes: Mapping[str, Any], *, expected_version: int | None = None) -> V:
        """Merge ``changes`` into what is stored now, validate, store and record the difference.

        Returns the object as stored. Raises ``Conflict`` where somebody else has changed the same fields since
        ``expected_version``, ``Invalid`` where values break a rule. Where nothing differs nothing is written.
        """
        current, columns = merge(obj, expected_version=expected_version, columns=columns_of(type(obj), changes))
        before = {name: plain(value_now(current, name)) for name in columns}
        changed = {name: value for name, value in columns.items() if plain(value) != before[name]}
        self.count += not changed  # an action that finds nothing to change has still run as it should
        if not changed:
            return current
        many = {field.name for field in type(obj)._meta.many_to_many}
        for name in changed.keys() - many:
            setattr(current, name, changed[name])
        validated(current)
        current.version += 1
        current.save()
        for name in changed.keys() & many:
            getattr(current, name).set(changed[name])
        refuse_foreign_references(current)
        self._append(
            verb, current, {name: before[name] for name in changed}, {name: plain(changed[name]) for name in changed}
        )
        return current

    def advance(self, verb: str, obj: S, step: str, changes: Mapping[str, Any] | None = None) -> S:
        """Take one step of a state machine on what is stored now, with the ``changes`` that belong to it.

        The row is locked first, so of two people who take the same step one is told that it has been taken.
        Raises ``IllegalTransition`` or ``Invalid``; returns the object as stored.
        """
        current: S = type(obj)._base_manager.select_for_update().get(pk=obj.pk)
        before = state_of(current)
        current.take(step)
        for name, value in columns_of(type(obj), changes or {}).items():
            setattr(current, name, value)
        validated(current)
        stored: models.Model = current
        if isinstance(stored, Versioned):
            stored.version += 1
        stored.save()
        self.changed(verb, stored, before)
        return current

    def created(self, verb: str, obj: models.Model) -> None:
        """Record that ``obj``, already stored, has come into being."""
        refuse_foreign_references(obj)
        self._append(verb, obj, {}, {name: value for name, value in state_of(obj).items() if value not in (None, "")})

    def changed(self, verb: str, obj: models.Model, before: State) -> None:
        """Record the fields in which ``obj``, already stored, differs from ``before``."""
        refuse_foreign_references(obj)
        now = state_of(obj)
        names = [name for name in now if now[name] != before.get(name)]
        self.count += not names
        if names:
            self._append(verb, obj, {name: before.get(name) for name in names}, {name: now[name] for name in names})

    def removed(self, verb: str, obj: models.Model) -> None:
        """Record that ``obj`` is gone, with the values it had. Call before deleting."""
        self._append(verb, obj, state_of(obj), {})

    def happened(self, verb: str, obj: models.Model, details: State | None = None) -> None:
        """Record something that is not a change of fields, such as a sign-in or an export."""
        self._append(verb, obj, {}, details or {})

    def _append(self, verb: str, obj: models.Model, before: State, after: State) -> None:
        municipality_id = _municipality_of(obj, self._actor)
        if not self._actor.operator and municipality_id != self._actor.municipality_id:
            raise NotAllowed(_("Das gehört zu einer anderen Kommune und lässt sich von hier aus nicht ändern."))
        chain = str(municipality_id) if municipality_id else "system"
        ChainHead.objects.get_or_create(chain=chain)
        head = ChainHead.objects.select_for_update().get(chain=chain)
        event = Event(
            chain=chain,
            sequence=head.sequence + 1,
            at=timezone.now(),
            verb=verb,
            actor_label=self._actor.label,
            user_id=self._actor.user_id,
            municipality_id=municipality_id,
            object_type=obj._meta.label_lower,
            object_id=str(obj.pk),
            object_label=_official_label(obj),
            object_version=obj.version if isinstance(obj, Versioned) else None,
            before=before,
            after=after,
            reason=self._reason,
            previous_digest=head.digest,
        )
        event.digest = digest_of(event)
        event.save(force_insert=True)
        head.sequence, head.digest = event.sequence, event.digest
        head.save()
        self.count += 1


def _official_label(obj: models.Model) -> str:
    with official_language():
        return str(obj)[:300]


def _municipality_of(obj: models.Model, actor: Actor) -> int | None:
    if isinstance(obj, TenantOwned):
        return obj.municipality_id
    if obj._meta.label_lower == "tenancy.municipality":
        return int(obj.pk)
    return actor.municipality_id


@contextmanager
def act(
    actor: Actor, *, allowed_by: type[Policy[Any]], to: str, on: models.Model | None, reason: str = ""
) -> Iterator[Recorder]:
    """Run an action: ask the policy, open a transaction, hand out a recorder, insist that something was recorded.

    Parameters
    ----------
    actor : Actor
        Who wants it.
    allowed_by : policy class
        Decides; raises ``NotAllowed`` with a sentence for the person.
    to : str
        The action as the policy names it, e.g. ``"change"``.
    on : model instance or None
        What it is done to; None where the policy needs no object.
    reason : str
        Why, in the person's words.
    """
    allowed_by.require(actor, to, on)
    recorder = Recorder(actor, reason)
    with transaction.atomic():
        yield recorder
        if not recorder.count:
            raise RuntimeError(f"action {to!r} recorded no event")
