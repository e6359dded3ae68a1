"""Between two requests of the matrix everything is as it was."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from papers.models import Organization
from tests.access.cells import Before


@pytest.mark.django_db
def test_what_a_request_wrote_is_undone_and_what_it_only_read_costs_nothing():
    there = Organization.objects.count()

    with transaction.atomic():
        before = Before()
        for _request in range(2):
            Organization.objects.create(name="Amt", slug="amt", kind="office")
            transaction.on_commit(pytest.fail)
            before.bring_back()
            assert Organization.objects.count() == there
            assert connection.run_on_commit == []
        transaction.on_commit(pytest.fail)  # without a row
        before.bring_back()
        assert connection.run_on_commit == []
        with CaptureQueriesContext(connection) as asked:
            Organization.objects.first()
            before.bring_back()
        assert len(asked) == (1 if connection.vendor == "sqlite" else 2)


@pytest.mark.django_db
def test_a_request_that_failed_in_the_database_does_not_fail_those_after_it():
    with transaction.atomic():
        before = Before()
        transaction.set_rollback(True)
        before.bring_back()

        assert Organization.objects.count() >= 0
