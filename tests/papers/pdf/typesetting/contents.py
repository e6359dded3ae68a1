"""Contents of documents, and what is printed of them."""

from __future__ import annotations


def with_body(content, *nodes):
    return content | {"body": list(nodes)}


def said(words):
    return {"t": "p", "c": [{"v": words}]}
