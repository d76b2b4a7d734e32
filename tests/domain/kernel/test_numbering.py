"""Numbers that people count with follow the highest one, whatever is missing in between."""

from __future__ import annotations

import pytest

from etappe.domain.kernel.numbering import next_number
from etappe.domain.participation.models import WorkingGroup
from support.inhabited import Inhabited

pytestmark = pytest.mark.django_db


def test_the_next_number_follows_the_highest(here: Inhabited) -> None:
    conference = here.things.conference
    with here.town.scope():
        assert next_number(conference, conference.groups.none()) == 1
        WorkingGroup.objects.filter(pk=here.things.group.pk).update(number=7)
        assert next_number(conference, conference.groups.all()) == 8
