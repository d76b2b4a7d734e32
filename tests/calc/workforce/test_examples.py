"""Every example in the documentation of the two libraries runs and shows what it says."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

import etappe.calc.survey
import etappe.calc.workforce

MODULES = [
    f"{package.__name__}{'' if file.stem == '__init__' else '.' + file.stem}"
    for package in (etappe.calc.workforce, etappe.calc.survey)
    for file in sorted(Path(str(package.__file__)).parent.glob("*.py"))
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name: str) -> None:
    assert doctest.testmod(import_module(name)).failed == 0
