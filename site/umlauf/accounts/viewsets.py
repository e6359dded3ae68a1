from __future__ import annotations

from typing import Any

from wagtail.users.views.users import UserViewSet

from umlauf.accounts.forms import PersonCreationForm, PersonEditForm


class PersonViewSet(UserViewSet):
    def get_form_class(self, for_update: bool = False) -> Any:
        return PersonEditForm if for_update else PersonCreationForm
