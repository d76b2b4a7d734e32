"""One reading of a council information system: what it has brought so far and what it has stumbled over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, TypeVar

from etappe.domain.council.models.imported import Imported
from etappe.domain.tenancy.models import Municipality
from etappe.interop.oparl import Fetch, Finding

M = TypeVar("M", bound=Imported)
MOST_PROBLEMS = 200
"""Problems kept of one reading; further ones are only counted."""


@dataclass
class Tally:
    """How many objects came new, were changed, found unchanged, or withdrawn; and how many problems there were."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    problems: int = 0


@dataclass
class Run:
    """A reading under way. ``in_vain`` are addresses that brought nothing and are not asked for again."""

    municipality: Municipality
    fetch: Fetch
    today: date
    tally: Tally = field(default_factory=Tally)
    problems: list[Finding] = field(default_factory=list)
    in_vain: set[str] = field(default_factory=set)
    outages: int = 0

    def note(self, trouble: str, subject: str, detail: str = "") -> None:
        """Keep a problem for the people who look after the source."""
        self.keep([Finding(str(trouble), subject, detail)])

    def keep(self, findings: list[Finding]) -> None:
        """Keep several problems, each once; and no more than can be looked at."""
        for finding in findings:
            if finding in self.problems:
                continue
            self.tally.problems += 1
            if len(self.problems) < MOST_PROBLEMS:
                self.problems.append(finding)

    def find(self, model: type[M], oparl_id: str) -> M | None:
        """Return what is here of the object ``oparl_id`` there."""
        objects: Any = model._default_manager
        return objects.filter(oparl_id=oparl_id).first() if oparl_id else None

    def state(self) -> dict[str, Any]:
        """Return what a later reading needs to go on, as JSON."""
        return {"outcome": asdict(self.tally), "problems": [asdict(finding) for finding in self.problems]}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take up the counts and problems of an interrupted reading."""
        self.tally = Tally(**state.get("outcome", {}))
        self.problems = [Finding(**problem) for problem in state.get("problems", [])]
