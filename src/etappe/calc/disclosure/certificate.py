"""What the auditor certifies: who was tried, how, and what came out."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from etappe.calc.disclosure.errors import PatternError
from etappe.calc.disclosure.rules import Attacker, Rules

Method = Literal["published", "bounds", "move", "programme", "undecided"]
"""How a cell was decided: it is published; bounds of sums alone; a checked table that the attacker cannot rule out; a
linear or integer programme solved to the end; not at all, because time ran out."""

FORMAT = 1


@dataclass(frozen=True)
class CellProof:
    """One protected cell.

    Attributes
    ----------
    cell
        Dimension → code, without totals; a pair of codes with “−” is a difference between linked tables.
    lower, upper
        The attacker's interval. For a safe cell tables with these values were found and checked, so the true
        interval is at least this wide; for an unsafe one it is at most this wide. ``upper`` is ``None`` if there is
        no bound.
    safe
        Whether it meets the rules.
    method
        How this was decided.
    """

    cell: dict[str, str]
    lower: int
    upper: int | None
    safe: bool
    method: Method


@dataclass(frozen=True)
class InsiderExposure:
    """A protected cell that the only person in another cell learns; ``decided`` is false if time ran out."""

    insider: dict[str, str]
    cell: dict[str, str]
    decided: bool


@dataclass(frozen=True)
class Certificate:
    """The result of an audit. It holds what attackers want to know: keep it with the data, do not publish it.

    Attributes
    ----------
    rules, attacker
        What was demanded, against whom.
    cells, withheld
        Number of cells of all tables together, and of those without a published value.
    proofs
        Each protected cell, in the order of the universe.
    insiders
        Number of insiders tried.
    exposures
        What insiders learn.
    seconds
        How long it took. Not part of the content: two audits of the same tables are equal.
    """

    rules: Rules
    attacker: Attacker
    cells: int
    withheld: int
    proofs: tuple[CellProof, ...]
    insiders: int
    exposures: tuple[InsiderExposure, ...]
    seconds: float = field(default=0.0, compare=False)

    @property
    def safe(self) -> bool:
        """Whether every protected cell holds against the public and against every insider."""
        return not self.unsafe and not self.exposures

    @property
    def unsafe(self) -> tuple[CellProof, ...]:
        """Protected cells that do not hold, or for which it could not be shown in time."""
        return tuple(proof for proof in self.proofs if not proof.safe)

    def content(self) -> dict[str, Any]:
        """Everything but the time, as plain data."""
        return {
            "format": FORMAT,
            "safe": self.safe,
            "rules": asdict(self.rules),
            "attacker": asdict(self.attacker),
            "cells": self.cells,
            "withheld": self.withheld,
            "protected": len(self.proofs),
            "unsafe": len(self.unsafe),
            "insiders": self.insiders,
            "methods": {name: self._count(name) for name in sorted({proof.method for proof in self.proofs})},
            "proofs": [asdict(proof) for proof in self.proofs],
            "exposures": [asdict(exposure) for exposure in self.exposures],
        }

    def to_json(self) -> str:
        """As JSON; ``times`` stand apart from the content."""
        document = {**self.content(), "times": {"seconds": round(self.seconds, 3)}}
        return json.dumps(document, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Certificate":
        """Read back what :meth:`to_json` wrote.

        Raises
        ------
        PatternError
            If the text is no certificate, or says something else than its own proofs.
        """
        try:
            certificate = cls._read(json.loads(text))
            stated = json.loads(text)["safe"]
        except (KeyError, TypeError, ValueError) as error:
            raise PatternError("This file is no certificate of an audit: run the audit again.") from error
        if stated != certificate.safe:
            raise PatternError("The certificate contradicts its own proofs: run the audit again.")
        return certificate

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> "Certificate":
        return cls(
            rules=Rules(**data["rules"]),
            attacker=Attacker(**data["attacker"]),
            cells=data["cells"],
            withheld=data["withheld"],
            proofs=tuple(CellProof(**proof) for proof in data["proofs"]),
            insiders=data["insiders"],
            exposures=tuple(InsiderExposure(**exposure) for exposure in data["exposures"]),
            seconds=data["times"]["seconds"],
        )

    def _count(self, method: str) -> int:
        return sum(proof.method == method for proof in self.proofs)
