"""Types of single values in requests and answers: fuzzy dates, money, choices, references, pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Generic, TypeVar

from django.db.models import Model, QuerySet, TextChoices
from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from etappe.interop.fuzzy_dates import FuzzyDate, UnreadableDate, parse_fuzzy_date

T = TypeVar("T")
LARGEST_ID = 2**63 - 1
LARGEST_PAGE = 200
LONGEST_TEXT = 20_000


class Entry(BaseModel):
    """Base of everything that is sent in: unknown names are refused, so that a slip of the pen is noticed."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


def _without_defaults(schema: dict[str, Any]) -> None:
    for entry in schema["properties"].values():
        entry.pop("default", None)


class Change(Entry):
    """Base of what changes an object: only fields that are sent count, so none of them has a default."""

    model_config = ConfigDict(json_schema_extra=_without_defaults)


class OneOf:
    """Marks a string as one of the values of ``choices``; the schema lists them with their German labels."""

    def __init__(self, choices: type[TextChoices]) -> None:
        self.choices = choices

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Accept the values and nothing else."""
        return core_schema.literal_schema(list(self.choices.values))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """List the values, and say in the description what each of them means."""
        meaning = ", ".join(f"`{value}` {label}" for value, label in self.choices.choices)
        return {"type": "string", "enum": list(self.choices.values), "description": meaning}


class FuzzyOut(BaseModel):
    """A date as precise as it is known: a period, its precision, and the words it was written in."""

    since: date = Field(alias="from", description="First day of the period.", examples=["2005-03-01"])
    until: date = Field(description="Last day of the period; for a deadline the day that counts.")
    precision: str = Field(description="How precise the words are.", examples=["season"])
    words: str = Field(description="As it was written.", examples=["Frühjahr 2005"])

    model_config = ConfigDict(serialize_by_alias=True)


def fuzzy(value: FuzzyDate | None) -> FuzzyOut | None:
    """Return a fuzzy date as it is sent out."""
    if value is None:
        return None
    return FuzzyOut.model_validate(
        {"from": value.start, "until": value.end, "precision": value.precision.value, "words": value.words}
    )


class _Words:
    """Reads a fuzzy date from plain words."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        text = core_schema.str_schema(min_length=1, max_length=80)
        return core_schema.no_info_after_validator_function(_read_words, text)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {
            "type": "string",
            "minLength": 1,
            "maxLength": 80,
            "description": "A date in plain words, as precise as it is known.",
            "examples": ["31.12.2027", "Frühjahr 2005", "Ende März 2026", "2009/2010"],
        }


def _read_words(words: str) -> FuzzyDate:
    try:
        return parse_fuzzy_date(words)
    except UnreadableDate as error:
        raise PydanticCustomError("fuzzy_date", "{why}", {"why": str(error)}) from None


DateWords = Annotated[FuzzyDate, _Words()]
"""A fuzzy date in a request: plain words."""


def _without_control(text: str) -> str:
    if any(ord(letter) < 32 and letter not in "\n\r\t" for letter in text):
        message = _("Der Text enthält Steuerzeichen. Bitte ohne sie schicken.")
        raise PydanticCustomError("control_characters", "{why}", {"why": message})
    return text


def _amount(text: str) -> Decimal:
    return Decimal(text)


Text = Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(_without_control)]
"""Any text a person may write; the shorter limits of single fields are the domain's to check."""

Title = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_without_control)]
"""A line of text that may not be empty."""

Id = Annotated[int, Field(ge=1, le=LARGEST_ID, examples=[17])]
"""The number of an object, as answers give it."""

Version = Annotated[
    int | None,
    Field(
        ge=1,
        le=2**31 - 1,
        description="The `version` you have read. Where somebody else has changed the same fields since, "
        "the answer is 409 and shows theirs; without it your values win.",
        examples=[3],
    ),
]

Amount = Annotated[
    str,
    Field(pattern=r"^[0-9]{1,10}(\.[0-9]{1,2})?$", description="Euro, as a decimal string.", examples=["12500.00"]),
    AfterValidator(_amount),
]
"""An amount of money in a request; the view receives a ``Decimal``."""


def money(value: Decimal | None) -> str | None:
    """Return an amount with two decimals as it is sent out."""
    return None if value is None else f"{value:.2f}"


class Ref(BaseModel):
    """Points at another object."""

    id: int = Field(description="Its number.")
    name: str = Field(description="How it is called.", examples=["Amt 51"])


def ref(obj: Model | None) -> Ref | None:
    """Point at ``obj``."""
    return None if obj is None else Ref(id=obj.pk, name=str(obj))


def named(obj: Model) -> Ref:
    """Point at an object that is always there."""
    return Ref(id=obj.pk, name=str(obj))


class Paging(Entry):
    """Which part of a list."""

    page: int = Field(1, ge=1, le=1_000_000, description="Page, counted from 1.")
    size: int = Field(40, ge=1, le=LARGEST_PAGE, description=f"Objects a page, at most {LARGEST_PAGE}.")


class Page(BaseModel, Generic[T]):
    """A part of a list."""

    items: list[T] = Field(description="The objects of this page.")
    total: int = Field(description="How many objects the whole list has.")
    page: int = Field(description="Page, counted from 1.")
    size: int = Field(description="Objects a page.")


def page_of(found: QuerySet[Any], paging: Paging, shown: Callable[[Any], T]) -> Page[T]:
    """Cut a page out of ``found``, in two queries plus those of the prefetches."""
    start = (paging.page - 1) * paging.size
    rows = found[start : start + paging.size]
    return Page[Any](items=[shown(row) for row in rows], total=found.count(), page=paging.page, size=paging.size)
