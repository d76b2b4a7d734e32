"""One variant as a model of its own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from etappe.calc.workforce.arrays import Floats, of_year
from etappe.calc.workforce.model import Model, Rates, Trainees
from etappe.calc.workforce.variants import Variants


def applied(model: Model, variants: Variants, at: int = 0) -> Model:
    """Return the model with the settings of variant ``at``."""
    one = variants.part(at, at + 1)
    K, *_ = model.shape
    changes: dict[str, object] = {}
    if one.hire_share is not None and not np.isnan(one.hire_share[0]):
        changes["hire_share"] = np.full((K, 1), one.hire_share[0])
    if one.replacement is not None and not np.isnan(one.replacement[0]):
        frozen = ~np.asarray(model.exempt)[:, None]
        changes["replacement"] = np.where(frozen, one.replacement[0], model.replacement)
    if one.hire_shift is not None:
        path: Floats = of_year(np.asarray(changes.get("hire_share", model.hire_share)), one.hire_shift.shape[1])
        changes["hire_share"] = path + one.hire_shift[0]
    if one.replacement_shift is not None:
        path = of_year(np.asarray(changes.get("replacement", model.replacement)), one.replacement_shift.shape[1])
        changes["replacement"] = path + ~np.asarray(model.exempt)[:, None] * one.replacement_shift[0]
    if one.leaving is not None:
        changes["rates"] = _leaving(model.rates, one.leaving[0])
    if one.unknown_share is not None:
        changes["unknown_share"] = float(one.unknown_share[0])
    if model.trainees is not None:
        changes["trainees"] = _trainees(model.trainees, one)
    return model.having(**changes)


def _leaving(rates: Rates, factor: Floats) -> Rates:
    power = factor[:, :, None, None]
    return replace(rates, leave=1 - (1 - rates.leave) ** power, transfer=1 - (1 - rates.transfer) ** power)


def _trainees(trainees: Trainees, one: Variants) -> Trainees:
    asked = one.trainee_share
    return replace(
        trainees,
        share=trainees.share if asked is None or np.isnan(asked[0]) else float(asked[0]),
        take_over=trainees.take_over if one.take_over is None else float(one.take_over[0]),
        intake=trainees.intake if one.intake is None else trainees.intake * one.intake[0],
    )
