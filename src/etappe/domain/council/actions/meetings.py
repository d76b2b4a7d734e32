"""Moving and cancelling meetings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from etappe.domain.audit.recording import act
from etappe.domain.council.models import Meeting
from etappe.domain.council.moving import naming_of_move, tell_papers
from etappe.domain.council.policies import MeetingPolicy
from etappe.domain.kernel.actor import Actor


def change_meeting(
    *,
    actor: Actor,
    meeting: Meeting,
    changes: Mapping[str, Any],
    reason: str = "",
    expected_version: int | None = None,
) -> Meeting:
    """Change ``when``, ``place`` or ``cancelled`` of a meeting; the papers on it are told where it moves or falls out.

    What is changed here stays, also where the council information system says otherwise later.
    """
    values, before = dict(changes), meeting.when.words if meeting.when else ""
    verb = naming_of_move(meeting, values)
    with act(actor, allowed_by=MeetingPolicy, to="change", on=meeting, reason=reason) as record:
        changed = record.change(verb, meeting, values, expected_version=expected_version)
        tell_papers(record, changed, verb, before)
    return changed
