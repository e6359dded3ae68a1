"""A statement that is written once finds what its queryset finds."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.db.models import F, Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from papers.access import principal_of, readable_rule
from papers.among import among
from papers.models import Consultation, Membership, Organization, Paper
from papers.prepared import join, prepared
from tests.factories.papers import paper_at


@prepared
def _lines(*, paper):
    return Consultation.objects.filter(paper=paper).in_slip_order()


@prepared
def _readable(reader, *, slug):
    return Paper.objects.originals().filter(readable_rule(reader), slug=slug)


def test_rows_are_those_of_the_queryset_for_each_value(cast):
    papers = [paper_at("deliberating", cast), paper_at("completed", cast, "motion")]

    for paper in papers * 2:
        lines = _lines(paper=paper.pk)
        assert lines == list(paper.consultations.in_slip_order())
        assert [line.opened_at for line in lines] == [line.opened_at for line in paper.consultations.in_slip_order()]
    assert _lines(paper=0) == []


def test_the_queryset_is_built_once_and_the_database_asked_each_time(cast):
    built = []

    @prepared
    def offices(*, kind):
        built.append(kind)
        return Organization.objects.filter(kind=kind)

    for _time in range(3):
        with CaptureQueriesContext(connection) as asked:
            before = len(offices(kind="office"))
        assert len(asked) == 1
    Organization.objects.create(name="Neues Amt", slug="neues-amt", kind="office")

    assert len(offices(kind="office")) == before + 1
    assert len(built) == 1


def test_each_reader_has_a_statement_of_their_own(cast):
    hidden = paper_at("deliberating", cast, confidentiality="confidential")
    readers = {person: principal_of(getattr(cast, person)) for person in ("citizen", "council_clerk", "outsider")}

    for _time in range(2):
        found = {person: _readable(reader, slug=hidden.slug) for person, reader in readers.items()}
        assert found == {"citizen": [], "council_clerk": [hidden], "outsider": []}


def test_a_value_may_stand_in_several_places_and_be_a_uuid(cast):
    @prepared
    def family(*, key, state):
        either = Q(translation_key=key) | Q(superordinate__translation_key=key)
        return Paper.objects.filter(either, state=state).only("title").annotate(language=F("locale__language_code"))

    paper = paper_at("deliberating", cast)

    (found,) = family(key=paper.translation_key, state="deliberating")

    assert (found, found.title, found.language) == (paper, paper.title, "de")
    assert "number" in found.get_deferred_fields()
    assert family(key=paper.translation_key, state="draft") == []


def test_related_rows_are_asked_for_along_where_there_are_any(cast, django_assert_num_queries):
    @prepared
    def lines(*, paper):
        named = Consultation.objects.filter(paper=paper).select_related("organization__parent", "latest_act")
        return named.annotate(since=F("paper__released_at")).order_by("pk")

    paper = paper_at("deliberating", cast)
    with django_assert_num_queries(1):
        found = lines(paper=paper.pk)
        acts = [line.latest_act for line in found]
        names = [line.organization.name for line in found]
        parents = [line.organization.parent for line in found]

    plain = paper.consultations.order_by("pk")
    assert found == list(plain)
    assert acts == [line.latest_act for line in plain]
    assert None in acts
    assert any(acts)
    assert (names, parents) == zip_of(plain)
    assert {line.since for line in found} == {paper.released_at}


def zip_of(lines):
    organizations = [line.organization for line in lines]
    return [one.name for one in organizations], [one.parent for one in organizations]


def test_columns_alone_are_asked_for_by_lists_of_keys_and_days(cast):
    @prepared
    def seats(*, people, today):
        current = Membership.objects.current(today).filter(person__among=people).order_by("pk")
        return current.values_list("person", "organization__name", "organization__languages", "since")

    people, today = sorted([cast.author.pk, cast.liaison.pk, cast.former_member.pk]), timezone.localdate()
    plain = Membership.objects.current().filter(among("person", people)).order_by("pk")
    columns = ("person", "organization__name", "organization__languages", "since")

    assert seats(people=people, today=today) == list(plain.values_list(*columns))
    assert len(seats(people=people, today=today)) > 1
    assert seats(people=[cast.author.pk], today=today) == list(plain.filter(person=cast.author).values_list(*columns))
    assert seats(people=people, today=today - datetime.timedelta(days=100_000)) == []
    assert seats(people=[], today=today) == []


def test_what_nothing_can_fit_is_not_asked(cast, django_assert_num_queries):
    @prepared
    def nobodys(*, kind):
        return Organization.objects.filter(pk__in=[], kind=kind)

    with django_assert_num_queries(0):
        assert nobodys(kind="office") == []


def test_rows_are_joined_as_far_as_they_are_known(cast, django_assert_num_queries):
    paper = paper_at("deliberating", cast)
    first, second, *_others = _lines(paper=paper.pk)

    with django_assert_num_queries(0):
        for line in (first, second):
            join(line, organization={first.organization_id: cast.org.planning_office}, handed_to={})
        assert first.organization is cast.org.planning_office
        assert first.handed_to is None
    with django_assert_num_queries(1):
        assert second.organization.pk == second.organization_id


def test_a_value_that_was_forgotten_is_no_answer(cast):
    with pytest.raises(KeyError):
        _lines()
