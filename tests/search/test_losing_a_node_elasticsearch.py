"""A cluster of two nodes, one of which is killed in the middle of a rebuild. What comes after in this run is asked of
the one that is left."""

from __future__ import annotations

import os
import signal

import pytest

from search import indexing
from search.engines import elastic_index
from search.models import ElasticsearchUpdate
from tests.factories.papers import edit, fresh
from tests.search.test_searching import bring_up_to_date, indexed, nothing_remembered, titles  # noqa: F401
from tests.search.test_searching_elasticsearch import server, stood_in  # noqa: F401

pytestmark = [pytest.mark.elasticsearch, pytest.mark.django_db]


@pytest.fixture
def second_node():
    """Process id."""
    pid = os.environ.get("ELASTICSEARCH_SECOND_PID", "")
    if not pid and os.environ.get("CI") == "true":
        pytest.fail("CI needs a second node: set ELASTICSEARCH_SECOND_PID")
    if not pid:
        pytest.skip("needs a second node of the cluster: set ELASTICSEARCH_SECOND_PID")
    return int(pid)


def test_nothing_is_lost_when_a_node_dies_in_the_middle_of_a_rebuild(settings, second_node, indexed, cast, monkeypatch):  # noqa: F811
    settings.ELASTICSEARCH_REPLICAS = 1
    monkeypatch.setattr(elastic_index, "BATCH", 5)
    list(elastic_index.rebuild())  # with a copy of every index
    paper = indexed("Alte Fassung")
    server = elastic_index.client().options(request_timeout=60)  # noqa: F811
    assert server.cluster.health(wait_for_status="green", timeout="50s")["number_of_data_nodes"] == 2

    progress = elastic_index.rebuild()
    next(progress)
    assert server.cluster.health(wait_for_status="green", timeout="50s")["status"] == "green"
    os.kill(second_node, signal.SIGKILL)
    list(progress)
    assert server.cluster.health(wait_for_nodes="1", timeout="50s")["number_of_data_nodes"] == 1

    assert titles("Alte") == ["Alte Fassung"]
    edit(paper, by=cast.council_clerk, title="Neue Fassung")
    fresh(paper).get_latest_revision().publish(user=cast.council_clerk)
    bring_up_to_date()
    indexing.send_out()
    assert not ElasticsearchUpdate.objects.exists()
    assert titles("Neue") == ["Neue Fassung"]
    assert titles("Alte") == []
    assert not stood_in()
