"""Who gets a paper: everybody who has to, each once, in their language, and nobody who may not read it."""

from __future__ import annotations

from datetime import timedelta
from email.utils import parseaddr

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageLogEntry

from papers.models import Membership
from papers.versions import ensure_version
from tests.factories.papers import edit, fresh, paper_at
from workflows.distribution import outbox
from workflows.distribution.distributing import (
    NobodyLeft,
    distribute,
    released_version,
    tick_off,
    try_again,
    try_all_again,
)
from workflows.distribution.recipients import recipients_of
from workflows.errors import WrongState
from workflows.models import Delivery, DeliveryState, Distribution
from workflows.routing.release import publish_version
from workflows.verbs import DISTRIBUTE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_pause(settings):
    settings.DELIVERY_FIRST_PAUSE = 0


@pytest.fixture
def paper(cast):
    return paper_at("deliberating", cast, title="Städtepartnerschaften")


def send_all():
    return outbox.run(timedelta(seconds=60))


def mails_to(person):
    return [message for message in mail.outbox if parseaddr(message.to[0])[1] == person.email]


def recipients(paper, **options):
    return {one.person: one for one in recipients_of(paper, released_version(paper), **options)}


def test_members_of_the_committees_get_it_with_every_reason_once(paper, cast):
    found = recipients(paper)
    assert cast.member in found
    assert cast.outsider not in found
    assert [str(reason) for reason in found[cast.member].reasons]
    assert len(found) == len({person.pk for person in found})


def test_a_member_of_three_committees_gets_one_mail_that_names_all_three(paper, cast):
    organizations = list({line.organization for line in paper.consultations.all() if line.organization.is_body})[:3]
    for organization in organizations:
        Membership.objects.get_or_create(person=cast.outsider, organization=organization, role="member")
    distribute(paper, by=cast.council_clerk)
    send_all()
    (message,) = mails_to(cast.outsider)
    assert all(organization.name in message.body for organization in organizations)
    assert len(organizations) >= 2
    assert Delivery.objects.filter(person=cast.outsider).count() == 1


def test_the_same_button_pressed_twice_sends_once(paper, cast):
    first = distribute(paper, by=cast.council_clerk)
    with pytest.raises(NobodyLeft):
        distribute(paper, by=cast.council_clerk)
    send_all()
    assert len(mail.outbox) == first.deliveries.filter(channel="mail").count() > 3
    assert Distribution.objects.count() == 1


def test_the_database_itself_refuses_a_second_delivery(paper, cast):
    delivery = distribute(paper, by=cast.council_clerk).deliveries.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(
            distribution=delivery.distribution, version=delivery.version, person=delivery.person, page=delivery.page
        )
    with pytest.raises(ProtectedError):
        delivery.delete()


def test_an_addition_goes_only_to_those_who_lack_it(paper, cast):
    distribute(paper, by=cast.council_clerk)
    addition = distribute(paper, by=cast.council_clerk, chosen=[cast.outsider.pk])
    assert [delivery.person for delivery in addition.deliveries.all()] == [cast.outsider]
    assert addition.deliveries.get().reasons == [{"source": "chosen"}]


def test_who_may_not_read_it_is_named_and_gets_nothing(cast):
    paper = paper_at("deliberating", cast, confidentiality="confidential")
    found = recipients(paper, chosen=[cast.outsider.pk])
    assert found[cast.outsider].hindrance == "may_not_read"
    assert found[cast.member].hindrance == ""
    distribution = distribute(paper, by=cast.council_clerk, chosen=[cast.outsider.pk])
    assert not distribution.deliveries.filter(person=cast.outsider).exists()


def test_a_confidential_paper_is_linked_to_and_never_attached(cast):
    paper = paper_at("deliberating", cast, confidentiality="confidential")
    distribute(paper, by=cast.council_clerk)
    send_all()
    assert mail.outbox
    assert all(not message.attachments for message in mail.outbox)
    assert all("/delivered/" in message.body for message in mail.outbox)


def test_the_paper_is_attached_and_every_mail_is_text_and_html(paper, cast):
    distribute(paper, by=cast.council_clerk)
    send_all()
    (message,) = mails_to(cast.member)
    ((name, content, kind),) = message.attachments
    assert (name, content[:5], kind) == (f"{paper.slug}.pdf", b"%PDF-", "application/pdf")
    assert message.alternatives[0][1] == "text/html"
    assert '<html lang="de" dir="ltr">' in message.alternatives[0][0]
    assert paper.number in message.subject


def test_a_large_document_is_linked_to(paper, cast, settings):
    settings.LARGEST_ATTACHED_PDF = 10
    distribute(paper, by=cast.council_clerk)
    send_all()
    assert mail.outbox
    assert all(not message.attachments for message in mail.outbox)


def test_who_loses_access_while_it_is_queued_gets_nothing_and_the_log_says_why(cast):
    paper = paper_at("deliberating", cast, confidentiality="non_public")
    distribution = distribute(paper, by=cast.council_clerk)
    Membership.objects.filter(person=cast.member).update(until="2000-01-01", since="1999-01-01")
    send_all()
    delivery = distribution.deliveries.get(person=cast.member)
    assert delivery.state == DeliveryState.REFUSED
    assert delivery.problem
    assert not mails_to(cast.member)


def test_a_new_version_goes_to_everybody_again_and_has_to_say_what_changed(paper, cast):
    distribute(paper, by=cast.council_clerk)
    send_all()
    mail.outbox.clear()
    released_again(paper, cast)
    with pytest.raises(ValidationError) as refused:
        distribute(paper, by=cast.council_clerk)
    assert "remark" in refused.value.message_dict
    again = distribute(paper, by=cast.council_clerk, remark="Kosten auf Seite 3 berichtigt")
    assert again.version.number == 2
    send_all()
    assert mail.outbox
    assert all("Kosten auf Seite 3 berichtigt" in message.body for message in mail.outbox)


def released_again(paper, cast):
    """The text of a released paper changes, and the new version is released."""
    edit(paper, by=cast.council_clerk, title="Städtepartnerschaften, zweite Fassung")
    ensure_version(fresh(paper), by=cast.council_clerk, editorial=True)
    publish_version(fresh(paper), by=cast.council_clerk)


def test_who_may_distribute(paper, cast):
    assert DISTRIBUTE.offered_to(cast.council_clerk, paper)
    assert DISTRIBUTE.offered_to(cast.secretary, paper)
    assert not DISTRIBUTE.offered_to(cast.member, paper)
    assert not DISTRIBUTE.offered_to(cast.author, paper)
    with pytest.raises(PermissionDenied):
        distribute(paper, by=cast.author)


def test_only_what_is_released_is_distributed(cast):
    with pytest.raises(WrongState):
        distribute(paper_at("checking", cast), by=cast.council_clerk)


def test_copies_on_paper_are_not_mailed_but_ticked_off(paper, cast):
    cast.member.on_paper, cast.member.postal_address = True, "Am Markt 1\n30159 Hannover"
    cast.member.save()
    delivery = distribute(paper, by=cast.council_clerk).deliveries.get(person=cast.member)
    send_all()
    assert not mails_to(cast.member)
    assert tick_off(delivery, by=cast.council_clerk).state == DeliveryState.SENT
    delivery.refresh_from_db()
    assert delivery.handed_over_by == cast.council_clerk
    assert tick_off(delivery, by=cast.council_clerk, handed_over=False).state == DeliveryState.QUEUED


def test_what_failed_can_be_sent_again(paper, cast):
    delivery = distribute(paper, by=cast.council_clerk).deliveries.get(person=cast.member)
    with pytest.raises(WrongState):
        try_again(delivery, by=cast.council_clerk)
    Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.FAILED, problem="550")
    assert try_again(delivery, by=cast.council_clerk).state == DeliveryState.QUEUED
    send_all()
    assert mails_to(cast.member)


def all_failed(distribution):
    return distribution.deliveries.update(state=DeliveryState.FAILED, attempts=12, problem="550")


def test_all_that_failed_is_sent_again_at_once_and_told_once(paper, cast):
    distribution = distribute(paper, by=cast.council_clerk)
    send_all()
    mail.outbox.clear()
    Delivery.objects.filter(person__in=[cast.member, cast.chair]).update(
        state=DeliveryState.FAILED, attempts=12, problem="550"
    )
    names = set(distribution.deliveries.lost().values_list("token", flat=True))

    assert try_all_again(distribution, by=cast.secretary) == 2

    assert list(distribution.deliveries.due().values_list("attempts", "problem")) == [(0, "")] * 2
    send_all()
    assert {parseaddr(message.to[0])[1] for message in mail.outbox} == {cast.member.email, cast.chair.email}
    assert {message.extra_headers["Message-ID"].strip("<>").partition("@")[0] for message in mail.outbox} == {
        str(name) for name in names
    }
    (entry,) = PageLogEntry.objects.filter(page=paper, action="umlauf.deliver_again")
    assert (entry.user, entry.data) == (cast.secretary, {"recipients": 2})
    assert "2" in str(entry.message)


def test_who_may_no_longer_read_it_gets_nothing_when_all_is_sent_again(cast):
    paper = paper_at("deliberating", cast, confidentiality="non_public")
    distribution = distribute(paper, by=cast.council_clerk)
    failed = all_failed(distribution)
    Membership.objects.filter(person=cast.member).update(until="2000-01-01", since="1999-01-01")

    assert try_all_again(distribution, by=cast.council_clerk) == failed

    send_all()
    assert distribution.deliveries.get(person=cast.member).state == DeliveryState.REFUSED
    assert not mails_to(cast.member)
    assert len(mail.outbox) == failed - 1


def test_only_what_failed_in_this_distribution_is_sent_again(paper, cast):
    first = distribute(paper, by=cast.council_clerk)
    addition = distribute(paper, by=cast.council_clerk, chosen=[cast.outsider.pk])
    send_all()
    all_failed(addition)
    with pytest.raises(WrongState):
        try_all_again(first, by=cast.council_clerk)
    with pytest.raises(PermissionDenied):
        try_all_again(addition, by=cast.author)
    assert addition.deliveries.lost().count() == 1
    assert try_all_again(addition, by=cast.council_clerk) == 1
    with pytest.raises(WrongState):
        try_all_again(addition, by=cast.secretary)
    assert PageLogEntry.objects.filter(page=paper, action="umlauf.deliver_again").count() == 1


def test_sending_all_again_takes_as_many_queries_for_many_as_for_one(paper, cast, django_assert_num_queries):
    distribution = distribute(paper, by=cast.council_clerk)
    Delivery.objects.filter(person=cast.member).update(state=DeliveryState.FAILED)
    with CaptureQueriesContext(connection) as one:
        try_all_again(distribution, by=cast.council_clerk)
    assert all_failed(distribution) > 5
    with django_assert_num_queries(len(one)):
        try_all_again(distribution, by=cast.council_clerk)


def test_the_number_of_queries_does_not_grow_with_the_recipients(paper, cast, django_assert_num_queries):
    with django_assert_num_queries(9):
        before = len(recipients(paper))
    organization = paper.consultations.filter(organization__kind="committee").first().organization
    people = get_user_model().objects.bulk_create(
        [get_user_model()(email=f"m{number}@example.org") for number in range(30)]
    )
    Membership.objects.bulk_create(
        [Membership(person=person, organization=organization, role="member") for person in people]
    )
    with django_assert_num_queries(9):
        assert len(recipients(paper)) == before + 30
