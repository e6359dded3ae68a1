"""Loads words that mean the same to people who search, once: from then on they are the council office's. Where it has
written down a word already, its group stays as it is and ours is left out."""

from django.db import migrations

from search.everyday_words import GROUPS


def words_of(group):
    return {word.strip().lower() for word in group.split(",")}


def load(apps, schema_editor):
    synonyms = apps.get_model("search", "Synonyms").objects
    known = {word for words in synonyms.values_list("words", flat=True) for word in words_of(words)}
    synonyms.bulk_create([synonyms.model(words=group) for group in GROUPS if not known & words_of(group)])


class Migration(migrations.Migration):
    dependencies = [("search", "0009_words_as_they_are_seen")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
