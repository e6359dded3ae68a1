from __future__ import annotations

import pytest
from django.db import transaction

from tests.access.world import EVERYTHING, MOST_DANGEROUS, World
from tests.factories.cast import Cast, build_cast, fresh_cast
from tests.network import around_tests


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker) -> World:
    """Made once for all files a worker gets, in a transaction around those of their tests."""
    around = around_tests()
    with django_db_blocker.unblock():
        around.__enter__()
        built = World(build_cast())
    yield built
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture(scope="module")
def everyday(world, django_db_blocker) -> World:
    with django_db_blocker.unblock():
        world.fill(MOST_DANGEROUS)
    return world


@pytest.fixture(scope="module")
def whole(world, django_db_blocker) -> World:
    with django_db_blocker.unblock():
        world.fill(EVERYTHING)
    return world


@pytest.fixture
def cast(world, db) -> Cast:
    """Of the matrix, for papers a test makes for itself."""
    return fresh_cast(world.cast)
