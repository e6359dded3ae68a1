"""The page editor of papers: Wagtail's own, with the timeline beside it and without a second way around our verbs."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Page

from papers.access import is_council_office
from papers.access.verbs import EDIT
from papers.models import Paper
from workflows.routing.views.of_paper import steps_for
from workflows.timeline import timeline_of
from workflows.verbs import DISTRIBUTE, SET_SLIP

# Buttons of wagtail-localize in the form of the editor.
SIDE_DOORS = frozenset({"localize-restart-translation", "localize-convert-to-alias"})


class TimelineSidePanel(BaseSidePanel):
    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle timeline")
        icon_name = "clipboard-list"
        has_counter = False

    name = "timeline"
    title = _("Timeline")
    template_name = "workflows/admin/timeline_panel.html"
    order = 150

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        context["entries"] = list(reversed(timeline_of(self.object)))
        context["may_follow_distribution"] = DISTRIBUTE.is_for(self.request.user, self.object.original)
        context["original"] = self.object.original
        context["may_see_whom_it_reached"] = is_council_office(self.request.user)
        context["slip"] = self.object.original.consultations.in_slip_order().select_related(
            "organization", "latest_act__refer_to"
        )
        return context


class PaperEditing(EditView):
    """What holds for the editor of a paper, whichever version it begins with."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """wagtail-localize begins and ends translations by buttons of this form, past our verbs."""
        if SIDE_DOORS & request.POST.keys():
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_side_panels(self) -> MediaContainer:
        """What happened to a paper, with the remarks of those it went through, is for those who write the paper; who
        translates it is shown the released text."""
        panels = super().get_side_panels()
        if not self.expects_json_response and EDIT.is_for(self.request.user, self.page.original):
            panels.append(TimelineSidePanel(self.page, self.request))
        return panels

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """The next steps in plain sight, not behind three dots. Whoever sees the editor may look at the slip."""
        paper = self.page.original
        buttons = [
            (_("Routing slip"), SET_SLIP.view, "list-ol"),
            *((verb.label, verb.view, verb.icon) for verb in steps_for(self.request.user, paper)),
        ]
        return [
            HeaderButton(label, reverse(view, args=[paper.pk]), icon_name=icon, priority=10 + order)
            for order, (label, view, icon) in enumerate(buttons)
        ]

    def redirect_away(self) -> HttpResponse:
        """Wagtail leads to the tree of pages, which papers are not kept in and hardly anybody may open."""
        answer: HttpResponse = self.redirect_and_remain()
        return answer

    def workflow_action_is_valid(self) -> bool:
        return False  # steps are taken by our verbs

    @property
    def is_cancelling_workflow(self) -> bool:
        return False  # recalling and withdrawing are verbs of ours, with reasons and a record


class PaperEditView(PaperEditing):
    """With the latest version."""


class PaperRevertView(PaperEditing, RevisionsRevertView):
    """With an earlier one."""


def edit(request: HttpRequest, page_id: int) -> HttpResponse:
    """Stands in front of Wagtail's edit view; pages that are not papers go through to it."""
    view = PaperEditView if _is_paper(page_id) else EditView
    answer: HttpResponse = view.as_view()(request, page_id=page_id)
    return answer


def revert(request: HttpRequest, page_id: int, revision_id: int) -> HttpResponse:
    """Stands in front of Wagtail's, as ``edit`` does."""
    view = PaperRevertView if _is_paper(page_id) else RevisionsRevertView
    answer: HttpResponse = view.as_view()(request, page_id=page_id, revision_id=revision_id)
    return answer


def _is_paper(page_id: int) -> bool:
    return Paper.objects.filter(pk=page_id).exists() or not Page.objects.filter(pk=page_id).exists()
