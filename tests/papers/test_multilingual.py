"""Texts in several languages: a form shows what the city offers just now and leaves everything else as it was."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import JSONField
from django.forms.models import modelform_factory
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from lxml import html

from papers.models import GlossaryTerm, Organization, PaperKind
from papers.multilingual import LanguagesField, TextsField

# JSON columns whose keys and values are no languages.
WITHOUT_LANGUAGES = {
    "papers.Inspection.findings",
    "papers.Letter.about",
    "papers.Organization.former_names",  # which keep their translations by language, in a widget of their own
    "papers.Organization.distributes_to",
    "papers.TranslationVersion.contents",
    "papers.Version.contents",
    "papers.TranslationVersion.machine",
    "papers.TranslationVersion.untranslated",
    "workflows.Delivery.reasons",
    "workflows.PlannedEnd.fates",
    "workflows.RoutingTask.roles",
}
OURS = ("papers", "workflows", "search", "accounts", "home", "subscriptions", "demo")
REDUCED = [("de", "Deutsch"), ("en", "Englisch")]


def json_fields():
    """Of rows in use; what history keeps of them is written by nobody."""
    models = [model for label in OURS for model in apps.get_app_config(label).get_models()]
    in_use = [model for model in models if not hasattr(model, "instance_type")]
    return [(model, field) for model in in_use for field in model._meta.local_fields if isinstance(field, JSONField)]


def named(model, field):
    return f"{model._meta.app_label}.{model.__name__}.{field.name}"


LANGUAGE_FIELDS = [(model, field) for model, field in json_fields() if named(model, field) not in WITHOUT_LANGUAGES]


def texts_of(field):
    """Something in a language that is offered and in one that is not."""
    if isinstance(field, LanguagesField):
        return ["en", "hi"]
    if [text.part for text in field.texts] == [""]:
        return {"en": "one", "hi": "eins"}
    return {language: {text.part: f"{text.part} {language}" for text in field.texts} for language in ("en", "hi")}


def test_all_that_is_kept_by_language_uses_the_one_mechanism():
    others = [(model, field) for model, field in LANGUAGE_FIELDS if not isinstance(field, (TextsField, LanguagesField))]
    assert [named(model, field) for model, field in others] == []
    assert {named(model, field) for model, field in LANGUAGE_FIELDS} == {
        "papers.GlossaryTerm.renderings",
        "papers.Organization.languages",
        "papers.Organization.translations",
        "papers.PaperKind.name_translations",
    }


@pytest.mark.parametrize(("model", "field"), LANGUAGE_FIELDS, ids=[named(*field) for field in LANGUAGE_FIELDS])
@pytest.mark.django_db
def test_a_language_that_is_not_offered_survives_every_form(settings, model, field):
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = REDUCED
    instance = model(**{field.name: texts_of(field)})
    form_class = modelform_factory(model, fields=[field.name])
    shown = html.fragment_fromstring(f"<form>{form_class(instance=instance)}</form>")

    form = form_class(MultiValueDict(as_posted(shown)), instance=instance)

    assert set(form.errors) <= {"__all__"}
    assert getattr(form.instance, field.name) == texts_of(field)


def as_posted(form):
    """What a browser sends when nothing is changed."""
    sent: dict[str, list[str]] = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value)
    return sent


def screen_of(client, address):
    page = html.fromstring(client.get(address).content)
    return next(form for form in page.forms if form.method == "POST" and form.action in (None, "", address))


SCREENS = {
    "paper_kinds": (PaperKind, "name_translations", {"slug": "information"}),
    "organizations": (Organization, "translations", {"name": "Bristol"}),
    "glossary": (GlossaryTerm, "renderings", {"term": "Ausschuss"}),
}


@pytest.fixture(params=SCREENS)
def screen(request, cast, signed_in):
    """The address of an edit screen, the row it edits (with texts in every language), and the name of these texts."""
    model, name, which = SCREENS[request.param]
    row = model.objects.get(**which)
    if model is Organization:
        row.languages = ["en", "hi"]
        row.translations = {"en": {"name": "Bristol", "description": "A city."}, "hi": {"name": "ब्रिस्टल"}}
        row.save()
    signed_in(cast.council_clerk)
    return reverse(f"{request.param}:edit", args=[row.pk]), row, name


def test_saving_what_is_shown_changes_nothing_whatever_is_offered(screen, client, settings):
    address, row, name = screen
    before = dict(getattr(row, name))
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = REDUCED

    response = client.post(address, as_posted(screen_of(client, address)))

    assert response.status_code == 302
    row.refresh_from_db()
    assert getattr(row, name) == before
    assert getattr(row, "languages", ["en", "hi"]) == ["en", "hi"]


def test_every_text_has_an_input_of_its_own_that_says_which_language_it_is(screen, client, settings):
    address, row, name = screen
    form = screen_of(client, address)
    texts = type(row)._meta.get_field(name).texts
    foreign = [code for code, _name in settings.LANGUAGES if code != "de"]

    inputs = [field for field in form.xpath(".//*[@lang]") if field.get("name", "").startswith(f"{name}-")]

    assert [field.get("lang") for field in inputs] == [code for code in foreign for _text in texts]
    labels = {label.get("for"): label.text_content().strip() for label in form.xpath(".//label[@for]")}
    french = [labels[field.get("id")] for field in inputs if field.get("lang") == "fr"]
    assert french == [text.label_in("Französisch") for text in texts]


def test_a_text_is_changed_and_another_taken_away(cast, signed_in):
    kind = PaperKind.objects.get(slug="information")
    client = signed_in(cast.council_clerk)
    address = reverse("paper_kinds:edit", args=[kind.pk])

    client.post(
        address,
        as_posted(screen_of(client, address)) | {"name_translations-en": " Report ", "name_translations-fr": ""},
    )

    changed = PaperKind.objects.get(pk=kind.pk)
    assert changed.name_translations == {
        **{code: name for code, name in kind.name_translations.items() if code != "fr"},
        "en": "Report",
    }


def test_a_text_that_is_too_long_is_named_with_its_language_and_nothing_is_lost(cast, signed_in):
    kind = PaperKind.objects.get(slug="information")
    client = signed_in(cast.council_clerk)
    address = reverse("paper_kinds:edit", args=[kind.pk])

    response = client.post(address, as_posted(screen_of(client, address)) | {"name_translations-en": "x" * 81})

    problem = response.context["form"].errors["name_translations"][0]
    assert problem.startswith("Name (Englisch): ")
    assert "x" * 81 in response.text
    assert PaperKind.objects.get(pk=kind.pk).name_translations == kind.name_translations


def test_a_city_stops_reading_a_language_that_is_offered(cast, signed_in, settings):
    Organization.objects.filter(pk=cast.org.bristol.pk).update(languages=["en", "hi"])
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = REDUCED
    client = signed_in(cast.council_clerk)
    address = reverse("organizations:edit", args=[cast.org.bristol.pk])
    sent = as_posted(screen_of(client, address))
    del sent["languages"]

    client.post(address, sent)

    assert Organization.objects.get(pk=cast.org.bristol.pk).languages == ["hi"]
