"""The database itself refuses to change or delete an event."""

from django.db import migrations

from etappe.domain.kernel.append_only import append_only


class Migration(migrations.Migration):
    """Append-only events."""

    dependencies = [("audit", "0001_initial")]
    operations = [append_only("audit_event")]
