"""The front page of one language. What stands on it is put together by the portal; the page is there to be the root of
its language's tree."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import PageChooserBlock
from wagtail.fields import StreamField
from wagtail.models import Page

from umlauf.portal.views.home import render_home


class HomePage(Page):
    introduction = models.TextField(_("introduction"), blank=True)
    featured = StreamField(
        [("paper", PageChooserBlock(page_type="papers.Paper", label=_("Paper")))],
        verbose_name=_("in the spotlight"),
        blank=True,
        help_text=_("Papers that stay on the front page whatever comes after them."),
    )

    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["papers.PaperIndexPage", "about.InformationPage"]
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("featured")]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        return render_home(request, self)
