"""Making translations: begin one, fetch what the original says now, take in a PO file, ask a machine.

Texts are kept by wagtail-localize, string by string; what is here refuses what would leave a translation worse than it
was. Every verb asks the table of ``papers.access.verbs`` and changes either everything or nothing."""

from __future__ import annotations

import logging
import re
from collections import Counter
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

import polib
import requests
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.strings import StringValue
from wagtail_localize.views.edit_translation import apply_machine_translation

from papers.access.verb_table import Translated, Verb
from papers.access.verbs import (
    BEGIN_TRANSLATION,
    EDIT_TRANSLATION,
    IMPORT_POFILE,
    MACHINE_TRANSLATE,
    NO_TRANSLATOR,
    NOT_FOR_SERVICES,
    goes_to_services,
)
from papers.models import Paper, Readings, TranslationRequest
from papers.once import one_verb
from papers.translation.machine import DeepLError

if TYPE_CHECKING:
    from django.core.files.base import File
    from wagtail.models import Locale

    from papers.access import Person


logger = logging.getLogger(__name__)

# A strategy of 200 pages has about 400 kB of text.
LARGEST_PO_FILE = 2 * 1024 * 1024  # bytes
PROBLEMS_NAMED = 20

TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>")
VOID_TAGS = {"br"}
COUNT_A_READING = f"""
INSERT INTO {Readings._meta.db_table} (paper_id, language, day, count) VALUES (%s, %s, %s, 1)
ON CONFLICT (paper_id, language, day) DO UPDATE SET count = {Readings._meta.db_table}.count + 1
"""  # noqa: S608 - names of ours
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|<a id=\"[^\"]*\">")


@transaction.atomic
@one_verb()
def begin_translation(original: Paper, locale: Locale, *, by: Person) -> Paper:
    """The draft of a translation, as far as the translation memory fills it; the existing one where there is one.
    Publishes nothing.

    Raises PermissionDenied for whoever may not translate this paper into this language.
    """
    original = original.original.specific
    BEGIN_TRANSLATION.allow(by, Translated(original, locale.language_code))
    for topic in Paper.objects.ancestor_of(original).order_by("depth").specific():
        if not topic.has_translation(locale):
            _save_draft(topic, locale, by)  # the tree of topics is the same in every language
    return _save_draft(original, locale, by)


def _save_draft(original: Paper, locale: Locale, by: Person) -> Paper:
    source, first = TranslationSource.get_or_create_from_instance(original)
    translation, created = Translation.objects.get_or_create(source=source, target_locale=locale)
    if not first:  # whether for this language or another
        source.update_from_db()  # the translator sees what the original says now; readers see what is released
    if created or not original.has_translation(locale):
        _take_over_figures(translation, by)
        translation.save_target(user=by, publish=False)
    else:
        _take_over_figures(translation, by)
    page: Paper = Paper.objects.get(pk=original.get_translation(locale).pk)
    return page


def _take_over_figures(translation: Translation, by: Person) -> None:
    """Years, numbers of papers and the like are the same in every language; nobody should have to type them."""
    segments = translation.source.stringsegment_set.annotate_translation(translation.target_locale).filter(
        translation__isnull=True
    )
    for segment in segments.select_related("string"):
        if not any(character.isalpha() for character in strip_tags(segment.string.data)):
            StringTranslation.objects.get_or_create(
                translation_of=segment.string,
                locale=translation.target_locale,
                context=segment.context,
                defaults={
                    "data": segment.string.data,
                    "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                    "last_translated_by": by,
                },
            )


def request_translation(original: Paper, language: str, *, reader: str) -> bool:
    """Note that somebody would like to read this paper; whether it is the first time today. ``reader``: anything that
    tells readers apart."""
    day = timezone.localdate()
    key = salted_hmac("papers.translation_request", f"{day}|{reader}").hexdigest()[:32]
    _request, created = TranslationRequest.objects.get_or_create(paper=original, language=language, day=day, reader=key)
    return created


def count_reading(original: int, language: str) -> None:
    """In one statement. ``original``: its primary key. A failure to count must never keep anybody from reading."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(COUNT_A_READING, [original, language, timezone.localdate()])
    except DatabaseError:
        logger.exception("a reading could not be counted")


def translated_paper(translation: Translation, *, by: Person, verb: Verb = EDIT_TRANSLATION) -> Paper:
    """Raises PermissionDenied for whoever may not do this to it."""
    page = translation.get_target_instance()
    if not isinstance(page, Paper):
        raise PermissionDenied(NO_TRANSLATOR)
    verb.allow(by, page)
    return page


def import_pofile(translation: Translation, file: File[bytes], *, by: Person) -> int:
    """Take in the translated strings of a PO file exported for this translation; returns how many it brought.

    Raises ValidationError with one message per problem, each naming its line; nothing is changed then.
    """
    translated_paper(translation, by=by, verb=IMPORT_POFILE)
    catalogue = _parsed(file)
    _check_it_belongs_here(catalogue, translation)
    current = set(translation.source.stringsegment_set.values_list("context__path", "string__data"))
    paths = {path for path, _string in current}
    problems, taken = [], []
    for entry in catalogue:
        if entry.obsolete or not entry.msgstr or entry.fuzzy:
            continue
        problem = _problem_with(entry, current, paths)
        if problem:
            problems.append(_("Line %(line)s: %(problem)s") % {"line": entry.linenum, "problem": problem})
        taken.append(entry)
    if problems:
        more = len(problems) - PROBLEMS_NAMED
        raise ValidationError(
            [*problems[:PROBLEMS_NAMED], *([_("… and %(count)s more problems.") % {"count": more}] if more > 0 else [])]
        )
    if not taken:
        raise ValidationError(_("The file contains no translated text."))
    wanted = polib.POFile()
    wanted.metadata = catalogue.metadata
    wanted.extend(taken)
    translation.import_po(wanted, user=by, tool_name="PO File")
    return len(taken)


def machine_translate(translation: Translation, *, by: Person) -> bool:
    """Fill in what is not translated yet; whether there was anything to fill in.

    Raises PermissionDenied for whoever may not work on it, and whatever ``ask_machine`` does.
    """
    translated_paper(translation, by=by, verb=MACHINE_TRANSLATE)
    return ask_machine(translation, by=by)


def ask_machine(translation: Translation, *, by: Person) -> bool:
    """As ``machine_translate``, for any kind of page; whether this person may edit it is for Wagtail to say.

    The machine is asked before a transaction begins, never inside one: it may take half a minute. What it said is
    stored all at once, without touching what somebody translated meanwhile. Raises ValidationError where the text of a
    paper must not leave the house, no service is set up, it cannot do this language, or it is dead, slow or answers
    nonsense; nothing is changed then.
    """
    page = translation.get_target_instance()
    if isinstance(page, Paper) and not goes_to_services(page.original):
        raise ValidationError(NOT_FOR_SERVICES)
    translator = get_machine_translator()
    if translator is None:
        raise ValidationError(_("No machine translation is set up."))
    name = translator.display_name
    if not translator.can_translate(translation.source.locale, translation.target_locale):
        raise ValidationError(_("%(service)s cannot translate into this language.") % {"service": name})
    try:
        return bool(apply_machine_translation(translation.pk, by, translator))
    except requests.Timeout as problem:
        raise ValidationError(
            _("%(service)s did not answer in time. Nothing was changed; try again later.") % {"service": name}
        ) from problem
    except requests.RequestException as problem:
        raise ValidationError(
            _("%(service)s cannot be reached. Nothing was changed; try again later.") % {"service": name}
        ) from problem
    except DeepLError as problem:
        raise ValidationError(
            _("%(service)s refused or did not answer. Nothing was changed; try again later.") % {"service": name}
        ) from problem
    except (KeyError, TypeError, ValueError) as problem:
        raise ValidationError(
            _("%(service)s gave an answer that cannot be used. Nothing was changed.") % {"service": name}
        ) from problem


def _parsed(file: File[bytes]) -> polib.POFile:
    if file.size is None or file.size > LARGEST_PO_FILE:
        raise ValidationError(
            _("The file is larger than %(size)s MB; an exported file never is.")
            % {"size": LARGEST_PO_FILE // 1024 // 1024}
        )
    with NamedTemporaryFile(suffix=".po") as copy:  # polib takes a short text for the name of a file
        copy.write(file.read())
        copy.flush()
        try:
            return polib.pofile(copy.name, encoding="utf-8")
        except UnicodeDecodeError as problem:
            raise ValidationError(_("The file is not text in UTF-8.")) from problem
        except (OSError, ValueError, IndexError, AttributeError) as problem:  # polib raises OSError for syntax
            found = re.search(r"line (\d+)", str(problem))
            if found:
                raise ValidationError(
                    _("Line %(line)s: this is not the syntax of a PO file.") % {"line": found.group(1)}
                ) from problem
            raise ValidationError(_("This is not a PO file.")) from problem


def _check_it_belongs_here(catalogue: polib.POFile, translation: Translation) -> None:
    here = translation.target_locale.language_code
    key = catalogue.metadata.get("X-WagtailLocalize-TranslationID", "")
    named = catalogue.metadata.get("Language", "").replace("_", "-").lower()
    if key == str(translation.uuid) and named in ("", here.lower()):
        return
    other = (
        Translation.objects.filter(uuid=key).select_related("target_locale").first()
        if re.fullmatch(r"[0-9a-fA-F-]{36}", key)
        else None
    )
    if other is not None and other != translation and other.source_id == translation.source_id:
        named = other.target_locale.language_code
    if named and named != here.lower():
        raise ValidationError(
            _("Line 1: the file is for another language (%(other)s instead of %(here)s).")
            % {"other": named, "here": here}
        )
    raise ValidationError(_("Line 1: the file was exported from another paper, or not from here."))


def _problem_with(entry: polib.POEntry, current: set[tuple[str, str]], paths: set[str]) -> str | None:
    if (entry.msgctxt, entry.msgid) not in current:
        if entry.msgctxt in paths:
            return _("the original has changed since the file was exported. Export it again.")
        return _("this text does not occur in the original.")
    lost = Counter(PLACEHOLDER.findall(entry.msgid)) - Counter(PLACEHOLDER.findall(entry.msgstr))
    if lost:
        return _("the translation lacks %(placeholder)s.") % {"placeholder": ", ".join(lost)}
    added = Counter(PLACEHOLDER.findall(entry.msgstr)) - Counter(PLACEHOLDER.findall(entry.msgid))
    if added:
        return _("%(placeholder)s does not occur in the original.") % {"placeholder": ", ".join(added)}
    return _broken_markup(entry.msgstr)


def _broken_markup(text: str) -> str | None:
    opened: list[str] = []
    for closing, tag, _attributes in TAG.findall(text):
        if closing:
            if not opened or opened.pop() != tag.lower():
                return _("</%(tag)s> closes nothing.") % {"tag": tag}
        elif tag.lower() not in VOID_TAGS:
            opened.append(tag.lower())
    if opened:
        return _("<%(tag)s> is never closed.") % {"tag": opened[-1]}
    if "<" in TAG.sub("", text):
        return _("“<” begins no tag; write &lt; instead.")
    try:
        StringValue.from_translated_html(text)
    except ValueError as problem:
        return str(problem)
    return None
