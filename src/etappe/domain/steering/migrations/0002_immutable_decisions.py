"""Decisions, and what led to them, are never changed; nobody decides without the mandate they claim."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from etappe.domain.kernel.append_only import append_only

HELD = """SELECT 1 FROM accounts_roleassignment AS held
          WHERE held.id = NEW.mandate_id AND held.role = NEW.mandate_role
            AND held.user_id = NEW.decided_by_id AND held.municipality_id = NEW.municipality_id"""
MESSAGE = "steering_decision: decided_by does not hold this mandate"
SQLITE = f"""CREATE TRIGGER steering_decision_mandate BEFORE INSERT ON steering_decision
             WHEN NEW.mandate_id IS NOT NULL AND NOT EXISTS ({HELD})
             BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"""
POSTGRESQL = (
    f"""CREATE OR REPLACE FUNCTION steering_decision_mandate() RETURNS trigger AS $$
        BEGIN
          IF NEW.mandate_id IS NOT NULL AND NOT EXISTS ({HELD}) THEN RAISE EXCEPTION '{MESSAGE}'; END IF;
          RETURN NEW;
        END $$ LANGUAGE plpgsql""",
    """CREATE TRIGGER steering_decision_mandate BEFORE INSERT ON steering_decision
       FOR EACH ROW EXECUTE FUNCTION steering_decision_mandate()""",
)


def guard(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Create the trigger that compares a decision with the role assignment it names."""
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else (SQLITE,):
        editor.execute(statement)


def release(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the trigger."""
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP TRIGGER IF EXISTS steering_decision_mandate ON steering_decision")
        editor.execute("DROP FUNCTION IF EXISTS steering_decision_mandate()")
    else:
        editor.execute("DROP TRIGGER IF EXISTS steering_decision_mandate")


class Migration(migrations.Migration):
    """Immutable decisions with a mandate that is really held."""

    dependencies = [("steering", "0001_initial")]
    operations = [
        append_only("steering_decision"),
        append_only("steering_decisionpaper"),
        append_only("steering_explanation"),
        append_only("steering_escalation"),
        migrations.RunPython(guard, release),
    ]
