"""The groups Wagtail comes with open the door of the desk, and no page, image or document behind it."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

STOCK = ("Moderators", "Editors")
migration = import_module("umlauf.home.migrations.0002_stock_groups_without_permissions")


def held():
    return (
        GroupPagePermission.objects.filter(group__name__in=STOCK).count(),
        GroupCollectionPermission.objects.filter(group__name__in=STOCK).count(),
    )


@pytest.mark.django_db
def test_they_hold_no_permission_after_migrate():
    assert Group.objects.filter(name__in=STOCK).count() == 2
    assert held() == (0, 0)


@pytest.mark.django_db
def test_an_old_database_loses_them_and_groups_of_the_city_keep_theirs():
    own = Group.objects.create(name="Webredaktion")
    change = Permission.objects.get(codename="change_page")
    for group in (own, *Group.objects.filter(name__in=STOCK)):
        GroupPagePermission.objects.create(group=group, page=Page.get_first_root_node(), permission=change)
        GroupCollectionPermission.objects.create(
            group=group, collection=Collection.get_first_root_node(), permission=change
        )
    assert held() == (2, 2)

    migration.take_permissions(apps, None)

    assert held() == (0, 0)
    assert (own.page_permissions.count(), own.collection_permissions.count()) == (1, 1)
