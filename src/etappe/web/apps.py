"""Registers the web shell; its templates come before those of the libraries whose pages it dresses."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, static files and template tags; it stores nothing."""

    name = "etappe.web"
    label = "web"

    def ready(self) -> None:
        """Hand the daily work around mail to the clockwork."""
        from etappe.web.mail.schedule import register

        register()
