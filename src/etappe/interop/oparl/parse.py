"""From raw JSON to dataclasses: what can be read is read, what cannot is a finding, and nothing raises but one error.

A field of the wrong type counts as absent: systems differ, and a missing place must not lose a meeting.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from etappe.interop.oparl.body import BERLIN, Kind
from etappe.interop.oparl.objects import AgendaItem, Consultation, FileLink, Meeting, OparlObject, Organization, Paper
from etappe.interop.oparl.trouble import Finding, Trouble

LONGEST_ID = 500
"""Characters of an address that is kept."""
Raw = Mapping[str, Any]
Findings = list[Finding]
O = TypeVar("O", bound=OparlObject)  # noqa: E741 - an OParl object


def read(kind: Kind, raw: Any, findings: Findings) -> OparlObject | None:
    """Return the object of ``kind`` that ``raw`` describes; None, with a finding, where it has no usable id."""
    return READERS[kind](raw, findings)


def _known(raw: Any, findings: Findings, type_name: str) -> Raw | None:
    """Return ``raw`` if it is an object of this type with an address as id."""
    identity = raw.get("id") if isinstance(raw, Mapping) else raw
    if not isinstance(raw, Mapping) or not isinstance(identity, str):
        findings.append(Finding(Trouble.BROKEN_OBJECT, str(identity or "")[:200], "id"))
        return None
    if not identity.startswith(("http://", "https://")) or len(identity) > LONGEST_ID:
        findings.append(Finding(Trouble.BROKEN_OBJECT, identity[:200], "id"))
        return None
    if not str(raw.get("type", type_name)).rstrip("/").endswith(type_name):
        findings.append(Finding(Trouble.BROKEN_OBJECT, identity, "type"))
        return None
    return raw


def _maker(type_name: str, make: Callable[[Raw, Findings], O], empty: Callable[..., O]) -> Callable[..., O | None]:
    """Return the reader of one type: tombstones are told apart before anything else is looked at."""

    def reader(raw: Any, findings: Findings) -> O | None:
        known = _known(raw, findings, type_name)
        if known is None:
            return None
        if known.get("deleted") is True:
            return empty(known["id"], _moment(known, "modified", findings), deleted=True)
        return make(known, findings)

    return reader


def _organization(raw: Raw, findings: Findings) -> Organization:
    return Organization(
        raw["id"],
        _moment(raw, "modified", findings),
        name=_text(raw, "name") or _text(raw, "shortName"),
        type=_text(raw, "organizationType"),
        classification=_text(raw, "classification"),
        start=_day(raw, "startDate", findings),
        end=_day(raw, "endDate", findings),
    )


def _meeting(raw: Raw, findings: Findings) -> Meeting:
    return Meeting(
        raw["id"],
        _moment(raw, "modified", findings),
        name=_text(raw, "name"),
        organizations=_addresses(raw, "organization"),
        start=_moment(raw, "start", findings),
        place=_place(raw.get("location")),
        cancelled=raw.get("cancelled") is True,
        items=_parts(raw, "agendaItem", read_agenda_item, findings),
    )


def _agenda_item(raw: Raw, findings: Findings) -> AgendaItem:
    order = raw.get("order")
    return AgendaItem(
        raw["id"],
        _moment(raw, "modified", findings),
        meeting=_text(raw, "meeting"),
        number=_text(raw, "number"),
        order=order if isinstance(order, int) else None,
        title=_text(raw, "name"),
        public=raw.get("public") is not False,
        result=_text(raw, "result"),
        consultations=_addresses(raw, "consultation"),
    )


def _consultation(raw: Raw, findings: Findings) -> Consultation:
    return Consultation(
        raw["id"],
        _moment(raw, "modified", findings),
        paper=_text(raw, "paper"),
        meeting=_text(raw, "meeting"),
        agenda_item=_text(raw, "agendaItem"),
        organizations=_addresses(raw, "organization"),
        role=_text(raw, "role"),
        authoritative=raw.get("authoritative") is True,
    )


def _paper(raw: Raw, findings: Findings) -> Paper:
    return Paper(
        raw["id"],
        _moment(raw, "modified", findings),
        reference=_text(raw, "reference"),
        title=_text(raw, "name"),
        type=_text(raw, "paperType"),
        dated=_day(raw, "date", findings),
        files=_files(raw),
        consultations=_parts(raw, "consultation", read_consultation, findings),
    )


read_organization = _maker("Organization", _organization, Organization)
read_meeting = _maker("Meeting", _meeting, Meeting)
read_agenda_item = _maker("AgendaItem", _agenda_item, AgendaItem)
read_consultation = _maker("Consultation", _consultation, Consultation)
read_paper = _maker("Paper", _paper, Paper)

READERS: Mapping[Kind, Callable[[Any, Findings], OparlObject | None]] = {
    Kind.ORGANIZATIONS: read_organization,
    Kind.MEETINGS: read_meeting,
    Kind.PAPERS: read_paper,
    Kind.AGENDA_ITEMS: read_agenda_item,
    Kind.CONSULTATIONS: read_consultation,
}
"""The reader of each kind: raw object and list of findings in, object or None out."""


def _parts(raw: Raw, name: str, reader: Callable[..., O | None], findings: Findings) -> tuple[O, ...] | None:
    """Return the objects that stand inside another one; None where the field is absent."""
    inside = raw.get(name)
    if not isinstance(inside, list):
        return None
    return tuple(part for part in (reader(item, findings) for item in inside) if part is not None)


def _text(raw: Raw, name: str) -> str:
    value = raw.get(name)
    return " ".join(value.replace("\x00", "").split()) if isinstance(value, str) else ""


def _addresses(raw: Raw, name: str) -> tuple[str, ...]:
    """Return addresses; a single one and objects that stand inside are taken as well."""
    value = raw.get(name)
    entries = value if isinstance(value, list) else [value]
    ids = (entry.get("id") if isinstance(entry, Mapping) else entry for entry in entries)
    return tuple(dict.fromkeys(entry for entry in ids if isinstance(entry, str) and entry))


def _moment(raw: Raw, name: str, findings: Findings) -> datetime | None:
    """Return a point in time; without an offset it is meant in German time."""
    value = raw.get(name)
    if value in (None, ""):
        return None
    try:
        moment = datetime.fromisoformat(str(value))
        moment = moment if moment.tzinfo else moment.replace(tzinfo=BERLIN)
        return moment.astimezone(BERLIN)
    except (ValueError, OverflowError):
        findings.append(Finding(Trouble.BAD_VALUE, raw["id"], name))
        return None


def _day(raw: Raw, name: str, findings: Findings) -> date | None:
    value = raw.get(name)
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        findings.append(Finding(Trouble.BAD_VALUE, raw["id"], name))
        return None


def _place(location: Any) -> str:
    """Return room, street and town, as far as they are given; else the description."""
    if not isinstance(location, Mapping):
        return ""
    parts = [_text(location, name) for name in ("room", "streetAddress", "locality")]
    return ", ".join(part for part in parts if part) or _text(location, "description")


def _files(raw: Raw) -> tuple[FileLink, ...]:
    extra = raw.get("auxiliaryFile")
    found = [raw.get("mainFile"), *(extra if isinstance(extra, list) else [])]
    links = (_file(item) for item in found if isinstance(item, Mapping))
    return tuple(link for link in links if link is not None)


def _file(raw: Raw) -> FileLink | None:
    # What is shown as a link must be one: an address of another scheme could run in the reader's browser.
    address = _text(raw, "accessUrl") or _text(raw, "downloadUrl")
    if raw.get("deleted") is True or not address.startswith(("http://", "https://")):
        return None
    return FileLink(_text(raw, "name") or _text(raw, "fileName") or address, address)
