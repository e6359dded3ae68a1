"""What somebody was called when they did something.

People marry and change their names; what they did stays signed with the name they had then. Acts, revisions, log
entries and the history of rows all point to a person and say when, so one table of names with their last moment serves
them all, also those that Wagtail writes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.among import among


class FormerName(models.Model):
    """``until``: when it was changed; what happened earlier was done under this name."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="former_names"
    )
    name = models.CharField(_("name"), max_length=320)
    until = models.DateTimeField(_("until"), default=timezone.now)

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        ordering = ("until", "pk")
        # the names of everybody in a timeline
        indexes = (models.Index(fields=["person", "until"], name="papers_former_name_of"),)

    def __str__(self) -> str:
        return self.name


class NamesThen:
    """The names of some people at any time. One query, however many they are and whatever they were called."""

    def __init__(self, people: Iterable[Any]) -> None:
        known = {person.pk for person in people if person is not None}
        self._names: dict[int, list[tuple[datetime, str]]] = {}
        for person, name, until in FormerName.objects.filter(among("person", known)).values_list(
            "person", "name", "until"
        ):
            self._names.setdefault(person, []).append((until, name))

    def of(self, person: Any, at: datetime) -> str:
        if person is None:
            return ""
        earlier = (name for until, name in self._names.get(person.pk, ()) if at < until)
        return next(earlier, str(person))


def remember_name(sender: type[models.Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Before a person is saved under another name. A log-in writes none of the columns that make a name."""
    written = kwargs.get("update_fields")
    if raw or instance.pk is None or (written is not None and not {"first_name", "last_name", "email"} & set(written)):
        return
    before = sender._default_manager.filter(pk=instance.pk).first()
    if before is not None and str(before) != str(instance):
        FormerName.objects.create(person_id=instance.pk, name=str(before))
