"""The table of verbs: complete, and asked by the screens, the buttons and the inbox."""

from __future__ import annotations

import datetime
import importlib
import inspect
import pkgutil
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import get_resolver, reverse
from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.models import Translation

import papers
import workflows
from papers.access import may_read, principal_of
from papers.access.verb_table import VERBS, On, Translated, Verb, WrongState, declare, offered
from papers.access.verbs import EDIT
from papers.enums import Outcome
from papers.models import Consultation, Membership, Organization, Paper
from papers.translation.drafts import begin_translation
from papers.translation.side_by_side import fingerprint, side_by_side
from tests.factories.papers import STAGES, edit, fresh, line_of, paper_at
from tests.factories.screens import FORMS, attempts
from workflows.distribution.distributing import distribute
from workflows.inbox import address_of, waiting_for
from workflows.routing.acting import act_on, outcomes_of
from workflows.routing.release import pass_formal_check
from workflows.routing.steps import recall, withdraw
from workflows.routing.views.steps import STEP_VIEWS, steps_for
from workflows.translation.review import approve_translation, return_translation, submit_translation
from workflows.verbs import ACT_ON, RECALL, RETURN_TO_AUTHOR, STEP_AT, verb_of

# Done in screens of Wagtail's own, or while doing another verb; there is no function of ours to call.
WITHOUT_A_FUNCTION = {
    "edit",
    "publish_correction",
    "delete_draft",
    "edit_translation",
    "delete_translation",
    "call_editorial",
}
WITHOUT_A_SCREEN = {"continue_series"}
# Calls a verb, which asks its own row, with a part of its arguments worked out.
SHORTHAND = {"apply_template"}
# What verbs are made of: whoever calls these has asked, and holds the lock.
PARTS = {
    "ensure_version",
    "publish_version",
    "new_version",
    "send_back",
    "take_back",
    "translated_paper",
    "ask_machine",
    "check_images",
    "approve",
    "reject",
    "cancel_workflows",
}


# Wagtail's admin answers a refusal with a message on the home screen; the editor saves nothing and says so in JSON.
REFUSALS = {302, 403, 404, 400}


# --- the table is complete ------------------------------------------------------------------------------------------


def functions_with_an_actor():
    """Public functions of ours that somebody does: they take ``by`` by keyword."""
    found = {}
    for package in (papers, workflows):
        for module_info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" in module_info.name or ".management" in module_info.name or ".worker" in module_info.name:
                continue
            module = importlib.import_module(module_info.name)
            for name, function in inspect.getmembers(module, inspect.isfunction):
                if function.__module__ != module.__name__ or name.startswith("_"):
                    continue
                parameter = inspect.signature(function).parameters.get("by")
                if parameter is not None and parameter.kind is inspect.Parameter.KEYWORD_ONLY:
                    found[name] = function
    return found


def test_every_verb_has_a_row_and_every_row_a_verb():
    functions = set(functions_with_an_actor())

    assert {"recall", "act_on", "attach", "distribute", "approve_translation"} <= functions
    assert functions - set(VERBS) == SHORTHAND | PARTS
    assert set(VERBS) - functions == WITHOUT_A_FUNCTION


def test_every_verb_asks_its_own_row():
    """The row is a constant called as its function is; which row an act asks depends on its outcome."""
    silent = {
        name
        for name, function in functions_with_an_actor().items()
        if name in VERBS and name.upper() not in inspect.unwrap(function).__code__.co_names
    }

    assert silent == {"act_on", "refer_to", "postpone"}
    assert {verb_of(outcome).name for outcome in Outcome} == silent


def test_a_verb_has_one_row():
    with pytest.raises(ValueError, match="recall"):
        declare(Verb("recall", may={}, refused=""))


@pytest.mark.parametrize("name", VERBS)
def test_every_row_has_a_screen(name):
    views = {
        f"{namespace}:{view}"
        for namespace, (_prefix, resolver) in get_resolver().namespace_dict.items()
        for view in resolver.reverse_dict
    }

    assert (VERBS[name].view == "") == (name in WITHOUT_A_SCREEN)
    assert VERBS[name].view in views | {""}
    # tried in a screen, here and with the demo
    assert (name in FORMS) == (name not in WITHOUT_A_SCREEN | {"edit_translation", "call_editorial"})


def test_the_rows_of_the_steps_are_those_of_their_screens():
    named = {verb.view for verb in VERBS.values() if verb.icon}

    assert named == {f"workflows:{name}" for name in STEP_VIEWS} | {"workflows:distribute"}
    for name, view in STEP_VIEWS.items():
        assert name == "submit" or view.verb.view == f"workflows:{name}"


# --- screens --------------------------------------------------------------------------------------------------------


@pytest.fixture
def liaison(cast):
    Organization.objects.filter(pk=cast.org.bristol.pk).update(languages=["en"])
    for membership in cast.liaison.memberships.all():
        membership.role = "liaison"
        membership.save()
    return cast.liaison


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


# --- what a paper that was left lying meets -------------------------------------------------------------------------


def test_a_paper_that_was_recalled_can_still_be_withdrawn(cast):
    """It cannot be deleted any more: it has been in circulation."""
    paper = paper_at("co_signing", cast)
    recall(paper, by=cast.author)

    names = {verb.name for verb in offered(cast.author, fresh(paper))}

    assert "withdraw" in names
    assert "delete_draft" not in names


def test_rights_end_with_the_membership_and_come_with_the_delegation(cast):
    paper = paper_at("co_signing", cast)
    line = line_of(paper, cast.org.planning_office, "co_sign")
    assert ACT_ON.offered_to(cast.deputy, line)

    Membership.objects.filter(person=cast.cosigner).update(until=timezone.localdate() - datetime.timedelta(days=1))

    assert not ACT_ON.offered_to(cast.cosigner, line)
    assert not ACT_ON.offered_to(cast.deputy, line)
    assert ACT_ON.offered_to(cast.second_cosigner, line)


def test_nothing_is_drafted_for_an_office_that_was_dissolved(cast):
    office = cast.org.international_office
    assert VERBS["draft_paper"].offered_to(cast.author, office)

    office.ends_on = timezone.localdate() - datetime.timedelta(days=1)

    assert not VERBS["draft_paper"].offered_to(cast.author, office)


def test_nobody_is_offered_to_refer_a_paper_where_there_is_nobody_to_refer_it_to(cast, signed_in):
    line = line_of(paper_at("deliberating", cast), cast.org.culture_committee, "hearing")
    Consultation.objects.filter(pk=line.pk).update(role="decision")  # a slip such as other cities have
    line.refresh_from_db()
    assert "referred" in outcomes_of(line)
    Organization.objects.bodies().exclude(pk=line.organization_id).update(
        ends_on=timezone.localdate() - datetime.timedelta(days=1)
    )

    page = signed_in(cast.secretary).get(f"/admin/inbox/lines/{line.pk}/").content.decode()

    assert 'value="postponed"' in page
    assert 'value="referred"' not in page
    assert 'name="refer_to"' not in page


def test_the_form_offers_only_committees_a_paper_can_be_referred_to(cast, signed_in):
    """The Europe committee deals with the paper in preliminary deliberation already."""
    paper = paper_at("deliberating", cast)
    for organization, role, outcome in (
        ("europe_committee", "preliminary", "recommended"),
        ("culture_committee", "hearing", "heard"),
    ):
        act_on(line_of(paper, getattr(cast.org, organization), role), by=cast.secretary, outcome=outcome)
    line = line_of(paper, cast.org.council, "decision")

    form = signed_in(cast.chair).get(f"/admin/inbox/lines/{line.pk}/").context["form"]

    assert {body.name for body in form.fields["refer_to"].queryset} == {"Kulturausschuss", "Finanzausschuss"}


# --- lists ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", STAGES)
def test_the_inbox_holds_what_the_table_offers_and_leads_to_where_it_is_done(cast, stage):
    paper = paper_at(stage, cast)
    lines = list(Consultation.objects.select_related("organization"))

    for name, person in cast.people().items():
        wanted = {reverse(ACT_ON.view, args=[line.pk]) for line in lines if ACT_ON.offered_to(person, line)}
        step = STEP_AT.get(paper.state)
        if step is not None and step.offered_to(person, paper) and step.waits_for.holds(principal_of(person), paper):
            wanted.add(reverse(step.begins_at or step.view, args=[paper.pk]))
        assert {address_of(row) for row in waiting_for(person)} == wanted, name


@pytest.mark.parametrize("name", ["recall", "withdraw", "release", "distribute", "edit"])
def test_a_row_says_the_same_of_a_list_as_of_each_paper(cast, name):
    """Without what a list does not ask: whether the paper is released."""
    verb = replace(VERBS[name], only=())
    made = [paper_at(stage, cast) for stage in STAGES]

    for who, person in cast.people().items():
        readable = [paper for paper in made if may_read(person, paper)]
        wanted = {paper.pk for paper in readable if verb.offered_to(person, paper)}
        assert (
            set(Paper.objects.readable_by(person).filter(verb.rule(person)).values_list("pk", flat=True)) == wanted
        ), who


def given_back(cast, liaison):
    paper = paper_at("deliberating", cast, title="Bericht des Ausschusses")
    page = begin_translation(paper, Locale.objects.get(language_code="en"), by=liaison)
    seen = fingerprint(side_by_side(Translation.objects.get(target_locale=page.locale)))
    approve_translation(page, by=cast.council_clerk, seen=seen, partial=True)  # so everybody may read it
    submit_translation(page, by=liaison, partial=True)
    return_translation(page, by=cast.council_clerk, reason="Bitte genauer.")
    assert [row.pk for row in waiting_for(liaison)] == [page.pk]
    return page


def test_a_translation_leaves_the_inbox_with_the_paper_that_is_withdrawn(cast, liaison):
    page = given_back(cast, liaison)

    withdraw(page.original, by=cast.council_clerk, reason="Der Anlass ist entfallen.")

    assert not waiting_for(liaison).exists()


def test_a_translation_leaves_the_inbox_with_the_membership(cast, liaison):
    given_back(cast, liaison)

    Membership.objects.filter(person=liaison).update(until=timezone.localdate() - datetime.timedelta(days=1))

    assert not waiting_for(liaison).exists()


# --- corrections ----------------------------------------------------------------------------------------------------


def test_only_the_council_office_is_asked_whether_a_change_is_editorial(cast, signed_in):
    paper = paper_at("returned", cast)
    edit(paper, by=cast.author, summary="Mit neuen Zahlen.")

    asked = {
        name: b'name="editorial"'
        in signed_in(cast.people()[name]).get(f"/admin/inbox/papers/{paper.pk}/submit/").content
        for name in ("author", "council_clerk")
    }

    assert asked == {"author": False, "council_clerk": True}


def test_a_stranger_to_the_step_is_refused_before_anything_is_said_of_the_state(cast):
    paper = paper_at("releasing", cast)

    with pytest.raises(PermissionDenied):
        pass_formal_check(paper, by=cast.author)
    with pytest.raises(WrongState):
        pass_formal_check(paper, by=cast.council_clerk)

    assert not RETURN_TO_AUTHOR.is_for(cast.author, paper)
    assert RECALL.offered_to(cast.author, paper)
    assert not EDIT.offered_to(cast.author, paper)
