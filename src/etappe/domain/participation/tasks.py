"""Background work: reading concept papers."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled
from django_tasks import task

from etappe.domain.accounts.models import User
from etappe.domain.accounts.queries import actor_for
from etappe.domain.participation.actions.concepts import read_version
from etappe.domain.participation.models import ConceptVersion


@task()
def read_concept_version(version_id: int, user_id: int | None) -> str:
    """Read one version on behalf of whoever uploaded it; whatever goes wrong ends as a state a person can see."""
    with scopes_disabled():
        version = ConceptVersion.objects.select_related("municipality", "concept").get(pk=version_id)
    if version.state == ConceptVersion.State.READY:
        return str(version.state)  # asked for twice: the first reading counts
    user = User.objects.filter(pk=user_id).first() if user_id is not None else None
    with scope(municipality=version.municipality):
        try:
            read_version(actor=actor_for(user, version.municipality), version=version)
        except Exception:
            message = _(
                "Beim Lesen ist etwas Unerwartetes geschehen. Die Datei ist erhalten; bitte noch einmal einlesen."
            )
            ConceptVersion.objects.filter(pk=version.pk).update(state=ConceptVersion.State.FAILED, failure=message)
            raise
    return str(version.state)
