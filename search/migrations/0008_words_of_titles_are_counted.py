"""PostgreSQL knows how often a word stands in titles only if it is told to count; from the index of words in titles,
which leaves attachments out, it does not take it."""

from django.db import migrations

COUNT = "CREATE STATISTICS search_document_in_titles ON (to_tsvector('simple'::regconfig, terms_title)) FROM search_document"


def on_postgresql(statement):
    def change(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(statement)

    return change


class Migration(migrations.Migration):
    dependencies = [("search", "0007_few_that_match")]
    operations = [
        migrations.RunPython(on_postgresql(COUNT), on_postgresql("DROP STATISTICS search_document_in_titles")),
    ]
