"""What comes from the editor of rich text is what it could have written, or nothing is saved and the form says why."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from papers.blocks.contentstate import Known, read
from papers.models import Strategy
from tests.daily import daily
from tests.factories.images import image_of
from tests.factories.papers import draft, edit, filled_body, fresh, kind, paper_at
from tests.factories.screens import editor_form
from tests.papers.pdf.samples import section
from umlauf.portal.addresses import paper_url

pytestmark = pytest.mark.django_db

WORDS = "siehe dort hinten"
EDITOR = Known({"unstyled", "header-three", "unordered-list-item"}, {"BOLD"}, {"LINK"})


def state(*, text=WORDS, data=None, entity="LINK", place=None, **block):
    entities = {} if data is None else {"0": {"type": entity, "mutability": "MUTABLE", "data": data}}
    places = [place or {"offset": 0, "length": len(WORDS), "key": 0}] if entities or place else []
    one = {
        "key": "abcde",
        "text": text,
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": places,
    }
    return {"blocks": [one | block], "entityMap": entities}


def link(**data):
    return json.dumps(state(data=data))


def form_with(paper, sent, kind="text"):
    return editor_form(paper) | {
        "title": "Neuer Titel",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "section",
        "body-0-id": "",
        "body-0-value-key": "",
        "body-0-value-heading": "Überschrift",
        "body-0-value-content-count": "1",
        "body-0-value-content-0-deleted": "",
        "body-0-value-content-0-order": "0",
        "body-0-value-content-0-type": kind,
        "body-0-value-content-0-id": "",
        **({"body-0-value-content-0-value": sent} if isinstance(sent, str) else sent),
    }


class Editor:
    def __init__(self, client, paper):
        self.client, self.paper = client, paper
        self.before = paper.latest_revision_id

    def save(self, sent, **fields):
        address = reverse("wagtailadmin_pages:edit", args=[self.paper.pk])
        return self.client.post(address, form_with(self.paper, sent) | fields)

    def preview(self, sent):
        address = reverse("wagtailadmin_pages:preview_on_edit", args=[self.paper.pk])
        return self.client.post(address, form_with(self.paper, sent))

    def is_saved(self):
        return fresh(self.paper).latest_revision_id != self.before

    def text(self):
        return fresh(self.paper).get_latest_revision().content["body"]


@pytest.fixture
def editor(cast, signed_in):
    return Editor(signed_in(cast.author), draft(cast))


def errors_of(response):
    """At the blocks they belong to, as the form is told."""
    found = []

    def look(error):
        for part in getattr(error, "error_list", [error]):
            inner = getattr(part, "block_errors", None) or {}
            cells = getattr(part, "cell_errors", None) or {}
            for child in [*(inner.values() if isinstance(inner, dict) else inner), *cells.values()]:
                look(child)
            if not inner and not cells:
                found.extend(getattr(part, "messages", []))

    for error in response.context["form"].errors.as_data().get("body", ()):
        look(error)
    return found


NOT_SENT_BY_AN_EDITOR = [
    *("", "[]", "NaN", "1", "abc", "[[1,2],[3]]", '{"blocks":1}', "[" * 5000, '{"blocks": [1]}', '{"a":1e999}'),
    json.dumps(
        state(type="what-is-this", depth=99999, inlineStyleRanges=[{"offset": 9, "length": 999, "style": "BOLD"}])
    ),
    json.dumps(state(depth=-1)),
    json.dumps(state(depth=101, type="unordered-list-item")),
    json.dumps(state(type=["unstyled"])),
    json.dumps(state(text=7)),
    json.dumps(state(inlineStyleRanges=[{"offset": 0, "length": 3, "style": "BLINK"}])),
    json.dumps(state(inlineStyleRanges=[{"offset": 1.0, "length": True, "style": "BOLD"}])),
    json.dumps(state(inlineStyleRanges=3, entityRanges=None)),
    json.dumps(state(place={"offset": 0, "length": 3, "key": 9})),
    json.dumps(state(place={"offset": 0, "length": 3, "key": {}})),
    json.dumps(state(data={"id": 1}, entity="EMBED")),
    json.dumps(state(data=[1])),
    json.dumps(state() | {"entityMap": []}),
    json.dumps(state(data={"url": "https://a.example"}, place={"offset": 3, "length": 10**30, "key": 0})),
]
NO_LINKS = [
    *(
        {"id": one}
        for one in ("73x", [73], "²", {"a": 1}, 73.0, True, " 73", "73 ", "+73", "7_3", "073", "٣", -1, 0, "")
    ),
    *({"id": one} for one in ("9" * 25, 10**30, "1e3", "\ud800", 2**63)),
    *({}, {"id": None}, {"url": None}, {"url": ""}, {"url": 5}, {"url": "javascript:x()"}, {"url": "http://["}),
    *(
        {"url": "http://\ud800"},
        {"url": "http://a.example/\u0000"},
        {"url": "data:text/html,x"},
        {"url": "ftp://a.example/"},
    ),
]


@pytest.mark.parametrize("sent", daily(NOT_SENT_BY_AN_EDITOR, *NOT_SENT_BY_AN_EDITOR[::6]))
def test_what_no_editor_sends_is_a_problem_of_the_field(editor, sent):
    response = editor.save(sent)

    assert response.status_code == 200
    assert [error for error in errors_of(response) if "beschädigt" in error or "damaged" in error]
    assert 'value="Neuer Titel"' in response.text
    assert not editor.is_saved()
    assert editor.preview(sent).json()["is_valid"] is False


@pytest.mark.parametrize("data", daily(NO_LINKS, *NO_LINKS[::6]))
def test_a_link_without_an_address_is_named_and_its_words_stay(editor, data):
    response = editor.save(link(**data))

    assert response.status_code == 200
    assert [error for error in errors_of(response) if WORDS in error]
    assert WORDS in response.context["form"]["body"].value()[0].value["content"][0].value.source
    assert not editor.is_saved()
    assert editor.preview(link(**data)).json()["is_valid"] is False


@pytest.mark.parametrize(
    "data",
    [
        {"url": "https://www.hannover.de/ä?a=1#b"},
        {"url": "mailto:a@example.org"},
        {"url": "tel:+49511"},
        {"url": "/de/papers/"},
        {"url": "#oben"},
    ],
)
def test_what_the_editor_offers_is_saved(editor, data):
    assert editor.save(link(**data)).status_code == 302
    assert editor.is_saved()
    [block] = json.loads(editor.text())[0]["value"]["content"]
    assert f'<a href="{data["url"]}">{WORDS}</a>' in block["value"]


def test_a_link_to_a_page_is_saved_however_its_key_was_sent(editor, cast):
    known = draft(cast)

    for key in (known.pk, str(known.pk)):
        assert editor.save(link(id=key, url="/admin/", parentId=3)).status_code == 302
        assert f'id=\\"{known.pk}\\"' in editor.text()


def test_nothing_written_is_no_problem(editor):
    assert editor.save("null").status_code == 302
    assert editor.is_saved()
    assert read("null", EDITOR).problems == []


def test_hidden_and_missing_pages_are_refused_alike_and_nothing_is_lost(editor, cast):
    hidden = draft(cast, by=cast.outsider, originating_office=cast.org.works_office, slip=[], title="Geheimer Titel")
    answers = [editor.save(link(id=key, url="/x/")) for key in (hidden.pk, 987654)]

    assert not editor.is_saved()
    assert [answer.status_code for answer in answers] == [200, 200]
    assert errors_of(answers[0]) == errors_of(answers[1]) != []
    for answer in answers:
        assert 'value="Neuer Titel"' in answer.text
        assert WORDS in answer.text
        assert "geheimer-titel" not in answer.text
        assert str(hidden.pk) not in str(answer.context["form"]["body"].value()[0].value["content"][0].value)


def test_hidden_and_missing_images_are_refused_alike_and_not_shown(editor, cast):
    hidden = image_of(cast.outsider, title="Geheimes Bild")
    at = "body-0-value-content-0-value"

    def picture(key):
        image = {f"{at}-image-image": key, f"{at}-image-alt_text": "Bild", f"{at}-caption": "Unterschrift"}
        return editor.client.post(
            reverse("wagtailadmin_pages:edit", args=[editor.paper.pk]), form_with(editor.paper, image, "image")
        )

    answers = [picture(key) for key in (hidden.pk, 987654)]

    assert not editor.is_saved()
    assert [answer.status_code for answer in answers] == [200, 200]
    assert errors_of(answers[0]) == errors_of(answers[1]) != []
    for answer in answers:
        assert "Unterschrift" in answer.text
        assert "Geheimes Bild" not in answer.text
    assert picture(image_of(cast.author).pk).status_code == 302
    assert editor.is_saved()


def test_what_stood_there_already_may_stay(editor, cast):
    """Put in by somebody who may read it."""
    hidden = draft(cast, by=cast.outsider, originating_office=cast.org.works_office, slip=[])
    written = f'<p><a linktype="page" id="{hidden.pk}">{WORDS}</a></p>'
    edit(editor.paper, by=cast.council_clerk, body=[section(("text", written), heading="Eins")])
    editor.before = fresh(editor.paper).latest_revision_id

    assert editor.save(link(id=hidden.pk)).status_code == 302
    assert editor.is_saved()


def test_the_vision_of_a_strategy_is_read_the_same_way(cast, signed_in):
    strategy = draft(cast, "strategy")
    address = reverse("wagtailadmin_pages:edit", args=[strategy.pk])
    client = signed_in(cast.author)

    for sent in ("[" * 5000, "[]", link(id="73x"), link(id=987654)):
        response = client.post(address, editor_form(strategy) | {"vision": sent})
        assert response.status_code == 200
        assert list(response.context["form"].errors["vision"]) != []
    assert client.post(address, editor_form(strategy) | {"vision": json.dumps(state())}).status_code == 302
    assert WORDS in Strategy.objects.get(pk=strategy.pk).get_latest_revision_as_object().vision


@pytest.mark.parametrize("key", daily(["73x", "[73]", "²", "", "9" * 25, "7_3", "+73", " 73", "-1"], "73x", "9" * 25))
def test_no_reader_fails_over_a_key_that_is_stored(cast, client, signed_in, key):
    text = f'<p><a linktype="page" id="{key}">{WORDS}</a> <a linktype="page">ohne</a></p>'
    paper = paper_at("deliberating", cast, body=[*filled_body(kind("decision")), section(("text", text))])
    desk = signed_in(cast.council_clerk)

    for answer in (
        client.get(paper_url(paper)),
        client.get(f"{paper_url(paper)}paper.pdf"),
        client.get(f"/de/papers/package.pdf?paper={paper.slug}"),
        desk.get(reverse("wagtailadmin_pages:edit", args=[paper.pk])),
        desk.get(reverse("wagtailadmin_pages:view_draft", args=[paper.pk])),
    ):
        assert answer.status_code == 200, answer.request["PATH_INFO"]
        answer.close()
    assert WORDS in client.get(paper_url(paper)).text


def test_what_belongs_in_no_text_is_taken_out_and_marks_stay_where_they_were(editor):
    bold = [{"offset": 4, "length": 3, "style": "BOLD"}]
    sent = json.dumps(state(text="a \ud800\u0000bcd\u202ee", inlineStyleRanges=bold))

    assert editor.save(sent).status_code == 302
    assert "a  <b>bcd</b>e" in editor.text()
