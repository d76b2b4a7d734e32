"""The components, as a person meets them: what is written, in which order, and what a screen reader hears."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.db.models import TextChoices
from django.http import QueryDict
from django.template import Context, Template
from django.template.loader import get_template
from django.test import RequestFactory
from django.urls import resolve
from django.utils import translation
from django.utils.html import strip_tags

import etappe.web
from etappe.domain.mail.models import Mail
from etappe.domain.participation.models.concept import ConceptVersion
from etappe.domain.participation.models.finding import Finding
from etappe.domain.participation.models.recommendation import Recommendation
from etappe.domain.programme.models.influence import Influence
from etappe.domain.programme.models.measure import Measure
from etappe.domain.programme.models.programme import Programme
from etappe.domain.rounds.models import Reply, Request, Round
from etappe.web.components import (
    BADGES,
    Choice,
    Fact,
    HistoryEntry,
    Missing,
    Option,
    SearchField,
    Sentence,
    Station,
    TodayCard,
    UnknownBadgeError,
    Words,
    badge,
)
from etappe.web.components.badges import Badge
from etappe.web.forms import KernRenderer
from etappe.web.glossary import GLOSSARY, UnknownTermError, explain, in_order

TEMPLATES = Path(etappe.web.__file__).parent / "templates"
SCRIPTS = Path(etappe.web.__file__).parent / "static" / "js"

Show = Callable[..., str]


@pytest.fixture
def show(rf: RequestFactory) -> Show:
    def rendered(source: str, path: str = "/", **values: object) -> str:
        template = Template("{% load i18n etappe etappe_forms %}" + source)
        return template.render(Context({"request": rf.get(path), **values}))

    return rendered


def words(html: str) -> str:
    return re.sub(r"\s+", " ", strip_tags(html)).strip()


class TestStageRail:
    stations = (
        Station("Empfehlung 14", "/e/14", "happened", "AG 4"),
        Station("Maßnahme 27", "/m/27", "current", "Jugendamt"),
        Station("Abweichung", "/a/neu", "missing", "Anlegen"),
        Station("Vorlage", "", "ahead"),
    )

    def test_is_an_ordered_list_in_a_named_landmark(self, show: Show) -> None:
        html = show("{% stage_rail stations %}", stations=self.stations)
        assert 'aria-label="Weg von der Empfehlung zur Wirkung: Maßnahme 27"' in html
        assert html.count("<li") == len(self.stations)
        assert "<ol" in html

    def test_tells_the_state_of_each_station_in_words(self, show: Show) -> None:
        heard = words(show("{% stage_rail stations %}", stations=self.stations))
        assert re.search(
            r"Empfehlung 14 \(erreicht\) AG 4 .*Maßnahme 27 \(Sie sind hier\) Jugendamt .*"
            r"Abweichung \(fehlt\) Anlegen .*Vorlage \(steht noch aus\)",
            heard,
        )

    def test_links_where_there_is_something_to_open_but_not_to_itself(self, show: Show) -> None:
        html = show("{% stage_rail stations %}", stations=self.stations)
        assert re.findall(r'href="([^"]+)"', html) == ["/e/14", "/a/neu"]
        assert re.search(r'<strong[^>]*aria-current="step">Maßnahme 27<', html)

    def test_draws_each_state_in_a_shape_of_its_own(self, show: Show) -> None:
        drawings = re.findall(r"<svg.*?</svg>", show("{% stage_rail stations %}", stations=self.stations))
        assert len(set(drawings)) == len(self.stations)

    def test_takes_dictionaries_as_well(self, show: Show) -> None:
        html = show("{% stage_rail stations %}", stations=[{"label": "Ziel", "state": "ahead", "url": ""}])
        assert "Ziel" in html


class TestBadges:
    @pytest.mark.parametrize(("family", "value"), [(f, v) for f, badges in BADGES.items() for v in badges])
    def test_every_state_has_a_word_and_a_shape(self, show: Show, family: str, value: str) -> None:
        html = show("{% badge family value %}", family=family, value=value)
        assert words(html)
        assert "<svg" in html

    @pytest.mark.parametrize("family", list(BADGES))
    def test_within_a_family_no_two_states_share_a_shape(self, family: str) -> None:
        shapes = [b.mark for b in BADGES[family].values()]
        assert len(set(shapes)) == len(shapes)

    def test_no_state_is_red_by_itself(self) -> None:
        assert all(b.tone != "danger" for family in BADGES.values() for b in family.values())

    @pytest.mark.parametrize(
        ("family", "choices"),
        [
            ("measure", Measure.State),
            ("influence", Influence),
            ("programme", Programme.State),
            ("recommendation", Recommendation.State),
            ("finding", Finding.Kind),
            ("concept", ConceptVersion.State),
            ("round", Round.State),
            ("request", Request.State),
            ("reply", Reply.State),
            ("mail", Mail.State),
        ],
    )
    def test_badges_say_what_the_domain_says(self, family: str, choices: type[TextChoices]) -> None:
        assert {value: str(b.word) for value, b in BADGES[family].items()} == {
            value: str(label) for value, label in choices.choices
        }

    def test_an_unknown_state_is_named_together_with_the_known_ones(self) -> None:
        with pytest.raises(UnknownBadgeError, match=r"no measure badge 'lost'; there are planned, running"):
            badge("measure", "lost")

    def test_an_unknown_family_or_shape_is_refused(self) -> None:
        with pytest.raises(UnknownBadgeError, match="no badges for 'weather'"):
            badge("weather", "sunny")
        with pytest.raises(UnknownBadgeError, match="no mark 'star'"):
            Badge("glänzend", "star")

    def test_the_example_mark_says_beispiel(self, show: Show) -> None:
        assert words(show("{% example_mark %}")) == "Beispiel"


class TestCompleteness:
    missing = (Missing("Frist", "/m/27#frist"), Missing("Mittel", "/m/27#mittel"), Missing("Ort"))

    def test_says_how_many_there_are_and_what_comes_next(self, show: Show) -> None:
        html = show("{% completeness 8 missing %}", missing=self.missing)
        assert "5 von 8 Angaben als Nächstes: Frist" in words(html)
        assert "3 Angaben fehlen" in words(html)

    def test_leads_to_each_missing_field(self, show: Show) -> None:
        html = show("{% completeness 8 missing %}", missing=self.missing)
        assert re.findall(r'href="([^"]+)"', html) == ["/m/27#frist", "/m/27#frist", "/m/27#mittel"]

    def test_shows_one_segment_for_each_detail(self, show: Show) -> None:
        html = show("{% completeness 8 missing %}", missing=self.missing)
        assert html.count("etappe-completeness__segment--there") == 5
        assert len(re.findall(r'class="etappe-completeness__segment[ "]', html)) == 8

    def test_says_when_nothing_is_missing(self, show: Show) -> None:
        assert words(show("{% completeness 8 missing %}", missing=())) == "8 von 8 Angaben vollständig"


class TestToday:
    def test_is_one_number_one_sentence_one_button(self, show: Show) -> None:
        card = TodayCard(3, "Maßnahmen warten.", "Jetzt antworten", "/antwort", "bis Freitag", "soon")
        html = show("{% today_card card %}", card=card)
        assert words(html) == "3 Maßnahmen warten. bis Freitag Jetzt antworten"
        assert html.count("<a ") == 1

    def test_lateness_is_said_and_not_only_coloured(self, show: Show) -> None:
        card = TodayCard(1, "Antwort fehlt.", "Jetzt antworten", "/antwort", "seit Freitag", "late")
        assert "Überfällig: seit Freitag" in words(show("{% today_card card %}", card=card))


class TestFactsAndHistory:
    def test_an_absent_value_is_no_zero(self, show: Show) -> None:
        facts = [Fact("Mittel"), Fact("Anteil", "0")]
        assert words(show("{% facts facts %}", facts=facts)) == "Mittel keine Angabe Anteil 0"

    def test_a_value_opens_its_origin(self, show: Show) -> None:
        html = show("{% facts facts %}", facts=[Fact("Zielwert", "12", origin="/herkunft")])
        assert 'href="/herkunft"' in html
        assert "Herkunft: Zielwert" in words(html)

    def test_what_people_typed_is_never_markup(self, show: Show) -> None:
        html = show("{% facts facts %}", facts=[Fact("Ort", "<script>alert(1)</script>")])
        assert "<script>" not in html

    def test_history_says_who_when_what_and_why(self, show: Show) -> None:
        from datetime import date

        entry = HistoryEntry("Jugendamt", date(2026, 7, 3), "Frist verschoben", "Raum fehlt")
        html = show("{% history entries %}", entries=[entry])
        assert words(html) == "03.07.2026 · Jugendamt Frist verschoben Grund: Raum fehlt"

    def test_a_source_is_named_with_its_date(self, show: Show) -> None:
        assert words(show('{% source_note "Konzept, S. 12" "/k" "2026" %}')) == "Quelle: Konzept, S. 12, 2026"

    def test_an_empty_list_says_what_would_be_here_and_offers_the_first_step(self, show: Show) -> None:
        html = show('{% empty_state "Noch kein Konzept" "Hier stehen Konzepte." "Konzept einlesen" "/neu" %}')
        assert words(html) == "Noch kein Konzept Hier stehen Konzepte. Konzept einlesen"
        assert 'href="/neu"' in html


class TestSentenceFilter:
    sentence = Sentence(
        parts=(
            Words("Maßnahmen"),
            Choice("amt", "Zuständiges Amt", (Option("", "aller Ämter"), Option("51", "des Jugendamts"))),
            SearchField("q", "Suchworte"),
        ),
        results="treffer",
        kept=(("sort", "-frist"),),
    )

    def test_is_a_form_that_puts_the_filter_into_the_address(self, show: Show) -> None:
        html = show("{% sentence_filter sentence 4 %}", sentence=self.sentence)
        assert 'method="get"' in html
        assert '<input type="hidden" name="sort" value="-frist">' in html
        assert "4 Treffer" in words(html)

    def test_every_gap_has_a_name_for_those_who_do_not_see_the_sentence(self, show: Show) -> None:
        html = show("{% sentence_filter sentence %}", sentence=self.sentence)
        assert re.findall(r'aria-label="([^"]+)"', html) == ["Liste filtern", "Zuständiges Amt", "Suchworte"]

    def test_is_filled_from_the_address(self, show: Show) -> None:
        filled = self.sentence.filled(QueryDict("amt=51&q=Caf%C3%A9"))
        html = show("{% sentence_filter sentence %}", sentence=filled)
        assert re.search(r'<option value="51" selected>', html)
        assert 'value="Café"' in html
        assert filled.is_filtered
        assert "Filter aufheben" in html

    def test_ignores_a_value_that_is_not_on_offer(self) -> None:
        assert self.sentence.filled(QueryDict("amt=99")) == self.sentence
        assert not self.sentence.is_filtered


class TestListTools:
    def test_pagination_keeps_the_filter(self, show: Show) -> None:
        page = Paginator(range(100), 10).get_page(2)
        html = show("{% pagination page %}", "/liste/?amt=51&page=2", page=page)
        assert 'href="?amt=51&amp;page=3"' in html
        assert re.search(r'aria-current="page"><span[^>]*>Seite </span>2<', html)

    def test_a_single_page_needs_no_pagination(self, show: Show) -> None:
        assert words(show("{% pagination page %}", page=Paginator([1], 10).get_page(1))) == ""

    def test_a_heading_sorts_and_a_second_time_turns_round(self, show: Show) -> None:
        first = show('{% sort_header "Frist" "frist" %}', "/liste/?amt=51&page=4")
        assert 'href="?amt=51&amp;sort=frist"' in first
        assert "aria-sort" not in first
        second = show('{% sort_header "Frist" "frist" %}', "/liste/?sort=frist")
        assert 'aria-sort="ascending"' in second
        assert 'href="?sort=-frist"' in second


class TestGlossary:
    def test_a_term_is_explained_where_it_stands_and_may_be_inflected(self, show: Show) -> None:
        html = show('Vor der {% term "Sachstandsabfrage" %}, die jede {% term "Maßnahme" "Maßnahmen" %} betrifft')
        assert ">Sachstandsabfrage</button>" in html
        assert ">Maßnahmen</button>" in html
        assert "</span>, die jede" in html

    def test_each_explanation_has_an_id_of_its_own(self, show: Show) -> None:
        html = show('{% term "Rat" %} {% term "Rat" %}')
        ids = re.findall(r' id="([^"]+)"', html)
        assert ids == re.findall(r'popovertarget="([^"]+)"', html)
        assert len(set(ids)) == 2

    def test_print_lists_each_term_once(self, show: Show) -> None:
        html = show('{% term "Rat" %} {% term "Gremium" %} {% term "Rat" %}<hr>{% terms_on_page %}').split("<hr>")[1]
        assert re.findall(r"<dt>([^<]+)</dt>", html) == ["Gremium", "Rat"]

    def test_an_unknown_term_is_an_error_of_the_page(self) -> None:
        with pytest.raises(UnknownTermError, match="Weltfrieden"):
            explain("Weltfrieden")

    def test_every_entry_is_complete_in_both_languages(self) -> None:
        for entry in GLOSSARY.values():
            assert all((entry.term, entry.english, entry.german_explanation, entry.english_explanation))
            assert entry.german_explanation.endswith(".")
            assert entry.english_explanation.endswith(".")

    def test_follows_the_language_of_the_page_in_words_and_order(self) -> None:
        with translation.override("en"):
            assert explain("Rat").word == "council"
            assert next(entry.word for entry in in_order()) == "advisory board"
        assert explain("Rat").word == "Rat"
        assert next(entry.term for entry in in_order()) == "Abweichung"

    def test_entries_have_distinct_addresses(self) -> None:
        assert len({entry.slug for entry in GLOSSARY.values()}) == len(GLOSSARY)

    @pytest.mark.parametrize(
        "term",
        [
            "Abweichung",
            "Beratungsfolge",
            "Bezugsgröße",
            "Drucksache",
            "Einwanderungsgeschichte (Destatis)",
            "Einwanderungsgeschichte (TIntG NRW)",
            "Handlungsfeld",
            "Kommunales Integrationszentrum (KI)",
            "Lenkungsausschuss",
            "Migrationshintergrund",
            "Selbstverpflichtung",
            "Stabsstelle",
            "Zuwanderungsgeschichte",
        ],
    )
    def test_explains_the_words_of_the_trade(self, term: str) -> None:
        assert explain(term).term == term


class TwoFields(forms.Form):
    title = forms.CharField(label="Titel", help_text="Kurz.")
    groups = forms.MultipleChoiceField(
        label="Zielgruppen", choices=[("a", "Kinder"), ("b", "Ältere")], widget=forms.CheckboxSelectMultiple
    )
    place = forms.CharField(label="Ort", required=False)
    field = forms.ChoiceField(label="Feld", choices=[("x", "Bildung")])
    public = forms.BooleanField(label="Öffentlich", required=False)
    paper = forms.FileField(label="Konzept", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class TestForms:
    def test_every_field_has_a_label_and_required_ones_say_so(self, show: Show) -> None:
        html = show("{% kern_form form %}", form=TwoFields())
        assert "Titel (Pflichtangabe)" in words(html)
        assert "Ort (Pflichtangabe)" not in words(html)
        for field in ("title", "place", "field", "public", "paper"):
            assert f'<label class="kern-label" for="id_{field}"' in html
        assert re.search(r"<legend[^>]*>Zielgruppen", html)

    def test_wears_the_classes_of_kern(self, show: Show) -> None:
        html = show("{% kern_form form %}", form=TwoFields())
        for css in (
            "kern-form-input__input",
            "kern-form-input__select-wrapper",
            "kern-form-check__checkbox",
            "kern-fieldset__body",
        ):
            assert css in html

    def test_hints_and_errors_belong_to_their_field(self, show: Show) -> None:
        html = show("{% kern_form form %}", form=TwoFields({}))
        assert 'aria-describedby="id_title_hint id_title_error"' in html
        assert 'id="id_title_hint"' in html
        assert 'id="id_title_error"' in html
        assert 'aria-invalid="true"' in html

    def test_the_summary_of_errors_leads_to_the_fields(self, show: Show) -> None:
        html = show("{% kern_form form %}", form=TwoFields({}))
        summary = html[: html.index("etappe-fields")]
        assert 'role="alert"' in summary
        assert 'href="#id_title"' in summary
        assert 'href="#id_groups"' in summary
        assert 'id="id_groups"' in html

    def test_what_was_entered_is_kept(self, show: Show) -> None:
        form = TwoFields(QueryDict("place=Rathaus&groups=b&version=3"))
        html = show("{% kern_form form %}", form=form)
        assert 'value="Rathaus"' in html
        assert re.search(r'value="b"[^>]*\schecked', html)
        assert re.search(r'type="hidden"[^>]*value="3"|value="3"[^>]*type="hidden"', html)

    def test_a_form_without_errors_has_no_summary(self, show: Show) -> None:
        assert "kern-alert" not in show("{% kern_form form %}", form=TwoFields())

    def test_the_renderer_dresses_plain_forms_too(self) -> None:
        html = TwoFields(renderer=KernRenderer()).render()
        assert "kern-form-input__input" in html


class TestTemplates:
    templates = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))

    @pytest.mark.parametrize("name", templates)
    def test_compiles(self, name: str) -> None:
        assert get_template(name)

    @pytest.mark.parametrize("name", templates)
    def test_keeps_the_content_security_policy(self, name: str) -> None:
        source = (TEMPLATES / name).read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=", source), "inline style"
        assert not re.search(r"\son[a-z]+=\"", source), "inline handler"
        assert not re.search(r"<script(?![^>]*(src=|type=\"application/json\"))", source), "inline script"

    def test_error_pages_say_what_happened_and_what_was_kept(self) -> None:
        for code in ("400", "403", "403_csrf", "404", "409", "413", "429", "500"):
            assert (TEMPLATES / f"{code}.html").is_file()

    def test_the_page_for_a_broken_server_needs_nothing_else(self) -> None:
        html = get_template("500.html").render({})
        assert "Hier ist etwas schiefgegangen" in html
        assert "nicht bei Ihnen" in html


class TestFrame:
    def test_navigation_has_six_words_and_shows_only_what_the_role_may_use(self) -> None:
        from etappe.domain.kernel.actor import Actor, Grant, Role, visitor
        from etappe.web.navigation import NAVIGATION

        assert [str(entry.label) for entry in NAVIGATION] == [
            "Heute",
            "Programm",
            "Sachstand",
            "Zahlen",
            "Gremien",
            "Bündnis",
        ]

        def words_of(actor: Actor | None) -> list[str]:
            return [str(entry.label) for entry in NAVIGATION if any(s.admits(actor) for s in entry.sections)]

        assert len(words_of(Actor(1, "KI", 1, (Grant(Role.COORDINATOR),)))) == 6
        assert "Sachstand" not in words_of(Actor(2, "Gremium", 1, (Grant(Role.READER),)))
        assert words_of(visitor(1)) == words_of(None) == ["Programm", "Zahlen", "Gremien", "Bündnis"]

    def test_an_address_that_does_not_exist_is_empty(self) -> None:
        from etappe.web.context import address

        assert address("web:imprint") == "/impressum/"
        assert address("nowhere:home", "duisburg") == ""

    def test_breadcrumbs_begin_with_the_municipality(self) -> None:
        html = get_template("components/breadcrumbs.html").render(
            {
                "municipality": SimpleNamespace(name="Musterstadt"),
                "municipality_url": "/musterstadt/",
                "breadcrumbs": [{"label": "Programm", "url": "/p/"}, {"label": "Maßnahme 27", "url": "/m/"}],
            }
        )
        assert words(html) == "Musterstadt Programm Maßnahme 27"
        assert '<span aria-current="page">Maßnahme 27</span>' in html

    def test_an_example_municipality_says_so(self) -> None:
        html = get_template("components/example_banner.html").render({"municipality": SimpleNamespace(is_example=True)})
        assert "Beispieldaten. Diese Kommune ist erfunden." in words(html)
        real = get_template("components/example_banner.html").render(
            {"municipality": SimpleNamespace(is_example=False)}
        )
        assert words(real) == ""

    def test_the_section_with_the_longest_matching_address_is_the_current_one(self, rf: RequestFactory) -> None:
        from etappe.web.context import navigation

        request = rf.get("/kommune/musterstadt/programm/massnahmen/4/")
        request.resolver_match = resolve(request.path)
        current = [word for word in navigation(request, None, "musterstadt") if word.current]
        assert [str(word.label) for word in current] == ["Programm"]
        assert [str(section.label) for section in current[0].sections if section.current] == ["Maßnahmen"]
