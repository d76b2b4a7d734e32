"""Fuzzy dates in the database: four columns that read and write as one :class:`FuzzyDate`.

“Frühjahr 2005” is stored as first day, last day, precision and the words as written: sorted by start, shown as written.
"""

from __future__ import annotations

from typing import Any, Self, overload

from django.db import models

from etappe.interop.fuzzy_dates import FuzzyDate, Precision

PRECISION_CHOICES = [(precision.value, precision.value) for precision in Precision]


class FuzzyDateColumns:
    """Descriptor that adds ``<name>_from``, ``<name>_until``, ``<name>_precision`` and ``<name>_words`` to a model.

    >>> class Stage(models.Model):        # doctest: +SKIP
    ...     when = FuzzyDateColumns()
    """

    def contribute_to_class(self, model: type[models.Model], name: str) -> None:
        """Add the four columns when Django builds the model class."""
        self.name = name
        columns: dict[str, models.Field[Any, Any]] = {
            "from": models.DateField(null=True, blank=True, editable=False, db_index=True),
            "until": models.DateField(null=True, blank=True, editable=False),
            "precision": models.CharField(max_length=20, blank=True, editable=False, choices=PRECISION_CHOICES),
            "words": models.CharField(max_length=80, blank=True, editable=False),
        }
        # An abstract parent has already given its columns to the child.
        existing = {field.name for field in model._meta.local_fields}
        for suffix, column in columns.items():
            if f"{name}_{suffix}" not in existing:
                model.add_to_class(f"{name}_{suffix}", column)
        setattr(model, name, self)

    @overload
    def __get__(self, instance: None, owner: type[Any]) -> Self: ...

    @overload
    def __get__(self, instance: models.Model, owner: type[Any]) -> FuzzyDate | None: ...

    def __get__(self, instance: models.Model | None, owner: type[Any]) -> Self | FuzzyDate | None:
        """Return the :class:`FuzzyDate`, or None where nothing is known."""
        if instance is None:
            return self
        start = getattr(instance, f"{self.name}_from")
        if start is None:
            return None
        return FuzzyDate(
            start=start,
            end=getattr(instance, f"{self.name}_until"),
            precision=Precision(getattr(instance, f"{self.name}_precision")),
            words=getattr(instance, f"{self.name}_words"),
        )

    def __set__(self, instance: models.Model, value: FuzzyDate | None) -> None:
        """Write all four columns; None clears them."""
        for column, stored in fuzzy_columns(self.name, value).items():
            setattr(instance, column, stored)


def fuzzy_columns(name: str, value: FuzzyDate | None) -> dict[str, Any]:
    """Return the four columns of the fuzzy date ``name`` with the values that ``value`` gives them."""
    return {
        f"{name}_from": value.start if value else None,
        f"{name}_until": value.end if value else None,
        f"{name}_precision": value.precision.value if value else "",
        f"{name}_words": value.words if value else "",
    }
