"""One attachment of a paper, and what can become another of it: its file, its title, its level."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from papers.access.verb_table import Verb, WrongState
from papers.access.verbs import RENAME_ATTACHMENT, REPLACE_ATTACHMENT, SET_ATTACHMENT_LEVEL
from papers.admin.attachments import OfAttachments
from papers.admin.forms import AttachmentLevelForm, RenameAttachmentForm, ReplaceAttachmentForm, attach_errors
from papers.admin.what_was_shown import too_late
from papers.changing_attachments import rename_attachment, replace_attachment, set_attachment_level
from papers.models import Attachment


@dataclass(frozen=True)
class Change:
    verb: Verb
    form: Callable[..., forms.Form]
    do: Callable[..., Attachment]
    heading: Promise
    done: Promise


# By the name of the button, in the order of the screen.
CHANGES = {
    "replace": Change(
        REPLACE_ATTACHMENT,
        ReplaceAttachmentForm,
        replace_attachment,
        _("Replace the file"),
        _("“%(title)s” has another file."),
    ),
    "rename": Change(
        RENAME_ATTACHMENT,
        RenameAttachmentForm,
        rename_attachment,
        _("Rename"),
        _("The attachment is called “%(title)s”."),
    ),
    "level": Change(
        SET_ATTACHMENT_LEVEL,
        AttachmentLevelForm,
        set_attachment_level,
        _("Change the level"),
        _("The level of “%(title)s” was changed."),
    ),
}


class AttachmentView(OfAttachments, TemplateView):
    template_name = "papers/admin/attachment.html"
    page_title = _("Change an attachment")
    verbs = tuple(change.verb for change in CHANGES.values())

    @cached_property
    def attachment(self) -> Attachment | None:
        found: Attachment | None = (
            self.paper.attachments.readable_by(self.request.user).filter(pk=self.kwargs["key"]).first()
        )
        return found

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if self.paper and self.attachment is None:
            raise Http404
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        name = next((name for name in CHANGES if name in request.POST), "")
        if self.paper and not name:
            raise Http404
        change = CHANGES[name]
        try:
            change.verb.allow(request.user, self.paper)
        except WrongState as error:
            return too_late(request, error, self._list())
        if self.attachment is None:
            return too_late(request, WrongState(_("This attachment was removed meanwhile.")), self._list())
        form = self._form(name, request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(typed={name: form}))
        try:
            row = change.do(self.attachment, **form.cleaned_data, by=request.user, seen=self.seen)
        except ValidationError as error:
            attach_errors(form, error)
            return self.render_to_response(self.get_context_data(typed={name: form}))
        messages.success(request, change.done % {"title": row.title})
        return redirect(self._list())

    def _list(self) -> str:
        return reverse("papers_admin:attachments", args=[self.paper.pk])

    def _form(self, name: str, *data: Any) -> forms.Form:
        attachment = self.attachment
        said = {"title": attachment.title, "confidentiality": attachment.confidentiality} if attachment else {}
        return CHANGES[name].form(*data, prefix=name, initial=said, late=self.late)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        typed = kwargs.get("typed", {})
        context["attachment"] = self.attachment
        context["changes"] = [
            {"name": name, "heading": change.heading, "form": typed.get(name) or self._form(name)}
            for name, change in CHANGES.items()
            if change.verb.name in context["verbs"]
        ]
        return context
