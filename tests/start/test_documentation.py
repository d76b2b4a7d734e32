"""What the documents promise is there, and what is there is documented."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from pathlib import Path

import pytest
import yaml

from etappe.cli.main import COMMANDS
from support.project import PROJECT

DOCUMENTS = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")])


def program_texts() -> list[str]:
    files = [*(PROJECT / "src").rglob("*.py"), *(PROJECT / "scripts").glob("*"), PROJECT / "run", PROJECT / "test"]
    return [file.read_text(encoding="utf-8") for file in files if file.is_file()]


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    used = {name for text in program_texts() for name in re.findall(r"\bETAPPE_[A-Z_]+[A-Z]\b", text)}
    documented = set(re.findall(r"\bETAPPE_[A-Z_]+[A-Z]\b", (PROJECT / "docs" / "operation.md").read_text("utf-8")))
    assert used == documented


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(PROJECT)))
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8"))
    missing = [target for target in targets if not (document.parent / target).exists()]
    assert not missing


@pytest.mark.parametrize("name", ["README.md", "docs/operation.md", "CONTRIBUTING.md"])
def test_commands_in_the_documents_exist(name: str) -> None:
    named = re.findall(r"^\s*(?:\S+=\S+ )*\./run ([a-z]+)", (PROJECT / name).read_text(encoding="utf-8"), re.MULTILINE)
    assert set(named) <= set(COMMANDS)


def test_the_description_for_catalogues_has_the_shape_they_ask_for() -> None:
    catalogue = yaml.safe_load((PROJECT / "publiccode.yml").read_text(encoding="utf-8"))
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert catalogue["publiccodeYmlVersion"] == "0.4"
    assert catalogue["softwareVersion"] == project["version"]
    assert catalogue["legal"]["license"] == project["license"]
    assert set(catalogue["description"]) == set(catalogue["localisation"]["availableLanguages"])
    for text in catalogue["description"].values():
        assert len(text["shortDescription"]) <= 150
        assert 150 <= len(text["longDescription"]) <= 10_000
        assert text["features"]
    assert catalogue["maintenance"]["contacts"]


def test_third_party_names_exactly_the_locked_libraries_and_the_vendored_parts() -> None:
    spec = importlib.util.spec_from_file_location("etappe_third_party", PROJECT / "scripts" / "third_party.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    text = (PROJECT / "THIRD-PARTY.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| ([A-Za-z0-9._-]+) \|", text.split("## Shipped")[0], re.MULTILINE)
    assert [name for name in listed if name not in {"Library", "---"}] == script.locked_names()
    for path in script.vendored():
        assert f"| `{path.parent}/` | `{path.name}` |" in text
