"""Replies: how one measure stands, in one minute."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from etappe.domain.kernel.fuzzy import FuzzyDateColumns
from etappe.domain.kernel.models import TenantOwned, Versioned
from etappe.domain.programme.models import Milestone
from etappe.domain.rounds.models.request import RequestedMeasure


class Obstacle(models.TextChoices):
    """What stands in the way."""

    ROOMS = "rooms", _("Räume")
    STAFF = "staff", _("Personal")
    MONEY = "money", _("Geld")
    CONSENT = "consent", _("Zustimmung")
    PARTNER = "partner", _("Partner")
    LAW = "law", _("Rechtslage")
    OTHER = "other", _("anderes")


class Reply(TenantOwned, Versioned):
    """The answer for one measure. Typed but not ``confirmed_at``: a draft that only its authors see."""

    class State(models.TextChoices):
        """How the measure stands."""

        ON_TRACK = "on_track", _("im Plan")
        DELAYED = "delayed", _("verzögert")
        AT_RISK = "at_risk", _("gefährdet")
        DONE = "done", _("erledigt")
        STOPPED = "stopped", _("gestoppt")
        NOT_STARTED = "not_started", _("noch nicht begonnen")

    class Channel(models.TextChoices):
        """How the answer came."""

        PAGE = "page", _("Antwortseite")
        SHEET = "sheet", _("Tabelle")
        OFFICE = "office", _("im Programm")
        API = "api", _("Schnittstelle")

    item = models.OneToOneField(RequestedMeasure, on_delete=models.PROTECT, related_name="reply")
    state = models.CharField(_("Stand"), max_length=12, choices=State.choices, blank=True)
    sentence = models.CharField(_("In einem Satz"), max_length=500, blank=True)
    obstacles = models.JSONField(_("Was hindert?"), default=list, blank=True)
    forecast = FuzzyDateColumns()
    spent = models.DecimalField(
        _("bisher ausgegeben, in Euro"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    reached = models.ManyToManyField(Milestone, blank=True, related_name="+", verbose_name=_("erreichte Meilensteine"))
    channel = models.CharField(_("Weg"), max_length=8, choices=Channel.choices, default=Channel.PAGE)
    unchanged = models.BooleanField(_("unverändert bestätigt"), default=False)
    confirmed_at = models.DateTimeField(_("bestätigt"), null=True, blank=True)
    confirmed_by = models.CharField(_("bestätigt von"), max_length=200, blank=True)
    saved_at = models.DateTimeField(_("gespeichert"), auto_now=True)

    class Meta:
        ordering = ("item",)
        verbose_name = _("Sachstand")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(spent__isnull=True) | models.Q(spent__gte=0), name="rounds_spent_not_negative"
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True) | ~models.Q(state=""), name="rounds_confirmed_has_a_state"
            ),
        )

    def __str__(self) -> str:
        return f"{self.item.measure}: {self.get_state_display()}"

    def clean(self) -> None:
        """Obstacles come from the list."""
        unknown = [code for code in self.obstacles if code not in Obstacle.values]
        if unknown:
            raise ValidationError({"obstacles": _("Diese Hindernisse stehen nicht zur Auswahl.")})


class ReplyFile(TenantOwned):
    """A file that came with a reply."""

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(_("Dateiname"), max_length=150)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()
    digest = models.CharField(_("SHA-256"), max_length=64)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("reply", "pk")
        verbose_name = _("Datei zum Sachstand")

    def __str__(self) -> str:
        return self.name
