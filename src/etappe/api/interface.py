"""The interface as a whole: which routes it has and how it describes itself."""

from __future__ import annotations

from etappe.api import (
    chain,
    concepts,
    council,
    council_source,
    errors,
    measures,
    participation,
    programme,
    publication,
    recommendations,
    round_requests,
    rounds,
    statements,
    steering,
    steering_reports,
    tenancy,
)
from etappe.api.description import DescribedAPI

DESCRIPTION = """\
Reading what is public needs no credentials. Everything else needs a personal access token
(`Authorization: Bearer etappe_…`, made by `etappe users token`) or the session of a signed-in browser; with a session,
writing also needs the CSRF token in the header `X-CSRFToken`.

What belongs to a municipality lies below `/municipalities/{municipality}/`. Lists come in pages (`page`, `size`).
Fuzzy dates are sent as plain words (“Frühjahr 2005”) and come back with first day, last day, precision and words.
Amounts of money are decimal strings. Every error has one shape: what happened, where, and what to do.\
"""

api = DescribedAPI(
    title="Etappe",
    version="1",
    description=DESCRIPTION,
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
)
errors.register(api)
WITHIN = "/municipalities/{municipality}"
api.add_router("", tenancy.register)
for app in (
    tenancy,
    council,
    council_source,
    participation,
    statements,
    concepts,
    recommendations,
    programme,
    measures,
    rounds,
    round_requests,
    publication,
    steering,
    steering_reports,
    chain,
):
    api.add_router(WITHIN, app.router)
