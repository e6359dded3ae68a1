"""What words with a mistake in them are compared with. The words known so far get it here, so that no text has to be read again."""

from django.db import migrations, models

from search.analysis import bare

BATCH = 500


def fill(apps, schema_editor):
    words = apps.get_model("search", "Word").objects
    last = 0
    while rows := list(words.filter(pk__gt=last).order_by("pk")[:BATCH]):
        for row in rows:
            row.bare = bare(row.word)[:80]
            row.length = len(row.bare)
            kept = 2 if row.length < 8 else 4
            row.beginning, row.ending = row.bare[:kept], row.bare[-kept:]
        words.bulk_update(rows, ["bare", "length", "beginning", "ending"])
        last = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [("search", "0003_names_that_say_what_a_row_is")]
    operations = [
        migrations.AddField("word", "bare", models.CharField(max_length=80, default=""), preserve_default=False),
        migrations.AddField("word", "length", models.PositiveSmallIntegerField(default=0), preserve_default=False),
        migrations.AddField("word", "beginning", models.CharField(max_length=4, default=""), preserve_default=False),
        migrations.AddField("word", "ending", models.CharField(max_length=4, default=""), preserve_default=False),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex("word", models.Index(fields=["beginning", "length"], name="search_word_beginning")),
        migrations.AddIndex("word", models.Index(fields=["ending", "length"], name="search_word_ending")),
    ]
