"""Statements (Stellungnahmen) of associations, point by point."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from etappe.domain.council.models import Paper
from etappe.domain.kernel.fuzzy import FuzzyDateColumns
from etappe.domain.kernel.models import TenantOwned, Versioned
from etappe.domain.kernel.states import Refusals, Stateful
from etappe.domain.participation.models.concept import ConceptPaper
from etappe.domain.tenancy.models import Organisation, Unit


class Statement(TenantOwned, Versioned, Stateful):
    """An association's statement on a concept paper, or on a report by its paper number.

    The association writes it point by point and hands it in; every point gets an answer, somebody who owns it, and a
    consequence; then all answers go out together.
    """

    class State(models.TextChoices):
        """Where the statement stands."""

        DRAFT = "draft", _("in Arbeit beim Verband")
        HANDED_IN = "handed_in", _("eingereicht")
        ANSWERED = "answered", _("beantwortet")

    REFUSALS: ClassVar[Refusals] = {
        ("write", "handed_in"): _(
            "Diese Stellungnahme ist eingereicht. Ergänzungen nimmt die Koordinierungsstelle auf."
        ),
        ("write", "answered"): _("Diese Stellungnahme ist beantwortet. Neues gehört in eine neue Stellungnahme."),
        ("hand_in", "handed_in"): _("Diese Stellungnahme ist schon eingereicht."),
        ("hand_in", "answered"): _("Diese Stellungnahme ist bereits beantwortet."),
        ("conclude", "draft"): _(
            "Diese Stellungnahme ist noch nicht eingereicht; beantworten lässt sie sich erst danach."
        ),
        ("conclude", "answered"): _("Die Antworten auf diese Stellungnahme sind schon hinausgegangen."),
    }

    title = models.CharField(_("Titel"), max_length=200)
    author = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="statements")
    concept = models.ForeignKey(
        ConceptPaper, null=True, blank=True, on_delete=models.PROTECT, related_name="statements"
    )
    paper = models.ForeignKey(
        Paper,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="statements",
        verbose_name=_("zu Drucksache"),
    )
    state = FSMField(_("Zustand"), default=State.HANDED_IN, choices=State.choices, protected=True)
    answered_at = models.DateTimeField(_("beantwortet"), null=True, blank=True)
    when = FuzzyDateColumns()
    summary = models.TextField(_("Kernaussage"), blank=True)
    is_public = models.BooleanField(_("öffentlich"), default=False)
    source = models.CharField(_("Quelle"), max_length=300, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ("-when_from",)
        verbose_name = _("Stellungnahme")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the statement's page."""
        return reverse("participation:statement", args=[self.municipality.slug, self.pk])

    @transition(field=state, source=State.DRAFT, target=State.DRAFT)
    def write(self) -> None:
        """The association works on it."""

    @transition(field=state, source=State.DRAFT, target=State.HANDED_IN)
    def hand_in(self) -> None:
        """The association has finished."""

    @transition(field=state, source=State.HANDED_IN, target=State.ANSWERED)
    def conclude(self) -> None:
        """All answers go out."""


class StatementPoint(TenantOwned):
    """One point of a statement, in words of the municipality's choosing."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="points")
    number = models.PositiveSmallIntegerField(_("Nummer"))
    title = models.CharField(_("Worum es geht"), max_length=200)
    text = models.TextField(_("Inhalt"))
    addressee = models.CharField(_("Adressat"), max_length=200, blank=True)

    class Meta:
        ordering = ("statement", "number")
        verbose_name = _("Punkt der Stellungnahme")
        constraints = (models.UniqueConstraint(fields=("statement", "number"), name="participation_point_once"),)

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class PointAnswer(TenantOwned, Versioned):
    """What the municipality answers to a point, which office owns that, and what follows from it."""

    class Consequence(models.TextChoices):
        """What follows."""

        ADOPTED = "adopted", _("wird aufgegriffen")
        PARTLY = "partly", _("wird teilweise aufgegriffen")
        EXAMINED = "examined", _("wird geprüft")
        DONE = "done", _("ist schon umgesetzt")
        DECLINED = "declined", _("wird nicht aufgegriffen")

    point = models.OneToOneField(StatementPoint, on_delete=models.PROTECT, related_name="answer")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Zuständig"))
    text = models.TextField(_("Antwort"), blank=True)
    consequence = models.CharField(_("Was daraus folgt"), max_length=10, choices=Consequence.choices, blank=True)
    due = models.DateField(_("bis"), null=True, blank=True)

    class Meta:
        ordering = ("point",)
        verbose_name = _("Antwort auf eine Stellungnahme")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(consequence="examined") | models.Q(due__isnull=False),
                name="participation_examined_by_when",
                violation_error_message=_("Bis wann wird geprüft? Ohne Frist bleibt es eine Absicht."),
            ),
        )

    def __str__(self) -> str:
        return self.get_consequence_display() or self.text[:80]

    @property
    def is_complete(self) -> bool:
        """Whether it says something and what follows."""
        return bool(self.text.strip() and self.consequence)
