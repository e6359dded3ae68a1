"""What Wagtail asks about pages, images and rows, each answer by itself: the gate in front of the desk, which asks
first, is not there."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from wagtail.models import Collection

from papers.access.image_policy import policy as images
from papers.access.policies import CouncilOfficePolicy, GlossaryPolicy
from papers.models import GlossaryTerm, Organization, PaperKind
from tests.factories.images import image_of, with_image
from tests.factories.papers import draft, paper_at

pytestmark = pytest.mark.django_db


def asked(page, person):
    return page.permissions_for_user(person)


# --- pages ----------------------------------------------------------------------------------------------------------


def test_a_draft_is_deleted_by_its_office_and_by_nobody_else(cast):
    paper = draft(cast)

    assert asked(paper, cast.author).can_delete()
    assert not asked(paper, cast.outsider).can_delete()
    assert not asked(paper, cast.member).can_delete()


def test_revisions_are_listed_for_those_who_open_the_editor(cast):
    paper = paper_at("deliberating", cast)

    assert asked(paper, cast.author).can_view_revisions()
    assert not asked(paper, cast.outsider).can_view_revisions()
    assert not asked(paper, cast.member).can_view_revisions()


def test_the_editor_opens_for_those_who_may_ever_write(cast):
    paper = draft(cast)

    assert asked(paper, cast.author).can_edit()
    assert not asked(paper, cast.outsider).can_edit()


def test_a_correction_is_published_by_the_council_office(cast):
    paper = paper_at("deliberating", cast)

    assert asked(paper, cast.council_clerk).can_publish()
    assert not asked(paper, cast.author).can_publish()


def test_a_lock_of_somebody_else_is_opened_by_administrators(cast):
    paper = draft(cast)

    assert asked(paper, cast.admin).can_unlock()
    assert not asked(paper, cast.council_clerk).can_unlock()


# --- rows -----------------------------------------------------------------------------------------------------------


def test_a_permission_without_a_membership_opens_no_master_data(cast):
    cast.outsider.user_permissions.add(Permission.objects.get(codename="change_paperkind"))
    policy = CouncilOfficePolicy(PaperKind)

    assert policy.user_has_permission(cast.council_clerk, "change")
    assert not policy.user_has_permission(cast.outsider, "change")


def test_terms_are_kept_by_the_council_office_and_by_liaisons(cast):
    cast.outsider.user_permissions.add(Permission.objects.get(codename="change_glossaryterm"))
    Organization.objects.filter(pk=cast.org.bristol.pk).update(languages=["en"])
    cast.liaison.memberships.update(role="liaison")
    policy = GlossaryPolicy(GlossaryTerm)

    assert policy.user_has_permission(cast.council_clerk, "change")
    assert policy.user_has_permission(cast.liaison, "change")
    assert not policy.user_has_permission(cast.outsider, "change")


# --- images ---------------------------------------------------------------------------------------------------------


def test_an_image_is_changed_by_who_added_it_and_by_the_council_office(cast):
    """Others of the office see it."""
    image = image_of(cast.author)
    draft(cast, body=with_image(image))

    def may(person, action):
        return images.user_has_permission_for_instance(person, action, image)

    assert may(cast.author, "view")
    assert may(cast.author, "change")
    assert may(cast.colleague, "view")
    assert not may(cast.colleague, "change")
    assert may(cast.council_clerk, "change")


def test_only_administrators_sort_images_into_collections(cast):
    Collection.get_first_root_node().add_child(name="Wappen")

    assert images.collections_user_has_permission_for(cast.admin, "add").count() == 2
    assert [one.depth for one in images.collections_user_has_permission_for(cast.author, "add")] == [1]
