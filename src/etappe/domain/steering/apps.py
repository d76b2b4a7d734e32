"""App configuration."""

from django.apps import AppConfig


class SteeringConfig(AppConfig):
    """Deviations and decisions."""

    name = "etappe.domain.steering"
    label = "steering"
