"""The attachments of one paper."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from papers.access import may_read
from papers.access.verb_table import offered
from papers.access.verbs import ATTACH, DETACH, may_open_editor
from papers.admin.forms import AttachmentForm
from papers.attaching import attach, detach, is_settled
from papers.files.handing_out import hand_out
from papers.files.kept import Altered, opened_as_kept
from papers.files.names import safe_name
from papers.inspection.warnings import problems_of_annexes
from papers.models import Paper, RemovedAttachment


class AttachmentsView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]  # Django's takes none when run
    template_name = "papers/admin/attachments.html"
    form_class = AttachmentForm
    page_title = gettext_lazy("Attachments")
    header_icon = "doc-full"
    breadcrumbs_items: ClassVar[list[dict[str, str]]] = []  # a heading instead; the way back is a button

    @cached_property
    def paper(self) -> Paper:
        paper: Paper | None = Paper.objects.originals().select_related("locale").filter(pk=self.kwargs["pk"]).first()
        if paper is None or not may_open_editor(self.request.user, paper):
            raise Http404
        return paper

    def get_page_subtitle(self) -> str:
        return str(self.paper.draft_title)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "late": is_settled(self.paper)}

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        (DETACH if "remove" in request.POST else ATTACH).allow(request.user, self.paper)
        if "remove" in request.POST:
            return self._remove(request)
        return super().post(request, *args, **kwargs)

    def _remove(self, request: HttpRequest) -> HttpResponse:
        attachment = get_object_or_404(self.paper.attachments.readable_by(request.user), pk=request.POST["remove"])
        title, reason = attachment.title, request.POST.get("reason_to_remove", "")
        try:
            detach(attachment, by=request.user, reason=reason)
        except ValidationError as error:
            problem = {"key": attachment.pk, "messages": error.messages, "typed": reason}
            return self.render_to_response(
                self.get_context_data(form=self.form_class(late=is_settled(self.paper)), problem_of=problem)
            )
        messages.success(request, _("“%(title)s” was removed.") % {"title": title})
        return redirect(self.get_success_url())

    def form_valid(self, form: AttachmentForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            attach(self.paper, **data, by=self.request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("“%(title)s” was added.") % {"title": data["title"]})
        return redirect(self.get_success_url())

    def get_success_url(self) -> str:
        return reverse("papers_admin:attachments", args=[self.paper.pk])

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        verbs = {verb.name for verb in offered(self.request.user, self.paper, among=(ATTACH, DETACH))}
        context.update(
            paper=self.paper,
            attachments=self.paper.attachments.readable_by(self.request.user),
            removed=self.paper.removed_attachments.all(),
            late=is_settled(self.paper),
            verbs=verbs,
        )
        context["problems"] = problems_of_annexes(self.paper)
        return context


@require_safe
def removed_attachment(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What once belonged to a version, for those who may see drafts of the paper."""
    found = RemovedAttachment.objects.select_related("paper__locale").filter(pk=pk).first()
    if found is None or not may_read(request.user, found.paper) or not may_open_editor(request.user, found.paper):
        raise Http404
    if not found.is_servable:
        raise Http404
    try:
        file = opened_as_kept(found.file, algorithm="sha512", digest=found.sha512, name=f"removed attachment {pk}")
    except (FileNotFoundError, Altered) as error:
        raise Http404 from error
    name = safe_name(found.filename)
    return hand_out(FileResponse(file), media_type=found.media_type, filename=name, inline=False)
