"""From a scenario file to an answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import polars as pl

from etappe.calc.survey import Census, check_enough, wilson_finite
from etappe.calc.workforce.answer import Answer, Hires, answer
from etappe.calc.workforce.build import Plan, TraineePlan, build
from etappe.calc.workforce.errors import NoHiresError, ScenarioError
from etappe.calc.workforce.leverage import Applicants
from etappe.calc.workforce.rules import Rule, Rulebook
from etappe.calc.workforce.scenariofile import (
    AnswerPart,
    RatesPart,
    ScenarioModel,
    SimplePart,
    StockPart,
    TargetPart,
    load,
    parse,
)
from etappe.calc.workforce.simpleanswer import SimpleAnswer, simple_answer
from etappe.calc.workforce.stock import read_stock
from etappe.calc.workforce.target import Target
from etappe.calc.workforce.uncertainty import Beta, Uncertainty

_NORMAL_95 = 1.959964


@dataclass(frozen=True)
class Scenario:
    """A scenario as it was read.

    Attributes
    ----------
    said
        What the file says.
    folder
        Where the files lie that it names.
    name
        Of the file, for messages.
    """

    said: ScenarioModel
    folder: Path = field(default_factory=Path)
    name: str = "Szenario"

    @classmethod
    def read(cls, path: Path) -> Scenario:
        """Read a TOML or JSON file.

        Raises
        ------
        ScenarioError
            With the place and what was expected.
        """
        return cls(load(path), path.parent, path.name)

    @classmethod
    def of(cls, data: dict[str, Any], folder: Path | None = None) -> Scenario:
        """Take a scenario that is there as data; errors as :meth:`read`."""
        return cls(parse(data), folder or Path())

    def answer(self) -> Answer | SimpleAnswer:
        """Answer it.

        Raises
        ------
        WorkforceError
            If staff figures, rates or plans cannot be used.
        SurveyError
            If the counts of ``[survey]`` contradict each other, or too few people answered.

        Examples
        --------
        >>> found = Scenario.of({"simple": {"start_share": 0.12, "target": 0.33, "hire_share": 0.4,
        ...     "exit_rate": 0.05, "replacement": 0.5, "start_year": 2026}}).answer()
        >>> round(found.years_to_target, 1)
        53.4
        """
        if self.said.simple is not None:
            return _simple(self.said.simple)
        said = self.said
        if said.answer is None or said.target is None or said.stock is None or said.rates is None:
            raise ScenarioError(self.name, "Inhalt", "Erwartet werden [answer], [target], [stock] und [rates].")
        return self._full(said.answer, said.target, said.stock, said.rates)

    def _full(self, asked: AnswerPart, aim: TargetPart, stock: StockPart, rates: RatesPart) -> Answer:
        said = self.said
        if asked.deadline is not None and asked.deadline <= asked.start_year:
            raise ScenarioError(
                self.name, "answer.deadline", f"Die Frist liegt nach dem Beginn; gegeben ist {asked.deadline}."
            )
        unknown, uncertain = self._unknown(stock)
        people = read_stock(self._csv(stock.file), stock.levels, heads=stock.measure == "heads")
        hires = None if said.hires is None else Hires(said.hires.total, said.hires.of_group, said.hires.years)
        applicants = None if said.applicants is None else Applicants(said.applicants.share, said.applicants.odds_ratio)
        if rates.hire_share is None and applicants is None and (hires is None or hires.total == 0):
            years = 0 if hires is None else hires.years
            raise NoHiresError(
                "Nothing says which share of hires is realistic: give hires, applicants or a share.", years=years
            )
        seen: dict[tuple[str, str], Beta] = {}
        seen |= {(one.occupation, one.group): Beta.observed(one.leavers, one.person_years) for one in said.seen}
        return answer(
            build(people, _rulebook(rates), self._plan(rates, unknown), asked.start_year),
            Target(**aim.model_dump()),
            deadline=asked.deadline,
            hires=None if hires is not None and hires.total == 0 else hires,
            applicants=applicants,
            uncertainty=Uncertainty(unknown_share=uncertain, leaving=seen),
            years=asked.years,
            draws=asked.draws,
            sobol=asked.sobol,
            seed=asked.seed,
        )

    def _unknown(self, stock: StockPart) -> tuple[Literal["as_known"] | float | None, Beta | None]:
        """How the unknown count, and how certain that is."""
        survey = self.said.survey
        if survey is None or stock.unknown is not None:
            return stock.unknown, None
        counted = Census(survey.staff, survey.answered, survey.yes)
        check_enough(counted.answered)
        low, high = wilson_finite(counted)
        middle, sd = (low + high) / 2, (high - low) / (2 * _NORMAL_95)
        return middle, Beta.with_sd(middle, sd) if sd > 0 else None

    def _plan(self, rates: RatesPart, unknown: Literal["as_known"] | float | None) -> Plan:
        trainees = self.said.trainees
        return Plan(
            replacement=rates.replacement,
            hire_share=0.0 if rates.hire_share is None else rates.hire_share,
            exempt_units=rates.exempt_units,
            unknown=unknown,
            establishment=rates.establishment,
            pull=rates.pull,
            trainees=None if trainees is None else TraineePlan(**trainees.model_dump()),
        )

    def _csv(self, file: str) -> pl.DataFrame:
        path = self.folder / file
        try:
            with path.open(encoding="utf-8-sig") as text:
                head = text.readline()
            return pl.read_csv(path, infer_schema=False, separator=max(",;\t", key=head.count))
        except FileNotFoundError:
            raise ScenarioError(file, "Datei", "Die Datei gibt es nicht.") from None
        except OSError as error:
            raise ScenarioError(file, "Datei", f"Die Datei lässt sich nicht lesen ({error.strerror}).") from error
        except UnicodeDecodeError:
            raise ScenarioError(file, "Datei", "Erwartet wird Text in UTF-8.") from None
        except pl.exceptions.NoDataError:
            raise ScenarioError(file, "Datei", "Die Datei ist leer.") from None
        except pl.exceptions.PolarsError:
            raise ScenarioError(
                file, "Datei", "Erwartet wird eine CSV-Tabelle mit gleich vielen Spalten je Zeile."
            ) from None


def _simple(said: SimplePart) -> SimpleAnswer:
    return simple_answer(
        start_share=said.start_share,
        target=said.target,
        hire_share=said.hire_share,
        exit_rate=said.exit_rate,
        exit_rate_others=said.exit_rate_others,
        replacement=said.replacement,
        start_year=said.start_year,
        staff=said.staff,
        years=said.years,
    )


def _rulebook(rates: RatesPart) -> Rulebook:
    def rules(given: float | tuple[Any, ...]) -> tuple[Rule, ...]:
        return (Rule(given),) if isinstance(given, int | float) else tuple(Rule(**one.model_dump()) for one in given)

    return Rulebook(
        retire=rules(rates.retire),
        leave=rules(rates.leave),
        transfer=rules(rates.transfer),
        promote=rules(rates.promote),
        entry_ages=rates.entry_ages,
        entry_levels=rates.entry_levels,
    )
