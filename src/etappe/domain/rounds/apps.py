"""App configuration."""

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    """Status rounds."""

    name = "etappe.domain.rounds"
    label = "rounds"
