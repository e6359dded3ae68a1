"""Files: attachments and images. The only way to either, and both ask the access rule."""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING, Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex, get_default_page_content_type

from papers.access import may_read_attachment
from papers.enums import Confidentiality
from papers.models import Attachment, Paper
from papers.versions import text_to_read
from umlauf.portal.caching import keep_private

if TYPE_CHECKING:
    from papers.access import Reader

# What a browser shows by itself without running anything; the rest is saved.
SHOWN_INLINE = frozenset({"application/pdf", "image/png", "image/jpeg", "text/plain"})


@require_safe
def attachment(request: HttpRequest, pk: int, filename: str) -> HttpResponseBase:
    found = Attachment.objects.select_related("paper__locale").filter(pk=pk, filename=filename).first()
    if found is None or not may_read_attachment(request.user, found):
        raise Http404
    inline = found.media_type in SHOWN_INLINE
    response = FileResponse(
        _opened(found.file.storage, str(found.file.name)),
        as_attachment=not inline,
        filename=found.filename,
        content_type=found.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    strictest = Confidentiality.stricter(found.confidentiality, found.paper.confidentiality)
    if strictest != Confidentiality.PUBLIC or not found.paper.live:
        keep_private(response)
    return response


@require_safe
def image(request: HttpRequest, path: str) -> HttpResponseBase:
    """An image of the library or one of its renditions, for those who may read a paper it stands in, and for those who
    work in the admin."""
    owner = _image_of(path)
    if owner is None:
        raise Http404
    works_here = request.user.has_perm("wagtailadmin.access_admin")
    if not works_here and not _stands_in_readable_paper(request.user, owner):
        raise Http404
    response = FileResponse(
        _opened(default_storage, path), content_type=mimetypes.guess_type(path)[0] or "application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, private=True, max_age=3600)
    return response


def _opened(storage: Any, name: str) -> Any:
    try:
        return storage.open(name, "rb")
    except FileNotFoundError as error:
        raise Http404 from error


def _image_of(path: str) -> int | None:
    model = get_image_model()
    rendition = model.get_rendition_model().objects.filter(file=path).values_list("image_id", flat=True).first()
    return rendition or model.objects.filter(file=path).values_list("pk", flat=True).first()


def _stands_in_readable_paper(user: Reader, pk: int) -> bool:
    references = ReferenceIndex.get_references_to(get_image_model()(pk=pk)).filter(
        base_content_type=get_default_page_content_type()
    )
    pages = [int(object_id) for object_id in references.values_list("object_id", flat=True)]
    if Paper.objects.filter(pk__in=pages).readable_by(user).exists():
        return True
    return user.is_authenticated and _stands_in_circulating_text(user, pk)


def _stands_in_circulating_text(user: Reader, pk: int) -> bool:
    """The index knows what is in the database row; the text of a paper before its release is a revision."""
    body = Paper._meta.get_field("body")
    unreleased = Paper.objects.filter(live=False).readable_by(user).select_related("locale")
    references = (reference for paper in unreleased for reference in body.extract_references(text_to_read(paper).body))
    return any(model is get_image_model() and str(target) == str(pk) for model, target, *_path in references)
