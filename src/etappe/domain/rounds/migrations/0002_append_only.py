"""What was reported stays reported: snapshots and corrections are never changed or deleted."""

from django.db import migrations

from etappe.domain.kernel.append_only import append_only


class Migration(migrations.Migration):
    """Append-only snapshots and corrections."""

    dependencies = [("rounds", "0001_initial")]
    operations = [append_only("rounds_snapshot"), append_only("rounds_correction")]
