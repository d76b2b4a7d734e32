"""Mail on its way and mail that was sent."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from etappe.domain.kernel.models import TenantOwned
from etappe.domain.kernel.states import Refusals, Stateful


class Mail(TenantOwned, Stateful):
    """One mail to one address. ``key`` says what it is, so that nothing is ever queued twice.

    A worker that takes it up says so first (*sending*, ``attempts`` + 1, ``taken_at``), then sends, then says *sent*.
    One that was killed in between leaves it in *sending*: the next worker sends it once more and marks it
    ``maybe_repeated``, with the same ``message_id``, by which mail programs recognise a repeat. Where no mail server is
    set up the mail is *kept*: to be read here, and never sent by itself later.
    """

    class State(models.TextChoices):
        """Where the mail is."""

        QUEUED = "queued", _("wartet")
        SENDING = "sending", _("wird gesendet")
        SENT = "sent", _("gesendet")
        FAILED = "failed", _("nicht zustellbar")
        WITHDRAWN = "withdrawn", _("zurückgezogen")
        KEPT = "kept", _("nicht versendet, nur hier zu sehen")

    REFUSALS: ClassVar[Refusals] = {
        ("take_up", "sent"): _("Diese Nachricht ist schon gesendet."),
        ("take_up", "failed"): _("Diese Nachricht ließ sich nicht zustellen. Bitte die Adresse prüfen."),
        ("take_up", "withdrawn"): _("Diese Nachricht wurde vor dem Senden zurückgezogen."),
        ("take_up", "kept"): _("Hier ist kein Mailversand eingerichtet; diese Nachricht ist nur hier zu sehen."),
        ("mark_sent", "queued"): _("Diese Nachricht hat noch niemand zum Senden aufgenommen."),
        ("mark_sent", "sent"): _("Diese Nachricht ist bereits als gesendet vermerkt."),
        ("mark_sent", "failed"): _("Diese Nachricht ist als nicht zustellbar vermerkt."),
        ("mark_sent", "withdrawn"): _("Diese Nachricht ist zurückgezogen und wurde nicht gesendet."),
        ("mark_sent", "kept"): _("Diese Nachricht ist nur hier zu sehen und wurde nicht gesendet."),
        ("put_back", "queued"): _("Diese Nachricht wartet schon."),
        ("put_back", "sent"): _("Eine gesendete Nachricht kommt nicht in die Warteschlange zurück."),
        ("put_back", "withdrawn"): _("Eine zurückgezogene Nachricht wird nicht gesendet."),
        ("give_up", "queued"): _("Diese Nachricht wurde noch nicht versucht."),
        ("give_up", "sent"): _("Diese Nachricht ist angekommen; aufzugeben gibt es nichts."),
        ("give_up", "failed"): _("Diese Nachricht ist schon aufgegeben."),
        ("give_up", "withdrawn"): _("Diese Nachricht ist schon zurückgezogen."),
        ("give_up", "kept"): _("Diese Nachricht wurde nicht versucht: Hier ist kein Mailversand eingerichtet."),
        ("withdraw", "sending"): _("Diese Nachricht wird gerade gesendet und lässt sich nicht mehr zurückziehen."),
        ("withdraw", "sent"): _("Gesendet ist gesendet: Diese Nachricht lässt sich nicht mehr zurückziehen."),
        ("withdraw", "withdrawn"): _("Diese Nachricht ist bereits zurückgezogen."),
        ("keep", "sending"): _("Diese Nachricht wird gerade gesendet."),
        ("keep", "sent"): _("Diese Nachricht ist gesendet."),
        ("keep", "failed"): _("Diese Nachricht ließ sich nicht zustellen und wird nicht zusätzlich aufbewahrt."),
        ("keep", "withdrawn"): _("Diese Nachricht ist zurückgezogen."),
        ("keep", "kept"): _("Diese Nachricht ist schon nur hier zu sehen."),
    }

    key = models.CharField(max_length=200, editable=False)
    kind = models.CharField(_("Anlass"), max_length=40)
    about_type = models.CharField(max_length=60, blank=True, editable=False)
    about_id = models.CharField(max_length=40, blank=True, editable=False)
    to = models.EmailField(_("An"))
    reply_to = models.EmailField(_("Antworten an"), blank=True)
    language = models.CharField(max_length=5, default="de")
    subject = models.CharField(_("Betreff"), max_length=200)
    text = models.TextField(_("Text"))
    html = models.TextField(blank=True)
    unsubscribe_kind = models.CharField(max_length=40, blank=True, editable=False)
    message_id = models.CharField(max_length=200, unique=True, editable=False)
    created_at = models.DateTimeField(_("verfasst"))
    state = FSMField(_("Zustand"), default=State.QUEUED, choices=State.choices, protected=True)
    attempts = models.PositiveSmallIntegerField(_("Versuche"), default=0)
    taken_at = models.DateTimeField(null=True, blank=True)
    next_try_at = models.DateTimeField(_("nächster Versuch"), null=True, blank=True)
    sent_at = models.DateTimeField(_("gesendet"), null=True, blank=True)
    maybe_repeated = models.BooleanField(_("vielleicht doppelt"), default=False)
    failure = models.TextField(_("Fehler"), blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("Nachricht")
        constraints = (
            models.UniqueConstraint(fields=("municipality", "key"), name="mail_queued_once"),
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False)
                | (~models.Q(state="sent") & models.Q(sent_at__isnull=True)),
                name="mail_sent_has_its_time",
            ),
        )
        indexes = (
            models.Index(fields=("state", "created_at"), name="mail_waiting"),
            models.Index(fields=("municipality", "about_type", "about_id"), name="mail_about"),
        )

    def __str__(self) -> str:
        return self.subject

    @transition(field=state, source=[State.QUEUED, State.SENDING], target=State.SENDING)
    def take_up(self) -> None:
        """A worker takes the mail up; from *sending* only after the one before it was killed."""

    @transition(field=state, source=State.SENDING, target=State.SENT)
    def mark_sent(self) -> None:
        """The mail server has accepted the mail."""

    @transition(field=state, source=[State.SENDING, State.FAILED, State.KEPT], target=State.QUEUED)
    def put_back(self) -> None:
        """The mail server was not there: try again later; or somebody wants it sent after all."""

    @transition(field=state, source=State.SENDING, target=State.FAILED)
    def give_up(self) -> None:
        """The mail server refuses this mail for good."""

    @transition(field=state, source=[State.QUEUED, State.FAILED, State.KEPT], target=State.WITHDRAWN)
    def withdraw(self) -> None:
        """What the mail was about has passed."""

    @transition(field=state, source=State.QUEUED, target=State.KEPT)
    def keep(self) -> None:
        """No mail server is set up: the mail can be read here."""


class MailAttachment(TenantOwned):
    """A file that goes with a mail."""

    mail = models.ForeignKey(Mail, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(_("Dateiname"), max_length=120)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()

    class Meta:
        ordering = ("mail", "pk")
        verbose_name = _("Anlage")

    def __str__(self) -> str:
        return self.name


class Unsubscription(TenantOwned):
    """Somebody wants no more digests (kind) at this address. Invitations and decisions are not digests."""

    address = models.EmailField(_("E-Mail-Adresse"))
    kind = models.CharField(_("Anlass"), max_length=40)
    since = models.DateTimeField(_("seit"))

    class Meta:
        ordering = ("address", "kind")
        verbose_name = _("Abbestellung")
        constraints = (
            models.UniqueConstraint(fields=("municipality", "address", "kind"), name="mail_unsubscribed_once"),
        )

    def __str__(self) -> str:
        return f"{self.address}: {self.kind}"
