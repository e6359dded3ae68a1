"""Characters that belong in no text are taken out where it comes in, whichever way, and nobody who reads an old text
fails over one."""

from __future__ import annotations

import json

import pytest
from django.test import RequestFactory
from django.urls import reverse
from wagtail.models import Page, Revision
from wagtail_localize.models import StringTranslation

from papers.blocks.fields import TextField
from papers.characters import UNFIT, fit, fit_json, fit_line, may_be_unfit
from papers.files.cells import fit_for_xml
from papers.fitting import holds_texts
from papers.models import Measure, Organization, Paper, Strategy
from papers.pdf.richtext import nodes_of
from papers.same_text import say_the_same
from search.indexing import process_pending
from tests.factories.papers import add_attachment, draft, edit, fresh, paper_at, translate
from tests.factories.screens import editor_form
from tests.factories.spoilt import UNFIT as NASTY
from tests.factories.spoilt import spoil
from umlauf.operation.inputs import InputsMiddleware
from umlauf.portal.addresses import paper_url

pytestmark = pytest.mark.django_db

ALL = [*map(chr, (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xFDD0, 0xFFFE, 0xFFFF, 0xFEFF))]
ALL += ["\ud800", "\udfff", *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"]
KEPT = "Ä\t\r\n 😀 a\u200db \u200e\u200f\u061c مرحبا हिन्दी \u200c"


def test_what_belongs_in_no_text_is_taken_out_and_nothing_else():
    assert fit(f"a{''.join(ALL)}b") == "a b"
    assert [fit(one).strip() for one in ALL] == [""] * len(ALL)
    assert (fit("Fähren\x0bim\x08Norden"), fit("Rad\u202eweg\ufeff")) == ("Fähren im Norden", "Radweg")
    assert fit(KEPT) == KEPT
    assert fit_line(f"Rad\u00adweg\u200b\u2060 eins\u2028zwei{''.join(ALL)}") == "Radweg eins zwei"
    assert fit_line(" so ") == " so "
    assert fit("Rad\u00adweg\u200b") == "Rad\u00adweg\u200b", "in a text that runs on they have their use"


@pytest.mark.parametrize("one", ALL)
def test_json_is_seen_through_however_it_spells_it(one):
    for raw in (json.dumps({"a": [one]}), json.dumps({"a": [one]}, ensure_ascii=False)):
        assert may_be_unfit(raw)
        assert fit_json(json.loads(raw)) == {"a": [fit(one)]}


def test_xml_is_told_none_of_them():
    assert not UNFIT.search(fit_for_xml("".join(ALL)))


def test_every_column_of_blocks_is_one_that_looks():
    columns = [
        field for model in (Paper, Strategy) for field in model._meta.local_fields if hasattr(field, "stream_block")
    ]

    assert columns != []
    assert [field.name for field in columns if not isinstance(field, TextField)] == []


@pytest.mark.parametrize("model", [Paper, Strategy, Measure, Organization, StringTranslation])
def test_texts_are_made_fit_whoever_saves_them(model):
    assert holds_texts(model)


def test_a_verb_makes_them_fit(cast):
    paper = draft(cast, title=f"Rad\u00adweg{NASTY}bau", summary=f"Zwei\nZeilen\ud800{NASTY}", place="Han\ud800nover")

    assert Page.objects.get(pk=paper.pk).title == "Radweg bau"
    content = fresh(paper).get_latest_revision().content
    assert (content["title"], content["place"]) == ("Radweg bau", "Hannover")
    assert content["summary"] == "Zwei\nZeilen \u2028\u200b"
    assert edit(paper, by=cast.author, title="a\u202eb").get_latest_revision().content["title"] == "ab"


def test_a_block_is_made_fit_when_it_is_written(cast):
    body = [("section", {"key": "", "heading": "Kopf\ud800", "content": [("text", "<p>a\ud800\x00b\u202e</p>")]})]
    paper = edit(draft(cast), by=cast.author, body=body)

    content = json.loads(fresh(paper).get_latest_revision().content["body"])
    assert content[0]["value"]["heading"] == "Kopf"
    assert content[0]["value"]["content"][0]["value"] == "<p>a b</p>"


def test_the_forms_make_them_fit_before_they_ask_what_is_missing(cast, signed_in):
    paper = draft(cast)
    client = signed_in(cast.author)
    address = reverse("wagtailadmin_pages:edit", args=[paper.pk])

    missing = client.post(address, editor_form(paper) | {"title": "\u202e\x01", "action-submit": "1"})
    saved = client.post(address, editor_form(paper) | {"title": "Plan\u202e\x01A", "summary": "a\x0bb"})

    assert missing.status_code == 200
    assert list(missing.context["form"].errors["title"]) != []
    assert saved.status_code == 302
    content = fresh(paper).get_latest_revision().content
    assert (content["title"], content["summary"]) == ("Plan A", "a b")


def test_what_a_form_sends_is_fit_but_for_passwords_and_json():
    sent = {"title": ["a\u202e", "\x0bb"], "password1": "a\u202eb", "body": '{"text": "a\u202eb"}'}
    request = RequestFactory().post("/", sent)
    request.resolver_match = None

    InputsMiddleware(lambda _request: None).process_view(request, None, (), {})

    assert request.POST.getlist("title") == ["a", " b"]
    assert request.POST["password1"] == "a\u202eb"
    assert request.POST["body"] == '{"text": "a\u202eb"}'


def test_a_translation_makes_them_fit(cast, run_on_commit):
    with run_on_commit():
        translate(paper_at("deliberating", cast), "en", by=cast.council_clerk)
    one = StringTranslation.objects.first()
    one.data = f"Cycle\x0b way\u202e{NASTY}"
    one.save()

    assert StringTranslation.objects.get(pk=one.pk).data == "Cycle  way \u2028\u200b"


def test_an_attachment_makes_them_fit(cast):
    annex = add_attachment(draft(cast), by=cast.author, title=f"Plan{NASTY}A")

    assert type(annex).objects.get(pk=annex.pk).title == "Plan A"


@pytest.mark.parametrize("stage", ["draft", "deliberating"])
def test_no_reader_of_an_old_text_fails(cast, client, signed_in, stage):
    paper = paper_at(stage, cast, title="Radweg Bcc: am Wasser", summary="Bcc: kurz")
    spoil(paper)
    desk = signed_in(cast.council_clerk)
    addresses = [reverse(f"wagtailadmin_pages:{name}", args=[paper.pk]) for name in ("edit", "view_draft", "history")]
    for _left in process_pending():
        pass

    for address in addresses:
        assert desk.get(address).status_code == 200, address
    for reader in (client, desk) if stage == "deliberating" else ():
        public = (paper_url(paper), f"{paper_url(paper)}paper.pdf", "/de/papers/", "/de/search/?q=Radweg", "/de/")
        for address in (*public, f"/de/papers/package.pdf?paper={paper.slug}", "/de/search/feed/?q=Radweg"):
            answer = reader.get(address)
            assert answer.status_code == 200, address
            answer.close()
    text = fresh(paper).get_latest_revision_as_object()
    assert not UNFIT.search(json.dumps(list(text.body.raw_data), ensure_ascii=False))
    assert stage != "draft" or not UNFIT.search(text.title + text.summary), "what comes of a revision"


def test_an_old_record_is_left_to_its_verbs(cast):
    paper = draft(cast)
    Paper.objects.filter(pk=paper.pk).update(agenda_item="5\u202e")
    page = fresh(paper)

    page.save()
    page.save_revision(user=cast.author)
    page.save_revision(user=cast.author)
    assert fresh(paper).agenda_item == "5\u202e"
    page.agenda_item = "6\u202e"
    page.save()
    assert fresh(paper).agenda_item == "6"


def test_a_text_that_only_loses_them_is_the_same_text(cast):
    paper = draft(cast)
    before = paper.get_latest_revision()
    spoil(paper)

    assert Revision.objects.get(pk=before.pk).content["title"] != before.content["title"]
    assert say_the_same(before, edit(paper, by=cast.author).get_latest_revision())
    assert say_the_same(before, Revision(pk=0, content_type=before.content_type, content=before.content))


def test_a_document_leaves_them_out_and_keeps_the_form():
    [node] = nodes_of(f"<p>vor <b>fe{''.join(ALL)}tt</b></p>")

    assert node["c"] == [{"v": "vor "}, {"v": "fe tt", "m": ["b"]}]
