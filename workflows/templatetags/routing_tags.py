"""The sentences of ``papers.wording`` for the admin templates of the routing."""

from __future__ import annotations

from django import template

from papers.wording import line_sentence

register = template.Library()
register.filter("line_sentence", line_sentence)
