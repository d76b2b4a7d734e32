"""Registers the web shell; its templates come before those of the libraries whose pages it dresses."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, static files and template tags; it stores nothing."""

    name = "etappe.web"
    label = "web"
