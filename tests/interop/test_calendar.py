"""Calendar feeds: readable by the library that reads calendars, stable, and honest about what was cancelled."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from etappe.interop.calendar import CalendarEvent, write_calendar

MEETING = CalendarEvent(
    uid="meeting-1@etappe.example",
    day=date(2027, 3, 14),
    last_day=date(2027, 3, 14),
    summary="Sozialausschuss; Sitzung, öffentlich",
    description="Erste Zeile\nZweite Zeile",
    address="https://etappe.example/gremien/1/",
    place="Rathaus, Raum 1",
    sequence=2,
    changed=datetime(2027, 1, 2, 8, 30, tzinfo=UTC),
)


def read(content: bytes) -> list[object]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_a_day_is_written_so_that_it_reads_back_the_same() -> None:
    (event,) = read(write_calendar("Fristen", [MEETING]))
    assert event["UID"] == MEETING.uid
    assert event.decoded("DTSTART") == date(2027, 3, 14)
    assert event.decoded("DTEND") == date(2027, 3, 15)
    assert str(event["SUMMARY"]) == MEETING.summary
    assert str(event["DESCRIPTION"]) == MEETING.description
    assert event.decoded("DTSTAMP") == MEETING.changed
    assert (event["SEQUENCE"], event["STATUS"], event["URL"]) == (2, "CONFIRMED", MEETING.address)


def test_what_is_cancelled_stays_and_says_so() -> None:
    gone = CalendarEvent("x@y", date(2027, 1, 1), date(2027, 1, 31), "Sitzung", cancelled=True)
    (event,) = read(write_calendar("Fristen", [gone]))
    assert event["STATUS"] == "CANCELLED"
    assert event.decoded("DTEND") == date(2027, 2, 1)


def test_the_same_data_make_the_same_bytes_in_any_order() -> None:
    other = CalendarEvent("a@y", date(2027, 1, 1), date(2027, 1, 1), "Frist")
    assert write_calendar("Fristen", [MEETING, other]) == write_calendar("Fristen", [other, MEETING])
    assert b"DTSTAMP:20270101T000000Z" in write_calendar("Fristen", [other])


def test_a_calendar_in_which_nothing_is_due_is_a_calendar() -> None:
    content = write_calendar("Nichts fällig", [])
    assert read(content) == []
    assert Calendar.from_ical(content)["X-WR-CALNAME"] == "Nichts fällig"


@given(st.text(max_size=300))
def test_no_text_breaks_out_of_its_line(text: str) -> None:
    content = write_calendar(text, [CalendarEvent("u@y", date(2027, 1, 1), date(2027, 1, 1), text, description=text)])
    (event,) = read(content)
    assert len(Calendar.from_ical(content).walk("VEVENT")) == 1
    assert event["UID"] == "u@y"
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
