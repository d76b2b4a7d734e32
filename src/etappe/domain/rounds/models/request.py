"""Requests: one unit is asked for the state of its measures."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from etappe.domain.kernel.models import TenantOwned, Versioned
from etappe.domain.kernel.states import Refusals, Stateful
from etappe.domain.programme.models import Measure
from etappe.domain.rounds.models.round import Round
from etappe.domain.tenancy.models import Unit


class Request(TenantOwned, Versioned, Stateful):
    """What one unit is asked in one round, and where that stands.

    The personal link carries the id and ``secret`` signed with the server's key; a new ``secret`` makes every older
    link worthless. Where a unit is dissolved in the middle of a round its request passes to the successor
    (``passed_on_to``), visibly.
    """

    class State(models.TextChoices):
        """Where the request stands."""

        PREPARED = "prepared", _("vorbereitet")
        SENT = "sent", _("wartet auf Antwort")
        ANSWERED = "answered", _("beantwortet")
        RETURNED = "returned", _("mit Rückfrage zurück")
        ACCEPTED = "accepted", _("geprüft")
        PASSED_ON = "passed_on", _("an die Nachfolge übergeben")

    REFUSALS: ClassVar[Refusals] = {
        ("send", "sent"): _("Diese Anfrage ist schon versendet."),
        ("send", "answered"): _("Auf diese Anfrage liegt schon eine Antwort vor."),
        ("send", "returned"): _("Diese Anfrage ist mit einer Rückfrage unterwegs."),
        ("send", "accepted"): _("Die Antwort auf diese Anfrage ist schon geprüft."),
        ("send", "passed_on"): _("Diese Anfrage liegt jetzt bei der Nachfolgestelle."),
        ("answer", "prepared"): _("Diese Anfrage ist noch nicht versendet."),
        ("answer", "accepted"): _(
            "Diese Antwort ist schon geprüft. Für eine Korrektur hilft die Koordinierungsstelle weiter."
        ),
        ("answer", "passed_on"): _(
            "Diese Anfrage liegt jetzt bei der Nachfolgestelle; dort lässt sie sich beantworten."
        ),
        ("give_back", "prepared"): _("Zurückgeben lässt sich nur, was beantwortet ist; dies ist noch nicht versendet."),
        ("give_back", "sent"): _("Hier fehlt noch die Antwort; eine Rückfrage ist erst danach möglich."),
        ("give_back", "returned"): _("Die Rückfrage ist schon unterwegs."),
        ("give_back", "passed_on"): _("Diese Anfrage liegt bei der Nachfolgestelle; die Rückfrage geht dorthin."),
        ("accept", "prepared"): _("Diese Anfrage ist noch nicht versendet; zu prüfen gibt es nichts."),
        ("accept", "sent"): _("Ohne Antwort gibt es nichts zu prüfen."),
        ("accept", "returned"): _("Die Rückfrage ist noch offen. Geprüft ist erst, wenn sie beantwortet ist."),
        ("accept", "accepted"): _("Diese Antwort ist bereits geprüft."),
        ("accept", "passed_on"): _("Geprüft wird die Antwort der Nachfolgestelle."),
        ("pass_on", "prepared"): _("Diese Anfrage ist noch nicht versendet; bitte gleich die Nachfolgestelle fragen."),
        ("pass_on", "answered"): _("Diese Anfrage ist beantwortet und bleibt bei der bisherigen Stelle."),
        ("pass_on", "accepted"): _("Diese Antwort ist geprüft und bleibt bei der bisherigen Stelle."),
        ("pass_on", "passed_on"): _("Diese Anfrage ist schon übergeben."),
    }

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="requests")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Stelle"))
    to = models.EmailField(_("E-Mail-Adresse"), blank=True)
    copy_to = models.EmailField(_("Vertretung"), blank=True)
    state = FSMField(_("Zustand"), default=State.PREPARED, choices=State.choices, protected=True)
    secret = models.CharField(max_length=64, editable=False)
    link_expires = models.DateField(_("Link gültig bis"))
    link_revoked_at = models.DateTimeField(_("Link widerrufen"), null=True, blank=True)
    sent_at = models.DateTimeField(_("versendet"), null=True, blank=True)
    answered_at = models.DateTimeField(_("beantwortet"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("geprüft"), null=True, blank=True)
    question = models.TextField(_("Rückfrage"), blank=True)
    passed_on_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="taken_over_from"
    )

    class Meta:
        ordering = ("round", "unit__name")
        verbose_name = _("Anfrage an eine Stelle")
        constraints = (models.UniqueConstraint(fields=("round", "unit"), name="rounds_unit_asked_once"),)
        indexes = (models.Index(fields=("municipality", "state"), name="rounds_request_state"),)

    def __str__(self) -> str:
        return f"{self.unit}: {self.round}"

    def get_absolute_url(self) -> str:
        """Return the address of the page on which the coordinating office checks the answer."""
        return reverse("rounds:request", args=[self.municipality.slug, self.pk])

    @transition(field=state, source=State.PREPARED, target=State.SENT)
    def send(self) -> None:
        """The invitation goes out."""

    @transition(field=state, source=[State.SENT, State.RETURNED, State.ANSWERED], target=State.ANSWERED)
    def answer(self) -> None:
        """The unit has finished; it may correct until the answer is checked or the round closes."""

    @transition(field=state, source=[State.ANSWERED, State.ACCEPTED], target=State.RETURNED)
    def give_back(self) -> None:
        """Back with a question."""

    @transition(field=state, source=State.ANSWERED, target=State.ACCEPTED)
    def accept(self) -> None:
        """Checked."""

    @transition(field=state, source=[State.SENT, State.RETURNED], target=State.PASSED_ON)
    def pass_on(self) -> None:
        """The unit is no more; its successor answers."""


class RequestedMeasure(TenantOwned):
    """One measure in a request. ``frozen_at``: the coordinating office has fixed the answer before the round closes."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="items")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="items")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="requests")
    question = models.TextField(_("Rückfrage"), blank=True)
    frozen_at = models.DateTimeField(_("festgeschrieben"), null=True, blank=True)

    class Meta:
        ordering = ("request", "measure__number")
        verbose_name = _("abgefragte Maßnahme")
        constraints = (models.UniqueConstraint(fields=("round", "measure"), name="rounds_measure_asked_once"),)

    def __str__(self) -> str:
        return str(self.measure)
