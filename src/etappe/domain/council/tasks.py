"""Background work: reading the council information system."""

from __future__ import annotations

from django_scopes import scope
from django_tasks import task

from etappe.domain.accounts.models import User
from etappe.domain.accounts.queries import actor_for
from etappe.domain.council.actions import sync_council_source
from etappe.domain.council.models import CouncilSource
from etappe.domain.tenancy.models import Municipality


@task()
def read_council_source(municipality_id: int, user_id: int | None) -> str:
    """Read the source of a municipality on behalf of whoever asked for it; return the state in which that ended."""
    municipality = Municipality.objects.get(pk=municipality_id)
    user = User.objects.filter(pk=user_id).first() if user_id is not None else None
    with scope(municipality=municipality):
        source = CouncilSource.objects.select_related("municipality").get()
        read = sync_council_source(actor=actor_for(user, municipality), source=source)
    return str(read.state)
