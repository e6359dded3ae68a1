"""Searches ask these functions only for what is rare. PostgreSQL takes each for a thousand rows, and would rather walk
through all papers than look for so many."""

from django.db import migrations

FUNCTIONS = ("matching", "titled", "titled_in_part")


def say(rows):
    def change(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for name in FUNCTIONS:
                schema_editor.execute(f"ALTER FUNCTION search_{name}(tsquery) ROWS {rows}")

    return change


class Migration(migrations.Migration):
    dependencies = [("search", "0006_bounded_searches")]
    operations = [migrations.RunPython(say(30), say(1000))]
