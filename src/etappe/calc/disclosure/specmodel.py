"""What SPEC.toml may say, checked before anything is calculated."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from etappe.calc.disclosure.errors import DisclosureError
from etappe.calc.disclosure.tables.table import RESERVED

Method = Literal["suppress", "cellkey", "round"]
Whole = Annotated[int, Field(strict=True)]


class SpecError(DisclosureError):
    """SPEC.toml or a file it names cannot be used (facts: ``file``, ``where``, ``expected``)."""

    def __init__(self, file: str, where: str, expected: str) -> None:
        super().__init__(f"{file}, {where}: {expected}", file=file, where=where, expected=expected)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RulePart(_Part):
    """``[rule]``: the method, what is protected, and the parameters of the method."""

    method: Method = "suppress"
    minimum: Annotated[Whole, Field(ge=1)] = 3
    width: Annotated[Whole, Field(ge=1)] = 2
    protect_zeros: bool = False
    protect_groups: bool = False
    sensitive: tuple[str, ...] = ()
    D: Annotated[Whole, Field(ge=1)] | None = None
    V: Annotated[float, Field(gt=0)] | None = None
    js: Annotated[Whole, Field(ge=0)] | None = None
    p_stay: Annotated[float, Field(ge=0, lt=1)] = 0.0
    exact_totals: bool = False
    base: Annotated[Whole, Field(ge=2)] | None = None
    way: Literal["nearest", "random", "controlled"] = "random"
    key_file: str | None = None


class AttackerPart(_Part):
    """``[attacker]``: what he knows."""

    zeros_known: bool = True
    insiders: bool = True
    insiders_full: bool = False


class TablePart(_Part):
    """``[[table]]``: one table."""

    name: Annotated[str, Field(pattern=r"^[\w][\w. -]*$")]
    data: str
    dimensions: Annotated[tuple[str, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _dimensions_once(self) -> TablePart:
        twice = [name for name in self.dimensions if self.dimensions.count(name) > 1]
        if twice:
            raise ValueError(f"Die Dimension „{twice[0]}“ ist in der Tabelle „{self.name}“ zweimal genannt.")
        taken = [name for name in self.dimensions if name in RESERVED]
        if taken:
            raise ValueError(f"„{taken[0]}“ ist für die Ergebnisse vergeben; nennen Sie Spalte und Dimension anders.")
        return self


class HistoryPart(_Part):
    """``[[history]]``: the folder of an earlier release."""

    published: str


class SpecModel(_Part):
    """A whole SPEC.toml."""

    rule: RulePart = RulePart()
    attacker: AttackerPart = AttackerPart()
    hierarchies: dict[str, str | tuple[str, ...]] = {}
    table: Annotated[tuple[TablePart, ...], Field(min_length=1)]
    history: tuple[HistoryPart, ...] = ()

    @model_validator(mode="after")
    def _names_once(self) -> SpecModel:
        names = [table.name.lower() for table in self.table]
        twice = sorted({name for name in names if names.count(name) > 1} | ({"certificate", "report"} & set(names)))
        if twice:
            raise ValueError(f"Der Tabellenname „{twice[0]}“ kommt zweimal vor oder ist vergeben.")
        return self


def load(path: Path) -> SpecModel:
    """Read and check SPEC.toml.

    Raises
    ------
    SpecError
        If the file is missing, no TOML, or says something that is not foreseen; with the place and what was expected.
    """
    try:
        return SpecModel.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except FileNotFoundError:
        raise SpecError(path.name, "Datei", f"Die Datei „{path}“ gibt es nicht.") from None
    except OSError as error:
        raise SpecError(path.name, "Datei", f"Die Datei lässt sich nicht lesen ({error.strerror}).") from error
    except UnicodeDecodeError:
        raise SpecError(path.name, "Datei", "Erwartet wird Text in UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise SpecError(path.name, "TOML", f"Die Schreibweise stimmt nicht: {error}.") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part + 1 if isinstance(part, int) else part) for part in first["loc"]) or "Inhalt"
        raise SpecError(path.name, where, _expected(first["type"], first["msg"], first.get("ctx", {}))) from None


_EXPECTED = {
    "missing": "Diese Angabe fehlt.",
    "extra_forbidden": "Diese Angabe ist nicht vorgesehen; prüfen Sie die Schreibweise.",
    "int_type": "Erwartet wird eine ganze Zahl.",
    "float_type": "Erwartet wird eine Zahl.",
    "float_parsing": "Erwartet wird eine Zahl.",
    "bool_type": "Erwartet wird true oder false.",
    "bool_parsing": "Erwartet wird true oder false.",
    "string_type": "Erwartet wird ein Text in Anführungszeichen.",
    "literal_error": "Erwartet wird {expected}.",
    "greater_than_equal": "Erwartet wird eine Zahl ab {ge}.",
    "greater_than": "Erwartet wird eine Zahl über {gt}.",
    "less_than": "Erwartet wird eine Zahl unter {lt}.",
    "too_short": "Erwartet wird mindestens ein Eintrag.",
    "string_pattern_mismatch": "Erwartet wird ein Name aus Buchstaben, Ziffern, Punkt, Leerzeichen, Strich.",
}


def _expected(kind: str, message: str, context: dict[str, object]) -> str:
    if kind == "value_error":
        return str(context.get("error", message))
    return _EXPECTED.get(kind, message).format_map({key: str(value) for key, value in context.items()})
