"""The official paper as a PDF, and whether a PDF is one."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from papers.access import may_read
from papers.files.handing_out import hand_out
from papers.files.kinds import PDF
from papers.models import Paper, PrintedPaper
from papers.pdf.archive import head_of_papers, known, opened, print_of
from papers.pdf.printing import printed
from papers.pdf.results import print_with_results
from papers.pdf.typesetting import NotTypeset
from papers.tombstones import tombstone_of
from papers.versions import text_to_read
from umlauf.portal.addresses import paper_url
from umlauf.portal.http_ranges import file_response
from umlauf.portal.views.gone import gone
from umlauf.portal.views.papers import page_at, tombstone_at
from workflows.distribution.distributing import note_opened
from workflows.models import Delivery

MOST_RECEIVED = 200  # rows
LARGEST_UPLOAD = 50 * 1024 * 1024  # bytes
SHA256 = re.compile(r"[0-9a-fA-F]{64}")


@require_safe
def paper_pdf(request: HttpRequest, path: str) -> HttpResponseBase:
    """What is released comes from the archive, the same bytes for ever; what is not is typeset anew and says across the
    page that it is a draft."""
    page = page_at(request.user, path)
    if page is None:
        return gone(request, tombstone_at(path))
    try:
        return _released(request, page) if page.live else _draft(page)
    except NotTypeset as problem:
        return render(request, "portal/not_typeset.html", {"problem": problem, "paper": page}, status=503)


def _released(request: HttpRequest, page: Paper) -> HttpResponseBase:
    kept = print_of(page)
    name = f"{page.slug}.pdf"
    return file_response(
        request,
        opened(kept),
        size=kept.size,
        etag=kept.sha256,
        media_type=PDF,
        filename=name,
        inline=True,
    )


def _draft(page: Paper) -> HttpResponseBase:
    pdf = printed(text_to_read(page), draft=True, head=head_of_papers())
    return hand_out(HttpResponse(pdf), media_type=PDF, filename=f"{page.slug}.pdf", inline=True)


@require_safe
def paper_with_results(request: HttpRequest, path: str) -> HttpResponseBase:
    """The kept print with what was resolved behind it, of what is released."""
    page = page_at(request.user, path)
    if page is None or not page.live:
        raise Http404
    try:
        pdf = print_with_results(page)
    except NotTypeset as problem:
        return render(request, "portal/not_typeset.html", {"problem": problem, "paper": page}, status=503)
    ending = pgettext("end of the name of a file", "results")
    return hand_out(HttpResponse(pdf), media_type=PDF, filename=f"{page.slug}-{ending}.pdf", inline=True)


class VerifyForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf", "class": "kern-form-input__input"}),
    )
    sha256 = forms.CharField(
        label="SHA-256",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "kern-form-input__input"}),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        file, digest = data.get("file"), "".join(data.get("sha256", "").split())
        if file is not None and file.size > LARGEST_UPLOAD:
            raise forms.ValidationError({"file": _("This file is too large to be a paper.")})
        if file is None and not digest and not self.errors:
            raise forms.ValidationError(_("Choose a file or enter a hash."))
        if file is None and digest and not SHA256.fullmatch(digest):
            raise forms.ValidationError(
                {"sha256": _("A SHA-256 hash has 64 digits from 0 to 9 and letters from a to f.")}
            )
        data["digest"] = _digest(file) if file is not None else digest.lower()
        return data


@csrf_exempt  # it changes nothing, and so needs no cookie
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponseBase:
    """Which paper, version and language a file is. The file is read and forgotten."""
    asked = request.method == "POST" or "sha256" in request.GET
    form = (
        VerifyForm(request.POST, request.FILES)
        if request.method == "POST"
        else VerifyForm(request.GET if asked else None)
    )
    found: PrintedPaper | None = None
    if asked and form.is_valid():
        # that another exists is not for everybody to know, but of one that everybody had
        prints = known(form.cleaned_data["digest"])
        found = next((kept for kept in prints if may_read(request.user, kept.paper)), None)
        tombstones = (tombstone_of(kept.paper, public_on=kept.created_at) for kept in prints if found is None)
        tombstone = next(filter(None, tombstones), None)
        if tombstone is not None:
            return gone(request, tombstone)
    answered = asked and form.is_valid()
    is_current = found is not None and found.is_current
    context = {
        "form": form,
        "found": found,
        "answered": answered,
        "is_current": is_current,
        "digest": form.cleaned_data.get("digest") if answered else "",
    }
    return render(request, "portal/verify.html", context)


def _digest(file: Any) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()


@require_safe
@login_required
def delivered(request: HttpRequest, token: Any) -> HttpResponseBase:
    """The personal link of a delivery: it opens only for the person it was sent to, who thereby has opened it."""
    delivery = (
        Delivery.objects.select_related("page__locale", "distribution__paper__locale")
        .filter(token=token, person=request.user.pk)
        .first()
    )
    if delivery is None:
        raise Http404
    if not may_read(request.user, delivery.distribution.paper):
        return gone(request, tombstone_of(delivery.distribution.paper))
    note_opened(delivery)
    with override(delivery.page.locale.language_code):
        return redirect(paper_url(delivery.page))


@require_safe
@login_required
def received(request: HttpRequest) -> HttpResponseBase:
    """What was sent to me, the latest first. Titles of what one may no longer read are left out, not the fact that it
    came."""
    related = ("page__locale", "version", "distribution__paper__locale", "distribution__paper__kind")
    readable = Paper.objects.readable_by(request.user).filter(pk=OuterRef("page")).order_by()
    rows = (
        Delivery.objects.filter(person=request.user.pk)
        .select_related(*related)
        .annotate(readable=Exists(readable))
        .order_by("-distribution__at", "-pk")[:MOST_RECEIVED]
    )
    return render(request, "portal/received.html", {"rows": rows})
