"""What screens about one paper have in common: they show it, ask what a verb needs, and call it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm, Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from papers.access import may_read
from papers.access.verb_table import VERBS, Verb, offered
from papers.access.verbs import may_open_editor
from papers.admin.forms import attach_errors
from papers.admin.what_was_shown import SeenMixin, too_late
from papers.models import Paper
from papers.prepared import prepared
from papers.seen import Seen, what_stands
from papers.versions import changed_since, latest_version
from papers.wording import title_for
from workflows.errors import WrongState
from workflows.verbs import (
    CALL_EDITORIAL,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from papers.access import Person


class PaperView(WagtailAdminTemplateMixin):
    """A screen about one paper. Who may not read the paper is told it does not exist."""

    header_icon = "doc-full-inverse"
    breadcrumbs_items: ClassVar[list[dict[str, str]]] = []  # a heading instead; the way back is a button

    @cached_property
    def paper(self) -> Paper:
        for paper in _paper(pk=self.kwargs["pk"]):
            if may_read(self.request.user, paper):
                return paper
        raise Http404

    def get_page_subtitle(self) -> str:
        return title_for(self.request.user, self.paper)

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["paper"] = self.paper
        return context


class VerbView(PaperView):
    """A screen where something is done to a paper. It opens for those who may do it now. Whoever comes too late is told
    so at the paper, or in the inbox where they have no editor: the page for readers shows no messages."""

    verb: Verb

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            self.verb.allow(request.user, self.paper)
        except WrongState as error:
            if may_open_editor(request.user, self.paper):
                return too_late(request, error, "wagtailadmin_pages:edit", self.paper.pk)
            return too_late(request, error, "workflows:inbox")
        # of the view this is mixed into
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer


class PaperStepView(SeenMixin, VerbView, FormView):  # type: ignore[type-arg]  # Django's takes none when run
    template_name = "workflows/admin/step.html"
    form_class: type[BaseForm] = Form
    submit_label: Any = ""
    success_message: Any = ""
    explanation: Any = ""
    dangerous = False

    def what_is_shown(self) -> Seen:
        return what_stands(self.paper)

    def do(self, form: Any) -> None:
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.do(form)
        except ValidationError as error:
            attach_errors(form, error)
            return self.form_invalid(form)
        messages.success(self.request, self.success_message % {"paper": self.what_it_was_about(form)})
        return redirect(self.get_success_url())

    def what_it_was_about(self, form: Any) -> str:
        return title_for(self.request.user, self.paper)

    def get_success_url(self) -> str:
        return reverse("workflows:inbox")

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context.update(
            submit_label=self.submit_label,
            explanation=self.explanation,
            dangerous=self.dangerous,
            slip=self.slip,
            verbs={verb.name for verb in steps_for(self.request.user, self.paper)},
        )
        return context

    @cached_property
    def slip(self) -> list[Any]:
        return list(
            self.paper.consultations.not_cancelled()
            .in_slip_order()
            .select_related("organization", "latest_act__refer_to")
        )

    @cached_property
    def text_changed(self) -> bool:
        return changed_since(self.paper, latest_version(self.paper))

    @property
    def offers_editorial(self) -> bool:
        return self.text_changed and CALL_EDITORIAL.offered_to(self.request.user, self.paper)


def steps_for(user: Person, paper: Paper) -> list[Verb]:
    """What the user may do with the paper now, for buttons."""
    return offered(user, paper, among=(verb for verb in VERBS.values() if verb.icon))


@prepared
def _paper(*, pk: Any) -> QuerySet[Paper]:
    originals = Paper.objects.originals().select_related("kind", "originating_office", "locale", "author")
    paper: QuerySet[Paper] = originals.filter(pk=pk).order_by()
    return paper
