"""Papers, their path through the committees, and what was resolved."""

from __future__ import annotations

import pytest

from etappe.domain.council.actions import (
    add_consultation,
    change_paper,
    create_meeting,
    create_paper,
    record_resolution,
)
from etappe.domain.council.models import Paper
from etappe.domain.council.queries import committee_in_full, next_meetings, paper_in_full, papers
from etappe.domain.kernel.actor import Role
from etappe.domain.kernel.errors import Invalid, NotAllowed
from support.inhabited import Inhabited, when
from support.town import Town


def paper(town: Town, number: str, **more: object) -> Paper:
    with town.scope():
        return create_paper(
            actor=town.actor(Role.COORDINATOR),
            municipality=town.municipality,
            number=number,
            title="Vorlage",
            kind="decision",
            **more,
        )


class TestTheNumberOfAPaper:
    def test_is_kept_as_written_and_read_where_possible(self, town: Town) -> None:
        made = paper(town, " DS 08-0105/1 ")
        assert (made.number, made.number_year) == ("DS 08-0105/1", 2008)

    @pytest.mark.parametrize("again", ["DS 08-0105", "Drs. 2008/105", "08-0105", "Drucksache Nr. 08-0105"])
    def test_written_differently_it_is_the_same_paper(self, town: Town, again: str) -> None:
        paper(town, "DS Nr. 08-0105")
        with pytest.raises(Invalid):
            paper(town, again)

    def test_a_supplement_is_a_paper_of_its_own(self, town: Town) -> None:
        assert paper(town, "08-0105").pk != paper(town, "08-0105/1").pk

    def test_the_same_number_in_two_towns_is_two_papers(self, town: Town, other_town: Town) -> None:
        assert paper(town, "08-0105").pk != paper(other_town, "08-0105").pk

    def test_a_number_nobody_can_read_is_kept_all_the_same(self, town: Town) -> None:
        made = paper(town, "Tischvorlage der Verwaltung")
        assert (made.number, made.number_year) == ("Tischvorlage der Verwaltung", None)

    def test_a_corrected_number_is_read_anew(self, town: Town) -> None:
        made = paper(town, "08-0105")
        with town.scope():
            made = change_paper(actor=town.actor(Role.COORDINATOR), paper=made, changes={"number": "0776/2013"})
        assert (made.number, made.number_year) == ("0776/2013", 2013)


class TestThePathOfAPaper:
    def test_is_walked_in_the_order_in_which_it_was_laid_out(self, here: Inhabited, db: None) -> None:
        actor, things = here.town.actor(Role.COORDINATOR), here.things
        with here.town.scope():
            add_consultation(actor=actor, paper=things.paper, committee=things.other_committee, part="advises")
            add_consultation(actor=actor, paper=things.paper, committee=here.town.committee, part="decides")
            path = paper_in_full(actor, things.paper.pk).consultations.all()
        assert [step.position for step in path] == [1, 2, 3]
        assert [step.committee for step in path][1] == things.other_committee

    def test_a_resolution_stays_with_its_paper_and_committee(self, here: Inhabited, db: None) -> None:
        actor, things = here.town.actor(Role.COORDINATOR), here.things
        with here.town.scope():
            made = record_resolution(
                actor=actor,
                committee=here.town.committee,
                paper=things.paper,
                consultation=things.consultation,
                outcome="amended",
                text="Mit Änderungen beschlossen.",
                when=when("Ende März 2026"),
            )
            found = paper_in_full(actor, things.paper.pk)
        assert made in found.resolutions.all()
        assert made.when.words == "Ende März 2026"

    def test_a_station_is_decided_once(self, here: Inhabited, db: None) -> None:
        actor = here.town.actor(Role.COORDINATOR)
        given = {
            "actor": actor,
            "committee": here.town.committee,
            "consultation": here.things.consultation,
            "outcome": "noted",
            "text": "Zur Kenntnis genommen.",
            "when": when("2026"),
        }
        with here.town.scope():
            record_resolution(**given)
            with pytest.raises(Invalid):
                record_resolution(**given)


class TestBeforeItIsPublic:
    def test_the_committees_on_its_path_read_it(self, here: Inhabited, db: None) -> None:
        with here.town.scope():
            read = set(papers(here.town.actor(Role.READER)))
            public = set(papers(here.town.visitor))
        assert read - public == {here.things.draft_paper}

    def test_nobody_else_learns_of_it_from_the_page_of_the_committee(self, here: Inhabited, db: None) -> None:
        actor, things = here.town.actor(Role.COORDINATOR), here.things
        with here.town.scope():
            add_consultation(
                actor=actor,
                paper=things.draft_paper,
                committee=here.town.committee,
                part="decides",
                meeting=things.meeting,
            )
            record_resolution(
                actor=actor,
                committee=here.town.committee,
                paper=things.draft_paper,
                outcome="adopted",
                text="Geheim.",
                when=when("2026"),
            )
            seen = committee_in_full(here.town.visitor, here.town.committee.pk)
        (meeting,) = seen.meetings.all()
        assert [step.paper for step in meeting.consultations.all()] == [things.paper]
        assert "Geheim." not in [resolution.text for resolution in seen.resolutions.all()]


def test_the_next_meetings_come_in_the_order_of_their_days(here: Inhabited, db: None) -> None:
    actor = here.town.actor(Role.COORDINATOR)
    with here.town.scope():
        for words in ("30.06.2098", "Frühjahr 2097", "01.01.2001"):
            create_meeting(actor=actor, committee=here.town.committee, when=when(words))
        coming = next_meetings(when("01.01.2026").start)
    assert [meeting.when.words for meeting in coming] == ["Frühjahr 2097", "30.06.2098", "31.12.2099"]


def test_only_the_coordinating_office_keeps_papers(here: Inhabited, db: None) -> None:
    for role in set(Role) - {Role.COORDINATOR, Role.ALLIANCE}:
        with here.town.scope(), pytest.raises(NotAllowed):
            change_paper(actor=here.town.actor(role), paper=here.things.paper, changes={"title": "Anders"})
