"""Tables to which the database itself only ever adds: it refuses to change or delete a row."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def append_only(table: str) -> migrations.RunPython:
    """Return the migration step that makes ``table`` append-only, on SQLite and PostgreSQL, and can undo it."""

    def protect(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in _postgresql(table) if editor.connection.vendor == "postgresql" else _sqlite(table):
            editor.execute(statement)

    def release(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in _postgresql_undo(table) if editor.connection.vendor == "postgresql" else _sqlite_undo(table):
            editor.execute(statement)

    return migrations.RunPython(protect, release)


def _sqlite(table: str) -> tuple[str, ...]:
    return tuple(
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for verb in ("UPDATE", "DELETE")
    )


def _sqlite_undo(table: str) -> tuple[str, ...]:
    return tuple(f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for verb in ("update", "delete"))


def _postgresql(table: str) -> tuple[str, ...]:
    return (
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger AS $$ "
        f"BEGIN RAISE EXCEPTION '{table} is append-only'; END $$ LANGUAGE plpgsql",
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
    )


def _postgresql_undo(table: str) -> tuple[str, ...]:
    return (
        f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}",
        f"DROP FUNCTION IF EXISTS {table}_refuse()",
    )
