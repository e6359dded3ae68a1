from __future__ import annotations

from django.db import migrations
from django.db.models.functions import Lower


def in_small_letters(apps, schema_editor):
    """No two can become one: they are unique whatever their case."""
    apps.get_model("accounts", "User").objects.update(email=Lower("email"))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_postal_address")]

    operations = [migrations.RunPython(in_small_letters, migrations.RunPython.noop)]
