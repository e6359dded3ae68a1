"""Whoever vouches for something vouches for what stood on the screen, and for nothing else."""

from __future__ import annotations

import inspect

import pytest
from django.urls import reverse

from papers import attaching, changing_attachments
from papers.access.verb_table import VERBS
from papers.attaching import detach
from papers.models import Act, Consultation
from papers.seen import FIELD, Changed, Seen, line_that_stands, what_stands
from tests.daily import daily
from tests.factories.papers import add_attachment, draft, edit, fresh, line_of, paper_at
from tests.factories.screens import FORMS, SHOWN
from tests.shown import shown_form
from workflows.distribution import distributing
from workflows.routing import acting, ahead, consequences, correcting, release, slips, steps
from workflows.routing.slips import slip_of
from workflows.translation import review

pytestmark = pytest.mark.django_db

# The issue of each is a statement about what was read.
VOUCHING = {
    "start_routing",
    "resubmit",
    "act_on",
    "refer_to",
    "postpone",
    "correct_result",
    "record_ahead",
    "change_the_way",
    "pass_formal_check",
    "release",
    "return_to_author",
    "withdraw",
    "set_slip",
    "distribute",
    "approve_translation",
    "detach",
    "replace_attachment",
    "rename_attachment",
    "set_attachment_level",
    "reorder_attachments",
}
STAGES = {
    "start_routing": "draft",
    "resubmit": "returned",
    "pass_formal_check": "checking",
    "release": "releasing",
    "return_to_author": "checking",
    "withdraw": "checking",
    "distribute": "deliberating",
    "set_slip": "draft",
}


def function_of(name):
    routing = (acting, ahead, correcting, consequences, release, slips, steps)
    modules = (*routing, distributing, review, attaching, changing_attachments)
    return next(vars(module)[name] for module in modules if name in vars(module))


def test_the_table_says_which_verbs_vouch():
    assert {verb.name for verb in VERBS.values() if verb.vouches} == VOUCHING


@pytest.mark.parametrize("name", sorted(VOUCHING - {"refer_to", "postpone"}))  # these two are act_on
def test_every_verb_that_vouches_is_told_what_was_seen(name):
    assert "seen" in inspect.signature(function_of(name)).parameters


def test_every_form_of_such_a_verb_is_known_here():
    assert set(SHOWN) | {"approve_translation"} >= VOUCHING


def send(client, name, subject, **instead):
    address, data, headers = FORMS[name](subject)
    return client.post(address, data | instead, headers=headers)


def subject_of(name, cast):
    return paper_at(STAGES[name], cast)


@pytest.mark.parametrize("name", sorted(STAGES))
@pytest.mark.parametrize("token", daily(["", "[", "[1]", "null", '[0,"",[],"",[]]', "[" * 3000], ""))
def test_without_what_was_shown_nothing_happens(client, cast, name, token):
    paper = subject_of(name, cast)
    state, acts = fresh(paper).state, paper.consultations.count()
    client.force_login(cast.council_clerk)

    response = send(client, name, paper, **{FIELD: token})

    assert response.status_code == 200
    assert "Seit dem Öffnen dieser Seite" in response.content.decode()
    assert (fresh(paper).state, paper.consultations.count()) == (state, acts)


@pytest.mark.parametrize("name", sorted(set(STAGES) - {"set_slip", "distribute"}))
def test_another_text_is_not_vouched_for(client, cast, name):
    paper = subject_of(name, cast)
    state = fresh(paper).state
    address, data, _headers = FORMS[name](paper)
    edit(paper, by=cast.council_clerk, summary="Etwas ganz anderes.")
    client.force_login(cast.council_clerk)

    response = client.post(address, data)

    assert "Zusammenfassung" in response.content.decode()
    assert fresh(paper).state == state


@pytest.mark.parametrize("name", sorted(set(STAGES) - {"set_slip", "return_to_author", "withdraw"}))
def test_another_annex_is_not_vouched_for(client, cast, name):
    paper = subject_of(name, cast)
    state = fresh(paper).state
    address, data, _headers = FORMS[name](paper)
    add_attachment(paper, by=cast.council_clerk, title="Untergeschobenes")
    client.force_login(cast.council_clerk)

    response = client.post(address, data)

    assert "Untergeschobenes" in response.content.decode()
    assert fresh(paper).state == state


def test_the_same_text_saved_again_is_no_change(client, cast):
    paper = draft(cast)
    address, data, _headers = FORMS["start_routing"](paper)
    edit(paper, by=cast.author)
    client.force_login(cast.author)

    client.post(address, data)

    assert fresh(paper).state == "co_signing"


def test_what_was_typed_stays_and_a_second_look_lets_it_pass(client, cast):
    paper = paper_at("checking", cast)
    client.force_login(cast.council_clerk)
    form = shown_form(client, reverse("workflows:return", args=[paper.pk]))
    form.fill({"Grund": "Die Kosten fehlen."})
    add_attachment(paper, by=cast.council_clerk, title="Neues")

    form.read(form.send())
    assert "Die Kosten fehlen." in form.response.content.decode()
    assert fresh(paper).state == "checking"

    form.send()
    assert fresh(paper).state == "returned"


# --- lines ----------------------------------------------------------------------------------------------------------


def test_a_line_somebody_recorded_something_on_is_not_acted_on_again(client, cast):
    """Postponed by a colleague a moment ago: the line is still open."""
    paper = paper_at("deliberating", cast)
    line = line_of(paper, cast.org.culture_committee, "hearing")
    address, data, _headers = FORMS["act_on"](line)
    acting.postpone(line, by=cast.secretary)
    client.force_login(cast.secretary)

    response = client.post(address, data)

    assert "Zeile" in response.content.decode()
    assert Act.objects.filter(consultation=line).count() == 1


def test_a_signature_is_for_the_annexes_that_were_shown(cast):
    paper = draft(cast)
    annex = add_attachment(paper, by=cast.author, title="Vertrag")
    steps.start_routing(paper, by=cast.author)
    line = line_of(paper, cast.org.planning_office, "co_sign")
    seen = line_that_stands(line, fresh(paper)).token()
    steps.return_to_author(fresh(paper), by=cast.council_clerk, reason="Anlage austauschen.")
    detach(annex, by=cast.author)
    steps.resubmit(fresh(paper), by=cast.author)

    with pytest.raises(Changed):
        acting.act_on(Consultation.objects.get(pk=line.pk), by=cast.cosigner, outcome="signed", seen=seen)


def test_the_slip_is_saved_on_top_of_the_one_that_was_shown(client, cast):
    paper = draft(cast)
    address, data, _headers = FORMS["set_slip"](paper)
    slips.set_slip(paper, lines=slip_of(paper)[:-1], by=cast.author)
    count = paper.consultations.count()
    client.force_login(cast.colleague)

    added = client.post(address, data | {"add_line": "1"})
    assert added.context[FIELD] == data[FIELD]  # what was typed still stands on the first
    refused = client.post(address, data)

    assert "Laufzettel" in refused.content.decode()
    assert paper.consultations.count() == count


# --- tokens -----------------------------------------------------------------------------------------------------------


def test_a_token_is_read_as_it_was_written(cast):
    paper = paper_at("checking", cast)
    add_attachment(paper, by=cast.council_clerk)
    seen = what_stands(fresh(paper))

    assert Seen.from_token(seen.token()) == seen
    assert "Anlage" not in seen.token()
