"""What changes what is found. Every verb writes a log entry, so one signal tells of all of them."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.db.models.signals import post_delete, post_save
from wagtail.models import PageLogEntry
from wagtail.signals import page_published, page_unpublished

from papers.log_actions import tells_of_a_change
from papers.models import Attachment, Organization, Paper, PaperLogEntry, Strategy
from search.indexing import mark_attachment, mark_organization, mark_paper
from search.models import Synonyms


def page_changed(instance: Any, **kwargs: Any) -> None:
    page = instance.specific if hasattr(instance, "specific") else instance
    if isinstance(page, Paper):
        mark_paper(page.original.pk)


def paper_saved(instance: Paper, **kwargs: Any) -> None:
    mark_paper(instance.original.pk)


def something_happened(instance: PageLogEntry, **kwargs: Any) -> None:
    if not tells_of_a_change(instance.action):
        return
    page = instance.page if PageLogEntry.page.is_cached(instance) else None  # the one the verb worked with
    if instance.deleted or not isinstance(page, Paper):
        page = Paper.objects.filter(pk=instance.page_id).select_related("locale").first()
    if page is not None:
        mark_paper(page.original.pk)


def attachment_changed(instance: Attachment, **kwargs: Any) -> None:
    mark_attachment(instance.pk)


def organization_changed(instance: Organization, **kwargs: Any) -> None:
    mark_organization(instance.pk)


def synonyms_changed(**kwargs: Any) -> None:
    cache.delete("search.synonyms")


def connect() -> None:
    post_save.connect(synonyms_changed, sender=Synonyms, dispatch_uid="search.synonyms")
    post_delete.connect(synonyms_changed, sender=Synonyms, dispatch_uid="search.synonyms_deleted")
    page_published.connect(page_changed, dispatch_uid="search.published")
    page_unpublished.connect(page_changed, dispatch_uid="search.unpublished")
    for model in (Paper, Strategy):
        post_save.connect(paper_saved, sender=model, dispatch_uid=f"search.{model._meta.model_name}")
    for entry in (PageLogEntry, PaperLogEntry):
        post_save.connect(something_happened, sender=entry, dispatch_uid=f"search.{entry._meta.model_name}")
    post_save.connect(attachment_changed, sender=Attachment, dispatch_uid="search.attachment")
    post_save.connect(organization_changed, sender=Organization, dispatch_uid="search.organization")
