"""What becomes stricter is gone from every channel in the same second, in sessions that are open already."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from papers.attaching import detach
from papers.models import Delegation, Membership
from search.indexing import process_pending
from tests.access.cells import Asking
from tests.access.channels import CHANNELS
from tests.access.channels.portal import PORTAL
from tests.access.channels.portal_lists import PORTAL_LISTS
from tests.access.expected import IN_THE_ADMINISTRATION
from tests.access.known import KNOWN
from tests.access.words import TEXT
from tests.factories.papers import fresh
from workflows.routing.steps import withdraw

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.thorough,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # temporary files of Wagtail's
]
YESTERDAY = datetime.timedelta(days=1)


def specimen_at(world, stage, level):
    return next(one for one in world.specimens if one.cell == (stage, level))


def seen_by(asking, world, specimen):
    """Parts of the paper, by the channels that show them."""
    found: dict[str, set[str]] = {}
    desk = asking.role in IN_THE_ADMINISTRATION  # others are sent away at its door, which the matrix looks at
    for channel in CHANNELS.values() if desk else (*PORTAL, *PORTAL_LISTS):
        asks = list(channel.of_paper(specimen, world)) if channel.of_paper else []
        asks += list(channel.of_all(world)) if channel.of_all else []
        for *cell, part in asking.ask(asks, numbers=False).seen:
            known = any((one.channel, one.part) == (channel.name, part) for one in KNOWN)
            if tuple(cell) == specimen.cell and not known:
                found.setdefault(part, set()).add(channel.name)
    return found


def test_an_ended_membership_shows_nothing_any_more(everyday):
    specimen = specimen_at(everyday, "deliberating", "confidential")
    member = Asking(everyday, "member of a routed committee", through_everything=True)
    before = seen_by(member, everyday, specimen)
    assert {"page", "PDF", "search", "package"} <= set().union(*before.values())

    Membership.objects.filter(person=everyday.cast.member).update(until=timezone.localdate() - YESTERDAY)

    assert seen_by(member, everyday, specimen) == {}


def test_an_expired_delegation_shows_nothing_any_more(everyday):
    specimen = specimen_at(everyday, "co_signing", "public")
    deputy = Asking(everyday, "deputy", through_everything=True)
    assert "page" in set().union(*seen_by(deputy, everyday, specimen).values())

    Delegation.objects.filter(deputy=everyday.cast.deputy).update(until=timezone.localdate() - YESTERDAY)

    assert seen_by(deputy, everyday, specimen) == {}


def test_somebody_who_may_no_longer_sign_in_sees_nothing_any_more(everyday):
    specimen = specimen_at(everyday, "draft", "confidential")
    author = Asking(everyday, "author", through_everything=True)
    assert "page" in set().union(*seen_by(author, everyday, specimen).values())

    type(everyday.cast.author).objects.filter(pk=everyday.cast.author.pk).update(is_active=False)

    assert seen_by(author, everyday, specimen) == {}


def test_a_withdrawn_confidential_paper_is_gone_for_the_committees(everyday):
    specimen = specimen_at(everyday, "deliberating", "confidential")
    member = Asking(everyday, "member of a routed committee", through_everything=True)
    assert seen_by(member, everyday, specimen)

    withdraw(fresh(specimen.paper), by=everyday.cast.council_clerk, reason="Der Anlass ist entfallen.")

    assert seen_by(member, everyday, specimen) == {}


@pytest.mark.parametrize("level", ["non_public", "confidential"])
def test_a_paper_that_becomes_stricter_is_gone_for_citizens(everyday, level):
    """Nothing is indexed anew meanwhile: the rule is asked of the record, not of the index."""
    specimen = specimen_at(everyday, "deliberating", "public")
    citizen = Asking(everyday, "anonymous", through_everything=True)
    assert seen_by(citizen, everyday, specimen).keys() >= {*TEXT[:2], "annexp", "english"}

    type(specimen.paper).objects.filter(pk=specimen.paper.pk).update(confidentiality=level)

    assert seen_by(citizen, everyday, specimen) == {}


KEPT_PRINTS = {"PDF", "PDF asked for again", "PDF in English", "PDF in French", "PDF with results", "package"}


def test_a_removed_annex_is_gone_for_everybody_it_was_shown_to(everyday):
    """Its name stays where the next edition of the print says what was removed and why; the annex itself is nowhere."""
    specimen = specimen_at(everyday, "deliberating", "public")
    parts = {"annexp", "insidep", "filep"}
    reader = Asking(everyday, "anonymous", through_everything=True)
    assert seen_by(reader, everyday, specimen).keys() >= parts

    annex = specimen.annexes["public"]
    detach(type(annex).objects.get(pk=annex.pk), by=everyday.cast.council_clerk, reason="Falsche Datei.")

    after = seen_by(reader, everyday, specimen)
    assert {part: after[part] - (KEPT_PRINTS if part == "annexp" else set()) for part in parts & after.keys()} in (
        {},
        {"annexp": set()},
    )


def test_what_is_known_before_the_index_hears_of_it_stays_so_afterwards(everyday):
    specimen = specimen_at(everyday, "deliberating", "public")
    citizen = Asking(everyday, "anonymous", through_everything=True)
    type(specimen.paper).objects.filter(pk=specimen.paper.pk).update(confidentiality="confidential")

    for _left in process_pending():
        pass

    assert seen_by(citizen, everyday, specimen) == {}
