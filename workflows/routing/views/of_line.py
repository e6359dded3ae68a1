"""What screens about one line of a slip have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.http import Http404
from django.utils.functional import cached_property
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from papers.access import may_read
from papers.admin.what_was_shown import SeenMixin
from papers.models import Consultation, Paper
from papers.prepared import prepared
from papers.seen import Seen, line_that_stands

if TYPE_CHECKING:
    from django.db.models import QuerySet


class LineView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]  # Django's takes none when run
    """A form about a line. To whoever may not look at it the line does not exist."""

    header_icon = "edit"
    breadcrumbs_items: ClassVar[list[dict[str, str]]] = []  # a heading instead; the way back is a button

    @cached_property
    def line(self) -> Consultation:
        """Looked up without all that is shown beside it: most who are refused are refused here."""
        for line in _line(pk=self.kwargs["pk"]):
            if self.may_look_at(line):
                return line
        raise Http404

    def may_look_at(self, line: Consultation) -> bool:
        return may_read(self.request.user, line.paper)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "line": self.line}


class ActingView(SeenMixin, LineView):
    """What is recorded there is given for what the screen showed."""

    def what_is_shown(self) -> Seen:
        return line_that_stands(self.line, self.line.paper)

    def paper_shown(self) -> Paper:
        return self.line.paper


@prepared
def _line(*, pk: Any) -> QuerySet[Consultation]:
    return Consultation.objects.select_related("paper__locale").filter(pk=pk).order_by()
