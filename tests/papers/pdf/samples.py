"""Papers with one of everything, and the words a reader of the document must find, in their order."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pypdfium2
from django.contrib.auth import get_user_model
from django.core.files.images import ImageFile
from PIL import Image
from wagtail.images import get_image_model

LONG = (
    "Seit ihrer ersten Partnerschaft mit der britischen Stadt Bristol hat die Landeshauptstadt ihre Beziehungen zu "
    "Städten im Ausland stetig ausgebaut."
)
# A sentence in every language a city may offer, and Greek, which is a partner's.
SENTENCES = {
    "de": "Größe, Übermaß und Äußerung: die Stadt „pflegt“ ihre Partnerschaften für 1.000 €.",
    "en": "The city keeps up its “partnerships” – for £1,000.",
    "fr": "L’œuvre a déjà été reçue ; ça coûte « 1 000 € ».",
    "pl": "Zażółć gęślą jaźń: źródło współpracy z Poznaniem.",
    "cs": "Příliš žluťoučký kůň úpěl ďábelské ódy.",
    "ru": "Город Ганновер поддерживает партнёрские отношения; объём растёт.",
    "el": "Η πόλη διατηρεί συνεργασίες με πόλεις σε όλο τον κόσμο.",
    "ar": "أقامت المدينة شراكات مع مدن العالم وتقدم الإدارة تقريرا عن تنفيذ الخطة",
    "ja": "市は世界各地の都市とパートナーシップを築いてきました。",
    "hi": "शहर ने दुनिया भर के शहरों के साथ साझेदारी की है।",
}


def picture(width: int = 60, height: int = 40, *, mode: str = "RGB", format: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height), "white").save(out, format)
    return out.getvalue()


def uploaded(data: bytes | None = None, *, title: str = "Rathaus"):
    """An image of the author's with a file of 60 × 40 pixels, or with ``data`` that came in its place since."""
    author = get_user_model().objects.filter(email="author@umlauf.test").first()
    file = ImageFile(io.BytesIO(picture()), name="rathaus.png")
    image = get_image_model().objects.create(title=title, file=file, uploaded_by_user=author)
    if data is not None:
        with image.file.storage.open(image.file.name, "wb") as file:
            file.write(data)
    return image


def section(*blocks: tuple[str, Any], heading: str = "Anlass") -> tuple[str, dict[str, Any]]:
    return ("section", {"key": "", "heading": heading, "content": list(blocks)})


def text(html: str) -> tuple[str, str]:
    return ("text", html)


def image_block(
    image, *, alt: str = "Das Neue Rathaus von Süden", decorative: bool = False, caption: str = ""
) -> tuple[str, Any]:
    image.contextual_alt_text, image.decorative = alt, decorative
    return ("image", {"image": image, "caption": caption})


def table(columns: list[tuple[str, str]], rows: list[list[Any]], caption: str = "") -> tuple[str, Any]:
    value = {
        "columns": [{"type": kind, "heading": heading} for kind, heading in columns],
        "rows": [{"values": row} for row in rows],
        "caption": caption,
    }
    return ("table", {"table": value})


def cost_row(
    label: str,
    amount: str,
    *,
    year: int = 2026,
    direction: str = "expense",
    nature: str = "operations",
    period: str = "one_off",
):
    return {
        "label": label,
        "direction": direction,
        "nature": nature,
        "period": period,
        "year": year,
        "amount": Decimal(amount),
    }


def costs() -> tuple[str, Any]:
    rows = [
        cost_row("Zuwendungen", "14900.00"),
        cost_row("Fördermittel", "4000.50", direction="income", period="recurring"),
        cost_row("Umbau", "1250.00", year=2027, nature="investment"),
    ]
    return ("cost_table", {"caption": "Kosten des Umbaus", "rows": rows, "note": "Gerundet."})


def everything(sentence: str = LONG) -> list[Any]:
    """Every kind of block. The tables come first, so that none breaks and repeats its headings."""
    return [
        section(
            table(
                [("text", "Stadt"), ("rich_text", "Anlass der Partnerschaft"), ("number", "Betrag")],
                [
                    ["Bristol", "<p>seit <b>1947</b></p>", Decimal("12500.50")],
                    ["Poznań", "<p>seit 1979</p>", Decimal("2019")],
                ],
                caption="Partnerstädte",
            ),
            costs(),
            heading="Kosten",
        ),
        section(
            text(
                f"<p>{sentence}</p><ul><li>eins<ol><li>innen</li><li>noch "
                f"innen</li></ol></li><li>zwei</li></ul><h3>Unter der Überschrift</h3><p>Danach</p>"
            ),
            text(
                '<p><b>fett</b> und <i>schräg</i>, m<sup>2</sup> und H<sub>2</sub>O<br/>neue Zeile, <a href="https://www.hannover.de/ä">Adresse</a></p>'
            ),
            ("motion", f"<p>Der Rat möge beschließen: {sentence}</p>"),
            ("quotation", {"text": "Alles fließt.\n\nUnd bleibt.", "source": "Heraklit"}),
        ),
    ]


# --- what a reader finds --------------------------------------------------------------------------------------------


def words_of(content: dict[str, Any]) -> str:
    """All that the letterhead's template prints of a content, running footer left out, in reading order."""
    labels = content["labels"]
    parts = [*content["authority"].values(), content["kind"]]
    for committee in content["committees"]:
        parts += [committee["name"], f"({committee['note']})" if committee["note"] else ""]
    parts += [labels["number"], content["number"]] if content["number"] else []
    parts += [content["edition"], content["relation"], content["confidentiality"].upper()]
    parts += [
        labels["attachment_count"],
        ":",
        str(len(content["attachments"])),
        labels["agenda_item"],
        content["agenda_item"],
    ]
    parts += [labels["notice"]] if not content["draft"] else []
    parts += [content["reason"], content["title"], *_words(content["body"], labels)]
    parts += [labels["attachments"]] if content["attachments"] else []
    for number, annex in enumerate(content["attachments"], start=1):
        parts += [f"{number}.", annex["title"], f"({annex['format']})"]
    signature = content["signature"]
    parts += [signature["office"], f"{signature['place']} /" if signature["place"] else "", signature["date"]]
    return " ".join(filter(None, parts))


def _words(nodes: list[dict[str, Any]], labels: dict[str, str], depth: int = 0) -> Iterator[str]:
    for node in nodes:
        kind = node["t"]
        if kind in ("p", "h"):
            yield "".join(run.get("v", " ") for run in node["c"])
        elif kind in ("ul", "ol"):
            for number, item in enumerate(node["items"], start=1):
                yield f"{number}." if kind == "ol" else "•–"[depth % 2]
                yield from _words(item, labels, depth + (kind == "ul"))
        elif kind in ("motion", "vision", "quote"):
            yield from _words(node["c"], labels)
            if node.get("source"):
                yield f"— {node['source']}"
        elif kind == "figure":
            yield node["caption"]
        elif kind == "table":
            yield from (node["caption"], *node.get("head", ()))
            for cell in (cell for row in node["rows"] for cell in row):
                yield from [cell["v"]] if "v" in cell else _words(cell["c"], labels)
        elif kind == "costs":
            yield from (node["caption"], *node["head"])
            for year in node["years"]:
                yield year["year"]
                yield from (row[name] for row in year["rows"] for name in ("label", "kind", "expense", "income"))
                yield from (year["sum"][name] for name in ("label", "expense", "income"))
            yield from (row[name] for row in node["foot"] for name in ("label", "expense", "income"))
        else:
            yield " · ".join(filter(None, (node["state"], node["period"], node["office"])))
            yield from _words(node["description"], labels)
            yield from (labels["indicator"], node["indicator"]) if node["indicator"] else ()


def text_in(pdf: bytes, *, footer: bool = False) -> str:
    found = []
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        text_page = page.get_textpage()
        found.append(text_page.get_text_bounded(bottom=None if footer else 56))
        text_page.close()
        page.close()
    document.close()
    return "\n".join(found)


def squeezed(words: str) -> str:
    """Without spaces and hyphens, which lines break at will; ligatures taken apart."""
    return re.sub(r"[\s\-\u00ad\u2010\ufffe\x02\u200e\u200f]+", "", unicodedata.normalize("NFKC", words))
