"""The example data hangs together: every reference resolves, every fact has a source, what is made up says so."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import etappe
from etappe.documents import Kind, MatchState, check, match_findings
from etappe.interop.ags import is_ags
from etappe.interop.fuzzy_dates import FuzzyDate, parse_fuzzy_date
from etappe.interop.paper_numbers import parse_paper_number

DATA = Path(etappe.__file__).parent / "demo" / "data"
CITY = DATA / "musterhafen"
TODAY = date(2026, 11, 22)
FUZZY_KEYS = {
    "when",
    "since",
    "signed",
    "founded",
    "contract_signed",
    "dated",
    "period",
    "implementation",
    "start",
    "deadline",
}
FUZZY_KEYS |= {"due", "groups_until", "valid_from_words"}
UNSOURCED = {"consultations", "sessions", "version", "demands"}
"""Parts that share the source of the entry they belong to."""

Row = dict[str, str]


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";", strict=True))


def toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def many(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def entries(document: Any, owner: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every table of a TOML document with the key it stands under."""
    if isinstance(document, dict):
        yield owner, document
        for key, value in document.items():
            yield from entries(value, key)
    elif isinstance(document, list):
        for value in document:
            yield from entries(value, owner)


def mentioned(table: dict[str, Any]) -> list[str]:
    """Numbers of the papers an entry refers to."""
    single = [table[key] for key in ("paper", "report_paper") if isinstance(table.get(key), str)]
    several = table.get("papers", [])
    return [*single, *several]


def text_of(path: Path) -> str:
    return re.sub(r"\s+", " ", path.read_text(encoding="utf-8"))


TOML_FILES = sorted(DATA.rglob("*.toml"))
CSV_FILES = sorted(DATA.rglob("*.csv"))
NAMES = [str(path.relative_to(DATA)) for path in TOML_FILES]
CITY_FILE, COUNCIL, CONFERENCE = (toml(CITY / f"{name}.toml") for name in ("city", "council", "conference"))
MEASURES, GOALS = rows(CITY / "measures.csv"), rows(CITY / "goals.csv")
RECOMMENDATIONS, MILESTONES = rows(CITY / "recommendations.csv"), rows(CITY / "milestones.csv")
UNITS = {unit["short"] for unit in CITY_FILE["unit"]}
ORGANISATIONS = {organisation["name"] for organisation in CITY_FILE["organisation"]}


@pytest.mark.parametrize("path", TOML_FILES, ids=NAMES)
def test_every_entry_has_a_source_or_says_that_it_is_made_up(path: Path) -> None:
    statement_source = "point" if path.name == "statement.toml" else None
    for key, table in entries(toml(path)):
        if key and key not in UNSOURCED | {statement_source}:
            assert bool(table.get("source")) != bool(table.get("example")), (key, table)


@pytest.mark.parametrize("path", CSV_FILES, ids=[str(path.relative_to(DATA)) for path in CSV_FILES])
def test_every_row_has_a_source_or_says_that_it_is_made_up(path: Path) -> None:
    for row in rows(path):
        assert bool(row.get("source")) != (row["example"] == "true"), row
        assert None not in row, row


@pytest.mark.parametrize("path", TOML_FILES, ids=NAMES)
def test_dates_and_paper_numbers_can_be_read(path: Path) -> None:
    for owner, table in entries(toml(path)):
        for key in FUZZY_KEYS & set(table):
            assert parse_fuzzy_date(table[key], year=table.get("year")).words == table[key]
        numbers = [table["number"]] if owner == "paper" else mentioned(table)
        assert all(parse_paper_number(number).year for number in numbers)


@pytest.mark.parametrize("path", sorted([*DATA.rglob("*.*")]), ids=lambda path: path.name)
def test_no_person_is_named(path: Path) -> None:
    found = re.findall(r"\b(?:Dr\.|Prof\.|Frau|Herr|Herrn)\s+[A-ZÄÖÜ]\w+", path.read_text(encoding="utf-8"))
    assert found == []


def test_municipalities_have_keys_and_counties() -> None:
    municipalities = {row["ags"]: row for row in rows(DATA / "municipalities.csv")}
    assert len(municipalities) == 20
    assert all(is_ags(ags) for ags in municipalities)
    for row in municipalities.values():
        assert (row["kind"] == "town") == bool(row["county"])
        assert not row["county"] or municipalities[row["county"]]["kind"] == "county"
    assert [row["name"] for row in municipalities.values() if row["example"] == "true"] == ["Musterhafen"]


def test_the_alliance_began_with_six_cities_and_its_members_exist() -> None:
    known = {row["ags"] for row in rows(DATA / "municipalities.csv")}
    members = toml(DATA / "alliance.toml")["member"]
    assert {member["municipality"] for member in members} <= known
    assert sum(member["since"] == "2008" for member in members) == 6
    for member in members:
        assert member["valid_from"] == parse_fuzzy_date(member["since"]).start


def test_units_form_a_tree_in_which_staff_units_do_not_decide() -> None:
    for name in ("musterhafen/city.toml", "duisburg.toml", "ennepe-ruhr.toml"):
        units = {unit["short"]: unit for unit in toml(DATA / name)["unit"]}
        for unit in units.values():
            assert unit.get("parent") is None or unit["parent"] in units
            assert unit.get("successor") is None or unit["successor"] in units
            assert (unit["kind"], unit["authority"]) != ("staff", "decides")


def test_fields_map_to_those_of_the_alliance() -> None:
    alliance = {field["number"] for field in toml(DATA / "alliance.toml")["field"]}
    for name, count in (("musterhafen/city.toml", 6), ("duisburg.toml", 6), ("ennepe-ruhr.toml", 4)):
        fields = toml(DATA / name)["field"]
        assert [field["number"] for field in fields] == list(range(1, count + 1))
        assert {field["alliance_field"] for field in fields} <= alliance


def test_papers_are_known_and_their_consultations_follow_one_another() -> None:
    committees = {committee["name"] for committee in COUNCIL["committee"]}
    papers = {parse_paper_number(paper["number"]).key for paper in COUNCIL["paper"]}
    assert len(papers) == len(COUNCIL["paper"])
    for paper in COUNCIL["paper"]:
        path = [parse_fuzzy_date(station["when"]) for station in paper["consultations"]]
        assert path == sorted(path)
        assert parse_fuzzy_date(paper["dated"]).start <= path[0].end
        for station, when in zip(paper["consultations"], path, strict=True):
            assert station["committee"] in committees
            assert ("outcome" in station) == (when.end <= TODAY), station
    for _, table in entries([CITY_FILE, CONFERENCE, COUNCIL["stage"]]):
        assert {parse_paper_number(number).key for number in mentioned(table)} <= papers


def test_references_within_duisburg_resolve() -> None:
    city = toml(DATA / "duisburg.toml")
    papers = {paper["number"] for paper in city["paper"]}
    committees = {committee["name"] for committee in city["committee"]}
    for table in (*city["stage"], *city["resolution"], *city["guideline"], city["programme"]):
        assert set(mentioned(table)) <= papers
    for table in (*city["resolution"], *city["meeting"]):
        assert table["committee"] in committees
    groups = Counter(group["conference"] for group in city["group"])
    assert groups == {"integrationskonferenz-2005": 10, "ag-integration": 6}
    statement = toml(DATA / "statement.toml")
    assert statement["statement"]["author"] in {organisation["name"] for organisation in city["organisation"]}
    assert statement["statement"]["concept"] in {concept["title"] for concept in city["concept"]}
    assert [point["number"] for point in statement["point"]] == list(range(1, 9))


def test_stages_of_duisburg_stand_in_the_order_of_time() -> None:
    stages = toml(DATA / "duisburg.toml")["stage"]
    assert [stage["position"] for stage in stages] == list(range(1, len(stages) + 1))
    times = [parse_fuzzy_date(stage["when"], year=stage.get("year")) for stage in stages]
    spans = [(time.start, time.end) for time in times]
    assert spans == sorted(spans)
    assert {"Frühjahr 2005", "09. Mai 2005", "26. November 2005", "Ende März", "2009 / 2010"} <= {
        stage["when"] for stage in stages
    }


def test_ten_working_groups_met_as_often_as_the_concept_says() -> None:
    groups = CONFERENCE["group"]
    assert [group["number"] for group in groups] == list(range(1, 11))
    assert sum(len(group["sessions"]) for group in groups) == 46
    for group in groups:
        assert {group["lead_unit"], *group["units"]} <= UNITS
        assert set(group["organisations"]) <= ORGANISATIONS
        assert all(parse_fuzzy_date(session["when"]).start.year == 2024 for session in group["sessions"])


def test_recommendations_come_from_sentences_of_the_concept() -> None:
    concept = text_of(CITY / "concept.md")
    assert len(RECOMMENDATIONS) >= 40
    assert {row["state"] for row in RECOMMENDATIONS} == {"open", "accepted", "partly", "rejected", "done"}
    for row in RECOMMENDATIONS:
        assert row["concept_sentence"] in concept
        assert row["addressee_unit"] in UNITS
        assert 1 <= int(row["working_group"]) <= 10
        assert bool(row["reason"]) == (row["state"] in {"partly", "rejected"})


def test_the_reader_of_concepts_finds_these_sentences_and_statements_of_every_kind() -> None:
    findings = check((CITY / "concept.md").read_bytes(), "concept.md").findings
    read = {finding.text for finding in findings}
    assert {row["concept_sentence"] for row in RECOMMENDATIONS if row["concept_sentence"]} <= read
    assert {finding.kind for finding in findings} == set(Kind)


def test_the_revised_concept_has_the_same_changed_new_and_lost_statements() -> None:
    before, after = (check((CITY / name).read_bytes(), name).findings for name in ("concept.md", "concept-2026.md"))
    states = Counter(match.state for match in match_findings(before, after))
    assert set(states) == set(MatchState)
    assert states[MatchState.SAME] > 10 * states[MatchState.NEW]


def test_the_revised_concept_keeps_most_sentences_and_changes_some() -> None:
    def sentences(name: str) -> set[str]:
        return set(re.split(r"(?<=[a-zäöüß)][.!?]) ", text_of(CITY / name)))

    before, after = sentences("concept.md"), sentences("concept-2026.md")
    assert len(before & after) > 0.8 * len(before)
    assert len(before - after) >= 12
    assert len(after - before) >= 12


def test_goals_belong_to_fields_and_recommendations() -> None:
    known = {row["number"] for row in RECOMMENDATIONS}
    assert len(GOALS) >= 14
    for row in GOALS:
        assert row["number"].split(".")[0] == row["field"]
        assert set(many(row["recommendations"])) <= known
        assert not row["deadline"] or parse_fuzzy_date(row["deadline"])


def test_measures_fill_six_fields_and_every_state() -> None:
    assert len(MEASURES) >= 66
    assert min(Counter(row["field"] for row in MEASURES).values()) >= 8
    assert {row["state"] for row in MEASURES} == {"planned", "running", "delayed", "at_risk", "done", "stopped"}
    assert {row["influence"] for row in MEASURES} == {"steers", "coordinates", "informs"}
    assert [int(row["number"]) for row in MEASURES] == list(range(1, len(MEASURES) + 1))


def test_measures_refer_to_what_exists() -> None:
    goals = {row["number"]: row["field"] for row in GOALS}
    groups = {row["name"] for row in rows(CITY / "target_groups.csv")}
    accepted = {row["number"] for row in RECOMMENDATIONS if row["state"] != "rejected"}
    for row in MEASURES:
        assert not row["owner"] or row["owner"] in UNITS, row
        assert set(many(row["partners"])) <= UNITS | ORGANISATIONS, row
        assert set(many(row["target_groups"])) <= groups, row
        assert set(many(row["recommendations"])) <= accepted, row
        assert not row["goal"] or goals[row["goal"]] == row["field"], row
        assert not row["budget"] or Decimal(row["budget"]) >= 0, row
        assert len(row["title"]) <= 200


def due(row: Row) -> FuzzyDate | None:
    return parse_fuzzy_date(row["deadline"]) if row["deadline"] else None


def test_some_measures_are_overdue_some_complete_and_some_bare() -> None:
    late = [
        row
        for row in MEASURES
        if (when := due(row)) and when.end < TODAY and row["state"] in {"running", "delayed", "at_risk"}
    ]
    full = ("owner", "deadline", "indicator", "target_value", "target_groups", "place", "budget")
    complete = [row for row in MEASURES if all(row[key] for key in full)]
    bare = [row for row in MEASURES if sum(bool(row[key]) for key in full) <= 2]
    assert len(late) >= 5
    assert 15 <= len(complete) <= len(MEASURES) - 15
    assert len(bare) >= 3


def test_measures_do_not_end_before_they_begin() -> None:
    for row in MEASURES:
        when = due(row)
        if row["start"]:
            start = parse_fuzzy_date(row["start"])
            assert start.start.year >= 2012
            assert when is None or when.end >= start.start, row
        assert when is None or date(2024, 1, 1) <= when.end <= date(2028, 12, 31), row


def test_milestones_belong_to_measures_and_were_not_reached_in_the_future() -> None:
    known = {row["number"] for row in MEASURES}
    for row in MILESTONES:
        assert row["measure"] in known
        assert parse_fuzzy_date(row["due"])
        assert not row["reached_on"] or date.fromisoformat(row["reached_on"]) <= TODAY
    assert len({(row["measure"], row["position"]) for row in MILESTONES}) == len(MILESTONES)


def test_every_role_has_an_account_that_is_an_office() -> None:
    accounts = rows(DATA / "accounts.csv")
    in_city = {row["role"] for row in accounts if row["municipality"] == "05999000"}
    assert in_city == {
        "reader", "owner", "coordinator", "decider", "statistics", "personnel", "provider", "quarter", "privacy",
        "admin",
    }  # fmt: skip
    assert [row["alliance"] for row in accounts if row["role"] == "alliance"] == ["staedteregion-ruhr"]
    committees = {committee["name"] for committee in COUNCIL["committee"]}
    for row in accounts:
        assert re.fullmatch(r"[a-z0-9]+@[a-z-]+\.example", row["email"])
        if row["municipality"] == "05999000":
            assert not row["unit"] or row["unit"] in UNITS
            assert not row["organisation"] or row["organisation"] in ORGANISATIONS
            assert not row["committee"] or row["committee"] in committees
