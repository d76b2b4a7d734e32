"""Finding the body (Körperschaft) behind an address, and the addresses of its lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from etappe.interop.oparl.pages import Fetch, walk
from etappe.interop.oparl.trouble import OparlError, Trouble


class Kind(StrEnum):
    """The lists of a body that are read, by the name of the field that leads to each, in the order of reading."""

    ORGANIZATIONS = "organization"
    MEETINGS = "meeting"
    PAPERS = "paper"
    AGENDA_ITEMS = "agendaItem"
    CONSULTATIONS = "consultation"


BERLIN = ZoneInfo("Europe/Berlin")
REQUIRED = (Kind.ORGANIZATIONS, Kind.MEETINGS, Kind.PAPERS)
"""The lists that every version of OParl has; the others came with 1.1."""


@dataclass(frozen=True)
class Body:
    """A municipality in its council information system: name, and the addresses of its lists."""

    id: str
    name: str
    lists: Mapping[Kind, str]

    def list_address(self, kind: Kind, *, modified_since: datetime | None = None) -> str | None:
        """Return where the list begins, limited to what has changed; None where the body has no such list."""
        address = self.lists.get(kind)
        if address is None or modified_since is None:
            return address
        return str(
            httpx.URL(address).copy_merge_params(
                {"modified_since": modified_since.astimezone(BERLIN).isoformat(timespec="seconds")}
            )
        )


def open_body(fetch: Fetch, address: str) -> Body:
    """Return the body at ``address``, which may also be that of a system with exactly one body.

    Raises :class:`OparlError`: ``NOT_OPARL`` where there is no body, or several to choose from (their addresses are
    in ``detail``, separated by spaces).
    """
    raw = fetch(address)
    if not isinstance(raw, Mapping):
        raise OparlError(Trouble.NOT_OPARL, address, "type")
    if _type(raw) == "System":
        raw = _only_body(fetch, raw, address)
    if _type(raw) != "Body":
        raise OparlError(Trouble.NOT_OPARL, address, "type")
    lists = {kind: raw[kind.value] for kind in Kind if isinstance(raw.get(kind.value), str) and raw[kind.value]}
    for kind in REQUIRED:
        if kind not in lists:
            raise OparlError(Trouble.NOT_OPARL, address, kind.value)
    return Body(str(raw.get("id", address)), str(raw.get("name", "")), lists)


def _only_body(fetch: Fetch, system: Mapping[str, Any], address: str) -> Mapping[str, Any]:
    where = system.get("body")
    if not isinstance(where, str):
        raise OparlError(Trouble.NOT_OPARL, address, "body")
    bodies = [item for page in walk(fetch, where) for item in page.items if isinstance(item, Mapping)]
    if len(bodies) != 1:
        raise OparlError(Trouble.NOT_OPARL, address, " ".join(str(body.get("id")) for body in bodies)[:1000] or "body")
    return bodies[0]


def _type(raw: Mapping[str, Any]) -> str:
    return str(raw.get("type", "")).rstrip("/").rpartition("/")[2]
