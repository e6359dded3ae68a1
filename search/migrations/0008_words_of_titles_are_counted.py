"""PostgreSQL knows how often a word stands in titles only if it is told to count; from the index of words in titles,
which leaves attachments out, it does not take it."""

from django.db import migrations

from papers.for_postgresql import OnPostgreSQL


class Migration(migrations.Migration):
    dependencies = [("search", "0007_few_that_match")]
    operations = [
        OnPostgreSQL(
            "CREATE STATISTICS search_document_in_titles"
            " ON (to_tsvector('simple'::regconfig, terms_title)) FROM search_document",
            "DROP STATISTICS search_document_in_titles",
        )
    ]
