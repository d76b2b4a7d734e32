"""Reports: one concept a file."""

from etappe.domain.publication.models.report import Report
from etappe.domain.publication.models.steering_report import SteeringReport

__all__ = ["Report", "SteeringReport"]
