"""The council office sees which pages a workflow applies to."""

from __future__ import annotations

import pytest
from wagtail.models import Workflow, WorkflowPage

from tests.factories.papers import paper_at


@pytest.mark.parametrize(("name", "status"), [("council_clerk", 200), ("admin", 200), ("author", 302)])
def test_the_pages_of_a_workflow_are_listed_for_the_council_office(cast, signed_in, name, status):
    paper = paper_at("draft", cast, title="Ankauf Lindenallee")
    workflow = Workflow.objects.create(name="Kurzer Weg")
    WorkflowPage.objects.create(workflow=workflow, page=paper.get_parent())

    response = signed_in(cast.people()[name]).get(f"/admin/workflows/usage/{workflow.pk}/")

    assert response.status_code == status
    assert ("Lindenallee" in response.content.decode()) == (status == 200)
