"""App configuration."""

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    """Reports."""

    name = "etappe.domain.publication"
    label = "publication"
