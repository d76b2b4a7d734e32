"""App configuration."""

from django.apps import AppConfig


class TenancyConfig(AppConfig):
    """Municipalities, alliances, units, organisations."""

    name = "etappe.domain.tenancy"
    label = "tenancy"
