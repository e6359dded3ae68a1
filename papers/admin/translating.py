"""Saving one text of a translation, beside others who translate the same paper.

wagtail-localize takes whatever comes last. Here the editor says since when it knows the text; what somebody else has
written since then is not replaced unasked. The one who comes later is told what stands there now, keeps their own
words, and may still put them in its place.
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.views.edit_translation import edit_string_translation

from papers.access.verbs import EDIT_TRANSLATION
from papers.models import Paper

SINCE = "X-Umlauf-Since"  # header; of the request: since when the text is known; of the answer: since when it is now
NEWER = 409  # status


@transaction.atomic
def edit_text(request: HttpRequest, translation_id: int, string_segment_id: int) -> HttpResponse:
    """409 with ``told`` and ``value`` where somebody else was faster."""
    rows = Translation.objects.select_for_update(of=("self",)).select_related("source", "target_locale")
    translation = get_object_or_404(rows, pk=translation_id)
    page = translation.get_target_instance()
    if isinstance(page, Paper):
        EDIT_TRANSLATION.allow(request.user, page)
    newer = _newer_than(_known_since(request), translation, string_segment_id)
    if newer is not None:
        answer: HttpResponse = JsonResponse({"told": _told(newer), "value": newer.data}, status=NEWER)
    else:
        answer = edit_string_translation(request, translation_id=translation_id, string_segment_id=string_segment_id)
    answer.headers[SINCE] = timezone.now().isoformat()
    return answer


def _known_since(request: HttpRequest) -> datetime.datetime | None:
    """None where the editor does not say, and for what is no time."""
    try:
        since = parse_datetime(request.headers.get(SINCE, ""))
    except ValueError:
        return None
    return since if since is None or timezone.is_aware(since) else timezone.make_aware(since)


def _newer_than(since: datetime.datetime | None, translation: Translation, key: int) -> StringTranslation | None:
    segment = StringSegment.objects.filter(pk=key, source=translation.source_id).first()
    if since is None or segment is None:
        return None
    written = StringTranslation.objects.filter(
        translation_of=segment.string_id, locale=translation.target_locale_id, context=segment.context_id
    )
    newer: StringTranslation | None = written.filter(updated_at__gt=since).select_related("last_translated_by").first()
    return newer


def _told(newer: StringTranslation) -> str:
    if newer.last_translated_by is None:
        return _("This text was translated meanwhile: %(text)s") % {"text": newer.data}
    return _("%(person)s has translated this text meanwhile: %(text)s") % {
        "person": newer.last_translated_by,
        "text": newer.data,
    }
