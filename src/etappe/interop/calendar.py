"""Calendar feeds (iCalendar, RFC 5545): days on which something is due, as calendar programs subscribe to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

PRODUCT = "-//Etappe//Fristen//DE"
REFRESH = timedelta(hours=6)
"""How often calendar programs are asked to look for changes."""


@dataclass(frozen=True)
class CalendarEvent:
    """Something that is due on a day, or within days.

    Attributes
    ----------
    uid : str
        The same for the same thing for ever, unlike anything else anywhere.
    day, last_day : date
        First and last day, both included.
    sequence : int
        Grows with every change, from 0; calendar programs show the highest they have seen.
    changed : datetime or None
        When it was last changed, with its time zone; without it the day itself serves, so that the same data make
        the same bytes.
    cancelled : bool
        It stays in the feed and is shown as cancelled; what merely vanished would stay in some calendars for ever.
    """

    uid: str
    day: date
    last_day: date
    summary: str
    description: str = ""
    address: str = ""
    place: str = ""
    sequence: int = 0
    changed: datetime | None = None
    cancelled: bool = False


def write_calendar(name: str, events: Iterable[CalendarEvent]) -> bytes:
    """Return the feed called ``name``; the same events make the same bytes, in whatever order they come."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", " ".join(_plain(name).split()))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for event in sorted(events, key=lambda item: (item.day, item.uid)):
        calendar.add_component(_component(event))
    return bytes(calendar.to_ical(sorted=False))


def _component(event: CalendarEvent) -> Event:
    component = Event()
    component.add("uid", event.uid)
    component.add("dtstamp", event.changed or datetime.combine(event.day, time.min, tzinfo=UTC))
    component.add("sequence", event.sequence)
    component.add("dtstart", event.day)
    component.add("dtend", event.last_day + timedelta(days=1))  # the end of whole days is the day after
    component.add("summary", _plain(event.summary))
    for field, value in (("description", event.description), ("location", event.place), ("url", event.address)):
        if value:
            component.add(field, _plain(value))
    component.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    component.add("transp", "TRANSPARENT")  # a deadline takes no time of the day
    return component


def _plain(text: str) -> str:
    """Drop what no calendar program can show; the library takes care of commas, semicolons and line breaks."""
    return "".join(letter for letter in text if letter.isprintable() or letter == "\n")
