"""Counters belonged to a pattern; now they belong to all patterns whose numbers are read alike, and go on from the
furthest of them."""

import re
import unicodedata

from django.db import migrations
from wagtail.coreutils import string_to_ascii

FIELD = re.compile(r"\{(?:number|year)(?::[^{}]*)?\}")
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
GENERAL_WORDS = ("ds", "drs", "drucksache", "nr")


def series_of(pattern):
    text = unicodedata.normalize("NFKC", FIELD.sub(" ", pattern)).lower().translate(UMLAUTS)
    words = [word.lstrip("0") or "0" if word.isdecimal() else word for word in _words(text)]
    return "#" + "-".join(word for word in words if word not in GENERAL_WORDS)


def _words(text):
    return re.findall(r"[a-z]+|\d+", string_to_ascii(text).lower())


def join_counters(apps, schema_editor):
    counters = apps.get_model("papers", "NumberCounter").objects
    # those of supplements have no year
    for counter in counters.exclude(year=0).exclude(series__startswith="#").order_by("pk"):
        joined, _created = counters.get_or_create(series=series_of(counter.series)[:80], year=counter.year)
        joined.last = max(joined.last, counter.last)
        joined.save()
        counter.delete()


class Migration(migrations.Migration):
    dependencies = [("papers", "0015_corrections")]

    operations = [
        migrations.RunPython(join_counters, migrations.RunPython.noop),
    ]
