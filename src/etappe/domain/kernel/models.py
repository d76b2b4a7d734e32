"""Abstract bases: what belongs to a municipality, and what several people edit."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy
from django_scopes import ScopedManager


def tenant_manager(path: str = "municipality") -> models.Manager[Any]:
    """Return a manager that raises outside ``scope(municipality=…)`` and filters inside (django-scopes)."""
    manager: models.Manager[Any] = ScopedManager(municipality=path)
    return manager


class TenantOwned(models.Model):
    """Something that belongs to exactly one municipality."""

    municipality = models.ForeignKey(
        "tenancy.Municipality", on_delete=models.PROTECT, related_name="+", verbose_name=gettext_lazy("Kommune")
    )
    objects: ClassVar[models.Manager[Any]] = tenant_manager()

    class Meta:
        abstract = True


class Versioned(models.Model):
    """Something two people may edit at once: every change raises ``version`` by one."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
