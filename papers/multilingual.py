"""Texts in several languages: beside the one in the language of the originals, one for each language people read in.

They are kept by language code in one column. Which languages a city offers is configuration and may change from one day
to the next, so a form asks for the languages offered just now and leaves all others as they are: a language that comes
back finds its texts where they were.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst

from papers.ticked import TickedField

Texts = dict[tuple[str, str], str]  # by language and by what the text is ("" where there is only one)


def foreign_languages() -> list[tuple[str, Any]]:
    """Code and name of what the city offers, apart from the language of the originals."""
    return [(code, name) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def reading_languages(language: str | None) -> tuple[str, ...]:
    """In what order somebody reads who has chosen a language: it, those its readers know rather than that of the
    originals (``READ_NEXT``), and that of the originals."""
    own = language or settings.LANGUAGE_CODE
    if own == settings.LANGUAGE_CODE:
        return (own,)
    offered = {code for code, _name in settings.LANGUAGES}
    others = (code for code in settings.READ_NEXT.get(own, ()) if code in offered)
    return tuple(dict.fromkeys((own, *others, settings.LANGUAGE_CODE)))


def text_in(stored: Mapping[str, Any], language: str, part: str = "") -> str:
    """The text is empty where there is none in this language."""
    if part:
        return str(stored.get(language, {}).get(part, ""))
    return str(stored.get(language, ""))


@dataclass(frozen=True)
class Text:
    """One text of a row that has several languages. ``label`` is completed with the ``language``; ``rows``: of its
    input, more than 1 for a paragraph."""

    label: Any
    part: str = ""
    max_length: int | None = None
    rows: int = 1

    def label_in(self, language: Any) -> str:
        return str(self.label % {"language": language})


class TextsWidget(forms.Widget):
    """An input for each text in each language that is offered when the form is shown."""

    template_name = "papers/admin/texts.html"
    use_fieldset = True

    def __init__(self, texts: Sequence[Text], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.texts = texts

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        known = value or {}
        context["inputs"] = [
            {
                "text": text,
                "label": text.label_in(language),
                "language": code,
                "name": _input_name(name, code, text),
                "id": f"id_{_input_name(name, code, text)}",
                "value": known.get((code, text.part), ""),
            }
            for code, language in foreign_languages()
            for text in self.texts
        ]
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Texts:
        """What was sent and nothing else: a text nobody was asked for is not thereby an empty one."""
        wanted = [(code, text) for code, _language in foreign_languages() for text in self.texts]
        names = {(code, text.part): _input_name(name, code, text) for code, text in wanted}
        return {key: data[name] for key, name in names.items() if name in data}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not self.value_from_datadict(data, files, name)

    def id_for_label(self, id_: str) -> str:
        return ""  # a group of inputs, each with a label of its own


def _input_name(name: str, language: str, text: Text) -> str:
    return "-".join(filter(None, (name, text.part, language)))


class TextsFormField(forms.Field):
    def __init__(self, *, texts: Sequence[Text], **kwargs: Any) -> None:
        self.texts = {text.part: text for text in texts}
        super().__init__(widget=TextsWidget(texts), required=False, **kwargs)

    def prepare_value(self, value: Any) -> Texts:
        return value if not value or isinstance(next(iter(value)), tuple) else _by_part(value)

    def clean(self, value: Texts) -> Texts:
        languages = dict(foreign_languages())
        cleaned, problems = {}, []
        for (language, part), entered in value.items():
            text = self.texts[part]
            try:
                cleaned[language, part] = forms.CharField(max_length=text.max_length, required=False).clean(entered)
            except ValidationError as error:
                label = text.label_in(languages[language])
                problems += [f"{label}: {message}" for message in error.messages]
        if problems:
            raise ValidationError(problems)
        return cleaned

    def has_changed(self, initial: Any, data: Any) -> bool:
        known = self.prepare_value(initial) or {}
        return any(known.get(key, "") != text for key, text in (data or {}).items())


class TextsField(models.JSONField):
    """``{"en": "committee"}``; where a row has several texts, ``{"en": {"name": "…", "description": "…"}}``. An empty
    text has no entry. To the database it is a JSON field like any other.
    """

    def __init__(self, *args: Any, texts: Sequence[Text] = (), form_help: Any = "", **kwargs: Any) -> None:
        self.texts, self.form_help = texts, form_help
        super().__init__(*args, **{"default": dict, "blank": True, **kwargs})

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        label = capfirst(self.verbose_name)
        return TextsFormField(texts=self.texts, label=label, help_text=self.form_help, initial=dict)

    def save_form_data(self, instance: models.Model, data: Texts) -> None:
        known = _by_part(getattr(instance, self.attname) or {})
        super().save_form_data(instance, _by_language({**known, **data}))


def _by_part(stored: Mapping[str, Any]) -> Texts:
    texts: Texts = {}
    for language, found in stored.items():
        parts = found.items() if isinstance(found, Mapping) else [("", found)]
        texts.update({(language, part): text for part, text in parts})
    return texts


def _by_language(texts: Texts) -> dict[str, Any]:
    stored: dict[str, Any] = {}
    for (language, part), text in texts.items():
        if text and part:
            stored.setdefault(language, {})[part] = text
        elif text:
            stored[language] = text
    return stored


class LanguagesField(TickedField):
    """A list of language codes, ticked in a form from those the city offers, apart from German."""

    def offered(self) -> list[tuple[str, Any]]:
        return foreign_languages()
