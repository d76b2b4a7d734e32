"""OParl 1.1, the interface of council information systems: read it, whatever the other side answers.

:class:`Client` fetches single objects and never more than its limits allow; :func:`open_body` finds the municipality's
body behind an address; :func:`walk` turns the pages of one of its lists; the ``read_…`` functions make dataclasses of
what was fetched. Nothing here stores anything, and every trouble has a name of its own (:class:`Trouble`).
"""

from etappe.interop.oparl.body import Body, Kind, open_body
from etappe.interop.oparl.client import Client, Limits
from etappe.interop.oparl.guard import check_address
from etappe.interop.oparl.objects import AgendaItem, Consultation, FileLink, Meeting, OparlObject, Organization, Paper
from etappe.interop.oparl.pages import Fetch, Page, walk
from etappe.interop.oparl.parse import READERS, read
from etappe.interop.oparl.trouble import Finding, OparlError, Trouble

__all__ = [
    "READERS",
    "AgendaItem",
    "Body",
    "Client",
    "Consultation",
    "Fetch",
    "FileLink",
    "Finding",
    "Kind",
    "Limits",
    "Meeting",
    "OparlError",
    "OparlObject",
    "Organization",
    "Page",
    "Paper",
    "Trouble",
    "check_address",
    "open_body",
    "read",
    "walk",
]
