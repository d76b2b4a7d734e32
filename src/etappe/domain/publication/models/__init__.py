"""Entities of the app, one concept a file."""

from etappe.domain.publication.models.report import Report

__all__ = ["Report"]
