from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import quote
from django.contrib.auth.models import Group
from django.db.models import BooleanField, ExpressionWrapper, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from wagtail.admin import messages
from wagtail.admin.widgets import Button
from wagtail.users.views import groups, users

from papers.access.policies import Asking
from papers.admin.record_viewset import RecordViewSet
from umlauf.accounts.forms import PersonCreationForm, PersonEditForm
from umlauf.accounts.looking_after import looked_after_by, people
from umlauf.accounts.models import User


class IndexView(users.IndexView):
    def get_base_queryset(self) -> QuerySet[User]:
        mine = ExpressionWrapper(looked_after_by(self.request.user), output_field=BooleanField())
        rows: QuerySet[User] = super().get_base_queryset().annotate(looked_after=mine)
        return rows

    def get_edit_url(self, instance: Any) -> str | None:
        if not instance.looked_after or not self.user_has_permission("change"):
            return None
        return reverse(self.edit_url_name, args=[quote(instance.pk)])


class CreateView(users.CreateView):
    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}


class EditView(users.EditView):
    def user_has_permission(self, permission: str) -> bool:
        policy = self.permission_policy
        return bool(policy.user_has_permission_for_instance(self.request.user, permission, self.object))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        address = reverse("send_link", args=[self.object.pk])
        return [
            *super().header_more_buttons,
            Button(gettext("Send a link to set a password"), address, icon_name="mail"),
        ]

    def save_instance(self) -> User:
        person: User = super().save_instance()
        if self.form.wanted_address:
            words = gettext("%(address)s is asked by mail to confirm. Until then the old address counts.")
            messages.info(self.request, words % {"address": self.form.wanted_address})
        return person


class DeleteView(users.DeleteView):
    def user_has_permission(self, permission: str) -> bool:
        policy = self.permission_policy
        return bool(policy.user_has_permission_for_instance(self.request.user, permission, self.object))


class PersonViewSet(RecordViewSet, users.UserViewSet):
    permission_policy = people
    index_view_class = IndexView
    add_view_class = CreateView
    edit_view_class = EditView
    delete_view_class = DeleteView
    copy_view_enabled = False  # a copy of a person would be given their rights
    # Wagtail's templates of this form name its fields one by one; these show what there is
    create_template_name = "wagtailadmin/generic/create.html"
    edit_template_name = "wagtailadmin/generic/edit.html"

    def get_form_class(self, for_update: bool = False) -> Any:
        return PersonEditForm if for_update else PersonCreationForm


class ClosedGroupViewSet(RecordViewSet, groups.GroupViewSet):
    """Groups follow from memberships, and what they open is written in the program: nobody edits them."""

    permission_policy = Asking(Group)
