from django.db import migrations

STOCK = ("Moderators", "Editors")


def take_permissions(apps, schema_editor):
    """Wagtail comes with two groups that may change all pages, images and documents there are. Here verbs say who may
    do what, and a group that is handed out by mistake must open no tree of pages.
    They still open the door of the desk."""
    for model in ("GroupPagePermission", "GroupCollectionPermission"):
        apps.get_model("wagtailcore", model).objects.filter(group__name__in=STOCK).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0001_initial'),
        # whatever gives them something, to the last
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
        ('wagtailimages', '0027_image_description'),
        ('wagtaildocs', '0014_alter_document_file_size'),
    ]

    operations = [
        migrations.RunPython(take_permissions, migrations.RunPython.noop),
    ]
