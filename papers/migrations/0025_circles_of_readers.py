"""Each paper knows its original and its circle of readers."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Case, Exists, OuterRef, Subquery, Value, When


def fill(apps: Any, schema_editor: Any) -> None:
    papers, pages = apps.get_model("papers", "Paper").objects.order_by(), apps.get_model("wagtailcore", "Page").objects
    original = papers.filter(
        translation_key=OuterRef("translation_key"), locale__language_code=settings.LANGUAGE_CODE
    ).values("page_ptr")
    foreign = papers.exclude(locale__language_code=settings.LANGUAGE_CODE).annotate(found=Subquery(original[:1]))
    for page, found in foreign.exclude(found=None).values_list("pk", "found").iterator():
        papers.filter(pk=page).update(translation_of=found)
    draft = Exists(pages.order_by().filter(pk=OuterRef("page_ptr"), live=False))
    papers.filter(translation_of=None).update(
        circle=Case(
            When(taken_off_at__isnull=False, then=Value("council_office")),
            When(draft, then=Value("workers")),
            When(confidentiality="public", then=Value("public")),
            When(confidentiality="non_public", then=Value("bodies")),
            default=Value("slip"),
        )
    )


class Migration(migrations.Migration):
    dependencies = [("papers", "0024_taken_off_former_files")]

    operations = [
        migrations.AddField(
            model_name="paper",
            name="circle",
            field=models.CharField(
                blank=True,
                choices=[
                    ("public", "everybody"),
                    ("bodies", "members of bodies"),
                    ("slip", "members of the bodies on its slip"),
                    ("workers", "who works on it"),
                    ("council_office", "the council office"),
                ],
                default="",
                max_length=20,
                verbose_name="circle of readers",
            ),
        ),
        migrations.AddField(
            model_name="paper",
            name="translation_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="translations",
                db_index=False,
                to="papers.paper",
                verbose_name="translation of",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
