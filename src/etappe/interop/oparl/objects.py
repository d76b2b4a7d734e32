"""The objects of OParl 1.1 that Etappe reads, with the names of the standard in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class OparlObject:
    """What all objects have. ``id`` is an address; a ``deleted`` object says nothing else of itself."""

    id: str
    modified: datetime | None = None
    deleted: bool = False


@dataclass(frozen=True)
class Organization(OparlObject):
    """A body that meets, a parliamentary group, a part of the administration …"""

    name: str = ""
    type: str = ""
    classification: str = ""
    start: date | None = None
    end: date | None = None

    @property
    def meets(self) -> bool:
        """Whether it is a committee, not a party, a parliamentary group, an office or an institution."""
        return self.type.casefold() not in {"partei", "fraktion", "verwaltungsbereich", "institution"}


@dataclass(frozen=True)
class AgendaItem(OparlObject):
    """An item of an agenda; ``consultations`` lead to its papers, of which there may be several."""

    meeting: str = ""
    number: str = ""
    order: int | None = None
    title: str = ""
    public: bool = True
    result: str = ""
    consultations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Meeting(OparlObject):
    """A meeting, of one or several organizations. ``items`` is None where nothing is said of an agenda."""

    name: str = ""
    organizations: tuple[str, ...] = ()
    start: datetime | None = None
    place: str = ""
    cancelled: bool = False
    items: tuple[AgendaItem, ...] | None = None


@dataclass(frozen=True)
class Consultation(OparlObject):
    """A paper is dealt with by a committee, in a meeting, under an item of its agenda."""

    paper: str = ""
    meeting: str = ""
    agenda_item: str = ""
    organizations: tuple[str, ...] = ()
    role: str = ""
    authoritative: bool = False


@dataclass(frozen=True)
class FileLink:
    """Where a file of a paper is; files themselves are not fetched."""

    name: str
    address: str


@dataclass(frozen=True)
class Paper(OparlObject):
    """A paper. ``consultations`` is None where nothing is said of its path."""

    reference: str = ""
    title: str = ""
    type: str = ""
    dated: date | None = None
    files: tuple[FileLink, ...] = ()
    consultations: tuple[Consultation, ...] | None = None
