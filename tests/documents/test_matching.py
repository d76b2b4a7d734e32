"""Findings of a revised paper are matched by content, so that corrections survive."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from etappe.documents import Finding, Match, MatchState, check, match_findings
from etappe.documents.matching import Edit, word_diff

SENTENCES = (
    "Das Jugendamt muss die Elternarbeit an allen Schulen ausbauen.",
    "Man sollte die Öffnungszeiten der Bücherei verlängern.",
    "Rund ein Drittel der Kinder besucht keine Kita.",
    "Die Vereine sollen stärker gefördert werden.",
    "Es fehlt an bezahlbaren Wohnungen.",
    "Der Kreis wird bis 2027 zwei Stellen einrichten.",
    "Wir wollen den Dialog mit den Moscheegemeinden vertiefen.",
)
papers = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=12)


def _findings(sentences: list[str] | tuple[str, ...]) -> tuple[Finding, ...]:
    return check("\n\n".join(sentences).encode(), "a.md").findings


def _states(matches: tuple[Match, ...]) -> Counter[MatchState]:
    return Counter(match.state for match in matches)


@given(papers)
def test_a_paper_matches_itself(sentences: list[str]) -> None:
    findings = _findings(sentences)
    matches = match_findings(findings, findings)
    assert all(match.state is MatchState.SAME and match.old == match.new for match in matches)


@given(papers, papers)
def test_what_is_new_one_way_is_gone_the_other_way(first: list[str], second: list[str]) -> None:
    there = _states(match_findings(_findings(first), _findings(second)))
    back = _states(match_findings(_findings(second), _findings(first)))
    assert there[MatchState.SAME] == back[MatchState.SAME]
    assert there[MatchState.CHANGED] == back[MatchState.CHANGED]
    assert (there[MatchState.NEW], there[MatchState.GONE]) == (back[MatchState.GONE], back[MatchState.NEW])


@given(papers, papers)
def test_every_finding_of_both_papers_occurs_once(first: list[str], second: list[str]) -> None:
    old, new = _findings(first), _findings(second)
    matches = match_findings(old, new)
    assert Counter(m.old.id for m in matches if m.old) == Counter(f.id for f in old)
    assert [m.new.id for m in matches if m.new] == [f.id for f in new]


@given(papers, st.integers(0, 12))
def test_a_sentence_put_in_elsewhere_changes_no_match(sentences: list[str], place: int) -> None:
    longer = [*sentences[:place], "Neu ist dieser völlig andere Gedanke über Fahrräder.", *sentences[place:]]
    states = _states(match_findings(_findings(sentences), _findings(longer)))
    assert states == Counter({MatchState.SAME: len(sentences), MatchState.NEW: 1})


def test_a_sentence_that_moved_to_another_chapter_is_the_same() -> None:
    old = check(f"# Wohnen\n\n{SENTENCES[0]}\n\n# Arbeit\n\n{SENTENCES[1]}".encode(), "a.md").findings
    new = check(f"# Wohnen\n\n{SENTENCES[1]}\n\n# Arbeit\n\n{SENTENCES[0]}".encode(), "a.md").findings
    assert _states(match_findings(old, new)) == Counter({MatchState.SAME: 2})


def test_a_reworded_sentence_is_changed_and_shows_its_words() -> None:
    old = _findings(["Man sollte die Beratung in den Stadtteilen ausbauen."])
    new = _findings(["Das Sozialamt muss die Beratung in den Stadtteilen bis 2027 ausbauen."])
    (match,) = match_findings(old, new)
    assert match.state is MatchState.CHANGED
    assert 0 < match.similarity < 1
    assert [part.text for part in match.words if part.edit is Edit.ADDED] == ["Das Sozialamt muss", "bis 2027"]
    assert [part.text for part in match.words if part.edit is Edit.REMOVED] == ["Man sollte"]


@given(st.text(alphabet="ab ", max_size=40), st.text(alphabet="ab ", max_size=40))
def test_a_difference_holds_both_versions(old: str, new: str) -> None:
    parts = word_diff(old, new)
    before = " ".join(part.text for part in parts if part.edit is not Edit.ADDED)
    after = " ".join(part.text for part in parts if part.edit is not Edit.REMOVED)
    assert before.split() == old.split()
    assert after.split() == new.split()
