"""What comes of sending a form as each of some people. Each attempt is undone behind itself, so that all meet the same
record."""

from __future__ import annotations

from contextlib import contextmanager
from typing import NamedTuple

from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.db.models import Count, Max
from django.http import Http404
from django.test import RequestFactory
from django.utils.translation import get_language
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Revision
from wagtail_localize.models import StringTranslation

from papers.access import principals_remembered
from papers.models import Act, Attachment
from tests.factories.addresses import view_at
from tests.factories.screens import FORMS
from workflows.models import Delivery, SlipTemplate


class Answer(NamedTuple):
    """``changed``: whether the record did. ``opens``: how the page answers they were led to after a change, if any."""

    changed: bool
    status: int
    opens: int | None


def attempts(verb, subject, people, looked: dict[tuple[str, str], int] | None = None) -> dict[str, Answer]:
    """For each of the people, by name, what came of sending the form.

    Nobody comes or goes meanwhile, so everybody's standing is looked up once. Whoever asks for many subjects hands over
    the same ``looked`` each time: then a page is opened once by each of the people, for papers of one state and level.
    """
    looked = {} if looked is None else looked
    answers = {}
    with undone(), principals_remembered():
        address, data, headers = FORMS[verb.name](subject)
        before = record(verb)
        for name, person in people.items():
            with undone(), writes() as written:
                status, leads_to = send(person, address, data, headers)
                changed = bool(written) and record(verb) != before
                opens = None
                if changed and leads_to:
                    key = name, f"{view_at(leads_to.partition('?')[0], get_language()).view_name} {state_of(subject)}"
                    opens = looked[key] = looked[key] if key in looked else look(person, leads_to)
                answers[name] = Answer(changed, status, opens)
    return answers


def state_of(subject) -> str:
    """Of the paper a verb is about, or of the paper behind it, with its level."""
    paper = getattr(subject, "paper", getattr(subject, "original", subject))
    return f"{getattr(paper, 'state', '')} {getattr(paper, 'confidentiality', '')}"


def send(person, address, data, headers) -> tuple[int, str]:
    """To the view at the address, with all that stands in front of it, as somebody who is signed in. Answers the status
    and where it leads."""
    for value in data.values():
        if isinstance(value, SimpleUploadedFile):
            value.seek(0)
    return _answer(RequestFactory().post(address, data, headers=headers), person)


def look(person, address) -> int:
    status, _leads_to = _answer(RequestFactory().get(address), person)
    return status


def _answer(request, person) -> tuple[int, str]:
    request._dont_enforce_csrf_checks = True
    request.user, request.session = person, {}
    request._messages = FallbackStorage(request)
    view = view_at(request.path, get_language())
    try:
        response = view.func(request, *view.args, **view.kwargs)
        if hasattr(response, "render"):
            response.render()
    except Http404:
        return 404, ""
    except PermissionDenied:
        return 403, ""
    return response.status_code, response.headers.get("Location", "")


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def writes():
    """Statements that write something."""
    found = []

    def note(execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


# Where one button does two things: whoever may not publish saves a draft, and who submits a returned paper does so
# again.
LOGGED_AS = {"publish_correction": "wagtail.publish", "start_routing": "umlauf.submit", "resubmit": "umlauf.resubmit"}


def record(verb):
    if verb.name in LOGGED_AS:
        return PageLogEntry.objects.filter(action=LOGGED_AS[verb.name]).count()
    models = (Page, Revision, PageLogEntry, ModelLogEntry, Act, Attachment, SlipTemplate)
    counted = [model.objects.count() for model in models]
    deliveries = list(Delivery.objects.order_by("pk").values_list("state", flat=True))
    return counted, deliveries, StringTranslation.objects.aggregate(Count("pk"), Max("updated_at"))
