"""The cards of the first page: each one sentence, one number, one button, ordered by how much they press."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from etappe.domain.accounts.models import RoleAssignment
from etappe.domain.accounts.policies import RoleAssignmentPolicy
from etappe.domain.audit.queries import count_events_since
from etappe.domain.council.policies import PaperPolicy
from etappe.domain.council.queries import next_meetings
from etappe.domain.kernel.actor import Actor, Role
from etappe.domain.participation.models import ConceptVersion, Recommendation
from etappe.domain.participation.policies import RecommendationPolicy, StatementPolicy
from etappe.domain.programme.policies import MeasurePolicy, ProgrammePolicy
from etappe.domain.programme.queries import NO_PLACE, NO_TARGET, OWN, UNFINISHED, Completed, MeasureFilter
from etappe.domain.programme.queries import measures as find_measures
from etappe.domain.tenancy.models import Municipality
from etappe.web.components import TodayCard
from etappe.web.programme.measure_list import ADDRESS_NAMES
from etappe.web.today import reports_cards, rounds_cards, steering_cards

MOST_CARDS = 7
SOON = timedelta(days=30)
ROLE_ENDS_SOON = timedelta(days=30)
URGENCIES = ("late", "soon", "calm")
Cards = Iterator[TodayCard]


def cards_for(actor: Actor, municipality: Municipality, day: date) -> list[TodayCard]:
    """Return the cards for all roles held here, late ones first, at most seven."""
    makers = [maker for role, maker in MAKERS if actor.has(*role)]
    cards = {card.url: card for maker in makers for card in maker(actor, municipality, day)}
    return sorted(cards.values(), key=lambda card: URGENCIES.index(card.urgency))[:MOST_CARDS]


def _found(actor: Actor, place: Municipality, day: date, **wanted: str) -> tuple[int, str]:
    """Count measures with the filter of the list, and return the list's address with it: the two cannot disagree."""
    query = urlencode({ADDRESS_NAMES[name]: value for name, value in wanted.items()})
    count = find_measures(actor, MeasureFilter(**wanted), today=day).count()
    return count, f"{reverse('programme:measures', args=[place.slug])}?{query}"


def _owner(actor: Actor, place: Municipality, day: date) -> Cards:
    yield from _deadlines(actor, place, day, _("Ihrer Stelle"), owner=OWN)
    running, url = _found(actor, place, day, owner=OWN, state=UNFINISHED)
    if running:
        text = ngettext(
            "Maßnahme Ihrer Stelle läuft oder ist geplant. Stimmt der Stand noch?",
            "Maßnahmen Ihrer Stelle laufen oder sind geplant. Stimmt der Stand noch?",
            running,
        )
        yield TodayCard(running, text, _("Stand ansehen"), url)


def _deadlines(actor: Actor, place: Municipality, day: date, whose: str, **wanted: str) -> Cards:
    late, url = _found(actor, place, day, due="ueberfaellig", sort="frist", **wanted)
    if late:
        text = ngettext(
            "Maßnahme %(whose)s ist über der Frist und nicht erledigt.",
            "Maßnahmen %(whose)s sind über der Frist und nicht erledigt.",
            late,
        )
        yield TodayCard(late, _joined(text, whose), _("Ansehen"), url, urgency="late")
    soon, url = _found(actor, place, day, due="naechste90", sort="frist", **wanted)
    if soon:
        text = ngettext(
            "Maßnahme %(whose)s hat ihre Frist in den nächsten 90 Tagen.",
            "Maßnahmen %(whose)s haben ihre Frist in den nächsten 90 Tagen.",
            soon,
        )
        yield TodayCard(soon, _joined(text, whose), _("Ansehen"), url, urgency="soon")


def _joined(text: str, whose: str) -> str:
    return " ".join((text % {"whose": whose}).split())


def _coordinator(actor: Actor, place: Municipality, day: date) -> Cards:
    yield from _deadlines(actor, place, day, "")
    incomplete, url = _found(actor, place, day, complete=Completed.NO, state=UNFINISHED)
    if incomplete:
        text = ngettext(
            "Maßnahme ist noch keine Zusage: Es fehlen Angaben.",
            "Maßnahmen sind noch keine Zusagen: Es fehlen Angaben.",
            incomplete,
        )
        yield TodayCard(incomplete, text, _("Ergänzen"), url)
    waiting = Recommendation.objects.filter(state=Recommendation.State.OPEN).count()
    if waiting:
        text = ngettext("Empfehlung wartet auf eine Antwort.", "Empfehlungen warten auf eine Antwort.", waiting)
        url = reverse("participation:recommendations", args=[place.slug]) + "?stand=open"
        yield TodayCard(waiting, text, _("Beantworten"), url)
    failed = ConceptVersion.objects.filter(state=ConceptVersion.State.FAILED).select_related("concept").first()
    if failed is not None:
        text = _("Datei ließ sich nicht lesen: „%s“.") % failed.filename
        url = reverse("participation:concept", args=[place.slug, failed.concept_id])
        yield TodayCard(1, text, _("Ansehen"), url, urgency="soon")
    yield from _meetings(place, day)


def _meetings(place: Municipality, day: date) -> Cards:
    for meeting in next_meetings(day, limit=1):
        days = (meeting.when.start - day).days if meeting.when else 0
        text = ngettext("Tag bis zur Sitzung: %(what)s.", "Tage bis zur Sitzung: %(what)s.", days)
        words = meeting.when.words if meeting.when else ""
        url = reverse("council:committee", args=[place.slug, meeting.committee_id])
        urgency = "soon" if days <= SOON.days else "calm"
        yield TodayCard(max(days, 0), text % {"what": meeting.committee}, _("Zur Sitzung"), url, words, urgency)


def _decider(actor: Actor, place: Municipality, day: date) -> Cards:
    yield from _owner(actor, place, day)
    yield from _meetings(place, day)


def _reader(actor: Actor, place: Municipality, day: date) -> Cards:
    drafts = PaperPolicy.queryset(actor).filter(is_public=False).count()
    if drafts:
        text = ngettext(
            "Drucksache liegt Ihrem Gremium vor der Veröffentlichung vor.",
            "Drucksachen liegen Ihrem Gremium vor der Veröffentlichung vor.",
            drafts,
        )
        yield TodayCard(drafts, text, _("Lesen"), reverse("council:papers", args=[place.slug]))
    yield from _meetings(place, day)


def _provider(actor: Actor, place: Municipality, _day: date) -> Cards:
    own = RecommendationPolicy.queryset(actor).filter(recommended_by_id__in=actor.organisations)
    answered = own.exclude(state=Recommendation.State.OPEN).count()
    if own.count():
        text = _("von %d Ihrer Empfehlungen sind beantwortet. Was daraus wurde, steht bei jeder.") % own.count()
        yield TodayCard(answered, text, _("Ansehen"), reverse("participation:recommendations", args=[place.slug]))
    partner = MeasurePolicy.queryset(actor).filter(cooperations__organisation_id__in=actor.organisations).count()
    if partner:
        text = ngettext("Maßnahme nennt Sie als Partner.", "Maßnahmen nennen Sie als Partner.", partner)
        yield TodayCard(partner, text, _("Ansehen"), reverse("programme:measures", args=[place.slug]))
    statements = StatementPolicy.queryset(actor).filter(author_id__in=actor.organisations).count()
    if statements:
        text = ngettext("Stellungnahme von Ihnen liegt vor.", "Stellungnahmen von Ihnen liegen vor.", statements)
        yield TodayCard(statements, text, _("Ansehen"), reverse("participation:home", args=[place.slug]))


def _figures(actor: Actor, place: Municipality, day: date) -> Cards:
    unmeasured, url = _found(actor, place, day, complete=NO_TARGET, state=UNFINISHED)
    if unmeasured:
        text = ngettext(
            "Maßnahme sagt noch nicht, woran ihr Erfolg gemessen wird.",
            "Maßnahmen sagen noch nicht, woran ihr Erfolg gemessen wird.",
            unmeasured,
        )
        yield TodayCard(unmeasured, text, _("Ansehen"), url)


def _places(actor: Actor, place: Municipality, day: date) -> Cards:
    placeless, url = _found(actor, place, day, complete=NO_PLACE, state=UNFINISHED)
    if placeless:
        text = ngettext(
            "Maßnahme nennt noch keinen Ort oder Sozialraum.",
            "Maßnahmen nennen noch keinen Ort oder Sozialraum.",
            placeless,
        )
        yield TodayCard(placeless, text, _("Ansehen"), url)


def _staffing(actor: Actor, place: Municipality, day: date) -> Cards:
    found, url = _found(actor, place, day, words="personal", state=UNFINISHED)
    if found:
        text = ngettext("Maßnahme betrifft das Personal.", "Maßnahmen betreffen das Personal.", found)
        yield TodayCard(found, text, _("Ansehen"), url)


def _privacy(_actor: Actor, place: Municipality, day: date) -> Cards:
    since = datetime.combine(day - timedelta(days=7), time.min, tzinfo=timezone.get_current_timezone())
    events = count_events_since(place.pk, since)
    text = _("Ereignisse der letzten sieben Tage stehen im Protokoll.")
    yield TodayCard(events, text, _("Protokoll ansehen"), reverse("office:events", args=[place.slug]))


def _admin(actor: Actor, place: Municipality, day: date) -> Cards:
    roles = RoleAssignmentPolicy.queryset(actor).filter(municipality=place)
    ending = [role for role in roles if role.valid_until and day <= role.valid_until <= day + ROLE_ENDS_SOON]
    current = sum(role.holds_on(day) for role in RoleAssignment.objects.filter(municipality=place))
    url = reverse("office:accounts", args=[place.slug])
    if ending:
        text = ngettext("Rolle endet in den nächsten 30 Tagen.", "Rollen enden in den nächsten 30 Tagen.", len(ending))
        yield TodayCard(len(ending), text, _("Verlängern"), url, urgency="soon")
    else:
        yield TodayCard(current, _("Rollen sind vergeben; keine läuft in 30 Tagen ab."), _("Konten ansehen"), url)


def _drafts(actor: Actor, place: Municipality, _day: date) -> Cards:
    drafts = ProgrammePolicy.queryset(actor).filter(is_public=False).count()
    if drafts:
        text = ngettext("Programm ist noch nicht öffentlich.", "Programme sind noch nicht öffentlich.", drafts)
        yield TodayCard(drafts, text, _("Ansehen"), reverse("programme:home", args=[place.slug]))


MAKERS: tuple[tuple[tuple[Role, ...], Callable[[Actor, Municipality, date], Cards]], ...] = (
    ((Role.COORDINATOR,), steering_cards.coordinating),
    ((Role.OWNER,), steering_cards.explaining),
    ((Role.DECIDER,), steering_cards.deciding),
    ((Role.OWNER,), rounds_cards.answering),
    ((Role.COORDINATOR,), rounds_cards.coordinating),
    ((Role.COORDINATOR,), reports_cards.coordinating),
    ((Role.OWNER, Role.DECIDER), reports_cards.answering),
    ((Role.PROVIDER,), reports_cards.informing),
    ((Role.COORDINATOR,), _coordinator),
    ((Role.DECIDER,), _decider),
    ((Role.OWNER,), _owner),
    ((Role.READER,), _reader),
    ((Role.PROVIDER,), _provider),
    ((Role.STATISTICS,), _figures),
    ((Role.QUARTER,), _places),
    ((Role.PERSONNEL,), _staffing),
    ((Role.PRIVACY,), _privacy),
    ((Role.ADMIN,), _admin),
    ((Role.COORDINATOR, Role.DECIDER), _drafts),
)
"""Who gets which cards; a person with several roles gets the cards of all."""
