"""Measure the concept check against hand-made labels and write the tables of ``docs/concept-check.md``.

``python -m tests.documents.quality --write`` measures anew and replaces the part of the page between its markers.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from etappe.documents import Element, Kind, check
from etappe.documents.completeness import assess
from etappe.documents.model import ParagraphKind
from etappe.documents.statements.classify import Verdict, classify
from etappe.documents.statements.sentence import Context

ROOT = Path(__file__).resolve().parents[2]
LABELS = Path(__file__).with_name("labels")
SOURCES = ROOT.parent / "shared" / "sources"
PAGE = ROOT / "docs" / "concept-check.md"
START, END = "<!-- measured: start -->", "<!-- measured: end -->"
TEXTS = ("S2", "S3", "S4")
ASKING = (Kind.DEMAND, Kind.INTENT)
NAMES = {kind: kind.value for kind in Kind}


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled sentence: what people say it does, and what the rules say."""

    index: int
    label: Kind
    found: Kind

    @property
    def is_held_out(self) -> bool:
        """Sentences of odd index were never looked at while tuning."""
        return self.index % 2 == 1


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall with the counts behind them; a share without a denominator is ``None``."""

    right: int
    found: int
    labelled: int

    @property
    def precision(self) -> float | None:
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        return self.right / self.labelled if self.labelled else None


def sources_are_there() -> bool:
    """Whether the texts that the labels point into can be read."""
    return all((SOURCES / f"{name}.txt").is_file() for name in TEXTS)


def judge_source(name: str) -> list[Judged]:
    """Check one of the texts and compare sentence by sentence, found by overlap of place."""
    file = SOURCES / f"{name}.txt"
    text = file.read_text(encoding="utf-8")
    by_text = {finding.text: finding.kind for finding in check(file).findings}
    judged = []
    for row in rows(f"{name}.csv"):
        sentence = " ".join(text[int(row["start"]) : int(row["end"])].split())
        found = by_text.pop(sentence, Kind.BACKGROUND)
        judged.append(Judged(int(row["index"]), Kind(row["kind"]), found))
    unlabelled = [kind for kind in by_text.values() if kind.asks_for_action]
    return judged + [Judged(-1, Kind.BACKGROUND, kind) for kind in unlabelled]


def judge_own(file: str) -> list[Judged]:
    """Classify the made-up sentences of a label file."""
    return [Judged(index, Kind(row["kind"]), verdict.kind) for index, (row, verdict) in enumerate(_classified(file))]


def _classified(file: str) -> Iterator[tuple[dict[str, str], Verdict]]:
    for row in rows(file):
        path = (row["section"],) if row["section"] else ()
        yield row, classify(row["text"], Context(path, ParagraphKind(row["paragraph"]), row["lead"]))


def rows(file: str) -> list[dict[str, str]]:
    with (LABELS / file).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def score(judged: Iterable[Judged], kinds: tuple[Kind, ...]) -> Score:
    """Score one kind, or several taken together."""
    listed = list(judged)
    return Score(
        right=sum(j.label in kinds and j.found in kinds for j in listed),
        found=sum(j.found in kinds for j in listed),
        labelled=sum(j.label in kinds for j in listed),
    )


def element_scores(held_out_only: bool) -> dict[str, Score]:
    """Score what is found missing or present, and the addressee word by word, over the own statements."""
    counts = {element.value: [0, 0, 0] for element in Element} | {"addressee": [0, 0, 0]}
    for index, (row, verdict) in enumerate(_classified("own.csv")):
        if not (Kind(row["kind"]).asks_for_action and verdict.kind.asks_for_action) or (
            held_out_only and index % 2 == 0
        ):
            continue
        result = assess(verdict)
        expected = set(filter(None, row["present"].split("|")))
        for element in Element:
            _count(counts[element.value], element.value in expected, element not in result.missing)
        named, found = row["addressee"], result.addressee or ""
        tally = counts["addressee"]
        tally[0] += bool(named) and named == found
        tally[1] += bool(found)
        tally[2] += bool(named)
    return {name: Score(*tally) for name, tally in counts.items()}


def _count(tally: list[int], expected: bool, found: bool) -> None:
    tally[0] += expected and found
    tally[1] += found
    tally[2] += expected


def report() -> str:
    """Return the measured part of the page as Markdown."""
    sources = [judged for name in TEXTS for judged in judge_source(name)]
    own, blind = judge_own("own.csv"), judge_own("blind.csv")
    parts = [
        "### S2, S3 and S4, the half that was held out",
        _table([j for j in sources if j.is_held_out or j.index < 0]),
        "### S2, S3 and S4, the half the rules were tuned on",
        _table([j for j in sources if not j.is_held_out and j.index >= 0]),
        "### Own sentences, the half that was held out",
        _table([j for j in own if j.is_held_out]),
        "### Blind test: own sentences written after the rules were finished",
        _table(blind),
        "### Addressee and elements, own sentences, the half that was held out",
        _rows_of(element_scores(held_out_only=True).items()),
        "### Addressee and elements, all own sentences",
        _rows_of(element_scores(held_out_only=False).items()),
    ]
    return "\n\n".join(parts)


def _table(judged: list[Judged]) -> str:
    rows = [(NAMES[kind], score(judged, (kind,))) for kind in Kind]
    rows.append(("**demand and intent together**", score(judged, ASKING)))
    return _rows_of(rows)


def _rows_of(rows: Iterable[tuple[str, Score]]) -> str:
    lines = ["| | labelled | found | right | precision | recall |", "| --- | ---: | ---: | ---: | ---: | ---: |"]
    lines += [
        f"| {name} | {s.labelled} | {s.found} | {s.right} | {_share(s.precision)} | {_share(s.recall)} |"
        for name, s in rows
    ]
    return "\n".join(lines)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def write() -> None:
    """Replace the measured part of the page."""
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(START)
    after = rest.split(END)[1]
    PAGE.write_text(f"{before}{START}\n\n{report()}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    if "--write" in sys.argv:
        write()
    else:
        sys.stdout.write(report() + "\n")
