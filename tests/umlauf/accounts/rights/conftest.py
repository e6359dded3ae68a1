from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission


@pytest.fixture
def editors(cast):
    """A group that does not follow from memberships: administrators gave it rights of its own."""
    group, _created = Group.objects.get_or_create(name="Editors")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    return group
