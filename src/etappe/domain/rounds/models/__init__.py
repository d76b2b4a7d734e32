"""Round, request, reply, snapshot: one concept a file."""

from etappe.domain.rounds.models.reply import Obstacle, Reply, ReplyFile
from etappe.domain.rounds.models.request import Request, RequestedMeasure
from etappe.domain.rounds.models.returned_sheet import ReturnedSheet
from etappe.domain.rounds.models.round import Round
from etappe.domain.rounds.models.snapshot import Correction, Snapshot

__all__ = [
    "Correction",
    "Obstacle",
    "Reply",
    "ReplyFile",
    "Request",
    "RequestedMeasure",
    "ReturnedSheet",
    "Round",
    "Snapshot",
]
