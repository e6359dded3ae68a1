"""Typesets documents, one after the other. A program that may die (``papers.programs``), which ``typesetting`` starts:
it does not import Django.

Content comes from people and pictures from anywhere; a paper can be huge and a picture hostile.
"""

from __future__ import annotations

import io
import re
import shutil
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typst

from papers.programs import guest

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


def answer_to(job: dict[str, Any], images: dict[str, bytes], *, press: Press) -> tuple[dict[str, Any], bytes]:
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


def main(folder: Path, fonts: list[str], memory: int) -> None:
    guest.limit(memory=memory, open_files=OPEN_FILES, largest_file=LARGEST_FILE)
    guest.serve(partial(answer_to, press=Press(folder, fonts)))
    shutil.rmtree(folder, ignore_errors=True)  # a host that was killed cannot
    guest.end()


if __name__ == "__main__":
    about = guest.arguments()
    main(Path(about["folder"]), about["fonts"], about["memory"])
