"""Organizations of the other system as committees."""

from __future__ import annotations

from etappe.domain.audit.recording import Recorder
from etappe.domain.council.importing.bringing import bring, withdraw
from etappe.domain.council.importing.run import Run
from etappe.domain.council.models import Committee
from etappe.interop.oparl import Organization

KINDS = (
    (("beirat", "integrationsrat", "migrationsrat"), Committee.Kind.BOARD),
    (("lenkung",), Committee.Kind.STEERING),
    (("bezirksvertretung", "bezirksrat", "ortsrat", "ortsbeirat"), Committee.Kind.DISTRICT),
    (("ausschuss", "kommission"), Committee.Kind.COMMITTEE),
    (("rat", "kreistag", "gemeinderat", "stadtrat", "stadtverordnetenversammlung"), Committee.Kind.COUNCIL),
)
"""By the words of name and classification, the first that fits; the last by whole words."""


def store_committee(run: Run, record: Recorder, organization: Organization) -> None:
    """Store a body that meets; parliamentary groups, parties and offices are left out."""
    known = run.find(Committee, organization.id)
    if organization.deleted:
        withdraw(run, record, known)
    elif known is None and not organization.meets:
        run.in_vain.add(organization.id)
    else:
        name = _name(run, organization)
        values = {"name": _free(name, organization), "kind": kind_of(f"{organization.classification} {name}")}
        bring(run, record, Committee, organization.id, values, alike=lambda: _entered_here(name))


def kind_of(words: str) -> str:
    """Return the kind of committee that its name and classification suggest."""
    lowered = words.casefold()
    *inside, (whole, council) = KINDS
    for signs, kind in inside:
        if any(sign in lowered for sign in signs):
            return kind.value
    return council.value if set(whole) & set(lowered.split()) else Committee.Kind.COMMITTEE.value


def _name(run: Run, organization: Organization) -> str:
    """Return the name; of a committee that has ended with its years, because the next one is called the same."""
    name = (organization.name or organization.id.rpartition("/")[2])[:170]
    start, end = organization.start, organization.end
    if end is None or end >= run.today:
        return name
    return f"{name} ({start.year}–{end.year})" if start else f"{name} (bis {end.year})"


def _free(name: str, organization: Organization) -> str:
    """Return ``name``, with a number where another body of the other system has it already."""
    taken = Committee.objects.exclude(oparl_id__in=["", organization.id]).values_list("name", flat=True)
    names, free, number = set(taken), name, 2
    while free in names:
        free, number = f"{name} ({number})", number + 1
    return free


def _entered_here(name: str) -> Committee | None:
    wanted = " ".join(name.casefold().split())
    entered: list[Committee] = list(Committee.objects.filter(oparl_id=""))
    return next((item for item in entered if " ".join(item.name.casefold().split()) == wanted), None)
