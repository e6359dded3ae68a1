"""Wagtail's user screens with our form fields."""

from __future__ import annotations

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    user_viewset = "umlauf.accounts.viewsets.PersonViewSet"
    group_viewset = "umlauf.accounts.viewsets.ClosedGroupViewSet"
