"""What may come from the council information system, and how it is known again."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from etappe.domain.kernel.models import Versioned

LONGEST_ADDRESS = 500


class Imported(Versioned):
    """An object that a council information system (OParl) may have brought.

    ``oparl_id`` is its address there, empty for what was entered here. ``oparl_values`` are the values that were
    brought last, by field: what differs from them has been changed here, and stays. What is deleted there is never
    deleted here: ``withdrawn_on`` says since when it is gone.
    """

    oparl_id = models.CharField(
        _("Adresse im Ratsinformationssystem"), max_length=LONGEST_ADDRESS, blank=True, default="", editable=False
    )
    oparl_values = models.JSONField(default=dict, blank=True, editable=False)
    withdrawn_on = models.DateField(_("zurückgezogen am"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True


def known_once(name: str) -> models.UniqueConstraint:
    """Return the constraint that an object of the other system is here at most once."""
    return models.UniqueConstraint(
        fields=("municipality", "oparl_id"), condition=~models.Q(oparl_id=""), name=f"council_{name}_brought_once"
    )
