"""App configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users and role assignments."""

    name = "etappe.domain.accounts"
    label = "accounts"
