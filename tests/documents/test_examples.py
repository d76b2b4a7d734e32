"""The examples in the docstrings run."""

from __future__ import annotations

import doctest
import importlib

import pytest


@pytest.mark.parametrize(
    "module",
    ["", ".check", ".identity", ".matching", ".sentences", ".statements.classify"],
    ids=lambda name: name or "floor",
)
def test_examples_in_docstrings_run(module: str) -> None:
    results = doctest.testmod(importlib.import_module(f"etappe.documents{module}"))
    assert results.attempted > 0
    assert results.failed == 0
