"""A person knows better than a rule, with one key; what the statement lacks is said for the new kind, too."""

from __future__ import annotations

from etappe.domain.kernel.actor import Role
from etappe.domain.participation.actions.concepts import correct_finding, create_concept, read_version, upload_version
from etappe.domain.participation.models import Finding
from support.town import Town

TEXT = "Der Hafen wurde 1871 gebaut. Das Jugendamt muss bis 31.12.2027 zwei Kitas bauen."


def _findings(town: Town) -> list[Finding]:
    coordinator = town.actor(Role.COORDINATOR)
    concept = create_concept(actor=coordinator, municipality=town.municipality, title="Konzept")
    version = upload_version(actor=coordinator, concept=concept, filename="konzept.txt", content=TEXT.encode())
    return list(read_version(actor=coordinator, version=version).findings.order_by("position"))


def test_a_statement_made_a_demand_by_hand_says_what_it_lacks(town: Town) -> None:
    with town.scope():
        background = _findings(town)[0]
        assert background.missing == []
        corrected = correct_finding(actor=town.actor(Role.COORDINATOR), finding=background, kind="demand")
        assert corrected.corrected
        assert {"owner", "means", "target_group"} <= set(corrected.missing)


def test_choosing_what_the_rule_says_takes_the_correction_back(town: Town) -> None:
    with town.scope():
        demand = _findings(town)[1]
        before = (demand.missing, demand.present)
        coordinator = town.actor(Role.COORDINATOR)
        correct_finding(actor=coordinator, finding=demand, kind="intent")
        back = correct_finding(actor=coordinator, finding=demand, kind="demand")
        assert not back.corrected
        assert (back.missing, back.present) == before
