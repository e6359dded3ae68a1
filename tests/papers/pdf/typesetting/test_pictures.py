"""Pictures are scaled, or refused before they are decoded."""

from __future__ import annotations

import io
import time

import pikepdf
import pytest
from PIL import Image

from papers.pdf.printing import printed
from papers.pdf.typesetting import NotTypeset, Reason, typeset
from tests.factories.papers import draft
from tests.papers.pdf.samples import image_block, picture, section, uploaded
from tests.papers.pdf.typesetting.contents import (
    with_body,
)


def test_a_picture_of_two_hundred_megapixels_is_refused_before_it_is_decoded(cast):
    bomb = picture(20_000, 10_000, mode="1")
    assert len(bomb) < 100_000
    page = draft(cast, body=[section(image_block(uploaded(bomb)))])
    began = time.process_time()
    with pytest.raises(NotTypeset) as refused:
        printed(page)
    assert refused.value.reason_code == Reason.IMAGE_TOO_LARGE
    assert "Bildpunkte" in str(refused.value)
    assert time.process_time() - began < 5, "of work, however busy the machine is"


def test_a_file_that_is_no_picture_is_refused(cast):
    page = draft(cast, body=[section(image_block(uploaded(b"GIF89a kaputt")))])
    with pytest.raises(NotTypeset) as refused:
        printed(page)
    assert refused.value.reason_code == Reason.IMAGE_UNREADABLE


@pytest.mark.parametrize(
    ("mode", "format"),
    [
        ("RGB", "JPEG"),
        ("CMYK", "JPEG"),
        ("L", "JPEG"),
        ("RGBA", "PNG"),
        ("P", "GIF"),
        ("1", "PNG"),
        ("RGB", "WEBP"),
        ("I;16", "PNG"),
    ],
)
def test_pictures_of_any_kind_are_scaled_to_what_paper_shows(content, mode, format):
    figure = {"t": "figure", "file": "image-1", "image": 1, "alt": "Bild", "caption": "", "decorative": False}
    document = typeset(with_body(content, figure), {"image-1": picture(3000, 1500, mode=mode, format=format)})
    with pikepdf.open(io.BytesIO(document)) as pdf:
        [drawn] = [image for page in pdf.pages for image in page.get_images().values()]
        assert (int(drawn.Width), int(drawn.Height)) == (2000, 1000)


def test_a_photograph_stands_upright(content):
    out = io.BytesIO()
    photograph = Image.new("RGB", (60, 40))
    exif = photograph.getexif()
    exif[0x0112] = 6  # held sideways
    photograph.save(out, "JPEG", exif=exif)
    figure = {"t": "figure", "file": "image-1", "image": 1, "alt": "Bild", "caption": "", "decorative": False}
    with pikepdf.open(io.BytesIO(typeset(with_body(content, figure), {"image-1": out.getvalue()}))) as pdf:
        [drawn] = [image for page in pdf.pages for image in page.get_images().values()]
        assert (int(drawn.Width), int(drawn.Height)) == (40, 60)


def test_a_picture_cannot_be_put_elsewhere(content, tmp_path):
    with pytest.raises(NotTypeset):
        typeset(content, {str(tmp_path / "fremd"): picture()})
    assert not (tmp_path / "fremd").exists()
