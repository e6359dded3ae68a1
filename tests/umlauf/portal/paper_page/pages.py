"""The page of a paper as a visitor gets it."""

from __future__ import annotations


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def names(stage):
    return [item.line.organization.name for item in stage.lines]
