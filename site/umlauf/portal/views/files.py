"""Files: attachments and images. The only way to either, and both ask the access rule."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model
from wagtail.users.models import UserProfile

from papers.access import may_read_attachment
from papers.access.images import is_public, may_see_image
from papers.access.policies import works_in_admin
from papers.files.handing_out import ANYTHING, hand_out
from papers.files.kept import Altered, opened_attachment
from papers.files.kinds import HEAD, begins_as_said, image_type_of
from papers.files.names import safe_name
from papers.models import Attachment, RemovedAttachment
from papers.tombstones import tombstone_of_attachment
from umlauf.operation.cache_headers import let_stay_in_browser
from umlauf.portal.views.gone import gone

if TYPE_CHECKING:
    from papers.access import Person

NO_IMAGE = 0  # a key no row has


@require_safe
def attachment(request: HttpRequest, pk: int, filename: str) -> HttpResponseBase:
    found = Attachment.objects.select_related("paper__locale").filter(pk=pk).first()
    if found is None or not found.is_servable:
        raise Http404
    is_todays_name = safe_name(found.filename) == filename
    if not is_todays_name and not _was_called(found, filename):
        raise Http404
    if not may_read_attachment(request.user, found):
        return gone(request, tombstone_of_attachment(found))
    if not is_todays_name:
        return redirect(found.get_absolute_url())
    try:
        file = opened_attachment(found)
    except FileNotFoundError as missing:
        raise Http404 from missing
    except Altered:
        return render(request, "portal/altered.html", {"attachment": found}, status=503)
    # rows may be older than the check of what is sent in
    inline = begins_as_said(_head(file), found.media_type)
    response = hand_out(FileResponse(file), media_type=found.media_type, filename=filename, inline=inline)
    return response


def _was_called(annex: Attachment, filename: str) -> bool:
    """Says whether it had a file of this name before."""
    former = RemovedAttachment.objects.filter(paper=annex.paper_id, key=annex.pk, replaced=True)
    return filename in map(safe_name, former.values_list("filename", flat=True))


@require_safe
def image(request: HttpRequest, path: str) -> HttpResponseBase:
    """Whatever lies under MEDIA_ROOT and has an address: an image of the library, a rendition of one, or the picture of
    a person. Anything else that lies there is not handed out."""
    pk = _image_of(path)
    # asked also of what is no image: names can be guessed, and the clock shall not tell which of them are taken
    if not may_see_image(request.user, pk or NO_IMAGE) and (pk or not _is_picture_of_a_colleague(request.user, path)):
        raise Http404
    file, head = _opened(default_storage, path)
    name = PurePosixPath(path).name
    response = hand_out(FileResponse(file), media_type=image_type_of(head) or ANYTHING, filename=name, inline=True)
    if pk and is_public(pk):
        let_stay_in_browser(response)
    return response


def _opened(storage: Any, name: str) -> tuple[Any, bytes]:
    """The file, and what it begins with."""
    try:
        file = storage.open(name, "rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return file, _head(file)


def _head(file: Any) -> bytes:
    head: bytes = file.read(HEAD)
    file.seek(0)
    return head


def _image_of(path: str) -> int | None:
    model = get_image_model()
    rendition = model.get_rendition_model().objects.filter(file=path).values_list("image_id", flat=True).first()
    image: int | None = rendition or model.objects.filter(file=path).values_list("pk", flat=True).first()
    return image


def _is_picture_of_a_colleague(user: Person, path: str) -> bool:
    """People in the admin see each other's pictures there, beside comments for instance."""
    return works_in_admin(user) and UserProfile.objects.filter(avatar=path).exists()
