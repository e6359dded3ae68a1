"""Wagtail looks for the root of all pages by its depth, and PostgreSQL would read all of them. Of Wagtail's table, whose
migrations know nothing of it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("papers", "0033_translations_behind"), ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes")]
    operations = [
        migrations.RunSQL(
            "CREATE INDEX papers_pages_at_the_root ON wagtailcore_page (path) WHERE depth = 1",
            "DROP INDEX IF EXISTS papers_pages_at_the_root",
        )
    ]
