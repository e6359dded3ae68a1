"""A list of codes in one column, ticked in a form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst


class TickedField(models.JSONField):
    """A form offers what is ``offered`` just now; what else the list holds stays in it."""

    def offered(self) -> list[tuple[str, Any]]:
        raise NotImplementedError

    def formfield(self, **kwargs: object) -> Any:
        return forms.MultipleChoiceField(
            choices=self.offered,
            required=not self.blank,
            widget=forms.CheckboxSelectMultiple,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
            initial=self.get_default,
        )

    def save_form_data(self, instance: models.Model, data: Sequence[str]) -> None:
        offered = {code for code, _label in self.offered()}
        kept = [code for code in getattr(instance, self.attname) or [] if code not in offered]
        super().save_form_data(instance, [*data, *kept])
