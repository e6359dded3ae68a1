import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0004_alike_words")]
    operations = [
        migrations.AlterField(
            model_name="pendingupdate",
            name="paper",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="papers.paper",
                verbose_name="paper",
            ),
        ),
    ]
