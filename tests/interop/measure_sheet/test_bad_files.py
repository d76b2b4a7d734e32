"""Files that are no measure sheet, or would do harm."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from etappe.interop.measure_sheet import MAX_BYTES, MeasureRow, read_sheet, write_sheet

GOOD = write_sheet([MeasureRow("Lotsen", number="1")])


def package(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "leer"),
        (b"Titel;Frist\nLotsen;2026\n", "keine Excel-Datei"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Kennwort"),
        (b"PK\x03\x04 und dann nichts", "beschädigt"),
        (GOOD[: len(GOOD) // 2], "beschädigt"),
        (package({"word/document.xml": b"<x/>"}), "Word-Dokument"),
        (package({"content.xml": b"<x/>"}), "OpenDocument"),
        (package({"xl/workbook.bin": b""}), "binäre Excel-Datei"),
        (package({"readme.txt": b"hallo"}), "Archiv"),
        (package({"xl/workbook.xml": b"<kaputt"}), "beschädigt"),
    ],
)
def test_another_kind_of_file_is_named(data: bytes, message: str) -> None:
    result = read_sheet(data)
    assert result.rows == ()
    assert message in str(result.errors[0])


def test_a_file_that_is_too_large_is_not_opened() -> None:
    assert "MB groß" in str(read_sheet(b"PK" + bytes(MAX_BYTES)).errors[0])


def test_a_zip_bomb_is_not_opened() -> None:
    bomb = package(parts_of(GOOD) | {"xl/media/image1.bmp": bytes(50_000_000)})
    assert "unverhältnismäßig groß" in str(read_sheet(bomb).errors[0])


def test_a_part_larger_than_it_says_is_not_opened() -> None:
    data = bytearray(package(parts_of(GOOD) | {"xl/extra.xml": bytes(1_000_000)}))
    size = struct.pack("<L", 1_000_000)
    at = data.rindex(size)
    data[at : at + 4] = struct.pack("<L", 1_000)
    assert "größer, als sie angibt" in str(read_sheet(bytes(data)).errors[0])


def test_entities_are_refused() -> None:
    parts = parts_of(GOOD)
    name = "xl/worksheets/sheet1.xml"
    parts[name] = b'<!DOCTYPE x [<!ENTITY a "b">]>' + parts[name].split(b"?>", 1)[1].strip()
    assert "Anweisungen" in str(read_sheet(package(parts)).errors[0])


def test_a_single_cell_far_away_does_not_make_a_giant_table() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Titel", "Frist"])
        sheet.write(1_048_575, 0, "weit unten")
    assert "reicht bis Zeile 1048576" in str(read_sheet(target.getvalue()).errors[0])


def test_a_sheet_that_is_too_wide_is_refused() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.add_worksheet().write(0, 16_383, "weit rechts")
    assert "reicht bis Spalte XFD" in str(read_sheet(target.getvalue()).errors[0])


def test_a_sheet_without_titles_says_which_titles_are_expected() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.add_worksheet().write_row(0, 0, ["Projekt", "Datum"])
    assert "Erwartet: eine Kopfzeile mit „Nr.“, „Titel“" in str(read_sheet(target.getvalue()).errors[0])


@settings(deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255))
def test_one_wrong_byte_never_breaks_the_reader(at: int, value: int) -> None:
    result = read_sheet(GOOD[:at] + bytes([value]) + GOOD[at + 1 :])
    assert result.rows or result.errors
