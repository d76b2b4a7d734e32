"""App configuration."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Outgoing mail."""

    name = "etappe.domain.mail"
    label = "mail"
