"""A new paper: choose a kind, give a title, and write in the sections the kind demands."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from papers.access import origins_open_to
from papers.admin.forms import NewPaperForm, attach_errors
from papers.drafting import draft_paper


class NewPaperView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]  # Django's takes none when run
    template_name = "papers/admin/new_paper.html"
    form_class = NewPaperForm
    page_title = _("New paper")
    header_icon = "doc-full-inverse"
    breadcrumbs_items: ClassVar[list[dict[str, str]]] = []  # a heading instead; the way back is a button

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not origins_open_to(request.user).exists():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: NewPaperForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            paper = draft_paper(
                kind=data["kind"],
                title=data["title"],
                originating_office=data["originating_office"],
                confidentiality=data["confidentiality"],
                superordinate=data["superordinate"],
                suffix_kind=data["suffix_kind"],
                parent=data["parent"],
                by=self.request.user,
            )
        except ValidationError as error:
            attach_errors(form, error)
            return self.form_invalid(form)
        return redirect(reverse("wagtailadmin_pages:edit", args=[paper.pk]))
