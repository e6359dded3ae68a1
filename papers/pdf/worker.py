"""Typesets documents, one after the other. A program of its own, which ``typesetting`` starts: it imports neither
Django nor the rest of the product.

Content comes from people and pictures from anywhere; a paper can be huge and a picture hostile. So the process has
limits, and its parent may kill it at any time. A job and its answer are a line of JSON, followed by the bytes it
announces. It ends with its parent, when nothing more can be read."""

from __future__ import annotations

import gc
import io
import json
import os
import re
import resource
import shutil
import sys
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import typst

if TYPE_CHECKING:
    from PIL import Image

FAILED = "failed"
TOO_LARGE = "too_large"
IMAGE_TOO_LARGE = "image_too_large"
IMAGE_UNREADABLE = "image_unreadable"

MOST_PIXELS = 80_000_000  # of an image, before it is decoded
LONGEST_SIDE = 2000  # pixels: 300 dpi on the width of the text
JPEG_QUALITY = 85
OPEN_FILES = 128
LARGEST_FILE = 256 * 1024 * 1024
IMAGE_NAME = re.compile(r"[a-z0-9-]{1,40}")
STANDARDS: Any = ["a-2a", "ua-1"]


class Refused(Exception):
    """Says why in words of ours, and in which image."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


class Press:
    """A folder with templates, and the fonts."""

    def __init__(self, root: Path, font_folders: list[str]) -> None:
        self.root = root
        self.fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=font_folders)
        self.compilers: dict[str, typst.Compiler] = {}

    def typeset(self, job: dict[str, Any], images: dict[str, bytes]) -> bytes:
        """Raises Refused, and what Typst raises."""
        for name, data in images.items():
            if not IMAGE_NAME.fullmatch(name):
                raise Refused(FAILED, f"image named {name!r}")
            (self.root / name).write_bytes(_prepared(name, data))
        try:
            compiler = self._compiler(job["template"], keep=not images)
            document = compiler.compile(
                format="pdf", pdf_standards=STANDARDS, timestamp=0, sys_inputs={"data": job["data"]}
            )
        finally:
            for name in images:
                (self.root / name).unlink(missing_ok=True)
        if not isinstance(document, bytes):
            raise Refused(FAILED, "no document")
        return document

    def _compiler(self, template: str, *, keep: bool) -> typst.Compiler:
        """One that is kept need not read its templates again. It would keep every picture, too."""
        if keep and template in self.compilers:
            return self.compilers[template]
        compiler = typst.Compiler(
            input=self.root / template,
            root=self.root,
            font_paths=self.fonts,
            ignore_system_fonts=True,
            package_path=self.root / "no-packages",
            package_cache_path=self.root / "no-packages",
        )
        if keep:
            self.compilers[template] = compiler
        return compiler


def _prepared(name: str, data: bytes) -> bytes:
    """Upright, no larger than can be seen on paper, and written anew, so that nothing but pixels reaches the document.
    Raises Refused."""
    # here, because most papers have no pictures, and are typeset before Pillow is imported
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # asked for by ourselves, with an answer people understand
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Refused(IMAGE_TOO_LARGE, name)
            is_photograph = image.format == "JPEG"
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return _written(upright, is_photograph)
    except Refused:
        raise
    except MemoryError:
        raise Refused(IMAGE_TOO_LARGE, name) from None
    except Exception as error:  # Pillow raises anything over a bad file
        raise Refused(IMAGE_UNREADABLE, f"{name}: {error}") from error


def _written(image: Image.Image, is_photograph: bool) -> bytes:
    out = io.BytesIO()
    if is_photograph:
        image.convert("RGB").save(out, "JPEG", quality=JPEG_QUALITY)
    else:
        image.convert("RGBA" if image.has_transparency_data else "RGB").save(out, "PNG")
    return out.getvalue()


def answer_to(job: dict[str, Any], images: dict[str, bytes], press: Press) -> tuple[dict[str, Any], bytes]:
    began = time.monotonic()
    try:
        document = press.typeset(job, images)
    except Refused as refused:
        return {"problem": refused.code, "detail": refused.detail}, b""
    except MemoryError:
        return {"problem": TOO_LARGE, "detail": ""}, b""
    except Exception as error:  # noqa: BLE001
        # whatever the compiler says is for the log; the parent gets an answer in any case
        return {"problem": FAILED, "detail": _told(error)}, b""
    return {"seconds": round(time.monotonic() - began, 4)}, document


def _told(error: Exception) -> str:
    hints = getattr(error, "hints", None) or []
    return " | ".join([str(getattr(error, "message", None) or error), *map(str, hints)])[:2000]


def _resident() -> int:
    """Bytes in memory now; where the kernel does not say, the most there ever were."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def set_limits(memory: int) -> None:
    """Of this process, for good. Never above what it was started with, which the kernel would refuse."""
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_FSIZE, LARGEST_FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        highest = resource.getrlimit(what)[1]
        bounded = most if highest == resource.RLIM_INFINITY else min(most, highest)
        resource.setrlimit(what, (bounded, bounded))


def serve(jobs: IO[bytes], answers: IO[bytes], press: Press) -> None:
    gc.freeze()  # nothing of what was imported is ever let go, nor worth looking through after each job
    while line := jobs.readline():
        job = json.loads(line)
        images = {name: jobs.read(size) for name, size in job["images"]}
        head, document = answer_to(job, images, press)
        del images
        gc.collect()
        answers.write(json.dumps(head | {"size": len(document), "resident": _resident()}).encode() + b"\n" + document)
        answers.flush()


def main(settings: dict[str, Any]) -> None:
    set_limits(settings["memory"])
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    with os.fdopen(0, "rb") as jobs:
        serve(jobs, answers, Press(Path(settings["root"]), settings["fonts"]))
    shutil.rmtree(settings["root"], ignore_errors=True)  # a parent that was killed cannot
    os._exit(0)  # nothing else is worth tidying up


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
