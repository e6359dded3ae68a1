"""PostgreSQL knows how many papers are originals where they are asked for in words that lead to no index; it would
rather sort half of all papers by their titles than read these in their order."""

from django.db import migrations

COUNT = "CREATE STATISTICS IF NOT EXISTS papers_originals ON (COALESCE(translation_of_id, 0)) FROM papers_paper"


def on_postgresql(statement):
    def change(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(statement)

    return change


class Migration(migrations.Migration):
    dependencies = [("papers", "0031_columns_of_desk_lists")]
    operations = [migrations.RunPython(on_postgresql(COUNT), on_postgresql("DROP STATISTICS papers_originals"))]
