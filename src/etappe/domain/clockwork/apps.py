"""App configuration."""

from django.apps import AppConfig


class ClockworkConfig(AppConfig):
    """Daily work."""

    name = "etappe.domain.clockwork"
    label = "clockwork"
