"""When a meeting is moved or cancelled, what depends on it says so."""

from __future__ import annotations

from typing import Any

from etappe.domain.audit.recording import Recorder
from etappe.domain.council.models import Meeting

TOLD = {
    "meeting.moved": "paper.meeting_moved",
    "meeting.cancelled": "paper.meeting_cancelled",
    "meeting.reinstated": "paper.meeting_reinstated",
    "meeting.withdrawn": "paper.meeting_cancelled",
}
"""What happens to a meeting, and what that is for the papers on it."""


def naming_of_move(meeting: Meeting, changes: dict[str, Any]) -> str:
    """Return the name of what ``changes`` do to ``meeting``; add the date from which it is moved."""
    then, now = meeting.when, changes.get("when", meeting.when)
    if then is not None and (now is None or (now.start, now.end) != (then.start, then.end)):
        back = now is not None and now.words == meeting.moved_from
        changes["moved_from"] = "" if back else then.words
        return "meeting.moved"
    if changes.get("cancelled", meeting.cancelled) != meeting.cancelled:
        return "meeting.cancelled" if changes["cancelled"] else "meeting.reinstated"
    return "meeting.changed"


def tell_papers(record: Recorder, meeting: Meeting, verb: str, before: str) -> None:
    """Record at every paper that was to be dealt with in ``meeting`` what has become of it."""
    if verb not in TOLD:
        return
    details = {
        "committee": str(meeting.committee),
        "before": before,
        "after": meeting.when.words if meeting.when else "",
    }
    stations = meeting.consultations.filter(withdrawn_on__isnull=True).select_related("paper")
    for paper in {station.paper_id: station.paper for station in stations}.values():
        record.happened(TOLD[verb], paper, details)
