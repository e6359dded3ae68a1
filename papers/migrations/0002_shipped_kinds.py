"""The kinds of paper every council has, with what German councils demand of them. The council office edits them afterwards."""

from django.db import migrations

GENDER = ("gender", "Berücksichtigung von Gender-Aspekten", "text", "Sind Frauen, Männer und weitere Geschlechter unterschiedlich betroffen? Wurden Daten nach Geschlecht erhoben?")
CLIMATE = ("climate", "Auswirkungen auf das Klima", "text", "Welche Folgen hat das Vorhaben für Klimaschutz und Klimaanpassung?")
COSTS = ("costs", "Kostentabelle", "cost_table", "Einmalige und wiederkehrende Erträge und Aufwendungen, getrennt nach Investition und laufendem Betrieb. Summen rechnet das System.")
OCCASION = ("occasion", "Anlass", "text", "Warum erhalten die Gremien diese Information?")
MOTION = ("motion", "Antrag", "motion", "Der Wortlaut, über den abgestimmt wird.")
REASONS = ("reasons", "Begründung", "text", "")
QUESTION = ("question", "Frage", "text", "")

KINDS = [
    ("information", "Informationsdrucksache", "Information paper", "IDS", False, [OCCASION, GENDER, COSTS]),
    ("decision", "Beschlussdrucksache", "Decision paper", "BDS", True, [MOTION, REASONS, GENDER, CLIMATE, COSTS]),
    ("motion", "Antrag", "Motion", "A", True, [MOTION, REASONS]),
    ("question", "Anfrage", "Question", "F", False, [QUESTION]),
    ("strategy", "Strategie", "Strategy", "S", False, [OCCASION, GENDER, COSTS]),
]


def ship(apps, schema_editor):
    PaperKind = apps.get_model("papers", "PaperKind")
    RequiredSection = apps.get_model("papers", "RequiredSection")
    for position, (slug, name, english, abbreviation, requires_decision, sections) in enumerate(KINDS):
        kind, created = PaperKind.objects.get_or_create(
            slug=slug,
            defaults={
                "name": name,
                "name_translations": {"en": english},
                "abbreviation": abbreviation,
                "requires_decision": requires_decision,
                "position": position,
            },
        )
        if created:
            for order, (key, heading, block, help_text) in enumerate(sections):
                RequiredSection.objects.create(kind=kind, key=key, heading=heading, block=block, help_text=help_text, position=order)


class Migration(migrations.Migration):
    dependencies = [("papers", "0001_initial")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
