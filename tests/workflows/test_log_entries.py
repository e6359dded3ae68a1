"""Each verb leaves one entry in Wagtail's log, in words."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from wagtail.log_actions import log, registry
from wagtail.models import PageLogEntry

from tests.factories.papers import add_attachment, fresh, line_of, paper_at
from workflows.routing.acting import act_on
from workflows.routing.steps import recall, resubmit, return_to_author, withdraw


def entries(paper):
    return [
        (entry.action, entry.user)
        for entry in PageLogEntry.objects.filter(page=paper, action__startswith="umlauf.").order_by("timestamp", "pk")
    ]


def test_the_log_of_a_whole_way(cast):
    paper = paper_at("completed", cast)

    assert entries(paper) == [
        ("umlauf.slip", cast.author),
        ("umlauf.submit", cast.author),
        ("umlauf.act", cast.cosigner),
        ("umlauf.check", cast.council_clerk),
        ("umlauf.release", cast.council_clerk),
        ("umlauf.act", cast.secretary),
        ("umlauf.act", cast.secretary),
        ("umlauf.act", cast.chair),
        ("umlauf.complete", cast.chair),
    ]


def test_the_log_of_an_objection_and_its_end(cast):
    paper = paper_at("co_signing", cast)
    act_on(line_of(paper, cast.org.planning_office, "co_sign"), by=cast.deputy, outcome="objected", remark="So nicht.")
    resubmit(fresh(paper), by=cast.author)
    recall(fresh(paper), by=cast.author)
    withdraw(fresh(paper), by=cast.author, reason="Entfällt.")

    assert entries(paper)[2:] == [
        ("umlauf.act", cast.deputy),
        ("umlauf.return", cast.deputy),
        ("umlauf.resubmit", cast.author),
        ("umlauf.recall", cast.author),
        ("umlauf.withdraw", cast.author),
    ]


def test_every_entry_has_words(cast):
    paper = paper_at("completed", cast)
    other = paper_at("draft", cast)
    add_attachment(other, by=cast.author, title="Kostenplan")
    returned = paper_at("returned", cast)
    resubmit(returned, by=cast.author)
    withdraw(returned, by=cast.author, reason="Entfällt.")

    for entry in PageLogEntry.objects.filter(action__startswith="umlauf."):
        message = str(registry.get_formatter(entry).format_message(entry))
        assert message
        assert "umlauf." not in message
        assert "%(" not in message
    assert paper.number


@pytest.mark.parametrize(
    ("stage", "sentence"),
    [
        ("releasing", "0001/2026"),
        ("returned", "Es fehlt der Hinweis auf die Kosten."),
        ("withdrawn", "Hat sich erledigt."),
    ],
)
def test_the_history_of_the_admin_prints_them(cast, signed_in, stage, sentence):
    paper = paper_at(stage, cast)

    response = signed_in(cast.author).get(f"/admin/pages/{paper.pk}/history/")

    assert response.status_code == 200
    assert sentence in response.content.decode()


def test_a_reason_is_not_read_by_others(cast, signed_in):
    paper = paper_at("checking", cast)
    return_to_author(paper, by=cast.council_clerk, reason="Interner Grund.")

    for name in ("outsider", "secretary", "cosigner"):
        assert (
            "Interner Grund."
            not in signed_in(cast.people()[name]).get(f"/admin/pages/{paper.pk}/history/", follow=True).content.decode()
        )


def test_the_history_of_the_site_has_each_entry_once(cast, signed_in):
    paper = paper_at("checking", cast)

    rows = signed_in(cast.admin).get("/admin/reports/site-history/", {"label": paper.title}).context["object_list"]

    found = PageLogEntry.objects.filter(page=paper).count()
    assert found > 0
    assert len(rows) == found


def test_an_action_nobody_registered_is_refused(cast):
    paper = paper_at("draft", cast)

    with pytest.raises(ValidationError):
        log(instance=paper, action="umlauf.unheard_of", user=cast.author)
