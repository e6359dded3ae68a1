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
from papers.access.verb_table import Verb, offered
from papers.access.verbs import ATTACH, DETACH, RENAME_ATTACHMENT, REORDER_ATTACHMENTS, may_open_editor
from papers.admin.forms import AttachmentForm, attach_errors
from papers.admin.what_was_shown import SeenMixin
from papers.attaching import attach, detach, is_settled
from papers.changing_attachments import reorder_attachments
from papers.files.handing_out import hand_out
from papers.files.kept import Altered, opened_as_kept
from papers.files.names import safe_name
from papers.inspection.warnings import problems_of_annexes
from papers.models import Paper, RemovedAttachment
from papers.seen import Seen, attachments_that_stand
from papers.tombstones import former_files_for


class OfAttachments(SeenMixin, WagtailAdminTemplateMixin):
    """For whoever may open the editor of the paper; to others it does not exist."""

    request: HttpRequest
    kwargs: dict[str, Any]
    header_icon = "doc-full"
    breadcrumbs_items: ClassVar[list[dict[str, str]]] = []  # a heading instead; the way back is a button
    verbs: ClassVar[tuple[Verb, ...]] = ()

    @cached_property
    def paper(self) -> Paper:
        paper: Paper | None = Paper.objects.originals().select_related("locale").filter(pk=self.kwargs["pk"]).first()
        if paper is None or not may_open_editor(self.request.user, paper):
            raise Http404
        return paper

    @cached_property
    def late(self) -> bool:
        return is_settled(self.paper)

    def what_is_shown(self) -> Seen:
        return attachments_that_stand(self.paper)

    def get_page_subtitle(self) -> str:
        return str(self.paper.draft_title)

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        offers = {verb.name for verb in offered(self.request.user, self.paper, among=self.verbs)}
        return context | {"paper": self.paper, "late": self.late, "verbs": offers}


class AttachmentsView(OfAttachments, FormView):  # type: ignore[type-arg]  # Django's takes none when run
    template_name = "papers/admin/attachments.html"
    form_class = AttachmentForm
    page_title = gettext_lazy("Attachments")
    verbs = (ATTACH, DETACH, REORDER_ATTACHMENTS, RENAME_ATTACHMENT)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "late": self.late}

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if "remove" in request.POST:
            DETACH.allow(request.user, self.paper)
            return self._remove(request)
        if "order" in request.POST:
            REORDER_ATTACHMENTS.allow(request.user, self.paper)
            return self._reorder(request)
        ATTACH.allow(request.user, self.paper)
        return super().post(request, *args, **kwargs)

    def _remove(self, request: HttpRequest) -> HttpResponse:
        attachment = get_object_or_404(self.paper.attachments.readable_by(request.user), pk=request.POST["remove"])
        title, reason = attachment.title, request.POST.get("reason_to_remove", "")
        try:
            detach(attachment, by=request.user, reason=reason, seen=self.seen)
        except ValidationError as error:
            return self._shown_again(problem_of={"key": attachment.pk, "messages": error.messages, "typed": reason})
        messages.success(request, _("“%(title)s” was removed.") % {"title": title})
        return redirect(self.get_success_url())

    def _reorder(self, request: HttpRequest) -> HttpResponse:
        reason = request.POST.get("reason_to_order", "")
        places = {row.pk: request.POST.get(f"place-{row.pk}", "") for row in self.paper.attachments.all()}
        try:
            order = ordered_by(places)
            reorder_attachments(self.paper, order=order, by=request.user, reason=reason, seen=self.seen)
        except ValidationError as error:
            return self._shown_again(problem_of_order={"messages": error.messages, "typed": reason, "places": places})
        messages.success(request, _("The attachments were put into another order."))
        return redirect(self.get_success_url())

    def _shown_again(self, **problem: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=self.form_class(late=self.late), **problem))

    def form_valid(self, form: AttachmentForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            attach(self.paper, **data, by=self.request.user)
        except ValidationError as error:
            attach_errors(form, error)
            return self.form_invalid(form)
        messages.success(self.request, _("“%(title)s” was added.") % {"title": data["title"]})
        return redirect(self.get_success_url())

    def get_success_url(self) -> str:
        return reverse("papers_admin:attachments", args=[self.paper.pk])

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        problem = context.setdefault("problem_of_order", {"messages": [], "typed": "", "places": {}})
        rows: list[Any] = list(self.paper.attachments.readable_by(self.request.user))
        for place, row in enumerate(rows, start=1):
            row.place = problem["places"].get(row.pk, place)
        context["orderable"] = REORDER_ATTACHMENTS.name in context["verbs"] and len(rows) > 1
        context.update(
            attachments=rows, removed=former_files_for(self.request.user, self.paper.removed_attachments.all())
        )
        context["problems"] = problems_of_annexes(self.paper)
        return context


def ordered_by(places: dict[int, str]) -> list[int]:
    """Keys by the places that were typed for them; two at the same place stay as they stood. Raises ValidationError on
    ``order``."""
    if not all(place.strip().isdecimal() for place in places.values()):
        raise ValidationError({"order": _("Give each attachment its place as a number.")})
    return sorted(places, key=lambda key: int(places[key].strip()[:9]))


@require_safe
def removed_attachment(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What once belonged to a version, for those who may see drafts of the paper."""
    rows = former_files_for(request.user, RemovedAttachment.objects.select_related("paper__locale"))
    found = rows.filter(pk=pk).first()
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
