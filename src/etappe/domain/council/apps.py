"""App configuration."""

from django.apps import AppConfig


class CouncilConfig(AppConfig):
    """Committees and papers."""

    name = "etappe.domain.council"
    label = "council"
