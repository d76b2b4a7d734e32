"""App configuration."""

from django.apps import AppConfig


class SteeringConfig(AppConfig):
    """Deviations and decisions."""

    name = "etappe.domain.steering"
    label = "steering"

    def ready(self) -> None:
        """Have the cases looked after every day."""
        from etappe.domain.clockwork.jobs import DailyJob, register_daily
        from etappe.domain.steering.tasks import look_after_cases

        register_daily(DailyJob("steering.cases", look_after_cases))
