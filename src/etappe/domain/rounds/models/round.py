"""Rounds: a programme, a reporting date, a deadline."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from etappe.domain.kernel.models import TenantOwned, Versioned
from etappe.domain.kernel.states import Refusals, Stateful
from etappe.domain.programme.models import Programme


class Round(TenantOwned, Versioned, Stateful):
    """A status round (Sachstandsabfrage). Once closed it is not opened again; a correction is a notice beside it."""

    class State(models.TextChoices):
        """Where the round stands."""

        DRAFT = "draft", _("in Vorbereitung")
        OPEN = "open", _("läuft")
        CLOSED = "closed", _("abgeschlossen")
        CANCELLED = "cancelled", _("abgesagt")

    REFUSALS: ClassVar[Refusals] = {
        ("open", "open"): _("Diese Abfrage läuft schon; die Einladungen sind unterwegs."),
        ("open", "closed"): _(
            "Diese Abfrage ist abgeschlossen und bleibt, wie sie ist. Eine neue lässt sich aus ihr kopieren."
        ),
        ("open", "cancelled"): _("Diese Abfrage wurde abgesagt. Eine neue lässt sich aus ihr kopieren."),
        ("close", "draft"): _("Diese Abfrage ist noch nicht versendet; abzuschließen gibt es nichts."),
        ("close", "closed"): _("Diese Abfrage ist bereits abgeschlossen."),
        ("close", "cancelled"): _("Eine abgesagte Abfrage wird nicht abgeschlossen."),
        ("cancel", "open"): _("Diese Abfrage läuft; sie lässt sich abschließen, aber nicht mehr absagen."),
        ("cancel", "closed"): _("Eine abgeschlossene Abfrage lässt sich nicht mehr absagen."),
        ("cancel", "cancelled"): _("Diese Abfrage ist schon abgesagt."),
    }

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="rounds")
    title = models.CharField(_("Titel"), max_length=200)
    reporting_date = models.DateField(_("Stichtag"))
    deadline = models.DateField(_("Antwort bis"))
    letter = models.TextField(_("Anschreiben"), blank=True)
    reminder_cap = models.PositiveSmallIntegerField(
        _("höchstens so viele Erinnerungen"), default=6, validators=[MaxValueValidator(12)]
    )
    state = FSMField(_("Zustand"), default=State.DRAFT, choices=State.choices, protected=True)
    copied_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="copies")
    opened_at = models.DateTimeField(_("versendet"), null=True, blank=True)
    closed_at = models.DateTimeField(_("abgeschlossen"), null=True, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ("-reporting_date", "-pk")
        verbose_name = _("Sachstandsabfrage")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state="draft", opened_at__isnull=True)
                | models.Q(state="cancelled", opened_at__isnull=True)
                | models.Q(state__in=("open", "closed"), opened_at__isnull=False),
                name="rounds_open_has_its_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state="closed", closed_at__isnull=False)
                | (~models.Q(state="closed") & models.Q(closed_at__isnull=True)),
                name="rounds_closed_has_its_time",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the round's page."""
        return reverse("rounds:round", args=[self.municipality.slug, self.pk])

    @transition(field=state, source=State.DRAFT, target=State.OPEN)
    def open(self) -> None:
        """Send it out."""

    @transition(field=state, source=State.OPEN, target=State.CLOSED)
    def close(self) -> None:
        """Freeze it."""

    @transition(field=state, source=State.DRAFT, target=State.CANCELLED)
    def cancel(self) -> None:
        """Not this time."""
