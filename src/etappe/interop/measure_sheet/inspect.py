"""Look into an XLSX file before anything reads it: is it one, is it harmless, are there formulas or merged cells?

Reading a workbook gives the last computed value of a formula, without saying so, and lays out a table as large as its
farthest cell. Both are found here by walking once through the XML of the sheet, with a limit on what may be unpacked.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

import defusedxml.ElementTree as SafeTree

MAX_BYTES = 200_000_000
"""Largest file accepted, in bytes."""
MAX_UNPACKED = 400_000_000
"""Most bytes the parts of the file may have unpacked, together."""
MAX_RATIO = 200
"""A part that unpacks to more than this many times its size is a bomb (spreadsheets reach about 20)."""
MAX_PARTS = 2_000
_CHUNK = 1 << 16
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class UnusableFile(ValueError):
    """The file cannot be read as a spreadsheet; the message is German and says what to do."""

    def __init__(self, message: str, expected: str = "eine Datei im Format .xlsx.") -> None:
        super().__init__(message)
        self.expected = expected


class TooManyRows(UnusableFile):
    """The sheet is longer than what is read of it."""


@dataclass
class SheetFacts:
    """What a walk through one sheet found.

    Formulas as (row from 1, column from 0), merged ranges as (top, left, bottom, right), the farthest filled cell
    from 1.
    """

    formulas: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    last_row: int = 0
    last_column: int = 0


def open_package(data: bytes) -> zipfile.ZipFile:
    """The file as a package whose parts may be unpacked; raises `UnusableFile`."""
    if len(data) > MAX_BYTES:
        size = len(data) // 1_000_000
        raise UnusableFile(
            f"Die Datei ist {size} MB groß.", "höchstens 200 MB; meist helfen weniger Bilder oder Blätter."
        )
    if not data:
        raise UnusableFile("Die Datei ist leer.")
    _refuse_other_kinds(data)
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise UnusableFile("Die Datei ist beschädigt und lässt sich nicht öffnen.") from error
    if "xl/workbook.xml" not in names:
        raise UnusableFile(_other_package(names))
    _refuse_bomb(package)
    try:
        _refuse_false_sizes(package, data)
    except (zlib.error, struct.error) as error:
        raise UnusableFile("Die Datei ist beschädigt und lässt sich nicht entpacken.") from error
    return package


def _refuse_other_kinds(data: bytes) -> None:
    if data.startswith(b"PK"):
        return
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnusableFile(
            "Die Datei ist mit einem Kennwort geschützt oder in einem alten Excel-Format (.xls) gespeichert."
        )
    if data.startswith(b"%PDF"):
        raise UnusableFile("Das ist ein PDF und keine Tabelle.")
    raise UnusableFile(
        "Das ist keine Excel-Datei.", "eine .xlsx-Datei; Text aus anderen Tabellen lässt sich auch einfügen."
    )


def _other_package(names: set[str]) -> str:
    if "word/document.xml" in names:
        return "Das ist ein Word-Dokument und keine Tabelle."
    if "content.xml" in names:
        return "Das ist eine OpenDocument-Datei. Speichern Sie die Tabelle bitte als .xlsx."
    if "xl/workbook.bin" in names:
        return "Das ist eine binäre Excel-Datei (.xlsb). Speichern Sie die Tabelle bitte als .xlsx."
    return "Das ist ein Archiv und keine Excel-Datei."


def _refuse_bomb(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    unpacked = sum(part.file_size for part in parts)
    dense = any(part.file_size > 10_000_000 and part.file_size > MAX_RATIO * part.compress_size for part in parts)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or dense:
        raise UnusableFile("Die Datei würde beim Entpacken unverhältnismäßig groß und wurde deshalb nicht geöffnet.")
    if any(part.flag_bits & 1 for part in parts):
        raise UnusableFile("Die Datei ist mit einem Kennwort geschützt.")


def _refuse_false_sizes(package: zipfile.ZipFile, data: bytes) -> None:
    """Unpack every part once, counting: a part may not be larger than the directory of the file says."""
    for part in package.infolist():
        if part.compress_type == zipfile.ZIP_STORED:
            continue
        name_length, extra_length = struct.unpack_from("<HH", data, part.header_offset + 26)
        start = part.header_offset + 30 + name_length + extra_length
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        unpacked = 0
        for at in range(start, start + part.compress_size, _CHUNK):
            unpacked += len(stream.decompress(data[at : min(at + _CHUNK, start + part.compress_size)]))
            if unpacked > part.file_size:
                raise UnusableFile("Die Datei ist größer, als sie angibt, und wurde deshalb nicht geöffnet.")


def sheet_paths(package: zipfile.ZipFile) -> dict[str, str]:
    """Path of the XML of each visible or hidden worksheet, by its name, in the order of the tabs."""
    try:
        workbook = SafeTree.fromstring(package.read("xl/workbook.xml"))
        relations = SafeTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    except Exception as error:  # damaged XML, a part that is missing or does not unpack: all the same to the user
        raise UnusableFile("Die Datei ist beschädigt und lässt sich nicht lesen.") from error
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    paths = {}
    for sheet in (element for element in workbook.iter() if _local(element.tag) == "sheet"):
        relation = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
        target = targets.get(relation, "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path in package.namelist():
            paths[sheet.get("name", "")] = path
    return paths


def _local(tag: str) -> str:
    """The name without its namespace, in which the strict form of the format differs from the usual one."""
    return tag.rpartition("}")[2]


def inspect_sheet(package: zipfile.ZipFile, path: str, *, most_rows: int | None = None) -> SheetFacts:
    """Walk through one sheet; raises `UnusableFile` where it is damaged or declares entities.

    With ``most_rows`` the walk ends at the first filled row beyond, with `TooManyRows`; what follows is never read.
    """
    walker = _Walker(most_rows)
    try:
        with package.open(path) as part:
            walker.walk(part)
    except UnusableFile:
        raise
    except (expat.ExpatError, zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError) as error:
        raise UnusableFile("Die Datei ist beschädigt und lässt sich nicht lesen.") from error
    return walker.facts


class _Walker:
    """Collects facts from the events of one sheet. Cells without reference follow the one before them."""

    def __init__(self, most_rows: int | None) -> None:
        self.facts = SheetFacts()
        self._most_rows = most_rows
        self._row = 0
        self._column = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EntityDeclHandler = self._entity
        self._parser.buffer_text = True

    def walk(self, part: IO[bytes]) -> None:
        while chunk := part.read(_CHUNK):
            self._parser.Parse(chunk, False)
        self._parser.Parse(b"", True)

    def _entity(self, *_: object) -> None:
        raise UnusableFile("Die Datei enthält Anweisungen, die nicht in eine Tabelle gehören.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
        elif tag == "c":
            self._cell(attributes.get("r"))
        elif tag in {"v", "is"}:
            self.facts.last_row = max(self.facts.last_row, self._row)
            self._refuse_too_many()
            self.facts.last_column = max(self.facts.last_column, self._column)
        elif tag == "f":
            self.facts.formulas.append((self._row, self._column - 1))
        elif tag == "mergeCell":
            self._merged(attributes.get("ref", ""))

    def _refuse_too_many(self) -> None:
        if self._most_rows is not None and self._row > self._most_rows:
            raise TooManyRows(
                f"Die Tabelle hat mehr als {self._most_rows} Zeilen; weiter wurde sie nicht gelesen.",
                "die Tabelle, die verschickt wurde, ohne weitere Zeilen.",
            )

    def _cell(self, reference: str | None) -> None:
        match = _REFERENCE.fullmatch(reference) if reference else None
        if match is None:
            self._column += 1
            return
        self._column = _column_number(match[1])
        self._row = int(match[2])

    def _merged(self, reference: str) -> None:
        corners = _REFERENCE.findall(reference)
        if len(corners) == 2:
            (left, top), (right, bottom) = corners
            self.facts.merged.append((int(top), _column_number(left) - 1, int(bottom), _column_number(right) - 1))


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
