"""Every write is an action, and every action looks the same: keywords only, who acts first, through ``act``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import etappe.domain

DOMAIN = Path(next(iter(etappe.domain.__path__)))
HELPERS = {
    "search_text_of": "works a text out of a measure and writes nothing",
    "read_again": "turns a stored finding into the form in which papers are read, and writes nothing",
}
READING = {
    "difference_of": "says what a returned sheet would change and changes nothing; it asks the policy itself",
    "export_sheet": "hands out what the actor may see; its policy is asked by the query",
    "plan_of": "says what a sheet would change and changes nothing; it asks the policy itself",
}


def modules() -> list[Path]:
    return sorted(
        {*DOMAIN.glob("*/actions.py"), *DOMAIN.glob("*/actions/*.py")} - set(DOMAIN.glob("*/actions/__init__.py"))
    )


def functions(module: Path) -> dict[str, ast.FunctionDef]:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def actions() -> Iterator[tuple[Path, ast.FunctionDef]]:
    for module in modules():
        for name, node in functions(module).items():
            if not name.startswith("_") and name not in HELPERS:
                yield module, node


ACTIONS = [pytest.param(module, node, id=node.name) for module, node in actions()]


def test_the_domain_has_actions() -> None:
    names = {node.name for _, node in actions()}
    assert {"create_measure", "grant_role", "publish_report", "read_version", "create_paper"} <= names


@pytest.mark.parametrize(("module", "node"), ACTIONS)
def test_an_action_takes_keywords_only_and_first_who_acts(module: Path, node: ast.FunctionDef) -> None:
    assert (node.args.posonlyargs, node.args.args, node.args.vararg) == ([], [], None)
    assert node.args.kwonlyargs[0].arg == "actor"


@pytest.mark.parametrize(("module", "node"), ACTIONS)
def test_an_action_runs_through_act(module: Path, node: ast.FunctionDef) -> None:
    assert reaches_act(node.name, functions(module), set()) != (node.name in READING)


def reaches_act(name: str, known: dict[str, ast.FunctionDef], seen: set[str]) -> bool:
    """Whether a function of a module calls ``act``, itself or by way of others of the module."""
    seen.add(name)
    calls = {
        call.func.id for call in ast.walk(known[name]) if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
    }
    return "act" in calls or any(reaches_act(other, known, seen) for other in calls & known.keys() - seen)


@pytest.mark.parametrize("module", modules(), ids=lambda module: f"{module.parent.name}/{module.name}")
def test_actions_know_nothing_of_the_web(module: Path) -> None:
    imported = [
        name
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        for name in (
            [node.module] if isinstance(node, ast.ImportFrom) else [a.name for a in getattr(node, "names", [])]
        )
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not [
        name for name in imported if name and name.startswith(("django.http", "django.shortcuts", "etappe.web"))
    ]
