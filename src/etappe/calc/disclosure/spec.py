"""SPEC.toml and the files it names: tables, hierarchies and earlier releases, read with care for every code.

Codes are text: leading zeros stay. What cannot be used is refused with file, line and what was expected.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from etappe.calc.disclosure.columns import status_among
from etappe.calc.disclosure.errors import ContradictionError
from etappe.calc.disclosure.hierarchies import TOTAL, Hierarchy
from etappe.calc.disclosure.rules import Attacker, Rules
from etappe.calc.disclosure.specmodel import SpecError, SpecModel, TablePart, load
from etappe.calc.disclosure.tables import Table, Universe
from etappe.calc.disclosure.tables.table import EXACT

Trees = Mapping[str, tuple[Hierarchy, ...]]


@dataclass(frozen=True)
class Spec:
    """SPEC.toml with its folder; the files it names are read on demand.

    Attributes
    ----------
    path
        Where it lies; other files are looked up from there.
    model
        What it says.
    """

    path: Path
    model: SpecModel

    @classmethod
    def read(cls, path: Path) -> Spec:
        """Read SPEC.toml; see :func:`~etappe.calc.disclosure.specmodel.load` for errors."""
        return cls(path, load(path))

    @property
    def rules(self) -> Rules:
        """What must hold."""
        rule = self.model.rule
        names = ("minimum", "width", "protect_zeros", "protect_groups", "sensitive")
        return Rules(**{name: getattr(rule, name) for name in names})

    @property
    def attacker(self) -> Attacker:
        """Against whom."""
        return Attacker(**self.model.attacker.model_dump())

    def tables(self) -> tuple[Table, ...]:
        """Read all tables.

        Raises
        ------
        SpecError
            With file, line and what was expected.
        HierarchyError, TableError, ContradictionError
            If hierarchies are no trees, counts none of people, or given totals contradict their parts.
        """
        frames = [(part, self._counts(part)) for part in self.model.table]
        trees = self._trees(frames)
        return tuple(_table(part, frame, trees) for part, frame in frames)

    def history(self) -> tuple[pl.DataFrame, ...]:
        """Tables of the earlier releases: dimension columns, ``value`` (null where withheld), ``status``."""
        frames: list[pl.DataFrame] = []
        for part in self.model.history:
            folder = self.path.parent / part.published
            if not folder.is_dir():
                raise SpecError(self.path.name, "history.published", f"Den Ordner „{part.published}“ gibt es nicht.")
            found = [read_published(file) for file in sorted(folder.glob("*.csv"))]
            if not found:
                raise SpecError(self.path.name, "history.published", f"Im Ordner „{part.published}“ liegt keine CSV.")
            frames += found
        return tuple(frames)

    def _trees(self, frames: Iterable[tuple[TablePart, pl.DataFrame]]) -> Trees:
        named = {name: (files,) if isinstance(files, str) else files for name, files in self.model.hierarchies.items()}
        trees = {name: tuple(self._hierarchy(file) for file in files) for name, files in named.items()}
        flat: dict[str, set[str]] = {}
        for part, frame in frames:
            for name in part.dimensions:
                if name not in trees:
                    flat.setdefault(name, set()).update(frame[name].unique().to_list())
        codes = {name: sorted(found - {TOTAL}) for name, found in flat.items()}
        for part, _ in frames:
            empty = [name for name in part.dimensions if codes.get(name) == []]
            if empty:
                raise SpecError(
                    part.data,
                    f"Spalte {empty[0]}",
                    "Erwartet wird mindestens ein Code außer Total: Ohne Hierarchie sind Codes nur von hier bekannt.",
                )
        return {**trees, **{name: (Hierarchy(name, dict.fromkeys(some, "")),) for name, some in codes.items()}}

    def _hierarchy(self, file: str) -> Hierarchy:
        frame = _read_csv(self.path.parent / file, file)
        _need_columns(frame, ("code", "parent"), file)
        filled = frame.with_columns(pl.col("code", "parent").fill_null("").str.strip_chars())
        return Hierarchy.from_rows(file, filled.select("code", "parent").rows())

    def _counts(self, part: TablePart) -> pl.DataFrame:
        frame = _read_csv(self.path.parent / part.data, part.data)
        _need_columns(frame, (*part.dimensions, "freq"), part.data)
        codes = [pl.col(name).str.strip_chars() for name in part.dimensions]
        missing = frame.select(pl.any_horizontal(pl.col(*part.dimensions).is_null()).alias("none"))["none"]
        if missing.any():
            raise SpecError(part.data, f"Zeile {_line(missing)}", "In jeder Zeile steht in jeder Dimension ein Code.")
        return frame.select(*codes, _whole_numbers(frame["freq"], part.data))


def _line(wrong: pl.Series) -> int:
    """Line in the file of the first row that is wrong; the head is line 1."""
    return int(wrong.arg_true()[0]) + 2


def _read_csv(path: Path, name: str) -> pl.DataFrame:
    """All columns as text; blank lines at the end do not count."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            head = file.readline()
        separator = max(",;\t", key=head.count)
        frame = pl.read_csv(path, infer_schema=False, separator=separator)
    except FileNotFoundError:
        raise SpecError(name, "Datei", "Die Datei gibt es nicht.") from None
    except OSError as error:
        raise SpecError(name, "Datei", f"Die Datei lässt sich nicht lesen ({error.strerror}).") from error
    except UnicodeDecodeError:
        raise SpecError(name, "Datei", "Erwartet wird Text in UTF-8.") from None
    except pl.exceptions.NoDataError:
        raise SpecError(name, "Datei", "Die Datei ist leer.") from None
    except pl.exceptions.PolarsError:
        raise SpecError(name, "Datei", "Erwartet wird eine CSV-Tabelle mit gleich vielen Spalten je Zeile.") from None
    filled = frame.select(pl.any_horizontal(pl.all().is_not_null()).alias("any"))["any"].arg_true()
    return frame.head(int(filled[-1]) + 1 if filled.len() else 0)


def _need_columns(frame: pl.DataFrame, names: Iterable[str], file: str) -> None:
    missing = [name for name in names if name not in frame.columns]
    if missing:
        raise SpecError(
            file, "Zeile 1", f"Erwartet wird eine Spalte „{missing[0]}“; vorhanden sind {', '.join(frame.columns)}."
        )


def _whole_numbers(counts: pl.Series, file: str) -> pl.Series:
    text = counts.fill_null("").str.strip_chars()
    numbers = text.cast(pl.Int64, strict=False)
    problems = {
        "Hier fehlt die Anzahl.": text == "",
        "Negative Anzahlen gibt es nicht": text.str.contains(r"^-[\d.,]+$"),
        "Erwartet wird eine ganze Zahl ohne Punkt und Komma": ~text.str.contains(r"^-?\d+$"),
        "Die Anzahl ist größer als 2⁵³ und wäre nicht mehr genau": numbers.is_null() | (numbers > EXACT),
    }
    for expected, wrong in problems.items():
        if wrong.any():
            line = _line(wrong)
            given = f" (gegeben: „{text[line - 2]}“)." if text[line - 2] else ""
            raise SpecError(file, f"Zeile {line}, Spalte freq", expected + given)
    return numbers.alias("freq")


def _table(part: TablePart, frame: pl.DataFrame, trees: Trees) -> Table:
    """The table; rows with totals or groups are not needed but, where given, must be the sums of their parts."""
    used = {name: trees[name] for name in part.dimensions}
    is_sum = pl.any_horizontal([pl.col(name).is_in(list(tree[0].children)) for name, tree in used.items()])
    sums, inner = frame.filter(is_sum), frame.filter(~is_sum)
    table = Table(part.name, part.dimensions, used, inner)
    if not sums.is_empty():
        _check_sums(Universe.build([table]), sums, part)
    return table


def _check_sums(universe: Universe, sums: pl.DataFrame, part: TablePart) -> None:
    names = list(part.dimensions)
    joined = sums.join(universe.frame(0), on=names, how="left")
    wrong = joined.filter(pl.col("value").is_null() | (pl.col("value") != pl.col("freq")))
    if not wrong.is_empty():
        row = wrong.row(0, named=True)
        cell = " × ".join(row[name] for name in names)
        raise ContradictionError(
            f"{part.data}: the total {cell} is given as {row['freq']}, but its parts add up to {row['value']}.",
            file=part.data,
            cell=cell,
            given=row["freq"],
            sum=row["value"],
        )


def read_published(path: Path) -> pl.DataFrame:
    """A published table: dimension columns as text, ``value`` (null where withheld), ``status``.

    Raises
    ------
    SpecError
        With file, line and what was expected.
    """
    frame = _read_csv(path, path.name)
    status = status_among(frame.columns)
    _need_columns(frame, ("value", status), path.name)
    text = frame["value"].fill_null("").str.strip_chars()
    numbers = text.cast(pl.Int64, strict=False)
    wrong = (text != "") & (numbers.is_null() | (numbers < 0))
    if wrong.any():
        raise SpecError(path.name, f"Zeile {_line(wrong)}, Spalte value", "Erwartet wird eine Anzahl oder nichts.")
    odd = ~frame[status].fill_null("").is_in(["published", "primary", "secondary"])
    if odd.any():
        raise SpecError(
            path.name, f"Zeile {_line(odd)}, Spalte {status}", "Erwartet wird published, primary oder secondary."
        )
    hidden = (frame[status] != "published") & (text != "")
    if hidden.any():
        raise SpecError(path.name, f"Zeile {_line(hidden)}", "Eine zurückgehaltene Zelle hat trotzdem einen Wert.")
    return frame.with_columns(numbers.alias("value"))
