"""Entities of the app, one concept a file."""

from etappe.domain.council.models.committee import Committee
from etappe.domain.council.models.consultation import Consultation
from etappe.domain.council.models.meeting import AgendaItem, Meeting
from etappe.domain.council.models.paper import Paper
from etappe.domain.council.models.resolution import Resolution
from etappe.domain.council.models.source import CouncilSource

__all__ = ["AgendaItem", "Committee", "Consultation", "CouncilSource", "Meeting", "Paper", "Resolution"]
