"""What the desk does about accounts beside the list of people."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.account import AccountView, NameEmailSettingsPanel
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.log_actions import log

from umlauf.accounts import letters
from umlauf.accounts.looking_after import people
from umlauf.accounts.models import User


class SendLinkView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Nobody sets somebody else's password. Who has lost theirs, or the mail that invited them, gets a link."""

    permission_policy = people
    permission_required = "change"
    template_name = "account/desk/send_link.html"
    page_title = gettext_lazy("Send a link to set a password")
    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.object = get_object_or_404(User, pk=kwargs["pk"], is_active=True)
        if not people.user_has_permission_for_instance(request.user, "change", self.object):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = gettext("The link is mailed to %(address)s. It holds for three days and works once.")
        return {
            **super().get_context_data(**kwargs),
            "explanation": words % {"address": self.object.email},
            "back": self._back(),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            letters.send("reset" if self.object.has_usable_password() else "invitation", self.object)
            log(self.object, "umlauf.send_link", user=request.user)
        messages.success(request, gettext("The link is on its way to %(address)s.") % {"address": self.object.email})
        return redirect(self._back())

    def _back(self) -> str:
        return reverse("wagtailusers_users:edit", args=[self.object.pk])


class OwnSettingsView(AccountView):
    """How the desk looks to oneself. What concerns the account is on the page everybody has ("My account"), and what
    somebody is called is the council office's to say."""

    def get_panels(self) -> list[Any]:
        return [panel for panel in super().get_panels() if not isinstance(panel, NameEmailSettingsPanel)]
