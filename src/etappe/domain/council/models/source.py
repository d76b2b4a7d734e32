"""The council information system that a municipality reads."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etappe.domain.council.models.imported import LONGEST_ADDRESS
from etappe.domain.kernel.models import TenantOwned, Versioned

GIVEN_UP = timedelta(minutes=30)


class CouncilSource(TenantOwned, Versioned):
    """The address of the municipality's OParl body, and how far it has been read.

    ``read_until`` is the moment up to which all changes there are known here; ``cursor`` is where an interrupted
    reading goes on. ``outcome`` counts what the last reading brought, ``problems`` and ``failure`` say what was odd,
    by the names of ``etappe.interop.oparl.Trouble``.
    """

    class State(models.TextChoices):
        """How the last reading stands."""

        NEVER = "never", _("noch nicht gelesen")
        RUNNING = "running", _("wird gerade gelesen")
        DONE = "done", pgettext_lazy("Abgleich", "gelesen")
        STOPPED = "stopped", pgettext_lazy("Abgleich", "abgebrochen")

    address = models.URLField(
        _("Adresse der OParl-Schnittstelle"),
        max_length=LONGEST_ADDRESS,
        help_text=_("Die Adresse der Körperschaft (Body) oder des Systems, etwa https://ris.example.org/oparl/system."),
    )
    read_from = models.DateField(
        _("Lesen ab"),
        null=True,
        blank=True,
        help_text=_("Was davor zuletzt geändert wurde, bleibt beim ersten Mal außen vor. Leer: alles."),
    )
    body_name = models.CharField(_("Name der Körperschaft"), max_length=200, blank=True, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEVER, editable=False)
    started = models.DateTimeField(null=True, blank=True, editable=False)
    progressed = models.DateTimeField(null=True, blank=True, editable=False)
    finished = models.DateTimeField(null=True, blank=True, editable=False)
    read_until = models.DateTimeField(null=True, blank=True, editable=False)
    cursor = models.JSONField(default=dict, blank=True, editable=False)
    outcome = models.JSONField(default=dict, blank=True, editable=False)
    problems = models.JSONField(default=list, blank=True, editable=False)
    failure = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        verbose_name = _("Ratsinformationssystem")
        constraints = (models.UniqueConstraint(fields=("municipality",), name="council_one_source_a_municipality"),)

    def __str__(self) -> str:
        return self.body_name or self.address

    def is_under_way(self, moment: datetime) -> bool:
        """Whether a reading is going on; one that has not moved for half an hour is taken to have been cut off."""
        running = self.state == self.State.RUNNING and self.progressed is not None
        return running and moment - self.progressed < GIVEN_UP  # type: ignore[operator]

    def get_absolute_url(self) -> str:
        """Return the address of the page about it."""
        return reverse("council:source", args=[self.municipality.slug])
