"""Files that are kept with their hash are compared with it before anything is done with them: what was altered on the
disk is handed to nobody under the name of what was kept.

A large file is not read twice as long as the system says that nobody wrote to it. That is told by the time of its last
change (``ctime``) too, which, unlike the time of its content, no program can set.
"""

from __future__ import annotations

import hashlib
import logging
import os
import time
from collections import OrderedDict
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.core.files.base import File
    from django.db.models.fields.files import FieldFile

    from papers.models import Attachment

logger = logging.getLogger("umlauf.security")

LARGE = 256 * 1024  # bytes; anything smaller is compared each time
MOST_REMEMBERED = 5000
CHUNK = 1024 * 1024

SETTLED = 2.0  # seconds after its last change, before which two changes can carry the same time

_Seen = tuple[str | int, ...]
_compared: OrderedDict[_Seen, str] = OrderedDict()


class Altered(Exception):
    """The file is another one than was kept; only a backup brings it back."""


def opened_as_kept(file: FieldFile, *, algorithm: str, digest: str, name: str) -> File[bytes]:
    """Opens the file for reading. ``name`` says in the log which it is. Raises Altered, FileNotFoundError."""
    file.open("rb")
    found = _digest(file, algorithm)
    if found != digest.lower():
        file.close()
        logger.error("%s was altered on the disk: its %s is %s, not %s", name, algorithm, found, digest)
        raise Altered(name)
    file.seek(0)
    return file


def opened_attachment(annex: Attachment) -> File[bytes]:
    """Raises Altered, FileNotFoundError."""
    return opened_as_kept(annex.file, algorithm="sha512", digest=annex.sha512, name=f"attachment {annex.pk}")


def _digest(file: FieldFile, algorithm: str) -> str:
    seen = _seen(file, algorithm)
    if seen is not None and seen in _compared:
        with suppress(KeyError):  # another thread may just have forgotten it
            _compared.move_to_end(seen)
            return _compared[seen]
    digest = hashlib.new(algorithm)
    for chunk in file.chunks(CHUNK):
        digest.update(chunk)
    found = digest.hexdigest()
    if seen is not None and _seen(file, algorithm) == seen:
        _compared[seen] = found
        while len(_compared) > MOST_REMEMBERED:
            with suppress(KeyError):
                _compared.popitem(last=False)
    return found


def _seen(file: FieldFile, algorithm: str) -> _Seen | None:
    """What the system says about a large file; None of others, and where the storage keeps it elsewhere."""
    try:
        about = os.fstat(file.fileno())
    except (AttributeError, OSError, ValueError):
        return None
    if about.st_size < LARGE or time.time() - about.st_ctime < SETTLED:
        return None
    return algorithm, about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns
