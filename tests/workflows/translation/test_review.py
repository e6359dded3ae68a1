"""The way of a translation: submitted, read, approved or given back. Approving is the only way to publish one."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from wagtail.models import Locale, Workflow
from wagtail_localize.models import StringTranslation, Translation

from papers.models import Organization, TranslationVersion
from papers.translation.drafts import begin_translation
from papers.translation.freshness import freshness_of
from papers.translation.side_by_side import fingerprint, side_by_side
from tests.factories.letters import forget_letters
from tests.factories.papers import fresh, paper_at
from workflows.errors import WrongState
from workflows.inbox import waiting_for
from workflows.translation.review import (
    approve_translation,
    is_waiting_for_review,
    return_translation,
    submit_translation,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def liaison(cast):
    Organization.objects.filter(pk=cast.org.bristol.pk).update(languages=["en"])
    for membership in cast.liaison.memberships.all():
        membership.role = "liaison"
        membership.save()
    return cast.liaison


@pytest.fixture
def paper(cast):
    return paper_at("deliberating", cast, title="Bericht des Ausschusses")


@pytest.fixture
def page(paper, liaison):
    return begin_translation(paper, Locale.objects.get(language_code="en"), by=liaison)


@pytest.fixture
def translation(page):
    return Translation.objects.get(source__object_id=page.translation_key, target_locale=page.locale)


def render(translation, *, leave: int = 0, kind: str = "manual", **changed: str) -> None:
    """Render every text; ``changed`` gives words for paths, ``leave`` so many of the last are left out."""
    segments = list(translation.source.stringsegment_set.select_related("string", "context").order_by("order"))
    for segment in segments[: len(segments) - leave]:
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=translation.target_locale,
            context=segment.context,
            defaults={"data": changed.get(segment.context.path, f"EN {segment.string.data}"), "translation_type": kind},
        )


def seen(translation) -> str:
    return fingerprint(side_by_side(translation))


def test_approving_publishes_what_was_read(translation, page, liaison, client):
    render(translation, title="Report of the committee")
    assert not fresh(page).live
    published = approve_translation(page, by=liaison, seen=seen(translation))
    assert published.live
    assert published.title == "Report of the committee"
    made = TranslationVersion.objects.get(revision=published.live_revision)
    assert (made.reviewed_by, made.untranslated) == (liaison, {})
    assert client.get(f"/en/papers/{fresh(page).original.slug}/").status_code == 200


def test_a_colleague_reads_what_somebody_submitted(
    translation, page, liaison, cast, mailoutbox, django_capture_on_commit_callbacks
):
    author = page.original.author
    render(translation)
    forget_letters()
    with django_capture_on_commit_callbacks(execute=True):
        submit_translation(page, by=author)
    assert is_waiting_for_review(page)
    assert [mail.to for mail in mailoutbox] == [[liaison.email]]
    assert reverse("workflows:translation", args=[page.pk]) in mailoutbox[0].body
    assert not fresh(page).live
    assert [row.pk for row in waiting_for(liaison)] == [page.pk]
    with pytest.raises(WrongState):
        submit_translation(page, by=author)
    with pytest.raises(PermissionDenied):
        approve_translation(page, by=author, seen=seen(translation))
    approve_translation(page, by=liaison, seen=seen(translation))
    assert fresh(page).live
    assert not waiting_for(liaison).exists()


def test_given_back_it_waits_for_who_submitted_it_and_can_be_submitted_again(
    translation, page, liaison, cast, mailoutbox, django_capture_on_commit_callbacks
):
    author = page.original.author
    render(translation)
    submit_translation(page, by=author)
    with pytest.raises(ValidationError) as refused:
        return_translation(page, by=liaison, reason=" ")
    assert "reason" in refused.value.message_dict
    with django_capture_on_commit_callbacks(execute=True):
        return_translation(page, by=liaison, reason="Please say committee")
    assert mailoutbox[-1].to == [author.email]
    assert "Please say committee" in mailoutbox[-1].body
    assert page.pk in [row.pk for row in waiting_for(author)]
    assert page.pk not in [row.pk for row in waiting_for(liaison)]
    submit_translation(page, by=author)
    assert is_waiting_for_review(page)
    assert page.pk not in [row.pk for row in waiting_for(author)]


def test_a_change_behind_the_reviewers_back_refuses_the_approval(translation, page, liaison):
    render(translation)
    read = seen(translation)
    render(translation, title="Something else")
    with pytest.raises(WrongState):
        approve_translation(page, by=liaison, seen=read)
    assert not fresh(page).live


def test_corrections_made_while_it_waits_are_published(translation, page, liaison):
    render(translation)
    submit_translation(page, by=liaison)
    render(translation, title="Corrected")
    assert approve_translation(page, by=liaison, seen=seen(translation)).title == "Corrected"


def test_missing_texts_are_named_and_published_only_when_confirmed(translation, page, liaison):
    render(translation, leave=2)
    with pytest.raises(ValidationError) as refused:
        submit_translation(page, by=liaison)
    assert "2 " in refused.value.message_dict["partial"][0]
    with pytest.raises(ValidationError):
        approve_translation(page, by=liaison, seen=seen(translation))
    assert not fresh(page).live
    published = approve_translation(page, by=liaison, seen=seen(translation), partial=True)
    assert sum(freshness_of(published).untranslated.values()) == 2


def test_what_a_machine_wrote_is_labelled_until_somebody_approved_it(translation, page, liaison):
    render(translation, kind="machine")
    translation.save_target(user=liaison, publish=False)
    assert freshness_of(fresh(page)).is_machine_translated
    published = approve_translation(page, by=liaison, seen=seen(translation))
    assert freshness_of(published).machine
    assert not freshness_of(published).is_machine_translated


def test_nobody_publishes_past_the_review(translation, page, liaison, cast, client):
    render(translation)
    for person in (liaison, cast.council_clerk):
        assert not page.permissions_for_user(person).can_publish()
        client.force_login(person)
        client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {"action": "publish"})
        assert not fresh(page).live


def test_a_translation_has_no_part_in_the_routing_of_its_original(page, paper):
    assert page.get_workflow() is None
    assert paper.get_workflow() == paper.kind.workflow


def test_liaisons_of_other_languages_and_strangers_may_not(translation, page, liaison, cast):
    render(translation)
    submit_translation(page, by=liaison)
    Organization.objects.filter(pk=cast.org.bristol.pk).update(languages=["fr"])
    for person in (liaison, cast.citizen):
        with pytest.raises(PermissionDenied):
            approve_translation(page, by=person, seen=seen(translation))
        with pytest.raises(PermissionDenied):
            return_translation(page, by=person, reason="no")
    assert not waiting_for(liaison).exists()


def test_the_council_office_reads_where_there_is_no_liaison(translation, page, liaison, cast):
    render(translation)
    submit_translation(page, by=liaison)
    assert page.pk not in [row.pk for row in waiting_for(cast.council_clerk)]
    cast.liaison.memberships.all().delete()
    assert page.pk in [row.pk for row in waiting_for(cast.council_clerk)]


def test_without_a_workflow_for_translations_nothing_happens(translation, page, liaison):
    Workflow.objects.filter(name="Übersetzung").update(active=False)
    render(translation)
    with pytest.raises(WrongState):
        approve_translation(page, by=liaison, seen=seen(translation))
    assert not fresh(page).live


def test_switching_the_workflow_off_while_it_waits_publishes_nothing(translation, page, liaison):
    render(translation)
    submit_translation(page, by=liaison)
    Workflow.objects.get(name="Übersetzung").deactivate(user=liaison)
    assert not fresh(page).live
    assert not is_waiting_for_review(page)
    assert fresh(page.original).state == "deliberating"


def test_the_screen_shows_both_texts_and_what_the_glossary_says(translation, page, liaison, client):
    render(translation, title="Report of the comittee")
    client.force_login(liaison)
    url = reverse("workflows:translation", args=[page.pk])
    screen = client.get(url).text
    assert "Report of the comittee" in screen
    assert "Bericht des Ausschusses" in screen
    assert "“Ausschuss” was rendered “comittee”, the glossary says “committee”." in screen
    answer = client.post(url, {"verb": "approve", "seen": seen(translation)})
    assert answer.status_code == 302
    assert fresh(page).live
    again = client.post(url, {"verb": "approve", "seen": "0" * 32})
    assert again.status_code == 200
    assert "was changed while you read it" in again.text


@pytest.mark.parametrize("verb", ["", "release", "Approve"])
def test_a_button_that_is_not_there_does_nothing(translation, page, liaison, client, verb):
    render(translation)
    client.force_login(liaison)

    answer = client.post(
        reverse("workflows:translation", args=[page.pk]), {"verb": verb, "seen": seen(translation), "reason": "Weiter."}
    )

    assert "Press one of the buttons below." in answer.text
    assert not is_waiting_for_review(page)
    assert not fresh(page).live


def test_the_editor_shows_the_glossary_beside_the_text_and_leads_to_the_review(translation, page, liaison, client):
    client.force_login(liaison)
    screen = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert "Ausschuss \\u2192 committee" in screen.text or "Ausschuss → committee" in screen.text
    assert reverse("workflows:translation", args=[page.pk]) in screen.text


@pytest.mark.parametrize("who", ["citizen", "outsider"])
def test_the_screen_is_for_those_who_may_translate(page, cast, client, who):
    if who != "citizen":
        client.force_login(getattr(cast, who))
    assert client.get(reverse("workflows:translation", args=[page.pk])).status_code in (302, 403, 404)


def test_the_screen_takes_a_constant_number_of_queries(
    translation, page, liaison, client, django_assert_max_num_queries
):
    render(translation)
    client.force_login(liaison)
    url = reverse("workflows:translation", args=[page.pk])
    client.get(url)
    with django_assert_max_num_queries(60):
        client.get(url)
