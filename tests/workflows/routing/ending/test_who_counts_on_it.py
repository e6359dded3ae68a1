"""Two bodies that end: neither is the other's successor once it is gone itself."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from workflows.routing.ending import end_organization, take_back_end

pytestmark = pytest.mark.django_db


def end(organization, cast, *, days, successor=None):
    day = timezone.localdate() + datetime.timedelta(days=days)
    return end_organization(organization, ends_on=day, by=cast.council_clerk, successor=successor, reason="Neuordnung.")


@pytest.mark.parametrize("days", [3, 10, -1])
def test_whoever_is_to_go_on_does_not_end_before(cast, days):
    old, new = cast.org.europe_committee, cast.org.finance_committee
    end(old, cast, days=10, successor=new)

    with pytest.raises(ValidationError) as refused:
        end(new, cast, days=days, successor=cast.org.culture_committee)

    assert list(refused.value.error_dict) == ["ends_on"]
    assert old.name in str(refused.value)


def test_it_may_end_after_it_took_over_and_once_nobody_counts_on_it(cast):
    old, new = cast.org.europe_committee, cast.org.finance_committee
    end(old, cast, days=10, successor=new)

    end(new, cast, days=11, successor=cast.org.culture_committee)
    take_back_end(new, by=cast.council_clerk)
    end(old, cast, days=10, successor=cast.org.culture_committee)
    end(new, cast, days=3, successor=cast.org.culture_committee)


def test_two_are_not_each_others_successors(cast):
    old, new = cast.org.europe_committee, cast.org.finance_committee
    end(old, cast, days=10, successor=new)

    with pytest.raises(ValidationError):
        end(new, cast, days=3, successor=old)
