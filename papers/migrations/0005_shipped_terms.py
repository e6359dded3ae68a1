"""Terms every German council uses, in the languages of its partner cities. The council office and the translators amend them afterwards."""

from django.db import migrations

LANGUAGES = ("en", "fr", "pl", "cs", "ar", "ru", "ja", "hi", "de-x-leicht")

TERMS = {
    "Drucksache": ("paper; council paper", "document; document du conseil", "druk; dokument", "tisk; dokument", "وثيقة", "документ", "文書", "दस्तावेज़", "Papier; Vorlage"),
    "Informationsdrucksache": ("information paper", "document d’information", "druk informacyjny", "informační tisk", "وثيقة إعلامية", "информационный документ", "情報文書", "सूचना दस्तावेज़", "Info-Papier"),
    "Beschlussdrucksache": ("decision paper", "document de délibération", "druk uchwałodawczy", "rozhodovací tisk", "وثيقة قرار", "проект решения", "決議文書", "निर्णय दस्तावेज़", "Beschluss-Papier"),
    "Beratungsfolge": ("routing; routing slip", "parcours; circuit d’examen", "kolejność obrad", "postup projednávání", "تسلسل المداولات", "порядок рассмотрения", "審議順序", "विचार-क्रम", "Weg"),
    "zur Kenntnis": ("for information; note; noted", "pour information; pris acte", "do wiadomości", "na vědomí", "للعلم", "к сведению", "報告; 了承", "जानकारी के लिए", "zur Info"),
    "Ausschuss": ("committee", "commission", "komisja", "výbor", "لجنة", "комитет", "委員会", "समिति", "Ausschuss; Gruppe"),
    "Ratsversammlung": ("council assembly; council", "conseil municipal", "rada miasta", "zastupitelstvo", "مجلس المدينة", "городской совет", "市議会", "नगर परिषद", "Stadt-Rat; Rat"),
    "Verwaltungsausschuss": ("administrative committee", "commission administrative", "komisja administracyjna", "správní výbor", "اللجنة الإدارية", "административный комитет", "行政委員会", "प्रशासनिक समिति", "Verwaltungs-Ausschuss"),
    "Stadtbezirksrat": ("district council", "conseil de quartier; conseil d’arrondissement", "rada dzielnicy", "rada městské části", "مجلس الحي", "районный совет", "区議会", "ज़िला परिषद", "Bezirks-Rat"),
    "Oberbürgermeister": ("mayor; lord mayor", "maire", "prezydent miasta; nadburmistrz", "primátor", "عمدة; رئيس البلدية", "обер-бургомистр; мэр", "市長", "महापौर", "Ober-Bürgermeister"),
    "Dezernat": ("directorate; department", "direction générale; direction", "wydział; departament", "odbor", "دائرة", "департамент", "局", "विभाग", "Abteilung"),
    "Geschäftsstelle": ("office", "secrétariat", "biuro", "kancelář", "مكتب", "секретариат; бюро", "事務局", "कार्यालय", "Büro"),
    "Beschluss": ("decision; resolution", "délibération; décision", "uchwała", "usnesení", "قرار", "решение", "決議", "निर्णय; संकल्प", "Beschluss; Entscheidung"),
    "Antrag": ("motion", "motion; proposition", "wniosek", "návrh", "مقترح; اقتراح", "предложение", "動議; 提案", "प्रस्ताव", "Antrag; Vorschlag"),
    "Anfrage": ("question", "question", "zapytanie; interpelacja", "dotaz; interpelace", "استفسار; سؤال", "запрос", "質問", "प्रश्न", "Frage"),
    "Tagesordnung": ("agenda", "ordre du jour", "porządek obrad", "program jednání; pořad jednání", "جدول الأعمال", "повестка дня", "議事日程", "कार्यसूची", "Tages-Ordnung; Plan"),
    "Sitzung": ("meeting", "séance", "posiedzenie; sesja", "zasedání; jednání", "جلسة; اجتماع", "заседание", "会議", "बैठक", "Treffen; Sitzung"),
    "Haushalt": ("budget", "budget", "budżet", "rozpočet", "ميزانية; موازنة", "бюджет", "予算", "बजट", "Haushalt; Geld"),
    "Städtepartnerschaft": ("town twinning; city partnership", "jumelage", "partnerstwo miast", "partnerství měst", "توأمة المدن", "партнёрство городов", "姉妹都市提携", "शहर साझेदारी", "Partner-Stadt"),
    "Partnerstadt": ("partner city; twin city", "ville jumelée; ville partenaire", "miasto partnerskie", "partnerské město", "مدينة شريكة", "город-партнёр", "姉妹都市", "साझेदार शहर", "Partner-Stadt"),
    "Kostentabelle": ("table of costs; costs", "tableau des coûts", "tabela kosztów", "tabulka nákladů", "جدول التكاليف", "таблица расходов", "費用表", "लागत तालिका", "Kosten"),
    "Begründung": ("reasons; explanation", "exposé des motifs; motifs", "uzasadnienie", "odůvodnění", "تعليل; تبرير", "обоснование", "理由", "औचित्य", "Gründe; Grund"),
    "Handlungsfeld": ("field of action", "champ d’action", "obszar działania; pole działania", "oblast činnosti", "مجال العمل", "направление деятельности", "行動分野", "कार्य-क्षेत्र", "Bereich"),
    "Maßnahme": ("measure", "mesure", "działanie; środek", "opatření", "إجراء; تدبير", "мера; мероприятие", "施策; 措置", "उपाय", "Maßnahme; Aufgabe"),
    "Leitbild": ("vision; guiding principles", "vision; charte", "wizja", "vize", "رؤية", "концепция", "理念; ビジョン", "दृष्टि", "Ziel-Bild"),
}

KINDS = {
    "information": ("Document d’information", "Druk informacyjny", "Informační tisk", "وثيقة إعلامية", "Информационный документ", "情報文書", "सूचना दस्तावेज़", "Info-Papier"),
    "decision": ("Document de délibération", "Druk uchwałodawczy", "Rozhodovací tisk", "وثيقة قرار", "Проект решения", "決議文書", "निर्णय दस्तावेज़", "Beschluss-Papier"),
    "motion": ("Motion", "Wniosek", "Návrh", "مقترح", "Предложение", "動議", "प्रस्ताव", "Antrag"),
    "question": ("Question", "Zapytanie", "Dotaz", "استفسار", "Запрос", "質問", "प्रश्न", "Frage"),
    "strategy": ("Stratégie", "Strategia", "Strategie", "استراتيجية", "Стратегия", "戦略", "रणनीति", "Plan"),
}


def ship(apps, schema_editor):
    GlossaryTerm = apps.get_model("papers", "GlossaryTerm")
    for term, renderings in TERMS.items():
        GlossaryTerm.objects.get_or_create(term=term, defaults={"renderings": dict(zip(LANGUAGES, renderings, strict=True))})
    PaperKind = apps.get_model("papers", "PaperKind")
    for kind in PaperKind.objects.filter(slug__in=KINDS):  # what the council office wrote stays
        kind.name_translations = {**dict(zip(LANGUAGES[1:], KINDS[kind.slug], strict=True)), **kind.name_translations}
        kind.save()


class Migration(migrations.Migration):
    dependencies = [("papers", "0004_glossary")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
