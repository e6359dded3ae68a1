"""The page editor of papers: Wagtail's own, with the timeline beside it and without a second way around our verbs."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
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
BRING_BACK = "umlauf-bring-back"  # in the form with what a browser kept (umlauf/desk/kept.js)


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

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if BRING_BACK in request.POST and not self.expects_json_response and not self.page.alias_of_id:
            return self.bring_back()
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer

    def bring_back(self) -> HttpResponse:
        """The editor with a text that was typed and not saved, because a log-in or a connection ended. Nothing is
        saved by it."""
        self.form = self.form_class(
            self.request.POST,
            instance=self.page,
            subscription=self.subscription,
            parent_page=self.parent,
            for_user=self.request.user,
        )
        self.form.defer_required_fields()
        self.form.is_valid()  # reads what was typed into the page that is shown
        self.form.restore_required_fields()
        with transaction.atomic():
            if self.somebody_was_faster():
                return self.tell_who_was_faster()
        messages.info(self.request, _("This is what you typed. It is not saved yet."))
        self.has_unsaved_changes = True
        return self._show()

    def form_valid(self, form: Any) -> HttpResponse:
        """Wagtail saves over a newer version without asking, except where the browser asks. Here whoever saves later is
        told first, and keeps what they typed; saving once more is their answer."""
        with transaction.atomic():
            if not self.somebody_was_faster():
                answer: HttpResponse = super().form_valid(form)
                return answer
            if self.expects_json_response:
                refused: HttpResponse = self.json_error_response(
                    "invalid_revision", _("Saving would replace a newer version.")
                )
                return refused
            form.restore_required_fields()
            return self.tell_who_was_faster()

    def somebody_was_faster(self) -> bool:
        """Asked with the paper's row locked: the version this editor began with is no longer the latest."""
        row = Paper.objects.in_turn().get(pk=self.page.pk)
        self.latest_revision = self.page.latest_revision = row.latest_revision
        for asked_before in ("is_out_of_date", "latest_revision_created_at"):
            self.__dict__.pop(asked_before, None)
        return bool(self.is_out_of_date)

    def tell_who_was_faster(self) -> HttpResponse:
        """The page carries the newer version now, so saving it again is meant. It does not save by itself."""
        newer = self.latest_revision
        values = {
            "person": newer.user,
            "time": date_format(timezone.localtime(newer.created_at), "SHORT_DATETIME_FORMAT"),
        }
        if newer.user_id in (None, self.request.user.pk):
            told = _("This paper was saved in another window (%(time)s) after this one was opened.")
        else:
            told = _("%(person)s saved this paper (%(time)s) after you opened it.")
        rest = _(
            "What you typed is still here and is not saved. If you save it now, it takes the place of that version."
        )
        compared = reverse("wagtailadmin_pages:revisions_compare", args=[self.page.pk, "earliest", newer.pk])
        if (mine := self.request.POST.get("loaded_revision_id", "")).isdecimal() and mine != str(newer.pk):
            compared = reverse("wagtailadmin_pages:revisions_compare", args=[self.page.pk, mine, newer.pk])
        buttons = [messages.button(compared, _("What was changed"), new_window=True)]
        messages.warning(self.request, f"{told % values} {rest}", buttons=buttons)
        self.has_unsaved_changes, self.autosave_enabled = True, False
        return self._show()

    def _show(self) -> HttpResponse:
        answer: HttpResponse = self.render_to_response(self.get_context_data())
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
