"""The ways papers take, as the council office finds them under Settings → Workflows and may change them."""

from django.db import migrations

CO_SIGN = ("routing", "Mitzeichnung", ["co_sign"])
CHECK = ("check", "Formale Prüfung", None)
RELEASE = ("release", "Freigabe", None)
COMMITTEES = ("routing", "Gremien", ["hearing", "deliberation", "information"])
DECIDING = ("routing", "Gremien mit Entscheidung", ["hearing", "deliberation", "preliminary", "decision", "information"])

WORKFLOWS = [
    ("Informationsdrucksache", [CO_SIGN, CHECK, RELEASE, COMMITTEES], ["information", "question"]),
    ("Beschlussdrucksache", [CO_SIGN, CHECK, RELEASE, DECIDING], ["decision", "motion", "strategy"]),
    ("Erst intern", [CO_SIGN, DECIDING, CHECK, RELEASE], []),
]
MODELS = {"routing": "RoutingTask", "check": "FormalCheckTask", "release": "ReleaseTask"}


def ship(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowTask = apps.get_model("wagtailcore", "WorkflowTask")
    PaperKind = apps.get_model("papers", "PaperKind")
    tasks = {}
    for name, steps, kinds in WORKFLOWS:
        workflow = Workflow.objects.create(name=name, active=True)
        for order, (model, title, roles) in enumerate(steps):
            if title not in tasks:
                task_model = apps.get_model("workflows", MODELS[model])
                content_type, _ = ContentType.objects.get_or_create(app_label="workflows", model=MODELS[model].lower())
                extra = {"roles": roles} if roles else {}
                tasks[title] = task_model.objects.create(name=title, active=True, content_type=content_type, **extra)
            WorkflowTask.objects.create(workflow=workflow, task_id=tasks[title].pk, sort_order=order)
        PaperKind.objects.filter(slug__in=kinds, workflow=None).update(workflow=workflow)


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0001_initial"),
        ("papers", "0002_shipped_kinds"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
