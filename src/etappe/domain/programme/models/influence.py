"""How far a municipality's arm reaches."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Influence(models.TextChoices):
    """Whether the municipality steers, coordinates, or can only inform (others decide)."""

    STEERS = "steers", _("steuert")
    COORDINATES = "coordinates", _("koordiniert")
    INFORMS = "informs", _("informiert")
