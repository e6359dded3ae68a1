"""A text that is saved in the editor as it was, however it came, is the same text: signatures hold, no version and no
edition comes of it. Every real change is one."""

from __future__ import annotations

import copy
import json

import pytest
from django.urls import reverse
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.models import Revision

from papers.models import PrintedPaper, Version
from papers.pdf.archive import print_of
from papers.same_text import say_the_same
from papers.versions import latest_version, text_changed_since
from tests.factories.papers import draft, edit, filled_body, fresh, kind, paper_at
from tests.factories.screens import editor_form

IMPORTED = [
    {
        "type": "section",
        "value": {
            "heading": "Anlass ",
            "content": [
                {
                    "type": "text",
                    "value": "<p>Ein <strong>wichtiger</strong> Satz\nmit Umbruch &uuml;ber <em>alles</em>.</p>\n"
                    '<ul><li>eins</li><li>zwei m<sup>2</sup></li></ul><p><a href="https://hannover.de/">Stadt</a><br/>Ende</p>',
                },
                {"type": "motion", "value": "<p>Der Rat beschließt.</p>"},
                {"type": "quotation", "value": {"text": "Erste Zeile\nzweite Zeile"}},
                {
                    "type": "table",
                    "value": {
                        "table": {
                            "columns": [{"type": "text", "heading": "Wort"}, {"type": "rich_text", "heading": "Satz"}],
                            "rows": [{"values": ["a", "<p><strong>b</strong></p>"]}],
                            "caption": "Tabelle",
                        }
                    },
                },
            ],
        },
    }
]


def posted(block, value, at):
    """What a browser sends of a block, as its editor does."""
    if isinstance(block, blocks.StreamBlock):
        fields = {f"{at}-count": str(len(value))}
        for number, child in enumerate(value):
            here = f"{at}-{number}"
            fields |= {f"{here}-deleted": "", f"{here}-order": str(number), f"{here}-type": child.block_type}
            fields |= {f"{here}-id": child.id or "", **posted(child.block, child.value, f"{here}-value")}
        return fields
    if isinstance(block, blocks.ListBlock):
        fields = {f"{at}-count": str(len(value))}
        for number, child in enumerate(value):
            here = f"{at}-{number}"
            fields |= {f"{here}-deleted": "", f"{here}-order": str(number), f"{here}-id": ""}
            fields |= posted(block.child_block, child, f"{here}-value")
        return fields
    if isinstance(block, TypedTableBlock):
        fields = {f"{at}-caption": value.caption, f"{at}-column-count": str(len(value.columns))}
        fields[f"{at}-row-count"] = str(len(value.row_data))
        for number, column in enumerate(value.columns):
            here = f"{at}-column-{number}"
            fields |= {f"{here}-type": column["block"].name, f"{here}-order": str(number), f"{here}-deleted": ""}
            fields[f"{here}-heading"] = column["heading"]
        for row_number, row in enumerate(value.row_data):
            fields |= {f"{at}-row-{row_number}-order": str(row_number), f"{at}-row-{row_number}-deleted": ""}
            for number, cell in enumerate(row["values"]):
                fields |= posted(value.columns[number]["block"], cell, f"{at}-cell-{row_number}-{number}")
        return fields
    if isinstance(block, blocks.StructBlock):
        return {
            name: field
            for key, child in block.child_blocks.items()
            for name, field in posted(child, value.get(key), f"{at}-{key}").items()
        }
    shown = block.value_for_form(value)
    if isinstance(block, blocks.RichTextBlock):
        return {at: block.field.widget.format_value(shown)}
    return {at: sent(str(shown if shown is not None else ""))}


def sent(text):
    """Browsers end lines by two characters."""
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def save_in_editor(client, paper, **changed):
    text = paper.get_latest_revision_as_object()
    form = editor_form(paper) | {"title": text.title, "summary": sent(text.summary)}
    form |= posted(type(text).body.field.stream_block, text.body, "body")
    before = Revision.objects.count()
    response = client.post(reverse("wagtailadmin_pages:edit", args=[paper.pk]), form | changed)
    assert response.status_code == 302, response.content.decode()[:3000]
    assert Revision.objects.count() > before
    return fresh(paper)


def imported(paper):
    """The latest revision as an import wrote it: without keys, in markup of its own."""
    revision = paper.get_latest_revision()
    own = json.loads(revision.content["body"])
    body = [*IMPORTED, *[{"type": "section", "value": section["value"]} for section in own]]
    content = revision.content | {"body": json.dumps(body), "summary": "Zwei\nZeilen"}
    Revision.objects.filter(pk=revision.pk).update(content=content)
    return fresh(paper)


@pytest.fixture
def returned(cast):
    return imported(paper_at("returned", cast))


def test_a_text_that_was_imported_and_saved_unchanged_is_no_change(cast, returned, signed_in):
    saved = save_in_editor(signed_in(cast.author), returned)

    content = saved.get_latest_revision().content
    assert "data-block-key" in content["body"]  # the editor wrote it its own way
    assert "<strong>" not in content["body"]
    assert content["summary"] == "Zwei\r\nZeilen"
    assert not text_changed_since(saved, latest_version(saved))


def test_saving_it_again_changes_nothing_either(cast, returned, signed_in):
    client = signed_in(cast.author)
    saved = save_in_editor(client, save_in_editor(client, returned))

    assert not text_changed_since(saved, latest_version(saved))


def changes():
    """One thing somebody could change in what was imported, each."""

    def in_text(old, new):
        def change(body):
            body[0]["value"]["content"][0]["value"] = body[0]["value"]["content"][0]["value"].replace(old, new)

        return change

    def in_table(body):
        body[0]["value"]["content"][3]["value"]["table"]["rows"][0]["values"][1] = "<p><b>c</b></p>"

    def in_heading(body):
        body[0]["value"]["heading"] = "Anlaß"

    def in_caption(body):
        body[0]["value"]["content"][3]["value"]["table"]["caption"] = "Andere"

    def in_quotation(body):
        body[0]["value"]["content"][2]["value"]["source"] = "Rat"

    def in_order(body):
        body[0]["value"]["content"].reverse()

    return {
        "a word": in_text("Satz", "Satzes"),
        "no longer bold": in_text("<strong>wichtiger</strong>", "wichtiger"),
        "an address": in_text("https://hannover.de/", "https://hannover.example/"),
        "a list": in_text("ul>", "ol>"),
        "no longer raised": in_text("<sup>2</sup>", "2"),
        "a paragraph": in_text("</ul><p>", "</ul><p></p><p>"),
        "a cell": in_table,
        "a heading": in_heading,
        "a caption": in_caption,
        "a source": in_quotation,
        "the order": in_order,
        "a section less": lambda body: body.pop(),
    }


@pytest.mark.parametrize("what", changes())
def test_every_change_is_seen(returned, what):
    before = returned.get_latest_revision()
    body = json.loads(before.content["body"])
    changes()[what](body)
    after = copy.copy(before)
    after.pk, after.content = before.pk + 1, before.content | {"body": json.dumps(body)}

    assert not say_the_same(before, after)


def test_a_release_that_changes_nothing_makes_neither_version_nor_edition(cast, django_capture_on_commit_callbacks):
    paper = paper_at("deliberating", cast)
    first = print_of(paper)

    edit(paper, by=cast.council_clerk)
    fresh(paper).get_latest_revision().publish(user=cast.council_clerk)
    again = print_of(fresh(paper))

    assert Version.objects.filter(paper=paper).count() == 1
    assert (again.edition, again.version, again.sha256) == (1, first.version, first.sha256)
    assert again.is_current
    assert not PrintedPaper.objects.get(pk=first.pk).is_current


def test_a_release_that_changes_something_makes_both(cast):
    paper = paper_at("deliberating", cast)
    first = print_of(paper)
    for sentence in ("Neu.", "Noch neuer."):
        edit(paper, by=cast.council_clerk, summary=sentence)
        fresh(paper).get_latest_revision().publish(user=cast.council_clerk)
        latest = print_of(fresh(paper))

    assert Version.objects.filter(paper=paper).count() == 3
    assert latest.edition == 3
    assert latest.sha256 != first.sha256


def test_a_return_to_an_earlier_text_is_an_edition_of_its_own(cast):
    paper = paper_at("deliberating", cast, summary="Alt.")
    for sentence in (None, "Neu.", "Alt."):
        if sentence:
            edit(paper, by=cast.council_clerk, summary=sentence)
            fresh(paper).get_latest_revision().publish(user=cast.council_clerk)
        latest = print_of(fresh(paper))

    assert latest.edition == 3


def test_the_text_of_a_draft_by_hand_is_the_same_after_saving(cast, signed_in):
    paper = draft(cast, body=filled_body(kind("decision")), summary="So.")
    before = paper.get_latest_revision()

    saved = save_in_editor(signed_in(cast.author), paper)

    assert say_the_same(before, saved.get_latest_revision())
    assert not say_the_same(before, save_in_editor(signed_in(cast.author), saved, summary="Anders.").latest_revision)
