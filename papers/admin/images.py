"""Ways of Wagtail's to an image that ask no policy at all."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.views.chooser import viewset

from papers.access.images import image_rule, may_see_image


def select_format(request: HttpRequest, image_id: int) -> HttpResponseBase:
    """The last step of choosing an image; the steps before offered only those that may be seen."""
    if not may_see_image(request.user, image_id):
        raise Http404
    response: HttpResponseBase = viewset.select_format_view(request, image_id=image_id)
    return response


FIELDS = ImagesAdminAPIViewSet.listing_default_fields


class ImagesAPI(ImagesAdminAPIViewSet):
    """Lists come without tags, which Wagtail asks for one image at a time."""

    listing_default_fields: ClassVar[list[str]] = [name for name in FIELDS if name != "tags"]

    def get_queryset(self) -> QuerySet[Any]:
        images: Any = super().get_queryset()  # of Wagtail's own kind
        visible: QuerySet[Any] = images.filter(image_rule(self.request.user)).prefetch_renditions("max-165x165")
        return visible


class DocumentsAPI(DocumentsAdminAPIViewSet):
    """Wagtail's documents have no part here: papers have attachments. Only administrators see if there are some."""

    def get_queryset(self) -> QuerySet[Any]:
        documents: QuerySet[Any] = super().get_queryset()
        return documents if self.request.user.is_superuser else documents.none()
