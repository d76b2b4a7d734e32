"""App configuration."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """Programmes and measures."""

    name = "etappe.domain.programme"
    label = "programme"
