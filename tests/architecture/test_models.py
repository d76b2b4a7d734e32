"""What belongs to a municipality cannot be read outside it, and nobody forgets to say what belongs to one."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Model
from django_scopes import ScopeError

import etappe
from etappe.domain.kernel.models import TenantOwned
from etappe.domain.kernel.policy import Policy

SOURCE = Path(next(iter(etappe.__path__)))
SHARED = {
    "audit.ChainHead": "one chain a municipality, and one for the system",
    "audit.Event": "of a municipality or of the system; read by queries that name the municipality",
    "tenancy.Municipality": "is what things belong to",
    "tenancy.Alliance": "stands above municipalities",
    "tenancy.AllianceName": "of an alliance",
    "tenancy.Membership": "of an alliance; public",
    "accounts.User": "may hold roles in several municipalities",
    "accounts.RoleAssignment": "of a municipality or an alliance; read by queries that name it",
    "accounts.ApiToken": "of a user",
    "accounts.CalendarAddress": "of a user",
    "programme.AllianceField": "of an alliance",
}
PARTS = {
    "council.AgendaItem": "council.Meeting",
    "council.Consultation": "council.Paper",
    "mail.MailAttachment": "mail.Mail",
    "participation.WorkingGroup": "participation.Conference",
    "participation.GroupSession": "participation.Conference",
    "participation.StatementPoint": "participation.Statement",
    "programme.Milestone": "programme.Measure",
    "programme.Cooperation": "programme.Measure",
    "rounds.RequestedMeasure": "rounds.Request",
    "rounds.Reply": "rounds.Request",
    "rounds.ReplyFile": "rounds.Request",
    "rounds.ReturnedSheet": "rounds.Request",
    "rounds.Correction": "rounds.Snapshot",
    "steering.Option": "steering.Deviation",
    "steering.Explanation": "steering.Deviation",
    "steering.Escalation": "steering.Deviation",
    "steering.DecisionPaper": "steering.Decision",
}
"""Parts are seen with the whole; the policy of the whole decides."""

ACROSS = {
    "domain/programme/queries.py": "released_figures: what everybody may see of the members of an alliance",
    "domain/mail/queries.py": "waiting_everywhere: the worker delivers for all",
    "domain/clockwork/queries.py": "done_everywhere: the clockwork looks after all",
    "domain/rounds/links.py": "open_link: finds the municipality of a link before anything of it is read",
    "domain/participation/tasks.py": "finds the municipality of a version before it enters its scope",
}
"""The only places that read across municipalities, and why."""


def models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("etappe.domain")]


def owned() -> list[type[Model]]:
    return [model for model in models() if issubclass(model, TenantOwned)]


@pytest.fixture(autouse=True, scope="module")
def all_policies() -> None:
    """Load every module of policies, also where nothing else has asked for it."""
    for file in (SOURCE / "domain").glob("*/policies.py"):
        import_module(f"etappe.domain.{file.parent.name}.policies")


def policies(root: type = Policy) -> set[type[Policy]]:
    below = {found for child in root.__subclasses__() for found in policies(child)}
    return below | {child for child in root.__subclasses__() if getattr(child, "model", None) is not None}


def test_every_model_belongs_to_a_municipality_or_says_why_not() -> None:
    others = {model._meta.label for model in models()} - {model._meta.label for model in owned()}
    assert others == set(SHARED)


@pytest.mark.parametrize("model", owned(), ids=lambda model: model._meta.label)
def test_what_belongs_to_a_municipality_cannot_be_read_outside_a_scope(model: type[Model]) -> None:
    with pytest.raises(ScopeError):
        model._default_manager.all()
    assert not model._meta.get_field("municipality").null


def test_every_entity_has_a_policy_or_is_part_of_one_that_has() -> None:
    covered = {policy.model._meta.label for policy in policies()}
    assert {model._meta.label for model in owned()} - covered == set(PARTS)
    assert set(PARTS.values()) <= covered


def test_reading_across_municipalities_happens_in_named_queries_only() -> None:
    floors = (SOURCE / "domain", SOURCE / "web")
    found = {
        str(file.relative_to(SOURCE))
        for floor in floors
        for file in floor.rglob("*.py")
        if "scopes_disabled" in calls(file)
    }
    assert found == set(ACROSS)


def test_the_manager_without_scope_is_for_the_inside_of_policies_and_records() -> None:
    inside = {
        "recording.py",
        "policies.py",
        "queries.py",
        "policy.py",
        "merging.py",
        "naming.py",
        "completeness.py",
        "numbering.py",
    }
    found = {file for file in (SOURCE / "web").rglob("*.py") if "_base_manager" in file.read_text(encoding="utf-8")}
    elsewhere = {
        file.name for file in (SOURCE / "domain").rglob("*.py") if "_base_manager" in file.read_text(encoding="utf-8")
    } - inside
    assert (found, elsewhere) == (set(), set())


def calls(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}


@pytest.mark.django_db
def test_migrations_say_what_the_models_say() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
