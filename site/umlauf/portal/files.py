"""Files: attachments and images. The only way to either, and both ask the access rule."""

from __future__ import annotations

import mimetypes

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex

from papers.access import may_read_attachment
from papers.enums import Confidentiality
from papers.models import Attachment, Paper

# What a browser shows by itself without running anything; the rest is saved.
SHOWN_INLINE = frozenset({"application/pdf", "image/png", "image/jpeg", "text/plain"})


@require_safe
def attachment(request: HttpRequest, pk: int, filename: str) -> HttpResponseBase:
    found = Attachment.objects.select_related("paper__locale").filter(pk=pk).first()
    if found is None or not may_read_attachment(request.user, found):
        raise Http404
    inline = found.media_type in SHOWN_INLINE
    response = FileResponse(found.file.open("rb"), as_attachment=not inline, filename=found.filename, content_type=found.media_type)
    strictest = Confidentiality.stricter(found.confidentiality, found.paper.confidentiality)
    if strictest != Confidentiality.PUBLIC or not found.paper.live:
        patch_cache_control(response, private=True, no_store=True)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def image(request: HttpRequest, path: str) -> HttpResponseBase:
    """An image of the library or one of its renditions, for those who may read a paper it stands in, and for those who work in the admin."""
    owner = _image_of(path)
    if owner is None:
        raise Http404
    works_here = request.user.is_authenticated and request.user.has_perm("wagtailadmin.access_admin")
    if not works_here and not _stands_in_readable_paper(request, owner):
        raise Http404
    name = path
    response = FileResponse(default_storage.open(name, "rb"), content_type=mimetypes.guess_type(name)[0] or "application/octet-stream")
    patch_cache_control(response, private=True, max_age=3600)
    return response


def _image_of(path: str) -> int | None:
    model = get_image_model()
    rendition = model.get_rendition_model().objects.filter(file=path).values_list("image_id", flat=True).first()
    return rendition or model.objects.filter(file=path).values_list("pk", flat=True).first()


def _stands_in_readable_paper(request: HttpRequest, pk: int) -> bool:
    references = ReferenceIndex.get_references_to(get_image_model()(pk=pk)).values_list("object_id", flat=True)
    pages = [int(object_id) for object_id in references if object_id.isdigit()]
    return Paper.objects.filter(pk__in=pages, live=True).readable_by(request.user).exists()
