"""Words with signs nobody sees in them are found as they read, and numbers in all their writings: whatever is in the
index is marked, and the worker makes its terms anew while searching goes on."""

from django.db import migrations

AT_ONCE = 1000


def mark(apps, schema_editor):
    documents = apps.get_model("search", "IndexedText").objects.order_by()
    pending = apps.get_model("search", "PendingUpdate").objects
    kinds = {
        "paper_id": documents.filter(attachment=None, paper__isnull=False),
        "organization_id": documents.filter(organization__isnull=False),
        "attachment_id": documents.filter(attachment__isnull=False),
    }
    for name, indexed in kinds.items():
        keys = sorted(indexed.values_list(name, flat=True).distinct())
        pending.bulk_create([pending.model(**{name: key}) for key in keys], batch_size=AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [("search", "0008_words_of_titles_are_counted"), ("papers", "0033_translations_behind")]
    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
