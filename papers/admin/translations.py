"""The liaison's desk: what to translate next, and the side-by-side editor's actions that need more care than
wagtail-localize takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Locale
from wagtail_localize.models import Translation
from wagtail_localize.views.report import TranslationsReportView
from wagtail_localize.views.update_translations import UpdateTranslationsView

from papers.access import is_council_office
from papers.access.policies import Asking
from papers.access.verbs import goes_to_services
from papers.files.handing_out import PO_FILE, hand_out
from papers.models import Paper
from papers.translation.backlog import backlog, languages_of
from papers.translation.drafts import ask_machine, begin_translation, import_pofile, machine_translate, translated_paper

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http.response import HttpResponseBase


class BacklogView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "papers/admin/backlog.html"
    page_title = _lazy("What to translate next")
    header_icon = "wagtail-localize-language"
    _show_breadcrumbs = True
    per_page = 50

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        self.languages = languages_of(request.user)
        if not self.languages:
            raise PermissionDenied(_("You are no liaison of a partner city."))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        chosen = self.request.GET.get("language", "")
        languages = [chosen] if chosen in self.languages else self.languages
        page = Paginator(backlog(self.request.user, languages), self.per_page).get_page(self.request.GET.get("p"))
        names = dict(settings.LANGUAGES)
        return super().get_context_data(
            **kwargs,
            rows=[(wanted, names[wanted.language]) for wanted in page],
            page_obj=page,
            languages=[(code, names[code]) for code in self.languages],
            chosen=chosen if chosen in self.languages else "",
        )


@require_POST
def begin(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """404 for a paper that may not be read, as everywhere; 403 for one that may not be translated."""
    paper = get_object_or_404(Paper.objects.originals_readable_by(request.user), pk=pk)
    locale = get_object_or_404(Locale.objects.exclude(pk=paper.locale_id), language_code=language)
    page = begin_translation(paper, locale, by=request.user)
    return redirect("wagtailadmin_pages:edit", page.pk)


@require_POST
def upload_pofile(request: HttpRequest, translation_id: int) -> HttpResponse:
    translation = get_object_or_404(Translation, pk=translation_id)
    file = request.FILES.get("file")
    try:
        if file is None:
            raise ValidationError(_("Choose a file first."))
        count = import_pofile(translation, file, by=request.user)
    except ValidationError as problem:
        for message in problem.messages:
            messages.error(request, message)
        messages.error(request, _("The file was refused; nothing was changed."))
    else:
        messages.success(
            request,
            ngettext("%(count)s text was taken in.", "%(count)s texts were taken in.", count) % {"count": count},
        )
    return _back(request)


@require_POST
def translate_by_machine(request: HttpRequest, translation_id: int) -> HttpResponse:
    translation = get_object_or_404(Translation, pk=translation_id)
    try:
        if machine_translate(translation, by=request.user):
            messages.success(request, _("The rest was translated by machine. Read it through before you publish it."))
        else:
            messages.info(request, _("Nothing is left to translate."))
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return _back(request)


class ReportView(TranslationsReportView):
    """wagtail-localize's has no order, so that its pages may show a row twice and another never. It names every
    translation there is, so it is for those who read them all."""

    permission_policy = Asking(Translation, view=is_council_office)
    any_permission_required: ClassVar[list[str]] = ["view"]

    def get_queryset(self) -> QuerySet[Translation]:
        rows: QuerySet[Translation] = super().get_queryset().order_by("-source__last_updated_at", "pk")
        return rows


class UpdateView(UpdateTranslationsView):
    """wagtail-localize asks the machine inside its transaction. Here it is asked before, and nothing is left to ask."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """All translations follow the original at once, so it takes the right to work on each of them."""
        for translation in Translation.objects.filter(source=kwargs["translation_source_id"], enabled=True):
            translated_paper(translation, by=request.user)
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_form(self) -> Any:
        form = super().get_form()
        original = Paper.objects.filter(translation_key=self.object.object_id).first()
        if original is not None and not goes_to_services(original.original):
            form.fields.pop("use_machine_translation", None)
        return form

    def form_valid(self, form: Any) -> HttpResponse:
        if form.cleaned_data.get("use_machine_translation"):
            form.cleaned_data["use_machine_translation"] = False
            self.object.update_from_db()
            try:
                for translation in self.object.translations.filter(enabled=True):
                    ask_machine(translation, by=self.request.user)
            except ValidationError as problem:
                messages.error(self.request, " ".join(problem.messages))
                shown_again: HttpResponse = self.render_to_response(self.get_context_data())
                return shown_again
        answer: HttpResponse = super().form_valid(form)
        return answer


def download_pofile(request: HttpRequest, translation_id: int) -> HttpResponse:
    translation = get_object_or_404(Translation, pk=translation_id)
    page = translated_paper(translation, by=request.user)
    catalogue = translation.export_po()
    language = translation.target_locale.language_code
    catalogue.metadata["Language"] = language
    name = f"{page.original.slug}-{language}.po"
    return hand_out(HttpResponse(str(catalogue)), media_type=PO_FILE, filename=name)


def _back(request: HttpRequest) -> HttpResponse:
    return redirect(get_valid_next_url_from_request(request) or reverse("wagtailadmin_home"))
