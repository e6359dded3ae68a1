"""What lists say of a search."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from search.backend import MOST_COUNTED

register = template.Library()


@register.simple_tag
def matches(count: int) -> str:
    """How many pages were found, or that nobody counted them to the end."""
    number = number_format(count, force_grouping=True)
    if count >= MOST_COUNTED:
        return _("%(count)s or more results; more words lead to the others") % {"count": number}
    return ngettext("%(count)s result", "%(count)s results", count) % {"count": number}
