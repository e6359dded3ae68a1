"""What no database can hold is refused with a page of ours before anybody asks for it, and what a form left out is
nobody's failure.

Django looks up a number of 25 digits by its key, but not by a relation, and text with a NUL reaches PostgreSQL, which
refuses it. Each of some hundred views, most of them Wagtail's, would have to think of it.
"""

from __future__ import annotations

import json
from math import isfinite
from traceback import walk_tb
from typing import TYPE_CHECKING, Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import InvalidPage
from django.core.signing import BadSignature
from django.db import DataError
from django.db.models import ProtectedError, RestrictedError
from django.http import Http404, HttpResponseBadRequest, QueryDict
from django.template.loader import render_to_string
from django.urls import NoReverseMatch
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext as _
from wagtail.models import Page

from papers.characters import UNFIT, fit, fit_json, seen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpRequest, HttpResponse

NUL = "\0"
WORDS = "q"  # what every search and every list calls the words that are looked for
LARGEST = 2**63 - 1
KEYS = ("pk", "id")  # how arguments end that name a row
# addresses of Wagtail's whose forms read a field before they know that it is there
NEEDED = {
    "wagtailadmin_choose_page_external_link": ("external-link-chooser-url",),
    "wagtailredirects:process_import": ("import_file_name", "input_format"),
}
READING = "value_from_datadict"  # how widgets and blocks take what is theirs of a form
JSON, WITH_A_BODY = "application/json", ("POST", "PUT", "PATCH", "DELETE")
DEEPEST = 50
TOO_MANY_DIGITS, QUOTED_AT_LEAST = "for integer string conversion", 100  # as Python says it
FAILS_ON_PURPOSE = "wagtailadmin_error_test"
OF_PAGES = "wagtailadmin_pages"
NO_PLACE = (OverflowError, DataError, UnicodeEncodeError)


class InputsMiddleware:
    """Stands inside everything that answers errors, and before whatever looks something up by the address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NUL in request.path_info:
            raise Http404
        if NUL in "".join(part for name, values in request.GET.lists() for part in (name, *values)):
            request.GET = _without_nul(request.GET)  # type: ignore[assignment]
        if seen(request.GET.get(WORDS, "")) != request.GET.get(WORDS, ""):
            request.GET = _words_as_seen(request.GET)  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        for name, value in [*enumerate(args), *kwargs.items()]:
            if _number_of(str(name), value) not in range(-LARGEST - 1, LARGEST + 1):
                raise Http404
        if any(NUL in text for text in _texts_of(request)):
            raise BadRequest("NUL in a form")
        if any(UNFIT.search(text) for text in _texts_of(request)):
            request.POST = _fit(request.POST)  # type: ignore[assignment]
        if request.content_type == JSON and request.method in WITH_A_BODY and not _is_an_object(request.body):
            raise BadRequest("JSON that cannot be kept")
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name == FAILS_ON_PURPOSE:
            raise Http404
        if request.method == "POST" and any(field not in request.POST for field in NEEDED.get(name, ())):
            raise BadRequest("a field is missing")

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """What was sent in other ways (in JSON, in a list of keys) is noticed by the database alone."""
        if isinstance(exception, NO_PLACE):
            raise BadRequest("a value that no column holds") from exception
        if isinstance(exception, MultiValueDictKeyError):
            raise BadRequest("a field is missing") from exception
        if isinstance(exception.__context__, BadSignature):
            raise BadRequest("a field was tampered with") from exception
        if isinstance(exception, AttributeError) and _is_about_the_root(request):
            raise Http404 from exception
        if isinstance(exception, (ProtectedError, RestrictedError)):
            raise PermissionDenied(_("This cannot be deleted: something else refers to it.")) from exception
        if isinstance(exception, InvalidPage):
            raise Http404 from exception
        if isinstance(exception, (ValueError, NoReverseMatch)) and _quotes_what_was_sent(exception, request):
            raise BadRequest("a value that is none here") from exception
        if _arose_while_reading(exception):
            raise BadRequest("a field that no form of ours sends") from exception


def _without_nul(asked: QueryDict) -> QueryDict:
    """A link that was damaged on its way still leads somewhere."""
    cleaned = QueryDict(mutable=True)
    for name, values in asked.lists():
        cleaned.setlist(name.replace(NUL, ""), [value.replace(NUL, "") for value in values])
    cleaned._mutable = False
    return cleaned


def _words_as_seen(asked: QueryDict) -> QueryDict:
    """Titles and names are kept without signs nobody sees, so whoever pastes one with them would find nothing."""
    cleaned = asked.copy()
    cleaned.setlist(WORDS, list(map(seen, asked.getlist(WORDS))))
    cleaned._mutable = False
    return cleaned


def _fit(sent: QueryDict) -> QueryDict:
    """What belongs in no text is taken out before a form looks at it, so that a title of nothing else is missing. JSON
    is left to whoever reads it: it counts characters. So are passwords, which were taken as they are."""
    fitting = QueryDict(mutable=True)
    for name, values in sent.lists():
        kept = "password" in name
        fitting.setlist(name, [one if kept or one.startswith("{") else fit(one) for one in values])
    fitting._mutable = False
    return fitting


def _number_of(name: str, value: Any) -> int:
    """Of an argument that names a row; 0 of any other."""
    if isinstance(value, int):
        return value
    digits = isinstance(value, str) and value.isdecimal() and (name.isdecimal() or name.endswith(KEYS))
    return int(value[:100]) if digits else 0


def _is_about_the_root(request: HttpRequest) -> bool:
    """Wagtail offers for no root of its tree what it cannot do with one, but tries when asked."""
    match = request.resolver_match
    if match is None or OF_PAGES not in match.namespaces:
        return False
    named = [value for value in (*match.args, *match.kwargs.values()) if isinstance(value, int)]
    return bool(Page.objects.filter(pk__in=named, depth=1).exists())


def _is_an_object(body: bytes) -> bool:
    """Says whether JSON can be read, and kept in a column, by everybody who reads it here: they expect an object, or
    nothing at all. Python reads more than JSON has, as NaN, and more than a database takes."""
    if not body:
        return True
    try:
        sent = json.loads(body, parse_constant=_refuse, parse_float=_finite)
        return isinstance(sent, dict) and _depth_of(sent) <= DEEPEST and fit_json(sent) == sent
    except (ValueError, RecursionError):
        return False


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _finite(digits: str) -> float:
    number = float(digits)
    if not isfinite(number):
        raise ValueError(digits)
    return number


def _depth_of(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(_depth_of, inner), default=0)


def _arose_while_reading(exception: Exception) -> bool:
    """Says whether it was reading a field that failed. By then nothing was looked at but what was sent, so whatever is
    wrong is wrong with that: a count that is none, a place that is taken, a value that is left out."""
    return any(frame.f_code.co_name == READING for frame, _line in walk_tb(exception.__traceback__))


def _quotes_what_was_sent(exception: Exception, request: HttpRequest) -> bool:
    """Says whether it is the request that could not be understood: "expected a number but got 'abc'". Python quotes the
    beginning of what is long, and nothing of a number with more digits than it reads."""
    match = request.resolver_match
    sent = {str(value) for value in (*match.args, *match.kwargs.values())} if match else set()
    for fields in (request.GET, request.POST):
        sent.update(part for _name, values in fields.lists() for value in values for part in (value, value.strip()))
    said = str(exception)
    if TOO_MANY_DIGITS in said:
        return True
    return any(repr(value) in said or f"'{value}'" in said or _begins_in(said, value) for value in sent)


def _begins_in(said: str, value: str) -> bool:
    return len(value) > QUOTED_AT_LEAST and f"'{value[:QUOTED_AT_LEAST]}" in said


def _texts_of(request: HttpRequest) -> Iterator[str]:
    if request.method != "POST":
        return
    for name, values in request.POST.lists():
        yield name
        yield from values
    for name, files in request.FILES.lists():
        yield name
        yield from (file.name or "" for file in files)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBadRequest:
    """Needs neither the host nor a reader: both may be what is wrong."""
    return HttpResponseBadRequest(render_to_string("400.html"))
