from __future__ import annotations

from io import StringIO
from itertools import islice

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.management import CommandError, call_command
from django_tasks import task_backends

from papers.drafting import draft_paper
from papers.models import Consultation, Letter, Membership, Organization, Paper, PaperKind
from tests.factories.letters import send_letters
from umlauf.accounts import letters
from umlauf.demo import loader
from umlauf.demo.loader import load_demo, missing_parts
from umlauf.demo.models import LoadedPart
from umlauf.demo.no_mail import no_mail


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_an_interrupted_load_goes_on_where_it_stopped_and_nobody_gets_mail(monkeypatch):
    everything = len(missing_parts())
    list(islice(load_demo(), 3))

    def played_halfway(story, directory):
        play(story, directory)
        raise KeyboardInterrupt

    play = loader.play
    monkeypatch.setattr(loader, "play", played_halfway)
    with pytest.raises(KeyboardInterrupt):
        list(load_demo())
    assert (LoadedPart.objects.count(), Paper.objects.count()) == (3, 0)

    monkeypatch.setattr(loader, "play", play)
    assert [progress.total for progress in islice(load_demo(), 2)] == [everything - 3] * 2

    assert [part.key for part in LoadedPart.objects.all()] == [
        "organizations",
        "people",
        "members",
        "paper:2019-handlungskonzept",
        "paper:hannover",
    ]
    assert list(Paper.objects.order_by("number").values_list("number", flat=True)) == ["0383/2019", "0384/2019"]
    assert Consultation.objects.open().exists()  # about these somebody would have been told
    assert mail.outbox == []
    assert not Letter.objects.exists(), "nor are they told later"


@pytest.mark.django_db
def test_mail_and_tasks_are_as_before_when_the_silence_is_over():
    backend, tasks = settings.EMAIL_BACKEND, task_backends["default"]

    with no_mail():
        mail.send_mail("Hallo", "", None, ["somebody@umlauf.example"])
        letters.send("password_changed", get_user_model().objects.create_user("neu@umlauf.example", "x"))
        send_letters()
    assert mail.outbox == []
    assert (settings.EMAIL_BACKEND, task_backends["default"]) == (backend, tasks)

    mail.send_mail("Hallo", "", None, ["somebody@umlauf.example"])
    assert [message.subject for message in mail.outbox] == ["Hallo"]


@pytest.mark.django_db
def test_print_only_loads_nothing():
    out = StringIO()

    call_command("load_demo", "--print-only", stdout=out)

    assert not Organization.objects.exists()
    assert "umlauf.example" not in out.getvalue()


@pytest.mark.django_db
def test_an_installation_with_papers_of_its_own_is_left_alone():
    office = Organization.objects.create(name="Amt", slug="amt", kind="office")
    author = get_user_model().objects.create_user("echt@stadt.example", "x")
    Membership.objects.create(person=author, organization=office)
    draft_paper(kind=PaperKind.objects.get(slug="information"), title="Echt", originating_office=office, by=author)

    with pytest.raises(CommandError):
        call_command("load_demo", stdout=StringIO())

    assert list(get_user_model().objects.all()) == [author]


@pytest.mark.django_db
def test_an_installation_with_people_of_its_own_is_left_alone():
    clerk = get_user_model().objects.create_user("echt@stadt.example", "x")

    with pytest.raises(CommandError):
        call_command("load_demo", stdout=StringIO())

    assert list(get_user_model().objects.all()) == [clerk]


@pytest.mark.django_db
def test_settings_that_are_not_for_trying_out_refuse_the_demo(settings):
    """Also where somebody added it to the apps of production."""
    settings.DEMO_MAY_BE_LOADED = False

    with pytest.raises(CommandError):
        call_command("load_demo", stdout=StringIO())

    assert not get_user_model().objects.exists()


@pytest.mark.django_db
def test_a_part_that_somebody_deleted_stays_deleted():
    LoadedPart.objects.bulk_create(LoadedPart(key=part.key) for part in missing_parts())

    call_command("load_demo", stdout=StringIO())

    assert not Paper.objects.exists()
