"""All rich text that is shown passes here: Wagtail renders it by one template, which is ours."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from papers.blocks.cleaning import cleaned as _cleaned
from papers.links import shown

register = template.Library()


@register.filter
def cleaned(html: str) -> SafeString:
    return mark_safe(shown(_cleaned(html)))  # noqa: S308  # nothing is left but what our editors can write
