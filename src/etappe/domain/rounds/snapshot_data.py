"""A snapshot as values: what reports, the chain and the steering pages read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from etappe.interop.fuzzy_dates import FuzzyDate, Precision


@dataclass(frozen=True)
class UnitThen:
    """A unit as it was called."""

    id: int
    name: str
    short: str
    kind: str
    authority: str


@dataclass(frozen=True)
class ProgrammeThen:
    """The programme."""

    id: int
    title: str
    period: FuzzyDate | None


@dataclass(frozen=True)
class RoundThen:
    """The round and its dates."""

    id: int
    title: str
    reporting_date: date
    deadline: date
    opened_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True)
class PreviousRound:
    """The closed round before, and the SHA-256 of its snapshot."""

    id: int
    title: str
    reporting_date: date
    digest: str


@dataclass(frozen=True)
class GoalThen:
    """A goal."""

    id: int
    number: str
    title: str
    field_number: int
    influence: str
    deadline: FuzzyDate | None
    indicator: str
    target_value: str


@dataclass(frozen=True)
class RequestThen:
    """What became of the request to one unit. ``deputy``: the department above it."""

    id: int
    unit: UnitThen
    deputy: UnitThen | None
    state: str
    asked: int
    confirmed: int
    sent_at: datetime | None
    answered_at: datetime | None
    passed_on_to: UnitThen | None

    @property
    def has_answered(self) -> bool:
        """Whether the unit has answered for all it was asked."""
        return self.passed_on_to is None and self.asked > 0 and self.confirmed == self.asked


@dataclass(frozen=True)
class MilestoneThen:
    """A milestone and whether it had been reached."""

    id: int
    title: str
    due: FuzzyDate | None
    reached_on: date | None


@dataclass(frozen=True)
class FileThen:
    """A file that came with a reply."""

    name: str
    digest: str


@dataclass(frozen=True)
class ReplyThen:
    """The confirmed answer for a measure; ``obstacles`` are codes, their words stand in ``SnapshotData.words``."""

    state: str
    sentence: str
    obstacles: tuple[str, ...]
    forecast: FuzzyDate | None
    spent: Decimal | None
    unchanged: bool
    channel: str
    confirmed_at: datetime | None
    confirmed_by: str
    files: tuple[FileThen, ...]


@dataclass(frozen=True)
class MeasureThen:
    """A measure as it stood. ``asked`` is None where it was not part of the round, ``reply`` where nobody answered.

    ``previous_state``: the state in the closed round before, empty where there was none.
    """

    id: int
    number: int
    title: str
    description: str
    field_number: int
    field_name: str
    goal_number: str
    goal_title: str
    owner: UnitThen | None
    deputy: UnitThen | None
    partners: tuple[str, ...]
    influence: str
    target_groups: tuple[str, ...]
    place: str
    start: FuzzyDate | None
    deadline: FuzzyDate | None
    budget: Decimal | None
    funding_source: str
    output: str
    outcome: str
    indicator: str
    target_value: str
    measure_state: str
    is_public: bool
    is_example: bool
    milestones: tuple[MilestoneThen, ...]
    asked: UnitThen | None
    request_id: int | None
    reply: ReplyThen | None
    previous_state: str

    @property
    def owner_id(self) -> int | None:
        """Id of the unit that was responsible."""
        return self.owner.id if self.owner else None

    @property
    def is_silent(self) -> bool:
        """Whether somebody was asked and nobody answered."""
        return self.asked is not None and self.reply is None


@dataclass(frozen=True)
class SnapshotData:
    """A closed round. ``words`` holds the words of the time for ``states``, ``obstacles``, ``influences`` and
    ``measure_states``, by code.
    """

    municipality_name: str
    municipality_title: str
    ags: str
    is_example: bool
    programme: ProgrammeThen
    round: RoundThen
    previous: PreviousRound | None
    words: Mapping[str, Mapping[str, str]]
    goals: tuple[GoalThen, ...]
    requests: tuple[RequestThen, ...]
    measures: tuple[MeasureThen, ...]

    @property
    def silent(self) -> tuple[RequestThen, ...]:
        """The units that did not answer for everything they were asked."""
        return tuple(one for one in self.requests if one.passed_on_to is None and not one.has_answered)


def read(content: Mapping[str, Any]) -> SnapshotData:
    """Turn the content of a snapshot into values."""
    place = content["municipality"]
    return SnapshotData(
        municipality_name=place["name"],
        municipality_title=place["title"],
        ags=place["ags"],
        is_example=content["is_example"],
        programme=ProgrammeThen(**{**content["programme"], "period": _fuzzy(content["programme"]["period"])}),
        round=_round(content["round"]),
        previous=_previous(content["previous"]),
        words=content["words"],
        goals=tuple(GoalThen(**{**goal, "deadline": _fuzzy(goal["deadline"])}) for goal in content["goals"]),
        requests=tuple(_request(one) for one in content["requests"]),
        measures=tuple(_measure(one) for one in content["measures"]),
    )


def _round(one: Mapping[str, Any]) -> RoundThen:
    return RoundThen(
        id=one["id"],
        title=one["title"],
        reporting_date=date.fromisoformat(one["reporting_date"]),
        deadline=date.fromisoformat(one["deadline"]),
        opened_at=_moment(one["opened_at"]),
        closed_at=_moment(one["closed_at"]),
    )


def _previous(one: Mapping[str, Any] | None) -> PreviousRound | None:
    if one is None:
        return None
    return PreviousRound(**{**one, "reporting_date": date.fromisoformat(one["reporting_date"])})


def _request(one: Mapping[str, Any]) -> RequestThen:
    unit = _unit(one["unit"])
    if unit is None:
        raise ValueError("a request without a unit")
    return RequestThen(
        id=one["id"],
        unit=unit,
        deputy=_unit(one["deputy"]),
        state=one["state"],
        asked=one["asked"],
        confirmed=one["confirmed"],
        sent_at=_moment(one["sent_at"]),
        answered_at=_moment(one["answered_at"]),
        passed_on_to=_unit(one["passed_on_to"]),
    )


def _measure(one: Mapping[str, Any]) -> MeasureThen:
    goal, field = one["goal"] or {"number": "", "title": ""}, one["field"]
    same = (
        "id", "number", "title", "description", "influence", "place", "funding_source", "output", "outcome",
        "indicator", "target_value", "measure_state", "is_public", "is_example", "previous_state",
    )  # fmt: skip
    return MeasureThen(
        **{name: one[name] for name in same},
        field_number=field["number"],
        field_name=field["name"],
        goal_number=goal["number"],
        goal_title=goal["title"],
        owner=_unit(one["owner"]),
        deputy=_unit(one["deputy"]),
        partners=tuple(one["partners"]),
        target_groups=tuple(one["target_groups"]),
        start=_fuzzy(one["start"]),
        deadline=_fuzzy(one["deadline"]),
        budget=_money(one["budget"]),
        milestones=tuple(_milestone(step) for step in one["milestones"]),
        asked=_unit(one["asked"]),
        request_id=one["request"],
        reply=_reply(one["reply"]),
    )


def _milestone(one: Mapping[str, Any]) -> MilestoneThen:
    reached = date.fromisoformat(one["reached_on"]) if one["reached_on"] else None
    return MilestoneThen(one["id"], one["title"], _fuzzy(one["due"]), reached)


def _reply(one: Mapping[str, Any] | None) -> ReplyThen | None:
    if one is None:
        return None
    return ReplyThen(
        state=one["state"],
        sentence=one["sentence"],
        obstacles=tuple(one["obstacles"]),
        forecast=_fuzzy(one["forecast"]),
        spent=_money(one["spent"]),
        unchanged=one["unchanged"],
        channel=one["channel"],
        confirmed_at=_moment(one["confirmed_at"]),
        confirmed_by=one["confirmed_by"],
        files=tuple(FileThen(file["name"], file["digest"]) for file in one["files"]),
    )


def _unit(one: Mapping[str, Any] | None) -> UnitThen | None:
    return UnitThen(**one) if one is not None else None


def _fuzzy(one: Mapping[str, str] | None) -> FuzzyDate | None:
    if one is None:
        return None
    return FuzzyDate(
        start=date.fromisoformat(one["from"]),
        end=date.fromisoformat(one["until"]),
        precision=Precision(one["precision"]),
        words=one["words"],
    )


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _money(text: str | None) -> Decimal | None:
    return Decimal(text) if text is not None else None
