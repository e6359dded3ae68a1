from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.db.models.signals import post_delete, post_migrate, post_save, pre_save
from wagtail.models import Revision
from wagtail.signals import page_published
from wagtail_localize.models import TranslationLog

from papers.access.groups import ensure_groups, sync_groups
from papers.access.images import record_uses
from papers.files.pictures import image_fields, keep_only_pixels
from papers.fitting import make_fit, models_with_texts
from papers.models import Delegation, Membership, Paper
from papers.parties.names import remember_name
from papers.pdf.tasks import keep_print
from papers.translation import behind
from papers.translation.freshness import remember_what_was_translated

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser


def follow_membership(instance: Membership, **kwargs: object) -> None:
    sync_groups(instance.person)


def follow_delegation(instance: Delegation, **kwargs: object) -> None:
    sync_groups(instance.deputy)


def follow_login(user: AbstractUser, **kwargs: object) -> None:
    sync_groups(user)


def follow_translation(instance: TranslationLog, created: bool, **kwargs: object) -> None:
    if created:
        remember_what_was_translated(instance)


def follow_revision(instance: Revision, created: bool, raw: bool = False, **kwargs: object) -> None:
    if not raw and issubclass(instance.content_type.model_class() or Revision, Paper):
        record_uses(instance, written_before=not created)


def follow_publication(instance: Any, **kwargs: object) -> None:
    if isinstance(instance, Paper):
        behind.settle(instance)
        transaction.on_commit(partial(keep_print.enqueue, instance.pk))


def connect(app_config: Any) -> None:
    for signal in (post_save, post_delete):
        signal.connect(follow_membership, sender=Membership, dispatch_uid="papers.access.groups.membership")
        signal.connect(follow_delegation, sender=Delegation, dispatch_uid="papers.access.groups.delegation")
    post_save.connect(follow_translation, sender=TranslationLog, dispatch_uid="papers.translation.freshness")
    post_save.connect(follow_revision, sender=Revision, dispatch_uid="papers.access.images")
    page_published.connect(follow_publication, dispatch_uid="papers.pdf")
    for model in apps.get_models():
        if image_fields(model):
            pre_save.connect(keep_only_pixels, sender=model, dispatch_uid=f"papers.files.pictures.{model._meta.label}")
    for model in models_with_texts():
        pre_save.connect(make_fit, sender=model, dispatch_uid=f"papers.fitting.{model._meta.label}")
    pre_save.connect(remember_name, sender=get_user_model(), dispatch_uid="papers.parties.names")
    user_logged_in.connect(follow_login, dispatch_uid="papers.access.groups.login")
    post_migrate.connect(ensure_groups, sender=app_config, dispatch_uid="papers.access.groups")
