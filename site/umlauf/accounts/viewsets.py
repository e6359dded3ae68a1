from __future__ import annotations

from typing import Any

from wagtail.users.views.users import UserViewSet

from papers.admin.record import RecordViewSet
from papers.policies import CouncilOfficePolicy
from umlauf.accounts.forms import PersonCreationForm, PersonEditForm
from umlauf.accounts.models import User


class PersonViewSet(RecordViewSet, UserViewSet):
    permission_policy = CouncilOfficePolicy(User)

    def get_form_class(self, for_update: bool = False) -> Any:
        return PersonEditForm if for_update else PersonCreationForm
