"""Each line knows the day of its latest act; lists of results and of papers have their indices."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps: Any, schema_editor: Any) -> None:
    acts = apps.get_model("papers", "Act").objects.filter(pk=OuterRef("latest_act"))
    for name in ("Consultation", "HistoricalConsultation"):
        lines = apps.get_model("papers", name).objects.exclude(latest_act=None)
        lines.update(decided_on=Subquery(acts.values("decided_on")[:1]))


class Migration(migrations.Migration):

    dependencies = [
        ('papers', '0026_circles_hold'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='consultation',
            name='papers_line_waiting',
        ),
        migrations.AddField(
            model_name='consultation',
            name='decided_on',
            field=models.DateField(blank=True, null=True, verbose_name='date of the result'),
        ),
        migrations.AddField(
            model_name='historicalconsultation',
            name='decided_on',
            field=models.DateField(blank=True, null=True, verbose_name='date of the result'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='consultation',
            index=models.Index(fields=['organization', 'state', '-opened_at', '-id'], name='papers_line_waiting'),
        ),
        migrations.AddIndex(
            model_name='consultation',
            index=models.Index(condition=models.Q(('completed_at__isnull', False)), fields=['organization', '-decided_on', '-completed_at', '-id'], name='papers_line_recent'),
        ),
        migrations.AddIndex(
            model_name='consultation',
            index=models.Index(condition=models.Q(('completed_at__isnull', False)), fields=['role', '-decided_on', '-completed_at', '-id'], name='papers_line_decisions'),
        ),
        migrations.AddIndex(
            model_name='paper',
            index=models.Index(condition=models.Q(('released_at__isnull', False)), fields=['-released_at', '-page_ptr'], name='papers_newest'),
        ),
        migrations.AddIndex(
            model_name='paper',
            index=models.Index(condition=models.Q(('released_at__isnull', False)), fields=['kind', '-released_at', '-page_ptr'], name='papers_newest_by_kind'),
        ),
        migrations.AddIndex(
            model_name='paper',
            index=models.Index(condition=models.Q(('released_at__isnull', False)), fields=['state', '-released_at', '-page_ptr'], name='papers_newest_by_state'),
        ),
        migrations.AddIndex(
            model_name='paper',
            index=models.Index(condition=models.Q(('released_at__isnull', False)), fields=['number_year', '-released_at', '-page_ptr'], name='papers_newest_by_year'),
        ),
        migrations.AddIndex(
            model_name='paper',
            index=models.Index(condition=models.Q(('released_at__isnull', False)), fields=['originating_office', '-released_at', '-page_ptr'], name='papers_newest_by_office'),
        ),
    ]
