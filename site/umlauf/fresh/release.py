"""What else a page depends on: the software with its templates and catalogues, the packages it stands on, the settings.
Read once in each process, from content and not from dates or numbers of versions, which somebody would have to raise.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.signals import setting_changed

PACKAGES = ("papers", "workflows", "search", "umlauf")
MAKES_PAGES = (".py", ".html", ".mo", ".txt", ".json")


@cache
def release() -> str:
    digest = hashlib.blake2b(digest_size=16)
    for path in _files():
        digest.update(f"{path.name}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    for line in (*_packages(), *_plain_settings(), _names_of_static_files()):
        digest.update(f"{line}\n".encode(errors="replace"))
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    folders = [Path(str(import_module(name).__file__)).parent for name in PACKAGES]
    for folder in [*folders, *map(Path, settings.LOCALE_PATHS)]:
        yield from sorted(path for path in folder.rglob("*") if path.suffix in MAKES_PAGES)


def _packages() -> list[str]:
    return sorted(f"{package.metadata['Name']} {package.version}" for package in distributions())


def _names_of_static_files() -> str:
    storage: Any = staticfiles_storage  # which stands for the one the settings name
    return str(storage.read_manifest()) if isinstance(storage, ManifestFilesMixin) else ""


def _plain_settings() -> list[str]:
    """All there are: nobody has to think of this list who adds one. They go no further than into the digest."""
    return [f"{name}={_plain(getattr(settings, name))}" for name in sorted(dir(settings)) if name.isupper()]


def _plain(value: Any) -> str:
    """What is no plain value counts by its type, because its text may be another in every process."""
    if isinstance(value, dict):
        return str([(str(key), _plain(each)) for key, each in value.items()])
    if isinstance(value, (list, tuple)):
        return str([_plain(each) for each in value])
    if value is None or isinstance(value, (str, bytes, int, float, Path)):
        return str(value)
    return type(value).__name__


def _settings_changed(**kwargs: object) -> None:
    release.cache_clear()


setting_changed.connect(_settings_changed, dispatch_uid="umlauf.fresh.release")
