"""A link has an address only where everybody may read what it leads to, and nobody links to what they may not read."""

from __future__ import annotations

import io
import json

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from pikepdf import Pdf
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.rich_text import RichText

from papers.admin.editor import PaperForm
from papers.links import links_without_address
from papers.pdf.preflight import problems_of
from papers.pdf.richtext import nodes_of
from papers.versions import ensure_version
from tests.factories.papers import add_attachment, draft, edit, filled_body, fresh, kind, paper_at, translate
from tests.papers.pdf.samples import section, table
from umlauf.portal.addresses import paper_url
from workflows.routing.release import publish_version

pytestmark = pytest.mark.django_db

WORDS = "siehe die andere Vorlage"
SLUG = "geheimer-titel"


def link_to(paper, words=WORDS):
    return f'<a linktype="page" id="{paper.pk}">{words}</a>'


def body_with(markup):
    return filled_body(kind("decision"), markup)


def target(cast, stage="draft", level="public", **fields):
    return paper_at(stage, cast, title="Geheimer Titel", confidentiality=level, **fields)


HIDDEN = [
    ("draft", "public"),
    ("releasing", "public"),
    ("deliberating", "confidential"),
    ("deliberating", "non_public"),
]


@pytest.mark.parametrize(("stage", "level"), HIDDEN)
def test_the_text_of_a_link_to_what_is_not_public_stands_alone(cast, client, stage, level):
    other = target(cast, stage, level)
    paper = paper_at("deliberating", cast, body=body_with(link_to(other)))

    page = client.get(paper_url(paper)).text

    assert WORDS in page
    assert SLUG not in page
    assert other.slug not in page
    assert "href" not in str(nodes_of(link_to(other)))
    assert WORDS in str(nodes_of(link_to(other)))


def test_a_link_to_a_public_paper_has_its_address(cast, client):
    other = target(cast, "deliberating")
    paper = paper_at("deliberating", cast, body=body_with(link_to(other)))

    assert f'href="{paper_url(other)}"' in client.get(paper_url(paper)).text
    assert nodes_of(link_to(other))[0]["c"][0]["href"].endswith(paper_url(other))


OWN = ["http://testserver", "https://LOCALHOST:8443", "", "//127.0.0.1:8123", "http:", "http://127.0.0.1.:8123"]
OWN += ["http:///testserver", r"http:\\\\testserver", r"/\\localhost", "http://2130706433", "http://0x7f.1"]
OWN += ["http://user@testserver", "http://%74estserver", " \tht\ntp://testserver", "http://１２７.0.0.1"]


@pytest.mark.parametrize("host", OWN)
def test_a_typed_address_of_this_site_is_asked_as_well(cast, host):
    hidden, public = target(cast), target(cast, "deliberating")
    annex = add_attachment(public, by=cast.council_clerk, name="gutachten.pdf", confidentiality="confidential")
    shown = add_attachment(public, by=cast.council_clerk, name="plan.pdf", content=b"%PDF-1.7 Plan")

    def address_of(path):
        text = f'<p><a href="{host}{path}">{WORDS}</a></p>'
        printed, page = "href" in str(nodes_of(text)), "href" in str(RichText(text))
        assert (WORDS in str(nodes_of(text))) & (WORDS in str(RichText(text)))
        assert printed == page == (not list(links_without_address(text)))
        return page

    assert not address_of(f"/de/papers/{hidden.slug}/")
    assert not address_of(f"/de/papers/{hidden.slug}/paper.pdf")
    assert not address_of(f"/de/papers/package.pdf?paper={public.slug}&amp;paper={hidden.slug}".replace("&amp;", "&"))
    assert not address_of("/de/papers/geheimer-titel-0a1b2c/"), "its address before it had a number"
    assert not address_of(f"/de/papers%2F{hidden.slug}/")
    assert not address_of(f"/de/../en/Papers/./{hidden.slug}")
    assert not address_of(f"/de/login/?next=/de/papers/{hidden.slug}/")
    assert not address_of(annex.get_absolute_url())
    assert address_of(shown.get_absolute_url())
    assert address_of(f"/de/papers/{public.slug}/")
    assert address_of("/de/papers/")
    assert address_of("/de/search/?q=papers")


@pytest.mark.parametrize(
    "way", ["../{}/", "{}", "?paper={}", "papers/{}/", "./{}/paper.pdf", "../{}%2F", "https:/de/papers/{}/"]
)
def test_an_address_counts_from_the_page_it_stands_on(cast, way):
    hidden = target(cast)
    text = f'<p><a href="{way.format(hidden.slug)}">{WORDS}</a></p>'

    assert hidden.slug not in f"{nodes_of(text)}{RichText(text)}"
    assert list(links_without_address(text)) == [WORDS]


def test_a_typed_link_without_a_host_names_no_draft_anywhere(cast, client):
    hidden = target(cast, level="confidential")
    link = f'<p><a href="/de/papers/{hidden.slug}/">{WORDS}</a></p>'
    cells = table([("rich_text", "Was")], [[link]])
    body = [*filled_body(kind("decision"), link), section(cells, heading="Tabelle")]
    paper = paper_at("deliberating", cast, body=body)

    page = client.get(paper_url(paper)).text
    pdf = Pdf.open(io.BytesIO(b"".join(client.get(f"{paper_url(paper)}paper.pdf").streaming_content)))
    addresses = [str(one.A.get("/URI", "")) for leaf in pdf.pages for one in leaf.get("/Annots", []) if "/A" in one]

    assert page.count(WORDS) >= 2
    assert SLUG not in page
    assert not [address for address in addresses if SLUG in address]
    assert {problem.section for problem in problems_of(paper) if problem.code == "hidden_link"} >= {"Tabelle"}


@pytest.mark.parametrize("quoted", ["href='{}'", "HREF={}", 'class="x" href="{}"', 'href = "{}"'])
def test_it_does_not_matter_how_the_markup_is_written(cast, quoted):
    hidden = target(cast)
    text = f"<p><A {quoted.format(paper_url(hidden))}>{WORDS}</A></p>"

    assert hidden.slug not in f"{nodes_of(text)}{RichText(text)}"
    assert list(links_without_address(text)) == [WORDS]


def test_an_address_elsewhere_stays_as_it_is():
    address = "https://example.org/papers/geheimer-titel/?a=1&b=2"
    assert nodes_of(f'<p><a href="{address.replace("&", "&amp;")}">dort</a></p>')[0]["c"][0]["href"] == address


def test_nobody_links_to_what_they_may_not_read(cast):
    secret = draft(cast, by=cast.outsider, originating_office=cast.org.works_office, slip=[])
    paper = draft(cast)

    with pytest.raises(PermissionDenied):
        edit(paper, by=cast.author, body=body_with(link_to(secret)))
    edit(paper, by=cast.council_clerk, body=body_with(link_to(secret)))
    edit(paper, by=cast.author, body=body_with(f"Neu: {link_to(secret)}"))
    assert "Neu" in str(fresh(paper).get_latest_revision_as_object().body)


def test_the_form_refuses_it_too_and_says_so(cast, signed_in):
    secret = draft(cast, by=cast.outsider, originating_office=cast.org.works_office, slip=[], title="Geheimer Titel")
    paper = draft(cast)
    address = reverse("wagtailadmin_pages:edit", args=[paper.pk])
    assert signed_in(cast.author).get(address).status_code == 200

    edit(paper, by=cast.council_clerk, body=body_with(link_to(secret)))
    assert SLUG not in signed_in(cast.author).get(address).text


def test_a_translation_keeps_the_links_of_its_original(cast):
    secret = draft(cast, by=cast.outsider, originating_office=cast.org.works_office, slip=[])
    paper = edit(paper_at("deliberating", cast), by=cast.council_clerk, body=body_with(link_to(secret)))
    ensure_version(paper, by=cast.council_clerk, editorial=True)
    publish_version(fresh(paper), by=cast.council_clerk)

    page = translate(paper, "en", by=cast.author, publish=False)

    assert str(secret.pk) in str(page.get_latest_revision().content["body"])


@pytest.mark.parametrize(("stage", "level"), [*HIDDEN, ("deliberating", "public")])
def test_the_check_list_names_links_that_readers_will_not_see(cast, stage, level):
    paper = draft(cast, body=body_with(link_to(target(cast, stage, level))))

    found = [str(problem.message) for problem in problems_of(paper) if problem.code == "hidden_link"]

    assert all(WORDS in message for message in found)
    assert bool(found) == ((stage, level) in HIDDEN)


def test_the_editor_names_no_address_made_of_a_title(cast):
    hidden, public = target(cast), target(cast, "deliberating")
    state = json.loads(ContentstateConverter(["link"]).from_database_format(link_to(hidden) + link_to(public)))
    urls = {entity["data"]["id"]: entity["data"]["url"] for entity in state["entityMap"].values()}

    assert urls[hidden.pk] == reverse("papers_admin:open", args=[hidden.pk])
    assert public.slug in urls[public.pk]


def test_related_topics_offer_and_keep_what_the_rule_allows(cast):
    own = draft(cast, "strategy", title="Eigene")
    secret = draft(cast, "strategy", by=cast.outsider, originating_office=cast.org.works_office, slip=[])
    known = draft(cast, "strategy", title="Bekannt")
    own.related_topics.set([secret])
    own.save()
    form_class = type(own).edit_handler.bind_to_model(type(own)).get_form_class()
    form = form_class(instance=own, for_user=cast.author)

    offered = set(form.fields["related_topics"].queryset.values_list("pk", flat=True))
    form.cleaned_data = {"related_topics": [known]}

    assert isinstance(form, PaperForm)
    assert known.pk in offered
    assert secret.pk not in offered
    assert {topic.pk for topic in form.clean_related_topics()} == {known.pk, secret.pk}


def test_hidden_links_take_as_many_queries_for_many_as_for_one(cast, django_assert_num_queries):
    others = [target(cast), target(cast), target(cast)]
    for few in (others[:1], others):
        markup = " ".join(link_to(other) for other in few)
        nodes_of(markup)  # content types are looked up once in a process
        with django_assert_num_queries(3):
            nodes_of(markup)


def test_a_link_in_a_table_is_asked_and_named_as_well(cast, client):
    other = target(cast)
    cells = table([("text", "Wer"), ("rich_text", "Was")], [["Amt", f"<p>{link_to(other)}</p>"]])
    paper = paper_at("deliberating", cast, body=[*filled_body(kind("decision")), section(cells, heading="Tabelle")])

    page = client.get(paper_url(paper)).text

    assert WORDS in page
    assert SLUG not in page
    assert [problem.section for problem in problems_of(paper) if problem.code == "hidden_link"] == ["Tabelle"]
    with pytest.raises(PermissionDenied):
        edit(draft(cast), by=cast.author, body=[section(table_with(cast), heading="Tabelle")])


def table_with(cast):
    secret = draft(cast, by=cast.outsider, originating_office=cast.org.works_office, slip=[])
    return table([("rich_text", "Was")], [[f"<p>{link_to(secret)}</p>"]])


@pytest.mark.parametrize("count", [1, 5])
def test_typed_addresses_take_two_statements_however_many_there_are(cast, django_assert_num_queries, count):
    shown, hidden = target(cast, "deliberating", "public"), target(cast, "deliberating", "confidential")
    annex = add_attachment(hidden, by=cast.council_clerk)
    addresses = [f"{settings.WAGTAILADMIN_BASE_URL}{address}" for address in (paper_url(shown), paper_url(hidden))]
    addresses.append(f"{settings.WAGTAILADMIN_BASE_URL}{annex.get_absolute_url()}")
    text = "".join(f'<a href="{address}?n={number}">{number}</a>' for number in range(count) for address in addresses)

    with django_assert_num_queries(2):
        html = str(RichText(text))

    assert html.count("href") == count
    assert paper_url(shown) in html
    assert hidden.slug not in html
    assert "/attachments/" not in html
