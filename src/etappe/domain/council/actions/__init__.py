"""Every write of the app, one concept a file."""

from etappe.domain.council.actions.meetings import change_meeting
from etappe.domain.council.actions.papers import (
    add_agenda_item,
    add_consultation,
    change_paper,
    create_committee,
    create_meeting,
    create_paper,
    record_resolution,
)
from etappe.domain.council.actions.sources import request_sync, set_council_source
from etappe.domain.council.actions.sync import sync_council_source

__all__ = [
    "add_agenda_item",
    "add_consultation",
    "change_meeting",
    "change_paper",
    "create_committee",
    "create_meeting",
    "create_paper",
    "record_resolution",
    "request_sync",
    "set_council_source",
    "sync_council_source",
]
