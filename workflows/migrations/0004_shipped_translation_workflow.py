"""The way of a translation, as the council office finds it under Settings → Workflows."""

from django.db import migrations


def ship(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    content_type, _ = ContentType.objects.get_or_create(app_label="workflows", model="translationreviewtask")
    workflow = apps.get_model("wagtailcore", "Workflow").objects.create(name="Übersetzung", active=True)
    task = apps.get_model("workflows", "TranslationReviewTask").objects.create(name="Prüfung der Übersetzung", active=True, content_type=content_type)
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(workflow=workflow, task_id=task.pk, sort_order=0)


class Migration(migrations.Migration):
    dependencies = [("workflows", "0003_translation_review")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
