"""Entities of the app, one concept a file."""

from etappe.domain.tenancy.models.alliance import Alliance, AllianceName, Membership
from etappe.domain.tenancy.models.municipality import Municipality
from etappe.domain.tenancy.models.organisation import Organisation
from etappe.domain.tenancy.models.unit import Authority, Unit

__all__ = ["Alliance", "AllianceName", "Authority", "Membership", "Municipality", "Organisation", "Unit"]
