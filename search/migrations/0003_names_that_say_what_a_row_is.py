from django.db import migrations


class Migration(migrations.Migration):
    """Models get the names of what their rows are; the tables keep theirs, so nothing is moved."""

    dependencies = [("search", "0002_full_text")]

    operations = [
        migrations.AlterModelTable("document", "search_document"),
        migrations.AlterModelTable("pending", "search_pending"),
        migrations.AlterModelTable("outgoing", "search_outgoing"),
        migrations.RenameModel("Document", "IndexedText"),
        migrations.RenameModel("Pending", "PendingUpdate"),
        migrations.RenameModel("Outgoing", "ElasticsearchUpdate"),
    ]
