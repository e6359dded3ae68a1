"""Wagtail's editor of rich text, with a strict reading of what it sends (``contentstate``).

Named in the settings and imported when a form is made: Wagtail's part can only be imported once there are models, and
the blocks belong to a model."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from draftjs_exporter.error import ExporterException
from wagtail.admin.rich_text import DraftailRichTextArea

from papers.blocks.contentstate import Known, read
from papers.blocks.converting import converter_of
from papers.blocks.rich_text import Misread, refused_now

if TYPE_CHECKING:
    from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

DEEPEST_ITEM = 8  # levels below the first: as many as word processors have


class RichTextArea(DraftailRichTextArea):
    """Named in the settings (``WAGTAILADMIN_RICH_TEXT_EDITORS``), so it stands wherever rich text is edited."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options["maxListNesting"] = DEEPEST_ITEM
        self.options["ariaLabel"] = _("Text")  # the heading beside it is not tied to it

    @property
    def converter(self) -> ContentstateConverter:
        return converter_of(self.features)

    @converter.setter
    def converter(self, of_wagtail: ContentstateConverter) -> None:
        """Wagtail's is shared by all threads, and not used."""

    @cached_property
    def known(self) -> Known:
        rules = self.converter.exporter
        blocks = rules.block_options.keys() - {"fallback", "atomic"}
        return Known(blocks, rules.style_options.keys() - {"FALLBACK"}, rules.entity_options.keys() - {"FALLBACK"})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        sent = forms.HiddenInput.value_from_datadict(self, data, files, name)
        if sent is None:
            return None
        reading = read(sent, self.known, refused_now().pages)
        try:
            text = self.converter.exporter.render(reading.state)
        except ExporterException:  # what is within each other does not end in the order it began
            reading.damaged()
            text = ""
        return Misread(text, reading.problems) if reading.problems else text
