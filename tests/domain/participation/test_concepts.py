"""A concept paper is taken in, read, corrected by hand, revised and read again."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import TestCase
from django_scopes import scopes_disabled

from etappe.domain.audit.models import Event
from etappe.domain.kernel.actor import Role
from etappe.domain.kernel.errors import IllegalTransition, Invalid, NotAllowed
from etappe.domain.participation.actions import concepts as actions
from etappe.domain.participation.actions.concepts import (
    correct_finding,
    create_concept,
    queue_reading,
    read_version,
    upload_and_queue,
    upload_version,
)
from etappe.domain.participation.models import ConceptPaper, ConceptVersion, Finding
from etappe.domain.participation.queries import worksheet
from etappe.domain.participation.tasks import read_concept_version
from support.documents import encrypted_pdf, scanned_pdf, zip_bomb
from support.inhabited import CONCEPT
from support.town import Town

State = ConceptVersion.State
REVISED = CONCEPT.replace(
    "Man sollte mehrsprachige Informationen bereitstellen.",
    "Man sollte mehrsprachige Informationen für alle Familien bereitstellen.",
).replace(
    "Die Zusammenarbeit mit den Vereinen soll künftig vertieft werden.",
    "Die Kammern müssen bis Ende 2028 eine Ansprechperson für Betriebe benennen.",
)


@pytest.fixture
def paper(town: Town) -> ConceptPaper:
    with town.scope():
        return create_concept(actor=town.actor(Role.COORDINATOR), municipality=town.municipality, title="Konzept")


def taken_in(town: Town, paper: ConceptPaper, content: str | bytes, filename: str = "konzept.md") -> ConceptVersion:
    raw = content.encode() if isinstance(content, str) else content
    return upload_version(actor=town.actor(Role.COORDINATOR), concept=paper, filename=filename, content=raw)


def read_in(town: Town, paper: ConceptPaper, content: str | bytes, filename: str = "konzept.md") -> ConceptVersion:
    return read_version(actor=town.actor(Role.COORDINATOR), version=taken_in(town, paper, content, filename))


def sentence(version: ConceptVersion, words: str) -> Finding:
    found: Finding = version.findings.select_related("municipality", "version").get(text__contains=words)
    return found


class TestReading:
    def test_keeps_the_original_and_classifies_every_statement(self, town: Town, paper: ConceptPaper) -> None:
        with town.scope():
            version = read_in(town, paper, CONCEPT)
            assert version.original.open().read().decode() == CONCEPT
            version.original.close()
            kinds = {finding.text: finding.kind for finding in version.findings.all()}
        assert version.state == State.READY
        assert [entry["label"] for entry in version.outline if "1 Sprache" in entry["label"]]
        assert len(kinds) == 5
        asked = {text for text, kind in kinds.items() if kind in {"demand", "intent"}}
        assert "Jede vierte Person hat eine Zuwanderungsgeschichte." not in asked
        assert "Man sollte mehrsprachige Informationen bereitstellen." in asked

    def test_says_what_is_missing_and_which_words_decided(self, town: Town, paper: ConceptPaper) -> None:
        with town.scope():
            found = sentence(read_in(town, paper, CONCEPT), "mehrsprachige")
        assert {"owner", "deadline", "target", "means"} <= set(found.missing)
        assert found.cues
        assert found.rules
        assert not found.corrected

    def test_the_head_of_the_worksheet_counts_what_is_below_it(self, town: Town, paper: ConceptPaper) -> None:
        with town.scope():
            sheet = worksheet(read_in(town, paper, CONCEPT))
        assert sum(sheet.counts.values()) == len(sheet.findings) == 5
        assert str(sheet.counts["demand"]) in sheet.headline
        assert (sheet.used, sheet.corrected) == (0, 0)

    def test_progress_is_told_and_ends_where_it_should(self, town: Town, paper: ConceptPaper) -> None:
        steps: list[tuple[int, int]] = []
        with town.scope():
            version = taken_in(town, paper, CONCEPT)
            read_version(actor=town.actor(Role.COORDINATOR), version=version, progress=lambda *step: steps.append(step))
        assert steps == sorted(steps)
        assert steps[-1][0] == steps[-1][1]

    @pytest.mark.parametrize(
        ("content", "filename", "says"),
        [
            (scanned_pdf, "scan.pdf", "Text"),
            (encrypted_pdf, "geheim.pdf", "Kennwort|Passwort|verschlüsselt"),
            (zip_bomb, "bombe.docx", "groß|entpackt"),
            (lambda: b"%PDF-1.7 kaputt", "kaputt.pdf", "beschädigt|lesen|PDF"),
        ],
        ids=["scanned", "encrypted", "zip bomb", "damaged"],
    )
    def test_what_cannot_be_read_says_why_and_is_kept(
        self, town: Town, paper: ConceptPaper, content: Any, filename: str, says: str
    ) -> None:
        raw = content()
        with town.scope():
            version = read_in(town, paper, raw, filename)
            with version.original.open("rb") as file:
                assert file.read() == raw
            assert not version.findings.exists()
        assert version.state == State.FAILED
        assert re.search(says, version.failure), version.failure

    def test_a_reading_that_broke_off_is_repeated_and_leaves_one_set(
        self, town: Town, paper: ConceptPaper, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store = actions._carry_over

        def breaks_off(*arguments: Any) -> None:
            store(*arguments)
            raise KeyboardInterrupt

        with town.scope():
            version = taken_in(town, paper, CONCEPT)
            monkeypatch.setattr(actions, "_carry_over", breaks_off)
            with pytest.raises(KeyboardInterrupt):
                read_version(actor=town.actor(Role.COORDINATOR), version=version)
            assert ConceptVersion.objects.get(pk=version.pk).state == State.READING
            assert not version.findings.exists()
            monkeypatch.undo()
            again = read_version(actor=town.actor(Role.COORDINATOR), version=ConceptVersion.objects.get(pk=version.pk))
            assert (again.state, again.findings.count()) == (State.READY, 5)

    def test_what_is_read_is_not_read_again(self, town: Town, paper: ConceptPaper) -> None:
        with town.scope():
            version = read_in(town, paper, CONCEPT)
            with pytest.raises(IllegalTransition):
                read_version(actor=town.actor(Role.COORDINATOR), version=version)
            with pytest.raises(IllegalTransition):
                queue_reading(actor=town.actor(Role.COORDINATOR), version=version)


class TestInTheBackground:
    def test_an_upload_is_read_on_behalf_of_who_uploaded_it(self, town: Town, paper: ConceptPaper) -> None:
        with town.scope(), TestCase.captureOnCommitCallbacks(execute=True):
            version = upload_and_queue(
                actor=town.actor(Role.COORDINATOR), concept=paper, filename="k.md", content=CONCEPT.encode()
            )
        with town.scope():
            assert ConceptVersion.objects.get(pk=version.pk).state == State.READY
        event = Event.objects.get(verb="concept.read", object_id=str(version.pk))
        assert event.user == town.users[Role.COORDINATOR]

    def test_asked_for_twice_the_first_reading_counts(self, town: Town, paper: ConceptPaper) -> None:
        with town.scope():
            version = read_in(town, paper, CONCEPT)
            correct_finding(
                actor=town.actor(Role.COORDINATOR), finding=sentence(version, "mehrsprachige"), kind="commitment"
            )
        read_concept_version.call(version.pk, town.users[Role.COORDINATOR].pk)
        with town.scope():
            assert ConceptVersion.objects.get(pk=version.pk).state == State.READY
            assert sentence(version, "mehrsprachige").kind == "commitment"

    def test_something_unexpected_ends_as_a_sentence_and_in_the_log(
        self, town: Town, paper: ConceptPaper, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with town.scope():
            version = taken_in(town, paper, CONCEPT)

        def fails(*_: Any) -> None:
            raise MemoryError

        monkeypatch.setattr(actions, "check", fails)
        with pytest.raises(MemoryError):
            read_concept_version.call(version.pk, town.users[Role.COORDINATOR].pk)
        with scopes_disabled():
            stored = ConceptVersion.objects.get(pk=version.pk)
        assert stored.state == State.FAILED
        assert "noch einmal einlesen" in stored.failure


class TestTakingIn:
    def test_the_same_file_twice_is_refused(self, town: Town, paper: ConceptPaper) -> None:
        with town.scope():
            read_in(town, paper, CONCEPT)
            with pytest.raises(Invalid, match="schon eingelesen"):
                taken_in(town, paper, CONCEPT)

    def test_a_file_that_could_not_be_read_may_be_tried_again(self, town: Town, paper: ConceptPaper) -> None:
        with town.scope():
            read_in(town, paper, b"%PDF-1.7 kaputt", "kaputt.pdf")
            assert taken_in(town, paper, b"%PDF-1.7 kaputt", "kaputt.pdf").number == 2

    def test_empty_and_huge_files_are_refused(
        self, town: Town, paper: ConceptPaper, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(actions, "LARGEST_FILE", 10)
        with town.scope():
            for content in (b"", b"x" * 11):
                with pytest.raises(Invalid) as refused:
                    taken_in(town, paper, content)
                assert set(refused.value.fields) == {"file"}

    def test_only_the_coordinating_office_takes_papers_in(self, town: Town, paper: ConceptPaper) -> None:
        for role in (Role.OWNER, Role.READER, Role.PROVIDER, Role.ADMIN):
            with town.scope(), pytest.raises(NotAllowed):
                upload_version(actor=town.actor(role), concept=paper, filename="k.md", content=b"Text.")


class TestCorrecting:
    def test_a_correction_is_recorded_and_can_be_taken_back(self, town: Town, paper: ConceptPaper) -> None:
        actor = town.actor(Role.COORDINATOR)
        with town.scope():
            found = sentence(read_in(town, paper, CONCEPT), "mehrsprachige")
            rule = found.kind
            corrected = correct_finding(actor=actor, finding=found, kind="background")
            assert (corrected.kind, corrected.kind_by_rule, corrected.corrected) == ("background", rule, True)
            back = correct_finding(actor=actor, finding=found, kind=rule)
        assert not back.corrected
        events = Event.objects.filter(verb="finding.corrected", object_id=str(found.pk)).order_by("sequence")
        assert [event.after["kind"] for event in events] == ["background", rule]

    def test_a_kind_that_does_not_exist_is_refused(self, town: Town, paper: ConceptPaper) -> None:
        with town.scope(), pytest.raises(Invalid):
            correct_finding(
                actor=town.actor(Role.COORDINATOR), finding=sentence(read_in(town, paper, CONCEPT), "Jede"), kind="x"
            )


class TestARevisedVersion:
    def test_tells_same_changed_new_and_gone_apart(self, town: Town, paper: ConceptPaper) -> None:
        with town.scope():
            read_in(town, paper, CONCEPT)
            second = read_in(town, paper, REVISED)
            change = {finding.text: finding.change for finding in second.findings.all()}
        assert change["Jede vierte Person hat eine Zuwanderungsgeschichte."] == "same"
        assert change["Man sollte mehrsprachige Informationen für alle Familien bereitstellen."] == "changed"
        assert change["Die Kammern müssen bis Ende 2028 eine Ansprechperson für Betriebe benennen."] == "new"
        assert [entry["text"] for entry in second.gone] == [
            "Die Zusammenarbeit mit den Vereinen soll künftig vertieft werden."
        ]

    def test_keeps_corrections_of_the_same_and_of_changed_statements(self, town: Town, paper: ConceptPaper) -> None:
        actor = town.actor(Role.COORDINATOR)
        with town.scope():
            first = read_in(town, paper, CONCEPT)
            for words in ("Jede vierte", "mehrsprachige"):
                correct_finding(actor=actor, finding=sentence(first, words), kind="commitment")
            second = read_in(town, paper, REVISED)
            kept = [sentence(second, words) for words in ("Jede vierte", "mehrsprachige")]
        assert [(finding.kind, finding.corrected) for finding in kept] == [("commitment", True)] * 2
        assert all(finding.predecessor is not None for finding in kept)

    def test_leaves_the_first_version_as_it_was(self, town: Town, paper: ConceptPaper) -> None:
        with town.scope():
            first = read_in(town, paper, CONCEPT)
            before = list(first.findings.values())
            read_in(town, paper, REVISED)
            assert list(first.findings.values()) == before

    def test_is_compared_with_the_last_one_that_could_be_read(self, town: Town, paper: ConceptPaper) -> None:
        with town.scope():
            read_in(town, paper, CONCEPT)
            read_in(town, paper, b"%PDF-1.7 kaputt", "kaputt.pdf")
            third = read_in(town, paper, REVISED)
            assert set(third.findings.values_list("change", flat=True)) == {"same", "changed", "new"}
