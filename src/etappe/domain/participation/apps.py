"""App configuration."""

from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    """Conferences, concept papers, recommendations."""

    name = "etappe.domain.participation"
    label = "participation"
