"""App configuration."""

from django.apps import AppConfig


class CouncilConfig(AppConfig):
    """Committees and papers."""

    name = "etappe.domain.council"
    label = "council"

    def ready(self) -> None:
        """Have the council information system read every day."""
        from etappe.domain.clockwork.jobs import DailyJob, register_daily
        from etappe.domain.council.tasks import read_every_day

        register_daily(DailyJob("council.reading", read_every_day))
