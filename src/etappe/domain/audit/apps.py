"""App configuration."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The event log."""

    name = "etappe.domain.audit"
    label = "audit"
