"""Deviations that open themselves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from etappe.domain.audit.recording import Recorder, act
from etappe.domain.kernel.actor import Actor
from etappe.domain.kernel.language import official_language
from etappe.domain.steering.actions.rules import ensure_rules
from etappe.domain.steering.cases import UNDECIDED
from etappe.domain.steering.detecting import detector_of, situation
from etappe.domain.steering.findings import Finding, fingerprint, matter_of
from etappe.domain.steering.levels import first_level
from etappe.domain.steering.models import Deviation, Rule
from etappe.domain.steering.policies import DeviationPolicy
from etappe.domain.tenancy.models import Municipality


def open_deviations(*, actor: Actor, municipality: Municipality, today: date) -> list[Deviation]:
    """Let all rules in force look at all measures and open what is new; return it.

    Twice on one day opens nothing twice. What was decided or withdrawn is not opened again for the same facts, and a
    measure has at most one undecided case a matter.
    """
    DeviationPolicy.require(actor, "detect", None)
    with official_language():
        found = _findings(ensure_rules(actor=actor, municipality=municipality), today)
        if not found:
            return []
        return _open_new(actor, municipality, found, today)


def _findings(rules: Iterable[Rule], today: date) -> list[tuple[Rule, Finding]]:
    now = situation(today)
    pairs = ((rule, detector_of(rule.kind)) for rule in rules if rule.active)
    return [(rule, finding) for rule, detect in pairs if detect is not None for finding in detect(now, rule)]


def _open_new(
    actor: Actor, municipality: Municipality, found: list[tuple[Rule, Finding]], today: date
) -> list[Deviation]:
    opened: list[Deviation] = []
    with act(actor, allowed_by=DeviationPolicy, to="detect", on=None) as record:
        # One at a time: two workers that look at the same moment must not both see nothing.
        Municipality.objects.select_for_update().get(pk=municipality.pk)
        busy, known = _already_there()
        for rule, finding in found:
            place = (finding.measure.pk, matter_of(finding.kind))
            mark = (finding.measure.pk, finding.kind, fingerprint(finding.kind, finding.facts))
            if place in busy or mark in known:
                continue
            busy.add(place)
            opened.append(_open(record, rule, finding, today))
        record.count += 1  # having looked and found nothing new is as it should be
    return opened


def _already_there() -> tuple[set[tuple[int, str]], set[tuple[int, str, str]]]:
    busy, known = set(), set()
    for measure_id, kind, facts, state in Deviation.objects.exclude(rule="").values_list(
        "measure_id", "rule", "facts", "state"
    ):
        known.add((measure_id, kind, fingerprint(kind, facts)))
        if state in UNDECIDED:
            busy.add((measure_id, matter_of(kind)))
    return busy, known


def _open(record: Recorder, rule: Rule, finding: Finding, today: date) -> Deviation:
    measure = finding.measure
    deviation = Deviation(
        municipality=measure.municipality,
        measure=measure,
        round=finding.round,
        rule=finding.kind,
        summary=finding.summary,
        facts=dict(finding.facts),
        owner=measure.owner,
        level=first_level(measure),
        due=today + timedelta(days=rule.days_to_answer),
        days_to_answer=rule.days_to_answer,
        opened_on=today,
        is_example=measure.is_example,
    )
    return record.create("deviation.found", deviation)
