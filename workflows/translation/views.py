"""Reading a translation next to its original: to submit it, to approve it, or to give it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BooleanField, CharField, Form, HiddenInput, Textarea
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from papers.access import may_read
from papers.access.verb_table import offered
from papers.access.verbs import EDIT_TRANSLATION
from papers.admin.forms import attach_errors
from papers.admin.what_was_shown import is_asked_whether_it_stands, what_became_of
from papers.models import Paper, TranslationVersion
from papers.seen import FIELD
from papers.translation.backlog import languages_of
from papers.translation.freshness import freshness_of
from papers.translation.side_by_side import Part, fingerprint, side_by_side
from papers.wording import title_for, title_of
from workflows.reviews import is_waiting_for_review, review_state
from workflows.translation.review import approve_translation, return_translation, submit_translation, translation_of
from workflows.translation_verbs import APPROVE_TRANSLATION, RETURN_TRANSLATION, SUBMIT_TRANSLATION

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase
    from wagtail_localize.models import Translation

CHANGED_MEANWHILE = _("A text of the original or of the translation was changed.")
APPROVE, SUBMIT, RETURN = "approve", "submit", "return"


class ReadingForm(Form):
    seen = CharField(widget=HiddenInput)
    partial = BooleanField(
        label=_("Publish although texts are missing; readers see those in the language of the original, marked."),
        required=False,
    )
    reason = CharField(label=_("What should be changed?"), widget=Textarea(attrs={"rows": 3}), required=False)


class TranslationView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]  # Django's takes none when run
    """``verb`` in the form says which of the three buttons was pressed."""

    template_name = "workflows/admin/translation.html"
    form_class = ReadingForm
    page_title = _("Read the translation")
    header_icon = "wagtail-localize-language"
    breadcrumbs_items: ClassVar[list[dict[str, str]]] = []

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        EDIT_TRANSLATION.allow(request.user, self.page)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if is_asked_whether_it_stands(request):
            return what_became_of([] if request.GET[FIELD] == fingerprint(self.parts) else [str(CHANGED_MEANWHILE)])
        answer: HttpResponse = super().get(request, *args, **kwargs)
        return answer

    @cached_property
    def page(self) -> Paper:
        page = Paper.objects.select_related("locale").filter(pk=self.kwargs["pk"]).first()
        if page is None or page.original.pk == page.pk or not may_read(self.request.user, page):
            raise Http404
        paper: Paper = page.specific
        return paper

    @cached_property
    def translation(self) -> Translation:
        try:
            return translation_of(self.page)
        except ValidationError as problem:
            raise Http404 from problem

    @cached_property
    def parts(self) -> list[Part]:
        published = (
            TranslationVersion.objects.filter(revision=self.page.live_revision_id).first() if self.page.live else None
        )
        return side_by_side(self.translation, changed_since=published.reviewed_at if published else None)

    def get_page_subtitle(self) -> str:
        return title_of(self.page)

    def form_valid(self, form: Any) -> HttpResponse:
        data, user, verb = form.cleaned_data, self.request.user, self.request.POST.get("verb")
        try:
            if verb == APPROVE:
                approve_translation(self.page, by=user, seen=data["seen"], partial=data["partial"])
                done = _("The translation of “%(paper)s” is published.")
            elif verb == RETURN:
                return_translation(self.page, by=user, reason=data["reason"])
                done = _("The translation of “%(paper)s” was given back.")
            elif verb == SUBMIT:
                submit_translation(self.page, by=user, partial=data["partial"])
                done = _("The translation of “%(paper)s” waits for review.")
            else:
                raise ValidationError(_("Press one of the buttons below."))
        except ValidationError as error:
            attach_errors(form, error)
            return self.form_invalid(form)
        messages.success(self.request, done % {"paper": title_for(user, self.page.original)})
        if languages_of(user):
            return redirect("papers_admin:backlog")
        return redirect("wagtailadmin_pages:edit", self.page.pk)

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        state = review_state(self.page)
        waiting = is_waiting_for_review(self.page)
        pairs = [pair for part in self.parts for pair in part.pairs]
        context.update(
            page=self.page,
            original=self.page.original,
            language=self.translation.target_locale.get_display_name(),
            parts=self.parts,
            seen=fingerprint(self.parts),
            untranslated=sum(part.untranslated for part in self.parts),
            machine=sum(pair.machine for pair in pairs),
            changed=sum(pair.changed for pair in pairs),
            findings=sum(len(pair.findings) for pair in pairs),
            freshness=freshness_of(self.page),
            waiting=waiting,
            requested_by=state.requested_by if state else None,
            given_back=state.current_task_state.comment if state and not waiting and state.current_task_state else "",
            verbs={
                verb.name
                for verb in offered(
                    self.request.user, self.page, among=(APPROVE_TRANSLATION, SUBMIT_TRANSLATION, RETURN_TRANSLATION)
                )
            },
            source_changed=self.translation.source.last_updated_at,
            edit_url=reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
        )
        return context
