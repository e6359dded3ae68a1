"""Everybody of the demo tries to do everything to everything there is: what is offered is done, what is not offered is
refused."""

from __future__ import annotations

from zlib import crc32

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, OuterRef

from papers.access import principals_remembered
from papers.access.verb_table import VERBS, On, Translated
from papers.models import Consultation, Organization, Paper
from tests.factories.attempts import attempts
from tests.factories.screens import FORMS
from workflows.models import Distribution
from workflows.routing.acting import outcomes_of

pytestmark = [pytest.mark.thorough, pytest.mark.usefixtures("loaded_demo")]

LANGUAGES = ("en", "fr", "pl", "cs")  # each paper is tried in one of them, which it is not translated into

# Offered, and answered with a question: not of who may press the button, but of what is still to be done first.
QUESTIONS = {
    ("start_routing", "Besuch aus Bristol im Mai 2027: Stand der Vorbereitung"),  # sections are missing
    ("start_routing", "Rahmenplan Neues Hafenquartier: Ankauf von Flächen"),  # the slip is empty
    ("machine_translate", "Plan: Hannover ist eine internationale Stadt"),  # no machine knows plain German
}


@pytest.fixture
def people(settings):
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "wagtail_localize.machine_translators.dummy.DummyTranslator"
    }
    return {person.email: person for person in get_user_model().objects.filter(is_active=True)} | {
        "nobody": AnonymousUser()
    }


def subjects_of(verb):
    papers = Paper.objects.originals().select_related("locale", "kind").order_by("pk")
    match verb.on:
        case On.ORGANIZATION:
            return list(Organization.objects.filter(papers__isnull=False).distinct())
        case On.LINE if verb.name in ("act_on", "correct_result", "record_ahead", "change_the_way"):
            return each_once(
                Consultation.objects.select_related("organization", "paper__kind", "paper__locale"),
                lambda one: (one.organization_id, one.role, one.state, one.outcome, *state_of(one.paper)),
            )
        case On.LINE:  # the rest of them was refused as lines to act on
            return list(Consultation.objects.open().select_related("organization", "paper__kind", "paper__locale"))
        case On.TRANSLATION if verb.name == "begin_translation":
            alike = each_once(papers, lambda one: (one.originating_office_id, one.kind_id, *state_of(one)))
            return [Translated(one, next(code for code in LANGUAGES if not _is_there(one, code))) for one in alike]
        case On.TRANSLATION:
            return [
                page for page in Paper.objects.select_related("locale").order_by("pk") if page.original.pk != page.pk
            ]
    if verb.name == "reorder_attachments":
        return list(papers.annotate(count=Count("attachments")).filter(count__gt=1))
    if verb.name in ("detach", "replace_attachment", "rename_attachment", "set_attachment_level"):
        return list(papers.filter(attachments__isnull=False).distinct())
    if verb.name in ("try_again", "try_all_again", "tick_off"):
        return list(papers.filter(Exists(Distribution.objects.filter(paper=OuterRef("pk")))))
    return list(papers)


def each_once(rows, alike):
    """What makes a difference to nobody is tried once."""
    return list({alike(one): one for one in rows}.values())


def state_of(paper):
    return paper.state, paper.confidentiality, paper.is_taken_off


def _is_there(paper, language):
    return Paper.objects.filter(translation_key=paper.translation_key, locale__language_code=language).exists()


def is_offered(verb, person, subject):
    if verb.name in ("refer_to", "postpone"):
        outcome = {"refer_to": "referred", "postpone": "postponed"}[verb.name]
        return verb.offered_to(person, subject) and outcome in outcomes_of(subject)
    return verb.offered_to(person, subject)


def is_drawn(verb, person, subject):
    """It is tried by all it is offered to, and by a third of the others, who are others for the next subject: most
    refuse for the same reason."""
    return crc32(f"{verb.name}/{subject}/{person}".encode()) % 3 == 0


@pytest.mark.parametrize("name", FORMS)
def test_what_is_offered_is_done_and_what_is_not_offered_is_refused(people, name):
    verb = VERBS[name]
    refused, done, led_astray, looked = set(), set(), set(), {}

    with principals_remembered():  # nobody comes or goes
        for subject in subjects_of(verb):
            offered = {email for email, person in people.items() if is_offered(verb, person, subject)}
            tried = {
                email: person for email, person in people.items() if email in offered or is_drawn(verb, person, subject)
            }
            for email, answer in attempts(verb, subject, tried, looked).items():
                if (email in offered) != answer.changed:
                    (done if answer.changed else refused).add((email, str(subject)))
                if answer.opens not in (None, 200):
                    led_astray.add((email, str(subject), answer.opens))

    assert {(name, subject) for _email, subject in refused} <= QUESTIONS
    assert done == set()
    assert led_astray == set()
