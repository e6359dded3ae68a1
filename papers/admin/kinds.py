"""The screens of kinds of paper, where the council office says how papers are numbered.

What a pattern leads to is shown before it is saved, made by the code that numbers; and whoever changes it in the middle
of a year chooses whether counting goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList, Panel
from wagtail.admin.views import generic

from papers.access.policies import CouncilOfficePolicy
from papers.admin.forms import attach_errors
from papers.admin.record_viewset import RecordViewSet
from papers.models import PaperIndexPage, PaperKind
from papers.number_patterns import ways_of_writing
from papers.numbering import change_pattern, check_change, next_number, numbers_given
from papers.pdf.glyphs import name_of, printable, unprintable

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

TRY_OUT = "try-out"  # the button that shows and does not save


class Counting(models.TextChoices):
    GO_ON = "go_on", gettext_lazy("Go on counting")
    ANEW = "anew", gettext_lazy("Start anew with 1")


class PaperKindForm(WagtailAdminModelForm):
    counting = forms.ChoiceField(
        label=gettext_lazy("If the number pattern changes"),
        choices=Counting.choices,
        widget=forms.RadioSelect,
        initial=Counting.GO_ON,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pattern_before = self.instance.number_pattern if self.instance.pk else ""
        year = timezone.localdate().year
        last = numbers_given(self.pattern_before, year=year)
        if last:
            text = _("This year, %(year)s, numbers were given already; the last is %(number)s.")
            self.fields["counting"].help_text = text % {"year": year, "number": last}
        else:
            del self.fields["counting"]

    @property
    def anew(self) -> bool:
        return "counting" in self.fields and str(self["counting"].value()) == Counting.ANEW

    @property
    def changes_pattern(self) -> bool:
        return bool(self.pattern_before != self.cleaned_data.get("number_pattern", self.pattern_before))

    def clean_number_pattern(self) -> str:
        pattern: str = self.cleaned_data["number_pattern"]
        for character in unprintable(pattern):
            raise ValidationError(_("The character %(name)s cannot be printed.") % {"name": name_of(character)})
        return pattern

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if self.changes_pattern:
            try:
                check_change(self.instance, pattern=data["number_pattern"], anew=self.anew)
            except ValidationError as error:
                self.add_error(None, error)
        return data

    def save(self, commit: bool = True) -> PaperKind:
        if self.instance.pk and self.changes_pattern:
            change_pattern(
                PaperKind.objects.get(pk=self.instance.pk),
                pattern=self.cleaned_data["number_pattern"],
                by=self.for_user,
                anew=self.anew,
            )
        kind: PaperKind = super().save(commit)
        return kind


@dataclass(frozen=True)
class Preview:
    """The next number under one of the choices, as it will be met; ``problem``: why it will not."""

    label: str
    number: str = ""
    address: str = ""
    printed: str = ""
    found_by: tuple[str, ...] = ()
    problem: str = ""


class NumberPreviewPanel(Panel):
    """What a pattern leads to, as it stands in the form."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "papers/admin/number_preview.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "previews": self.previews, "button": TRY_OUT}

        @cached_property
        def previews(self) -> list[Preview]:
            pattern = str(self.form["number_pattern"].value() or "").strip()
            if self.form.is_bound and "number_pattern" in self.form.errors:
                return []
            if "counting" not in self.form.fields or pattern == self.form.pattern_before:
                return [self._preview(pattern, _("The next number"), anew=False)]
            return [self._preview(pattern, str(way.label), anew=way == Counting.ANEW) for way in Counting]

        def _preview(self, pattern: str, label: str, *, anew: bool) -> Preview:
            kind = PaperKind(pk=self.form.instance.pk, number_pattern=self.form.pattern_before or pattern)
            try:
                if pattern != self.form.pattern_before:
                    check_change(kind, pattern=pattern, anew=anew)
                following = next_number(kind, pattern=pattern, anew=anew)
            except ValidationError as error:
                return Preview(label, problem=" ".join(error.messages))
            return Preview(
                label,
                number=following.number,
                address=f"{_address_of_papers()}{following.slug}/",
                printed=printable(following.number),
                found_by=tuple(ways_of_writing(following.number, following.sequence, following.year)),
            )


def _address_of_papers() -> str:
    index = PaperIndexPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
    return (index.get_url() if index else "") or "/"


class _TriesOut:
    """A view of a form with a button that shows what would be saved."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if TRY_OUT not in request.POST:
            answer: HttpResponseBase = super().post(request, *args, **kwargs)  # type: ignore[misc]  # of the view
            return answer
        self.object = self.get_object() if self.kwargs else None  # type: ignore[attr-defined]  # what it changes
        self.form = self.get_form()  # type: ignore[attr-defined]  # of the view
        self.form.is_valid()
        messages.info(request, _("Nothing is saved yet: this is what the number pattern leads to."))
        shown: HttpResponseBase = self.render_to_response(self.get_context_data())  # type: ignore[attr-defined]
        return shown

    def form_valid(self, form: PaperKindForm) -> HttpResponseBase:
        """Somebody else may have numbered or changed a pattern since the form was checked."""
        try:
            saved: HttpResponseBase = super().form_valid(form)  # type: ignore[misc]  # of the view
        except ValidationError as error:
            attach_errors(form, error)
            refused: HttpResponseBase = self.form_invalid(form)  # type: ignore[attr-defined]  # of the view
            return refused
        return saved


class KindCreateView(_TriesOut, generic.CreateView):
    pass


class KindEditView(_TriesOut, generic.EditView):
    pass


class PaperKindViewSet(RecordViewSet):
    model = PaperKind
    permission_policy = CouncilOfficePolicy(PaperKind)
    icon = "doc-full"
    menu_label = gettext_lazy("Kinds of paper")
    list_display = ("name", "abbreviation", "number_pattern", "requires_decision", "workflow")
    copy_view_enabled = False
    add_view_class = KindCreateView
    edit_view_class = KindEditView

    @cached_property
    def edit_handler(self) -> Any:
        panels = [
            FieldPanel("name"),
            FieldPanel("abbreviation"),
            FieldPanel("slug"),
            FieldPanel(
                "number_pattern",
                help_text=gettext_lazy(
                    "{number} and {year}, and what stands around them. {number:04} has at least four digits, {year:02} "
                    "has two. Kinds whose numbers a person would read alike count together."
                ),
            ),
            FieldPanel("counting"),
            NumberPreviewPanel(heading=gettext_lazy("Try the number pattern out")),
            FieldPanel("requires_decision"),
            FieldPanel("workflow"),
            FieldPanel("position"),
            InlinePanel("required_sections", heading=gettext_lazy("Required sections"), label=gettext_lazy("Section")),
            FieldPanel("name_translations"),
        ]
        return ObjectList(panels, base_form_class=PaperKindForm).bind_to_model(PaperKind)
