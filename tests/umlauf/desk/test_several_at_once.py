"""Actions on several things at once are offered where they are accepted, and name nothing where they are not."""

from __future__ import annotations

import re

import pytest
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Page

from tests.factories.images import image_of
from tests.factories.papers import paper_at
from umlauf.desk.bulk import BULK, CLOSED
from umlauf.home.models import HomePage

BUTTON = re.compile(r'href="/admin/bulk/(\w+)/(\w+)/(\w+)/"')


def test_every_action_there_is_is_decided_about():
    bulk_action_registry.get_bulk_actions_for_model("wagtailcore", "page")  # it looks for all of them
    there = {
        (app, model, action)
        for app, models in bulk_action_registry.actions.items()
        for model, actions in models.items()
        for action in actions
    }

    assert there == BULK.keys() | CLOSED
    assert not BULK.keys() & CLOSED


@pytest.mark.parametrize(
    ("name", "address", "offered"),
    [
        ("council_clerk", "/admin/users/", {"set_active_state"}),
        ("admin", "/admin/users/", {"set_active_state", "assign_role", "delete"}),
        ("author", "/admin/images/", {"delete"}),
        ("admin", "/admin/images/", {"delete", "add_to_collection"}),
        ("admin", "/admin/pages/", {"delete", "move", "publish", "unpublish"}),
    ],
)
def test_what_is_offered_is_accepted_and_nothing_else_is(cast, signed_in, name, address, offered):
    client = signed_in(cast.people()[name])
    page = HomePage.objects.first().add_child(instance=Page(title="Impressum", slug="impressum"))

    buttons = BUTTON.findall(client.get(address).content.decode())

    assert {action for _app, _model, action in buttons} == offered
    keys = {"users": cast.author.pk, "pages": page.pk, "images": image_of(cast.author).pk}
    for app, model, action in BULK.keys() | CLOSED:
        if model in address:
            response = client.get(f"/admin/bulk/{app}/{model}/{action}/?id={keys[f'{model}s']}")
            assert (response.status_code == 200) == (action in offered), action


@pytest.mark.parametrize("chosen", ["id={paper}", "id={index}", "id={home}", "id=all&childOf={index}", "id=all"])
@pytest.mark.parametrize("action", ["delete", "move", "publish", "unpublish"])
def test_papers_and_what_is_above_them_are_not_among_several_for_administrators_either(cast, signed_in, action, chosen):
    paper = paper_at("draft", cast, title="Ankauf Lindenallee")
    index = paper.get_parent()
    where = chosen.format(paper=paper.pk, index=index.pk, home=index.get_parent().pk)
    client = signed_in(cast.admin)

    for ask in (client.get, client.post):
        response = ask(f"/admin/bulk/wagtailcore/page/{action}/?{where}", follow=True)
        assert response.status_code == 404
        assert "Lindenallee" not in response.content.decode()
    assert Page.objects.filter(pk=paper.pk).exists()
