"""These hooks say where routing shows up in the Wagtail admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button

from papers.access.policies import CouncilOfficePolicy
from papers.access.verb_table import offered
from papers.admin.record_viewset import RecordViewSet
from papers.models import Paper
from workflows import log_actions
from workflows.distribution.views.deliveries import DeliveriesItem, DeliveriesView, log_url
from workflows.distribution.views.distribution import DistributeView
from workflows.distribution.views.paper_copies import LabelsView, PaperCopiesView
from workflows.distribution.views.progress import DistributionView, ProgressView, send_again, send_all_again
from workflows.panels import InboxPanel, MyPapersPanel
from workflows.restricting.views import MakeStricterView, ReachedView, TakeOffView
from workflows.routing.slip_templates import SlipTemplate
from workflows.routing.views.act import ActView, AheadView
from workflows.routing.views.correct import ChangeTheWayView, CorrectView
from workflows.routing.views.editor import SIDE_DOORS
from workflows.routing.views.ending import EndOrganizationView, StrandedView
from workflows.routing.views.inbox import InboxView
from workflows.routing.views.slip import SlipView
from workflows.routing.views.steps import STEP_VIEWS
from workflows.translation.views import TranslationView
from workflows.verbs import RESUBMIT, START_ROUTING

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

    from papers.access import Person

SUBMIT = "action-submit-paper"

STOCK_ITEMS = SIDE_DOORS | {"action-submit", "action-restart-workflow", "action-cancel-workflow", "action-unpublish"}


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    log_actions.register(actions)


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[Any]:
    urls = [
        path("", InboxView.as_view(), name="inbox"),
        path("results/", InboxView.as_view(results_only=True), name="inbox_results"),
        path("lines/<int:pk>/", ActView.as_view(), name="act"),
        path("lines/<int:pk>/ahead/", AheadView.as_view(), name="ahead"),
        path("lines/<int:pk>/correct/", CorrectView.as_view(), name="correct"),
        path("lines/<int:pk>/way/", ChangeTheWayView.as_view(), name="change_the_way"),
        path("lines/<int:pk>/nobody/", StrandedView.as_view(), name="stranded"),
        path("organizations/<int:pk>/end/", EndOrganizationView.as_view(), name="end_organization"),
        path("translations/<int:pk>/", TranslationView.as_view(), name="translation"),
        path("papers/<int:pk>/slip/", SlipView.as_view(), name="slip"),
        *(path(f"papers/<int:pk>/{name}/", view.as_view(), name=name) for name, view in STEP_VIEWS.items()),
        path("papers/<int:pk>/stricter/", MakeStricterView.as_view(), name="make_stricter"),
        path("papers/<int:pk>/take-off/", TakeOffView.as_view(), name="take_off_the_public"),
        path("papers/<int:pk>/reached/", ReachedView.as_view(), name="reached"),
        path("papers/<int:pk>/distribute/", DistributeView.as_view(), name="distribute"),
        path("distributions/<int:pk>/", DistributionView.as_view(), name="distribution"),
        path("distributions/<int:pk>/progress/", ProgressView.as_view(), name="distribution_progress"),
        path("distributions/<int:pk>/again/", send_all_again, name="send_all_again"),
        path("distributions/<int:pk>/paper-copies/", PaperCopiesView.as_view(), name="paper_copies"),
        path("distributions/<int:pk>/paper-copies/labels.pdf", LabelsView.as_view(), name="labels"),
        path("deliveries/<int:pk>/again/", send_again, name="send_again"),
    ]
    return [
        path("inbox/", include((urls, "workflows"), namespace="workflows")),
        path("reports/deliveries/", DeliveriesView.as_view(), name="deliveries"),
        path("reports/deliveries/results/", DeliveriesView.as_view(results_only=True), name="deliveries_results"),
    ]


@hooks.register("register_admin_menu_item")
def register_inbox() -> MenuItem:
    return MenuItem(_("My inbox"), reverse("workflows:inbox"), name="inbox", icon_name="mail", order=10)


@hooks.register("register_reports_menu_item")
def register_deliveries() -> MenuItem:
    return DeliveriesItem(
        _("Deliveries of papers"), reverse("deliveries"), name="deliveries", icon_name="mail", order=600
    )


@hooks.register("register_user_listing_buttons")
def what_was_sent_button(user: AbstractUser, request_user: Person) -> Iterator[Button]:
    if request_user.is_superuser:  # asked for every row, so not of the access rule, which would answer the same
        yield Button(_("What was sent"), log_url(person=user.email), icon_name="mail", priority=60)


@hooks.register("construct_homepage_panels")
def put_inbox_on_home(request: HttpRequest, panels: list[Any]) -> None:
    """Puts our panels in place of Wagtail's, which ask every task about every user, list pages by group permissions
    nobody has here, and remember titles of papers one may no longer read."""
    panels[:] = [InboxPanel(), MyPapersPanel()]


@hooks.register("construct_homepage_summary_items", order=100)  # after Wagtail's, which count images and documents
def drop_page_counts(request: HttpRequest, items: list[Any]) -> None:
    items.clear()


class SubmitPaperItem(ActionMenuItem):
    """Saves what is in the editor, then leads to the check list before submitting."""

    label = _("Save and submit …")
    name = SUBMIT
    icon_name = "resubmit"

    def is_shown(self, context: Any) -> bool:
        page = context.get("page")
        if not isinstance(page, Paper) or context["locked_for_user"]:
            return False
        return bool(offered(context["request"].user, page, among=(START_ROUTING, RESUBMIT)))


@hooks.register("register_page_action_menu_item")
def register_submit_item() -> SubmitPaperItem:
    return SubmitPaperItem(order=5)


@hooks.register("construct_page_action_menu")
def leave_only_what_papers_have(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Wagtail's own ways to cancel, restart or approve a workflow would pass by our verbs, and so would
    wagtail-localize's to begin and end a translation."""
    if isinstance(context.get("page"), Paper):
        menu_items[:] = [item for item in menu_items if item.name not in STOCK_ITEMS]


@hooks.register("after_edit_page")
def lead_to_submit(request: HttpRequest, page: Any) -> HttpResponse | None:
    if request.POST.get(SUBMIT) and isinstance(page, Paper):
        return redirect(reverse("workflows:submit", args=[page.pk]))
    return None


class SlipTemplateViewSet(RecordViewSet):
    model = SlipTemplate
    permission_policy = CouncilOfficePolicy(SlipTemplate)
    icon = "list-ol"
    menu_label = _("Routing slip templates")
    add_to_settings_menu = True
    form_fields = ("name",)
    inspect_view_enabled = False
    copy_view_enabled = False
    add_view_enabled = False


@hooks.register("register_admin_viewset")
def register_slip_templates() -> SlipTemplateViewSet:
    return SlipTemplateViewSet("slip_templates")


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("workflows/admin.css"))
