"""Interface catalogues without system gettext: ``python -m umlauf.catalogues compile | check | update``.

Compiling needs only polib. Extracting strings (``check``, ``update``) needs xgettext; where it is missing, the check
says so in one line and is left to CI, where missing it is an error."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import polib

from umlauf.languages import IN_ENGLISH, WITH_CATALOGUE

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "locale"
SPEAKING = ("django.conf", "django.contrib.auth", "allauth")
IGNORED = [".venv/*", "node_modules/*", "tests/*", "var/*", "locale/*"]


def compile_catalogues() -> int:
    for po_file in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        _with_its_language(po_file).save_as_mofile(str(po_file.with_suffix(".mo")))
    for language in IN_ENGLISH:
        folder = LOCALE / language / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        _english().save_as_mofile(str(folder / "django.mo"))
    return 0


def _with_its_language(po_file: Path) -> polib.POFile:
    """What a variety such as plain German does not say itself, its language says. Django would ask for that as well,
    but only after the packages we use: their German would win over ours."""
    catalogue = polib.pofile(str(po_file))
    folder = po_file.parent.parent.name
    if "_X-" in folder:
        own = {(entry.msgctxt, entry.msgid) for entry in catalogue}
        language = polib.pofile(str(LOCALE / folder.partition("_X-")[0] / "LC_MESSAGES" / po_file.name))
        catalogue.extend(entry for entry in language.translated_entries() if (entry.msgctxt, entry.msgid) not in own)
    return catalogue


def _english() -> polib.POFile:
    """Every msgid as its own translation, or Django would show German where a language has no catalogue; also those of
    the packages whose words stand on public pages, or months would be in a language nothing else is in."""
    catalogue = polib.pofile(str(LOCALE / "de" / "LC_MESSAGES" / "django.po"))
    own = {(entry.msgctxt, entry.msgid) for entry in catalogue}
    for name in SPEAKING:
        spec = find_spec(name)
        folder = Path(str(spec and spec.origin)).parent
        theirs = polib.mofile(str(folder / "locale" / "de" / "LC_MESSAGES" / "django.mo"))
        new = [entry for entry in theirs if (entry.msgctxt, entry.msgid) not in own]
        own |= {(entry.msgctxt, entry.msgid) for entry in new}
        catalogue.extend(polib.POEntry(msgid=e.msgid, msgid_plural=e.msgid_plural, msgctxt=e.msgctxt) for e in new)
    catalogue.metadata["Plural-Forms"] = "nplurals=2; plural=(n != 1);"
    for entry in catalogue:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
        else:
            entry.msgstr = entry.msgid
    return catalogue


def update_catalogues() -> int:
    _extract(LOCALE)
    return compile_catalogues()


def check_catalogues() -> int:
    """Exit code 1 with one line per string that is missing, no longer used, fuzzy or untranslated."""
    if shutil.which("xgettext") is None:
        message = "catalogue drift: not checked, xgettext is not installed"
        sys.stderr.write(message + "\n")
        return 1 if os.environ.get("CI") == "true" else 0
    problems: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "locale"
        shutil.copytree(LOCALE, fresh)
        _extract(fresh)
        for language in WITH_CATALOGUE:
            kept, found = _catalogue(LOCALE, language), _catalogue(fresh, language)
            problems += [f"{language}: new, not in the catalogue: {key[1]!r}" for key in found.keys() - kept.keys()]
            problems += [f"{language}: no longer used: {key[1]!r}" for key in kept.keys() - found.keys()]
            for key, entry in kept.items():
                if entry.fuzzy:
                    problems.append(f"{language}: fuzzy: {key[1]!r}")
                elif not entry.translated():
                    problems.append(f"{language}: not translated: {key[1]!r}")
    sys.stderr.writelines(f"{problem}\n" for problem in sorted(problems))
    return 1 if problems else 0


def _catalogue(locale: Path, language: str) -> dict[tuple[str, str, str], polib.POEntry]:
    catalogue = polib.pofile(str(locale / language / "LC_MESSAGES" / "django.po"))
    return {
        (entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""): entry for entry in catalogue if not entry.obsolete
    }


def _extract(locale: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "umlauf.settings.test")
    import django  # the other commands do without Django
    from django.conf import settings
    from django.core.management import call_command
    from django.core.management.commands.makemessages import Command

    class Extraction(Command):
        # Django declares it so; a guess is worse than a gap
        msgmerge_options = [*Command.msgmerge_options, "--no-fuzzy-matching"]  # noqa: RUF012

        def find_files(self, root: str) -> list[Any]:
            """Django adds the ``locale`` folder it stands in, and would write there; a check must leave the working
            tree alone."""
            self.locale_paths = [str(locale)]
            return super().find_files(root)

    django.setup()
    settings.LOCALE_PATHS = [locale]
    os.chdir(ROOT)
    call_command(
        Extraction(),
        locale=list(WITH_CATALOGUE),
        ignore_patterns=IGNORED,
        no_obsolete=True,
        add_location="file",
        verbosity=0,
    )


COMMANDS = {"compile": compile_catalogues, "check": check_catalogues, "update": update_catalogues}

if __name__ == "__main__":
    sys.exit(COMMANDS[sys.argv[1]]())
