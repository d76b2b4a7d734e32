"""What a scenario file may say, checked before anything is calculated."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from etappe.calc.workforce.errors import ScenarioError

Share = Annotated[float, Field(ge=0, le=1)]
Year = Annotated[int, Field(ge=1900, le=2200)]
Whole = Annotated[int, Field(ge=0)]
Ages = Annotated[tuple[int, int], Field()]
Shares = Share | Annotated[tuple[Share, ...], Field(min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SimplePart(_Part):
    """``[simple]``: a workforce of five numbers."""

    start_share: Share
    target: Share
    hire_share: Share
    exit_rate: Share
    replacement: Share = 1.0
    start_year: Year
    exit_rate_others: Share | None = None
    staff: Annotated[float, Field(gt=0)] | None = None
    years: Annotated[int, Field(ge=1, le=100)] = 30


class AnswerPart(_Part):
    """``[answer]``: start, deadline and how finely."""

    start_year: Year
    deadline: Year | None = None
    years: Annotated[int, Field(ge=1, le=60)] = 30
    draws: Annotated[int, Field(ge=1, le=100_000)] = 10_000
    seed: int = 0
    sobol: bool = True


class TargetPart(_Part):
    """``[target]``: a share, fixed or moving."""

    share: Share
    change: float = 0.0
    year: Year | None = None
    sd: Annotated[float, Field(ge=0)] = 0.0
    sd_change: Annotated[float, Field(ge=0)] = 0.0


class StockPart(_Part):
    """``[stock]``: a CSV file with unit, occupation, level, age, group, count."""

    file: str
    levels: tuple[str, ...] = ()
    measure: Literal["heads", "fte"] = "heads"
    unknown: Literal["as_known"] | Share | None = None


class RulePart(_Part):
    """A rate and for whom it holds."""

    rate: Share
    occupation: str | None = None
    level: str | None = None
    unit: str | None = None
    group: Literal["A", "B"] | None = None
    ages: tuple[int, int] = (16, 67)


Rates = Share | tuple[RulePart, ...]


class RatesPart(_Part):
    """``[rates]``: yearly probabilities, and what the city decides about posts and hires."""

    retire: Rates = ()
    leave: Rates = ()
    transfer: Rates = ()
    promote: Rates = ()
    entry_ages: tuple[int, int] = (25, 45)
    entry_levels: dict[str, Annotated[float, Field(ge=0)]] = {}
    replacement: Shares = 1.0
    hire_share: Shares | None = None
    exempt_units: tuple[str, ...] = ()
    establishment: dict[str, tuple[Annotated[float, Field(ge=0)], ...]] = {}
    pull: Share | None = None


class HiresPart(_Part):
    """``[hires]``: hires counted in past years."""

    total: Whole
    of_group: Whole
    years: Annotated[int, Field(ge=1)] = 1

    @model_validator(mode="after")
    def _part_of_whole(self) -> HiresPart:
        if self.of_group > self.total:
            raise ValueError(f"of_group ist {self.of_group}, eingestellt wurden aber nur {self.total}.")
        return self


class ApplicantsPart(_Part):
    """``[applicants]``: who applies, and the odds of selection."""

    share: Share
    odds_ratio: Annotated[float, Field(gt=0)] = 1.0


class TraineesPart(_Part):
    """``[trainees]``: what is planned for trainees."""

    intake: Annotated[float, Field(ge=0)] | tuple[Annotated[float, Field(ge=0)], ...]
    share: Share
    duration: Annotated[int, Field(ge=1, le=6)] = 3
    completion: Share = 0.9
    take_over: Share = 0.8
    occupations: dict[str, Annotated[float, Field(ge=0)]] = {}
    age: int = 21
    counted: bool = False
    in_training: tuple[tuple[Annotated[float, Field(ge=0)], Annotated[float, Field(ge=0)]], ...] = ()
    placement: Literal["additional", "vacancies"] = "additional"


class SurveyPart(_Part):
    """``[survey]``: an anonymous survey that says how the unknown are composed."""

    staff: Annotated[int, Field(ge=1)]
    answered: Whole
    yes: Whole


class SeenPart(_Part):
    """``[[seen]]``: exits counted in past years, from which follows how certain a rate is."""

    leavers: Annotated[float, Field(ge=0)]
    person_years: Annotated[float, Field(gt=0)]
    group: Literal["A", "B"]
    occupation: str = ""


class ScenarioModel(_Part):
    """A whole scenario file: either ``[simple]``, or stock, rates and target."""

    simple: SimplePart | None = None
    answer: AnswerPart | None = None
    target: TargetPart | None = None
    stock: StockPart | None = None
    rates: RatesPart | None = None
    hires: HiresPart | None = None
    applicants: ApplicantsPart | None = None
    trainees: TraineesPart | None = None
    survey: SurveyPart | None = None
    seen: tuple[SeenPart, ...] = ()

    @model_validator(mode="after")
    def _one_kind(self) -> ScenarioModel:
        parts = {name: getattr(self, name) for name in ("answer", "target", "stock", "rates")}
        given = [name for name, part in parts.items() if part is not None]
        if self.simple is not None and given:
            raise ValueError(f"[simple] und [{given[0]}] schließen einander aus.")
        missing = [name for name, part in parts.items() if part is None]
        if self.simple is None and missing:
            raise ValueError(f"Es fehlt [{missing[0]}]; ein einfaches Szenario kommt mit [simple] allein aus.")
        return self


def load(path: Path) -> ScenarioModel:
    """Read a scenario, TOML or JSON.

    Raises
    ------
    ScenarioError
        With the place and what was expected (German).
    """
    return parse(_read(path), path.name)


def parse(given: dict[str, Any], name: str = "Szenario") -> ScenarioModel:
    """Check a scenario that is there as data already; errors as :func:`load`."""
    try:
        return ScenarioModel.model_validate(given)
    except ValidationError as error:
        first = min(error.errors(), key=lambda one: len(one["loc"]))
        where = ".".join(_place(part) for part in first["loc"] if not _is_type(part)) or "Inhalt"
        raise ScenarioError(name, where, _expected(first)) from None


def _read(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        found: dict[str, Any] = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except FileNotFoundError:
        raise ScenarioError(path.name, "Datei", f"Die Datei „{path}“ gibt es nicht.") from None
    except OSError as error:
        raise ScenarioError(path.name, "Datei", f"Die Datei lässt sich nicht lesen ({error.strerror}).") from error
    except UnicodeDecodeError:
        raise ScenarioError(path.name, "Datei", "Erwartet wird Text in UTF-8.") from None
    except (tomllib.TOMLDecodeError, json.JSONDecodeError) as error:
        raise ScenarioError(path.name, "Inhalt", f"Die Schreibweise stimmt nicht: {error}.") from None
    return found


def _place(part: str | int) -> str:
    return str(part + 1 if isinstance(part, int) else part)


def _is_type(part: str | int) -> bool:
    """Whether a part of the place names an alternative of types and not something in the file."""
    return isinstance(part, str) and (part in {"float", "int", "str", "as_known"} or "[" in part)


_EXPECTED = {
    "missing": "Diese Angabe fehlt.",
    "extra_forbidden": "Diese Angabe ist nicht vorgesehen; prüfen Sie die Schreibweise.",
    "int_type": "Erwartet wird eine ganze Zahl.",
    "int_from_float": "Erwartet wird eine ganze Zahl.",
    "int_parsing": "Erwartet wird eine ganze Zahl.",
    "float_type": "Erwartet wird eine Zahl.",
    "float_parsing": "Erwartet wird eine Zahl.",
    "bool_type": "Erwartet wird true oder false.",
    "string_type": "Erwartet wird ein Text in Anführungszeichen.",
    "literal_error": "Erwartet wird {expected}.",
    "greater_than_equal": "Erwartet wird eine Zahl ab {ge} (gegeben: {input}).",
    "less_than_equal": "Erwartet wird eine Zahl bis {le} (gegeben: {input}).",
    "greater_than": "Erwartet wird eine Zahl über {gt} (gegeben: {input}).",
    "too_short": "Erwartet wird mindestens ein Eintrag.",
    "model_type": "Erwartet wird ein Abschnitt mit eigenen Angaben.",
    "dict_type": "Erwartet wird ein Abschnitt mit eigenen Angaben.",
}


def _expected(error: Any) -> str:
    context = {key: str(value) for key, value in error.get("ctx", {}).items()} | {"input": str(error.get("input"))}
    if error["type"] == "value_error":
        return context["error"]
    return _EXPECTED.get(error["type"], str(error["msg"])).format_map(context)
