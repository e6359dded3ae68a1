"""Screens open for those the table names, and refuse all others."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import Locale

from papers.access.verb_table import VERBS, On, Translated, WrongState
from papers.models import Consultation
from papers.translation.drafts import begin_translation
from tests.factories.attempts import attempts
from tests.factories.papers import STAGES, fresh, line_of, paper_at
from tests.factories.screens import FORMS
from workflows.distribution.distributing import distribute
from workflows.routing.views.of_paper import steps_for
from workflows.translation.review import submit_translation

# Wagtail's admin answers a refusal with a message on the home screen; the editor saves nothing and says so in JSON.
REFUSALS = {302, 403, 404, 400}


def subject_of(verb, paper, cast):
    match verb.on:
        case On.ORGANIZATION:
            return paper.originating_office
        case On.LINE:
            return line_of(paper, cast.org.europe_committee, "preliminary")
        case On.TRANSLATION if verb.name == "begin_translation":
            return Translated(paper, "en")
        case On.TRANSLATION:
            page = begin_translation(paper, Locale.objects.get(language_code="en"), by=cast.author)
            return submit_translation(page, by=cast.author, partial=True) if verb.name == "return_translation" else page
    return paper


@pytest.mark.parametrize("name", FORMS)
def test_every_screen_refuses_whoever_is_not_offered_it(cast, liaison, name, settings):
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "wagtail_localize.machine_translators.dummy.DummyTranslator"
    }
    verb = VERBS[name]
    people = cast.people()
    paper = paper_at("deliberating", cast)
    if name in ("try_again", "try_all_again", "tick_off"):
        distribute(paper, by=cast.council_clerk)
    subject = subject_of(verb, paper, cast)
    strangers = {
        name: person for name, person in people.items() if name != "inactive" and not verb.offered_to(person, subject)
    }
    assert {"citizen", "former_colleague", "member"} <= set(strangers)

    answers = attempts(verb, subject, strangers)

    # one's own offices can be chosen and no other; the editor of a paper that is locked keeps what was typed
    shown_again = ("draft_paper", "publish_correction")  # the form, with what is wrong
    refusals = REFUSALS | ({200} if name in shown_again else set())
    assert {who: answer for who, answer in answers.items() if answer[0] or answer[1] not in refusals} == {}


@pytest.mark.parametrize(
    ("name", "stage", "who"),
    [
        ("delete_draft", "draft", "author"),
        ("make_stricter", "deliberating", "council_clerk"),
        ("take_off_the_public", "deliberating", "council_clerk"),
        ("publish_correction", "deliberating", "council_clerk"),
        ("submit_translation", "deliberating", "author"),
        ("submit_translation", "deliberating", "liaison"),
        ("act_on", "deliberating", "secretary"),
    ],
)
def test_whoever_did_something_is_led_to_a_page_they_may_open(cast, liaison, name, stage, who):
    """Wagtail leads to its tree of pages, which hardly anybody may open."""
    paper = paper_at(stage, cast)
    verb = VERBS[name]

    answer = attempts(verb, subject_of(verb, paper, cast), {who: cast.people()[who]})[who]

    assert answer == (True, 302, 200)


@pytest.mark.parametrize(
    "name", ["recall", "start_routing", "pass_formal_check", "release", "return_to_author", "withdraw", "distribute"]
)
def test_whoever_comes_too_late_is_told_so_at_the_paper(cast, signed_in, name):
    """Somebody else was faster, or the link in a mail is old."""
    verb = VERBS[name]
    paper = paper_at("withdrawn_after_release", cast)
    person = cast.author if name == "recall" else cast.council_clerk
    assert verb.is_for(person, paper)
    with pytest.raises(WrongState) as told:
        verb.allow(person, paper)

    for method in ("get", "post"):
        client = signed_in(person)
        response = getattr(client, method)(reverse(verb.view, args=[paper.pk]), follow=True)
        assert response.redirect_chain == [(f"/admin/pages/{paper.pk}/edit/", 302)]
        assert [str(message) for message in response.context["messages"]][:1] == told.value.messages
    assert fresh(paper).state == "withdrawn"


def test_whoever_has_no_editor_is_told_so_in_the_inbox(cast, signed_in):
    paper = paper_at("withdrawn_after_release", cast)
    act = Consultation.objects.filter(paper=paper, organization=cast.org.europe_committee)
    act.update(state="planned")  # as if the committee still stood on the slip

    response = signed_in(cast.secretary).get(reverse("workflows:distribute", args=[paper.pk]), follow=True)

    assert response.redirect_chain == [("/admin/inbox/", 302)]
    assert [str(message) for message in response.context["messages"]] == ["Die Vorlage wurde zurückgezogen."]


def test_the_council_office_is_not_offered_to_recall_and_does_not_get_the_form(cast, signed_in):
    paper = paper_at("co_signing", cast)

    page = signed_in(cast.council_clerk).get(f"/admin/pages/{paper.pk}/edit/").content.decode()
    form = signed_in(cast.council_clerk).get(f"/admin/inbox/papers/{paper.pk}/recall/")

    assert f"/admin/inbox/papers/{paper.pk}/return/" in page
    assert f"/admin/inbox/papers/{paper.pk}/recall/" not in page
    assert form.status_code == 302
    assert (
        f"/admin/inbox/papers/{paper.pk}/recall/"
        in signed_in(cast.author).get(f"/admin/pages/{paper.pk}/edit/").content.decode()
    )


@pytest.mark.parametrize("stage", STAGES)
def test_the_buttons_of_the_editor_are_what_the_table_offers(cast, signed_in, stage):
    paper = paper_at(stage, cast)
    addresses = {verb: reverse(verb.view, args=[paper.pk]) for verb in VERBS.values() if verb.icon}

    for person in (cast.author, cast.council_clerk):
        page = signed_in(person).get(f"/admin/pages/{paper.pk}/edit/").content.decode()
        shown = {address for address in addresses.values() if f'href="{address}"' in page}
        assert shown == {addresses[verb] for verb in steps_for(person, paper)}
        assert f'href="/admin/inbox/papers/{paper.pk}/slip/"' in page
        assert ('name="action-submit-paper"' in page) == (stage in ("draft", "returned", "returned_after_release"))
