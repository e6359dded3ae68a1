"""What who runs the house sees in the admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from papers.access import is_council_office
from umlauf.operation.mails import MailsView, mail_again


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[Any]:
    return [
        path("reports/mails/", MailsView.as_view(), name="mails"),
        path("reports/mails/results/", MailsView.as_view(results_only=True), name="mails_results"),
        path("reports/mails/<int:pk>/again/", mail_again, name="mail_again"),
    ]


class MailsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(is_council_office(request.user))


@hooks.register("register_reports_menu_item")
def register_mails() -> MenuItem:
    return MailsItem(_("Mails"), reverse("mails"), name="mails", icon_name="mail", order=610)


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    actions.register_action("umlauf.send_letter_again", _("Send mail again"), _("Mail sent again"))
