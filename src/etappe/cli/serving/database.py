"""Bring the database up to date; where it already is, find that out and do nothing."""

from __future__ import annotations

from typing import Any


def pending_migrations() -> list[Any]:
    """Return the migrations that the database still lacks."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return [migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def run_migrations() -> None:
    """Apply what is pending."""
    from django.core.management import call_command

    if pending_migrations():
        call_command("migrate", interactive=False, verbosity=0)


def is_empty() -> bool:
    """Whether nobody has set anything up yet: no municipality and no account."""
    from etappe.domain.accounts.models import User
    from etappe.domain.tenancy.models import Municipality

    return not (Municipality.objects.exists() or User.objects.exists())
