"""What changes what is found. Every verb writes a log entry, which tells of all it did; whatever else changes rows the
index is made from is heard of row by row (see ``sources``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.core.cache import cache
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from wagtail.models import Page, PageLogEntry

from papers.log_actions import tells_of_a_change
from papers.models import Attachment, Organization, Paper, PaperLogEntry
from search.indexing import forget, mark_attachment, mark_organization, mark_paper
from search.models import IndexedText, Synonyms
from search.sources import LINKS, ROWS, linked_papers


def something_happened(instance: PageLogEntry, **kwargs: object) -> None:
    if not tells_of_a_change(instance.action):
        return
    page = instance.page if PageLogEntry.page.is_cached(instance) else None  # the one the verb worked with
    if instance.deleted or not isinstance(page, Paper):
        page = Paper.objects.filter(pk=instance.page_id).select_related("locale").first()
    if page is not None:
        mark_paper(page.original.pk)


def attachment_changed(instance: Attachment, **kwargs: object) -> None:
    mark_attachment(instance.pk)


def organization_changed(instance: Organization, **kwargs: object) -> None:
    mark_organization(instance.pk)


def synonyms_changed(**kwargs: object) -> None:
    cache.delete("search.synonyms")


def link_changed(sender: type[Model], instance: Model, action: str, pk_set: set[int] | None, **kwargs: object) -> None:
    if action in ("post_add", "post_remove", "pre_clear"):
        for pk in linked_papers(sender, instance, pk_set):
            mark_paper(pk)


def connect() -> None:
    post_save.connect(synonyms_changed, sender=Synonyms, dispatch_uid="search.synonyms")
    post_delete.connect(synonyms_changed, sender=Synonyms, dispatch_uid="search.synonyms_deleted")
    for entry in (PageLogEntry, PaperLogEntry):
        post_save.connect(something_happened, sender=entry, dispatch_uid=f"search.{entry._meta.model_name}")
    post_save.connect(attachment_changed, sender=Attachment, dispatch_uid="search.attachment")
    post_save.connect(organization_changed, sender=Organization, dispatch_uid="search.organization")
    for model, papers_of in ROWS.items():
        _watch(model, papers_of)
    for link in LINKS:
        m2m_changed.connect(link_changed, sender=link, dispatch_uid=f"search.{link._meta.model_name}")
        _watch_ends(link)
    for field in IndexedText._meta.fields:
        if field.is_relation:
            _forget_with(field.name, field.related_model)


def _watch(model: type[Model], papers_of: Callable[[Any], Iterable[int]]) -> None:
    def changed(instance: Model, signal: Any, **kwargs: object) -> None:
        for pk in papers_of(instance):
            if signal is post_save or not isinstance(instance, Page) or pk != instance.pk:  # of itself nothing is left
                mark_paper(pk)

    uid = f"search.{model._meta.label_lower}"
    post_save.connect(changed, sender=model, weak=False, dispatch_uid=f"{uid}.saved")
    if model is Paper or not issubclass(model, Page):  # a page is deleted as the paper it is, whatever else it is
        pre_delete.connect(changed, sender=model, weak=False, dispatch_uid=f"{uid}.deleted")


def _watch_ends(link: type[Model]) -> None:
    """Links go with the rows at their ends, and no signal tells of them."""

    def cut(instance: Model, **kwargs: object) -> None:
        for pk in linked_papers(link, instance, None):
            mark_paper(pk)

    for field in link._meta.fields:
        if field.is_relation and field.related_model not in ROWS:
            uid = f"search.{link._meta.model_name}.{field.name}"
            pre_delete.connect(cut, sender=field.related_model, weak=False, dispatch_uid=uid)


def _forget_with(name: str, model: Any) -> None:
    """The database deletes what is indexed together with what it is of; Elasticsearch has to be told."""

    def gone(instance: Model, **kwargs: object) -> None:
        forget(IndexedText.objects.filter(**{name: instance.pk}))

    pre_delete.connect(gone, sender=model, weak=False, dispatch_uid=f"search.forget.{name}")
