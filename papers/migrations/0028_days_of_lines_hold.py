"""The database keeps the day of a line with its act."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("papers", "0027_days_of_lines")]

    operations = [
        migrations.AddConstraint(
            model_name='consultation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_on__isnull', True), ('latest_act__isnull', True)), models.Q(('decided_on__isnull', False), ('latest_act__isnull', False)), _connector='OR'), name='papers_line_knows_its_day'),
        ),
    ]
