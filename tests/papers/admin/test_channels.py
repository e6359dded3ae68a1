"""Every channel of the admin asks the access rule: an outsider meets a refusal, and never the title."""

from __future__ import annotations

import datetime
import json
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from papers.models import Membership, Paper
from tests.factories.papers import draft, edit, fresh, line_of, paper_at

TITLE = "Ankauf Grundstück Lindenallee"
# signed in, in the admin, and with no business in a confidential draft of another office
OUTSIDERS = ["outsider", "secretary", "spokeswoman", "liaison", "deputys_deputy", "former_colleague", "chair"]

BULK_ACTIONS = ("delete", "move", "publish", "unpublish")


@pytest.fixture
def secret(cast):
    """A confidential draft; planned lines name the secretary's and the chair's committees."""
    paper = draft(cast, title=TITLE, confidentiality="confidential")
    return edit(paper, by=cast.author, title=f"{TITLE} 7")


def addresses_of(paper):
    revision = paper.get_latest_revision()
    first = paper.revisions.order_by("pk").first()
    page = f"/admin/pages/{paper.pk}"
    own = [
        f"{page}/",
        f"{page}/edit/",
        f"{page}/view_draft/",
        f"{page}/history/",
        f"{page}/history/results/",
        f"{page}/usage/",
        f"{page}/copy/",
        f"{page}/delete/",
        f"{page}/move/",
        f"{page}/unpublish/",
        f"{page}/privacy/",
        f"{page}/convert_alias/",
        f"{page}/workflow_history/",
        f"{page}/edit/preview/",
        f"{page}/revisions/{revision.pk}/view/",
        f"{page}/revisions/{revision.pk}/revert/",
        f"{page}/revisions/compare/{first.pk}...{revision.pk}/",
        f"/admin/workflows/status/{paper.pk}/",
        f"/admin/api/main/pages/{paper.pk}/",
        f"/admin/papers/{paper.pk}/",
        f"/admin/papers/{paper.pk}/attachments/",
        f"/admin/localize/submit/page/{paper.pk}/",
        *(f"/admin/bulk/wagtailcore/page/{action}/?id={paper.pk}" for action in BULK_ACTIONS),
        *(
            f"/admin/inbox/papers/{paper.pk}/{step}/"
            for step in ("slip", "submit", "check", "release", "return", "recall", "withdraw")
        ),
    ]
    lists = [
        "/admin/",
        "/admin/papers/",
        "/admin/papers/results/?q=Ankauf",
        "/admin/papers/?export=csv",
        "/admin/inbox/",
        "/admin/inbox/?export=csv",
        "/admin/pages/",
        f"/admin/pages/{paper.get_parent().pk}/",
        "/admin/pages/search/?q=Ankauf",
        "/admin/pages/search/results/?q=Ankauf",
        "/admin/choose-page/",
        f"/admin/choose-page/{paper.get_parent().pk}/",
        "/admin/choose-page/search/?q=Ankauf",
        f"/admin/choose-page/chosen-multiple/?id={paper.pk}",
        f"/admin/choose-page/chosen/{paper.pk}/",
        "/admin/api/main/pages/",
        "/admin/api/main/pages/?search=Ankauf",
        f"/admin/api/main/pages/?child_of={paper.get_parent().pk}",
        *(f"/admin/bulk/wagtailcore/page/{action}/?id=all" for action in BULK_ACTIONS),
        *(f"/admin/bulk/wagtailcore/page/{action}/?id=all&childOf={paper.get_parent().pk}" for action in BULK_ACTIONS),
        "/admin/reports/locked/",
        "/admin/reports/workflow/",
        "/admin/reports/workflow_tasks/",
        "/admin/reports/site-history/",
        "/admin/reports/site-history/?export=csv",
        "/admin/reports/aging-pages/",
        "/admin/reports/page-types-usage/",
        "/admin/papers/new/",
    ]
    return own, lists


@pytest.mark.parametrize(
    "name", [*OUTSIDERS[:2], *(pytest.param(name, marks=pytest.mark.thorough) for name in OUTSIDERS[2:])]
)
def test_no_address_of_the_admin_shows_a_secret_draft_to_an_outsider(cast, secret, signed_in, name):
    client = signed_in(cast.people()[name])
    own, lists = addresses_of(secret)

    shown, opened = [], []
    for address in own + lists:
        response = client.get(address)
        if "Lindenallee" in text_of(response):
            shown.append(address)
        if address in own and response.status_code == 200:
            opened.append(address)

    assert shown == []
    assert opened == []


def test_the_same_addresses_do_show_it_to_the_author(cast, secret, signed_in):
    """The proof that the test above looks at something."""
    client = signed_in(cast.author)
    own, lists = addresses_of(secret)

    shown = [address for address in own + lists if "Lindenallee" in text_of(client.get(address))]

    page = f"/admin/pages/{secret.pk}"
    for address in (
        f"{page}/edit/",
        f"{page}/view_draft/",
        f"/admin/inbox/papers/{secret.pk}/slip/",
        "/admin/",
        "/admin/papers/",
        "/admin/papers/?export=csv",
    ):
        assert address in shown


@pytest.mark.parametrize("name", OUTSIDERS)
def test_what_is_refused_to_outsiders_is_said_not_to_exist(cast, secret, signed_in, name):
    client = signed_in(cast.people()[name])

    for address in (
        f"/admin/papers/{secret.pk}/",
        f"/admin/papers/{secret.pk}/attachments/",
        *(f"/admin/inbox/papers/{secret.pk}/{step}/" for step in ("slip", "submit", "recall", "withdraw")),
    ):
        # Django's locale middleware first tries the address with a language in front
        assert client.get(address, follow=True).status_code == 404, address
        assert client.post(address, {}, follow=True).status_code == 404, address
    assert fresh(secret).state == "draft"


@pytest.mark.parametrize("step", ["check", "release", "return"])
def test_steps_of_the_council_office_answer_outsiders_alike_whether_the_paper_exists_or_not(
    cast, secret, signed_in, step
):
    client = signed_in(cast.outsider)

    answers = [
        client.post(f"/admin/inbox/papers/{pk}/{step}/", {"reason": "So."}, follow=True) for pk in (secret.pk, 99999)
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert fresh(secret).state == "draft"


def test_strangers_are_led_to_the_log_in(cast, secret, client):
    own, lists = addresses_of(secret)

    for address in own + lists:
        response = client.get(address)
        assert response.status_code in (302, 401, 403, 404), address
        assert "Lindenallee" not in text_of(response)


def test_people_without_a_task_do_not_enter_the_admin(cast, secret, signed_in):
    for name in (
        "member",
        "other_member",
        "council_member",
        "adviser",
        "office_adviser",
        "former_member",
        "future_member",
    ):
        client = signed_in(cast.people()[name])
        assert client.get("/admin/").status_code in (302, 403), name
        assert client.get(f"/admin/pages/{secret.pk}/edit/").status_code in (302, 403, 404), name


@pytest.mark.parametrize("name", ["secretary", "chair", "liaison"])
def test_a_planned_line_shows_nothing_of_an_unreleased_paper(cast, secret, signed_in, name):
    """The line is theirs, but it is not their turn: the access rule lets them read with an open line only."""
    organization, role = {
        "secretary": ("europe_committee", "preliminary"),
        "chair": ("council", "decision"),
        "liaison": ("bristol", "information"),
    }[name]
    line = line_of(secret, getattr(cast.org, organization), role)

    response = signed_in(cast.people()[name]).get(f"/admin/inbox/lines/{line.pk}/")

    assert "Lindenallee" not in text_of(response)


def test_a_line_of_others_is_said_not_to_exist(cast, secret, signed_in):
    line = line_of(secret, cast.org.council, "decision")

    response = signed_in(cast.outsider).get(f"/admin/inbox/lines/{line.pk}/", follow=True)

    assert response.status_code == 404


def test_the_home_screen_forgets_papers_of_an_author_who_left_the_office(cast, secret, signed_in):
    Membership.objects.filter(person=cast.author).update(until=timezone.localdate() - datetime.timedelta(days=1))
    Membership.objects.create(person=cast.author, organization=cast.org.works_office, role="member")
    client = signed_in(cast.author)

    own, lists = addresses_of(secret)

    assert [address for address in own + lists if "Lindenallee" in text_of(client.get(address))] == []


def test_all_papers_lists_exactly_what_the_rule_allows(cast, signed_in):
    levels = {
        level: paper_at("deliberating", cast, title=f"Vorlage {level}", confidentiality=level)
        for level in ("public", "non_public", "confidential")
    }
    paper_at("draft", cast, "question", title="Vorlage Entwurf")

    seen = {}
    for name in ("author", "council_clerk", "secretary", "spokeswoman", "outsider"):
        body = text_of(signed_in(cast.people()[name]).get("/admin/papers/"))
        seen[name] = {
            title
            for title in ("Vorlage public", "Vorlage non_public", "Vorlage confidential", "Vorlage Entwurf")
            if title in body
        }

    everything = {"Vorlage public", "Vorlage non_public", "Vorlage confidential", "Vorlage Entwurf"}
    assert seen == {
        "author": everything,
        "council_clerk": everything,
        "secretary": everything - {"Vorlage Entwurf"},
        "spokeswoman": {"Vorlage public"},
        "outsider": {"Vorlage public"},
    }
    assert levels["public"].live


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_export_holds_what_the_list_holds(cast, signed_in, suffix):
    paper_at("deliberating", cast, title="Öffentliche Vorlage")
    paper_at("deliberating", cast, title=TITLE, confidentiality="confidential")

    body = exported(signed_in(cast.outsider).get(f"/admin/papers/?export={suffix}"), suffix)

    assert "Öffentliche Vorlage" in body
    assert "Lindenallee" not in body


@pytest.mark.parametrize("query", ["q=Ankauf", "state=draft", "confidentiality=confidential", "q=Ankauf&export=csv"])
def test_filters_and_search_find_nothing_hidden(cast, secret, signed_in, query):
    outsider = text_of(signed_in(cast.outsider).get(f"/admin/papers/?{query}"))
    author = text_of(signed_in(cast.author).get(f"/admin/papers/?{query}"))

    assert "Lindenallee" not in outsider
    assert "Lindenallee" in author


# --- wagtail's own ways to change a page ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["author", "council_clerk", "admin"])
@pytest.mark.parametrize("stage", ["co_signing", "deliberating", "completed"])
def test_no_screen_of_wagtail_unpublishes_deletes_moves_or_copies_a_numbered_paper(cast, signed_in, name, stage):
    paper = paper_at(stage, cast)
    before = Paper.objects.filter(pk=paper.pk).values().get()
    client = signed_in(cast.people()[name])
    page = f"/admin/pages/{paper.pk}"
    task_state = paper.workflow_states.first().current_task_state

    for address, data in (
        (f"{page}/delete/", {}),
        (f"{page}/unpublish/", {}),
        (f"{page}/copy/", {"new_title": "Kopie", "new_slug": "kopie", "new_parent_page": paper.get_parent().pk}),
        (f"{page}/move/", {"new_parent_page": paper.get_parent().get_parent().pk}),
        (f"/admin/bulk/wagtailcore/page/delete/?id={paper.pk}", {}),
        (f"/admin/bulk/wagtailcore/page/unpublish/?id={paper.pk}", {}),
        (f"/admin/bulk/wagtailcore/page/publish/?id={paper.pk}", {}),
        (f"{page}/workflow/action/approve/{task_state.pk if task_state else 0}/", {}),
        (f"{page}/workflow/action/reject/{task_state.pk if task_state else 0}/", {}),
        (f"{page}/workflow/confirm_cancellation/", {}),
        (f"/admin/api/main/pages/{paper.pk}/action/unpublish/", {}),
        (f"/admin/api/main/pages/{paper.pk}/action/delete/", {}),
        (
            f"/admin/api/main/pages/{paper.pk}/action/revert_to_page_revision/",
            {"revision_id": paper.revisions.first().pk},
        ),
        (f"/admin/api/main/pages/{paper.pk}/action/copy/", {}),
    ):
        client.post(address, data)

    changed = {key for key, value in Paper.objects.filter(pk=paper.pk).values().get().items() if value != before[key]}
    correction = {
        "last_published_at",
        "live_revision_id",
        "latest_revision_id",
        "latest_revision_created_at",
        "has_unpublished_changes",
    }
    assert changed <= (correction if stage != "co_signing" and name != "author" else set())
    assert Paper.objects.count() == 1


def editor_form(paper, **changes):
    return {
        "title": paper.title, "date": paper.date.isoformat(),
        "place": paper.place, "agenda_item": paper.agenda_item, "summary": paper.summary,
        "kind": paper.kind_id, "originating_office": paper.originating_office_id,
        "confidentiality": paper.confidentiality, "body-count": "0",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
    } | changes  # fmt: skip


@pytest.mark.parametrize(("stage", "name", "saves"), [
    ("draft", "author", True), ("draft", "colleague", True), ("draft", "outsider", False), ("draft", "cosigner", False),
    ("co_signing", "author", False), ("co_signing", "council_clerk", False), ("co_signing", "cosigner", False),
    ("co_signing", "admin", False),
    ("checking", "author", False), ("checking", "council_clerk", True),
    ("deliberating", "author", False), ("deliberating", "council_clerk", True), ("deliberating", "secretary", False),
    ("returned", "author", True), ("withdrawn", "author", False), ("withdrawn", "council_clerk", False),
])  # fmt: skip
def test_who_can_save_in_the_editor(cast, signed_in, stage, name, saves):
    paper = paper_at(stage, cast)
    revisions = paper.revisions.count()

    signed_in(cast.people()[name]).post(f"/admin/pages/{paper.pk}/edit/", editor_form(paper, title="Neu getippt"))

    assert (paper.revisions.count() > revisions) == saves
    assert (fresh(paper).get_latest_revision_as_object().title == "Neu getippt") == saves


@pytest.mark.parametrize(
    "button", ["action-publish", "action-submit", "action-restart-workflow", "action-cancel-workflow"]
)
@pytest.mark.parametrize(
    ("stage", "name"),
    [
        ("draft", "author"),
        ("draft", "council_clerk"),
        ("co_signing", "author"),
        ("checking", "council_clerk"),
        ("returned", "author"),
    ],
)
def test_no_button_of_the_stock_editor_goes_around_the_verbs(cast, signed_in, stage, name, button):
    paper = paper_at(stage, cast)
    states = list(paper.workflow_states.values_list("pk", "status"))

    signed_in(cast.people()[name]).post(f"/admin/pages/{paper.pk}/edit/", editor_form(paper) | {button: "1"})

    after = fresh(paper)
    assert (after.state, after.live, after.number) == (paper.state, False, paper.number)
    assert list(after.workflow_states.values_list("pk", "status")) == states


def test_record_fields_posted_after_submission_are_ignored(cast, signed_in):
    paper = paper_at("checking", cast, confidentiality="confidential")
    form = editor_form(
        paper,
        confidentiality="public",
        kind=Paper.objects.get().kind_id + 1,
        originating_office=cast.org.works_office.pk,
        number="9999/2026",
        state="completed",
    )

    signed_in(cast.council_clerk).post(f"/admin/pages/{paper.pk}/edit/", form)

    after = fresh(paper)
    assert (after.confidentiality, after.kind_id, after.originating_office, after.number, after.state) == (
        "confidential",
        paper.kind_id,
        cast.org.international_office,
        None,
        "checking",
    )
    assert after.get_latest_revision_as_object().confidentiality == "confidential"


def test_the_author_sets_confidentiality_in_the_editor_of_a_draft(cast, signed_in):
    paper = paper_at("draft", cast)

    signed_in(cast.author).post(f"/admin/pages/{paper.pk}/edit/", editor_form(paper, confidentiality="confidential"))

    assert fresh(paper).confidentiality == "confidential"
    assert fresh(paper).get_latest_revision_as_object().confidentiality == "confidential"


def test_a_draft_cannot_be_moved_to_an_office_of_others(cast, signed_in):
    paper = paper_at("draft", cast)

    signed_in(cast.author).post(
        f"/admin/pages/{paper.pk}/edit/", editor_form(paper, originating_office=cast.org.works_office.pk)
    )

    assert fresh(paper).originating_office == cast.org.international_office


def test_an_unsubmitted_draft_can_be_deleted_by_its_office_only(cast, signed_in):
    paper = paper_at("draft", cast)

    signed_in(cast.outsider).post(f"/admin/pages/{paper.pk}/delete/")
    assert Paper.objects.filter(pk=paper.pk).exists()

    signed_in(cast.author).post(f"/admin/pages/{paper.pk}/delete/")
    assert not Paper.objects.filter(pk=paper.pk).exists()


def text_of(response):
    if response.streaming:
        return b"".join(response.streaming_content).decode()
    body = response.content.decode()
    if response["Content-Type"].startswith("application/json"):
        body += json.dumps(response.json(), ensure_ascii=False)
    return body


def exported(response, suffix):
    if suffix == "csv":
        return text_of(response)

    content = b"".join(response.streaming_content) if response.streaming else response.content
    return "\n".join(str(cell.value) for row in load_workbook(BytesIO(content)).active.iter_rows() for cell in row)
