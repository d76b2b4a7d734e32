"""The history of an object, for the administration."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Model
from pydantic import BaseModel, Field

from etappe.domain.audit.queries import history_of
from etappe.domain.kernel.actor import Actor


class EventOut(BaseModel):
    """Something that happened to an object."""

    at: datetime
    who: str = Field(description="The office, never a person.")
    verb: str = Field(examples=["measure.changed"])
    before: dict[str, Any] = Field(description="Fields that changed, as they were.")
    after: dict[str, Any] = Field(description="Fields that changed, as they became.")
    reason: str


def history(actor: Actor, obj: Model) -> list[EventOut] | None:
    """Return what happened to ``obj``, newest first; None for everyone outside the administration."""
    if not actor.is_staff:
        return None
    return [
        EventOut(
            at=event.at,
            who=event.actor_label,
            verb=event.verb,
            before=event.before,
            after=event.after,
            reason=event.reason,
        )
        for event in history_of(obj)
    ]
