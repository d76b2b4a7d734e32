"""Small shapes of pages: breadcrumbs, facts, history, what is missing, and the cards of the first page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from etappe.web.components.chain import Text


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the breadcrumb; the last one of a page has no `url`."""

    label: Text
    url: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """One detail that a commitment still lacks, and the address of the field in which it is entered."""

    label: Text
    url: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A named value of an object.

    An empty `value` is shown as “keine Angabe”, never as 0. `url` leads on from the value, `origin` opens where the
    value comes from, `edit_url` opens the group in which it is edited.
    """

    label: Text
    value: Text = ""
    url: str = ""
    origin: str = ""
    edit_url: str = ""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change: who (an office, never a person), when, what, and why if a reason was given."""

    who: Text
    when: datetime | date
    what: Text
    why: Text = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class TodayCard:
    """One thing that needs this person today: one number, one sentence, one button.

    `urgency` is *calm*, *soon* or *late*; only *late* is red. `due` is the deadline in words.
    """

    number: Text | int
    sentence: Text
    action: Text
    url: str
    due: Text = ""
    urgency: str = "calm"
