"""App configuration."""

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    """Status rounds."""

    name = "etappe.domain.rounds"
    label = "rounds"

    def ready(self) -> None:
        """Have the work of dissolved units handed over every day."""
        from etappe.domain.clockwork.jobs import DailyJob, register_daily
        from etappe.domain.rounds.daily import hand_over_dissolved

        register_daily(DailyJob("rounds.dissolved", hand_over_dissolved))
