from __future__ import annotations

from wagtail.fields import StreamField
from wagtail.models import Page

from papers.blocks import BodyBlock


class BarePage(Page):
    body = StreamField(BodyBlock(), blank=True)

    template = "bare/page.html"
