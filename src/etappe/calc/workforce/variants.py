"""Variants of a model: the same workforce with other settings, many at a time."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from etappe.calc.workforce.arrays import Numbers
from etappe.calc.workforce.errors import ParameterError


@dataclass(frozen=True, eq=False)
class Variants:
    """Settings of V variants of a model; None leaves a setting as it is in the model.

    A nan in ``hire_share``, ``replacement`` or ``trainee_share`` leaves it as it is for that variant.

    Attributes
    ----------
    hire_share : (V,) numbers
        Share of A among all hires, in every year and stratum.
    hire_shift : (V, T) numbers
        Added to the share of A among hires of each year.
    replacement : (V,) numbers
        Replacement rate of all strata that are not exempt.
    replacement_shift : (V, T) numbers
        Added to the replacement rate of each year, likewise.
    leaving : (V, K, 2) numbers
        Multiplier of the hazard to resign or be transferred, by stratum and group.
    unknown_share : (V,) numbers
        Share of A among those of unknown group.
    trainee_share, take_over : (V,) numbers
        Share of A among trainees who begin, probability to be taken over.
    intake : (V,) numbers
        Multiplier of the trainees who begin each year.
    """

    hire_share: Numbers | None = None
    hire_shift: Numbers | None = None
    replacement: Numbers | None = None
    replacement_shift: Numbers | None = None
    leaving: Numbers | None = None
    unknown_share: Numbers | None = None
    trainee_share: Numbers | None = None
    take_over: Numbers | None = None
    intake: Numbers | None = None

    @property
    def size(self) -> int:
        """Number of variants; one where nothing is changed."""
        sizes = {len(value) for value in self._given().values()}
        if len(sizes) > 1:
            raise ParameterError(
                "Variants differ in number from setting to setting.", name="variants", value=sorted(sizes), allowed="="
            )
        return sizes.pop() if sizes else 1

    @property
    def is_complex(self) -> bool:
        """Whether a derivative is carried along."""
        return any(np.iscomplexobj(value) for value in self._given().values())

    def part(self, start: int, stop: int) -> Variants:
        """Return the variants from ``start`` to ``stop``."""
        return replace(self, **{name: value[start:stop] for name, value in self._given().items()})

    def repeated(self, times: int) -> Variants:
        """Return every variant ``times`` times, one copy of all after the other."""
        return replace(
            self,
            **{name: np.tile(value, (times,) + (1,) * (value.ndim - 1)) for name, value in self._given().items()},
        )

    def having(self, **changes: Numbers) -> Variants:
        """Return the variants with some settings replaced."""
        return replace(self, **changes)

    def _given(self) -> dict[str, Numbers]:
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value is not None}
