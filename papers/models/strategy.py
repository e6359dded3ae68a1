"""Strategies and topic pages: a paper that stays, with goals, fields of action and measures, and a tree of sub-topics
below it."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import RichTextField
from wagtail.models import PageManager

from papers import record
from papers.blocks import PLAIN_FEATURES, FieldOfActionBlock, GoalBlock
from papers.blocks.fields import TextField
from papers.models.paper import Paper
from papers.models.paper_queries import PaperQuerySet


class Strategy(Paper):
    vision = RichTextField(_("vision"), blank=True, features=PLAIN_FEATURES)
    goals = TextField([("goal", GoalBlock())], verbose_name=_("goals"), blank=True, use_json_field=True)
    fields_of_action = TextField(
        [("field", FieldOfActionBlock())], verbose_name=_("fields of action"), blank=True, use_json_field=True
    )
    related_topics = ParentalManyToManyField(
        "self", verbose_name=_("related topics"), blank=True, symmetrical=False, related_name="related_from"
    )

    parent_page_types: ClassVar[list[str]] = ["papers.PaperIndexPage", "papers.Strategy"]
    subpage_types: ClassVar[list[str]] = ["papers.Strategy"]
    template = "papers/strategy.html"

    objects = PageManager.from_queryset(PaperQuerySet)()

    class Meta:
        verbose_name = _("strategy")
        verbose_name_plural = _("strategies")


Strategy.translatable_fields = record.translatable_fields(Strategy)
