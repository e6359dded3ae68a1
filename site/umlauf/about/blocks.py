"""The parts of a page about the site: headed sections of running text, each with terms that are explained if need
be."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from papers.blocks.texts import TEXT_FEATURES, ShownTextBlock


class TermBlock(blocks.StructBlock):
    term = blocks.CharBlock(label=_("term"), max_length=100)
    explanation = blocks.TextBlock(label=_("explanation"))

    class Meta:
        label = _("Term")
        label_format = "{term}"


class InformationSectionBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("heading"), max_length=160)
    text = ShownTextBlock(label=_("text"), features=TEXT_FEATURES, required=False)
    terms = blocks.ListBlock(TermBlock(), label=_("terms"), default=[])

    class Meta:
        label = _("Section")
        icon = "title"
        label_format = "{heading}"


class InformationBlock(blocks.StreamBlock):
    section = InformationSectionBlock()

    class Meta:
        required = False
