"""A module imports only from the floors below it."""

from __future__ import annotations

import pytest
from importlinter.cli import lint_imports

from support.project import PROJECT


def test_all_contracts_about_imports_hold(capsys: pytest.CaptureFixture[str]) -> None:
    failed = lint_imports(config_filename=str(PROJECT / "pyproject.toml"), no_cache=True)
    printed = capsys.readouterr().out
    assert not failed, printed
    assert "0 broken" in printed
