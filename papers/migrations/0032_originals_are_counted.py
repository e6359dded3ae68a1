"""PostgreSQL knows how many papers are originals where they are asked for in words that lead to no index; it would
rather sort half of all papers by their titles than read these in their order."""

from django.db import migrations

from papers.for_postgresql import OnPostgreSQL


class Migration(migrations.Migration):
    dependencies = [("papers", "0031_columns_of_desk_lists")]
    operations = [
        OnPostgreSQL(
            "CREATE STATISTICS IF NOT EXISTS papers_originals ON (COALESCE(translation_of_id, 0)) FROM papers_paper",
            "DROP STATISTICS IF EXISTS papers_originals",
        )
    ]
