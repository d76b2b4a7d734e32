"""Databases for tests: kept for a whole module, undone after one step, or real for several threads."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connections, transaction


@contextmanager
def undone() -> Iterator[None]:
    """Run a block and take back everything it has written."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def of_its_own(folder: Path) -> Iterator[None]:
    """Switch to an empty copy of the test database that several threads may use, each with its own connection.

    What is committed there is thrown away with the copy: events cannot be deleted, so a flush could not clean up.
    """
    original, settings = connections["default"], connections.settings["default"]
    name = settings["NAME"]
    copy = _copied(original, folder)
    del connections["default"]
    settings["NAME"] = copy
    try:
        yield
    finally:
        connections["default"].close()
        del connections["default"]
        settings["NAME"] = name
        connections["default"] = original
        _thrown_away(original, copy)


def _copied(original: Any, folder: Path) -> str:
    if original.vendor == "sqlite":
        original.ensure_connection()
        target = str(folder / "threads.sqlite3")
        copy = sqlite3.connect(target)
        original.connection.backup(copy)
        copy.close()
        return target
    source = original.settings_dict["NAME"]
    original.close()
    target = f"{source}_threads"
    _administer(original, f'DROP DATABASE IF EXISTS "{target}"')
    _administer(original, f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
    return target


def _thrown_away(original: Any, copy: str) -> None:
    if original.vendor == "postgresql":
        _administer(original, f'DROP DATABASE "{copy}" WITH (FORCE)')


def _administer(connection: Any, statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
