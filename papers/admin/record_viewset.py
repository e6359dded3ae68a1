"""Screens of rows the council office keeps in order: Wagtail's, with everything they ask named here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http.response import HttpResponseBase
from wagtail.admin.viewsets.model import ModelViewSet

SEE = ("add", "change", "delete", "view")
LOOK_BACK = ("add", "change", "delete")


class RecordViewSet(ModelViewSet):
    """Subclasses name their ``permission_policy``. A view this class knows no permission for cannot be made."""

    def construct_view(self, view_class: type, **kwargs: object) -> Callable[..., HttpResponseBase]:
        asked: dict[type, dict[str, Any]] = {
            self.index_view_class: _any_of(SEE),
            self.inspect_view_class: _any_of(SEE),
            self.history_view_class: _any_of(LOOK_BACK),
            self.add_view_class: _all_of("add"),
            self.copy_view_class: _all_of("add"),
            self.edit_view_class: _all_of("change"),
            self.usage_view_class: _all_of("change"),
            self.reorder_view_class: _all_of("change"),
            self.delete_view_class: _all_of("delete"),
        }
        view: Callable[..., HttpResponseBase] = super().construct_view(view_class, **asked[view_class], **kwargs)
        return view


def _any_of(actions: tuple[str, ...]) -> dict[str, Any]:
    return {"permission_required": None, "any_permission_required": actions}


def _all_of(action: str) -> dict[str, Any]:
    return {"permission_required": action, "any_permission_required": None}
