"""Words and patterns of sentences of which papers are generated."""

from __future__ import annotations


def words(text: str) -> list[str]:
    return text.split()


# Noun, gender, plural ("-" for none), form as the first part of a compound; "+" where the noun is a good last part.
# Frequent ones come first.
NOUNS = """
Stadt f Städte Stadt, Verwaltung f Verwaltungen Verwaltungs +, Maßnahme f Maßnahmen Maßnahmen +, Haushalt m Haushalte Haushalts +,
Ausschuss m Ausschüsse Ausschuss +, Rat m Räte Rats +, Kosten p Kosten Kosten +, Planung f Planungen Planungs +, Beschluss m Beschlüsse Beschluss +,
Antrag m Anträge Antrags +, Bereich m Bereiche Bereichs +, Jahr n Jahre Jahres, Vorschlag m Vorschläge Vorschlags +, Projekt n Projekte Projekt +,
Straße f Straßen Straßen +, Schule f Schulen Schul +, Gebäude n Gebäude Gebäude +, Fläche f Flächen Flächen +, Förderung f Förderungen Förderungs +,
Konzept n Konzepte Konzept +, Verfahren n Verfahren Verfahrens +, Angebot n Angebote Angebots +, Entwicklung f Entwicklungen Entwicklungs +,
Bericht m Berichte Berichts +, Vertrag m Verträge Vertrags +, Gesellschaft f Gesellschaften Gesellschafts +, Bau m Bauten Bau +, Kind n Kinder Kinder,
Jugend f - Jugend, Verkehr m - Verkehrs +, Wohnung f Wohnungen Wohnungs +, Umwelt f - Umwelt, Klima n - Klima +, Programm n Programme Programm +,
Mittel n Mittel Mittel +, Bürger m Bürger Bürger +, Stelle f Stellen Stellen +, Amt n Ämter Amts +, Bezirk m Bezirke Bezirks +,
Standort m Standorte Standort +, Nutzung f Nutzungen Nutzungs +, Sanierung f Sanierungen Sanierungs +, Gebühr f Gebühren Gebühren +,
Satzung f Satzungen Satzungs +, Betrieb m Betriebe Betriebs +, Personal n - Personal +, Platz m Plätze Platz +, Weg m Wege Wege +,
Park m Parks Park +, Baum m Bäume Baum +, Ziel n Ziele Ziel +, Leistung f Leistungen Leistungs +, Aufgabe f Aufgaben Aufgaben +,
Anlage f Anlagen Anlagen +, Finanzierung f Finanzierungen Finanzierungs +, Zuschuss m Zuschüsse Zuschuss +, Beratung f Beratungen Beratungs +,
Beteiligung f Beteiligungen Beteiligungs +, Sitzung f Sitzungen Sitzungs +, Drucksache f Drucksachen Drucksachen, Fraktion f Fraktionen Fraktions,
Frage f Fragen Fragen +, Antwort f Antworten Antwort, Grundstück n Grundstücke Grundstücks +, Kultur f Kulturen Kultur +, Sport m - Sport +,
Verein m Vereine Vereins +, Einrichtung f Einrichtungen Einrichtungs +, Familie f Familien Familien +, Arbeit f Arbeiten Arbeits +, Energie f Energien Energie +,
Wärme f - Wärme +, Wasser n - Wasser +, Abfall m Abfälle Abfall +, Müll m - Müll +, Lärm m - Lärm +, Luft f - Luft, Boden m Böden Boden +,
Rad n Räder Rad +, Fahrrad n Fahrräder Fahrrad +, Bahn f Bahnen Bahn +, Bus m Busse Bus +, Auto n Autos Auto, Parkplatz m Parkplätze Parkplatz,
Haltestelle f Haltestellen Haltestellen, Linie f Linien Linien +, Brücke f Brücken Brücken +, Kreuzung f Kreuzungen Kreuzungs +, Ampel f Ampeln Ampel +,
Gehweg m Gehwege Gehweg, Radweg m Radwege Radwege, Netz n Netze Netz +, Ausbau m - Ausbau, Neubau m Neubauten Neubau, Umbau m Umbauten Umbau,
Abriss m Abrisse Abriss, Bedarf m Bedarfe Bedarfs +, Plan m Pläne Plan +, Strategie f Strategien Strategie +, Richtlinie f Richtlinien Richtlinien +,
Ordnung f Ordnungen Ordnungs +, Regelung f Regelungen Regelungs +, Gesetz n Gesetze Gesetzes, Recht n Rechte Rechts +, Pflicht f Pflichten Pflicht +,
Schutz m - Schutz +, Sicherheit f Sicherheiten Sicherheits +, Ordnungswidrigkeit f Ordnungswidrigkeiten Ordnungswidrigkeiten,
Gesundheit f - Gesundheits, Pflege f - Pflege +, Heim n Heime Heim +, Klinik f Kliniken Klinik +, Krankenhaus n Krankenhäuser Krankenhaus,
Hilfe f Hilfen Hilfs +, Betreuung f Betreuungen Betreuungs +, Bildung f - Bildungs +, Unterricht m - Unterrichts +, Klasse f Klassen Klassen +,
Lehrkraft f Lehrkräfte Lehrkräfte, Mensa f Mensen Mensa, Hof m Höfe Hof +, Halle f Hallen Hallen +, Turnhalle f Turnhallen Turnhallen,
Bad n Bäder Bäder +, Becken n Becken Becken +, Verband m Verbände Verbands +, Stiftung f Stiftungen Stiftungs +, Museum n Museen Museums +,
Theater n Theater Theater +, Bibliothek f Bibliotheken Bibliotheks +, Archiv n Archive Archiv +, Denkmal n Denkmäler Denkmal +, Kunst f Künste Kunst +,
Musik f Musiken Musik +, Fest n Feste Fest +, Markt m Märkte Markt +, Handel m - Handels +, Gewerbe n Gewerbe Gewerbe +, Industrie f Industrien Industrie +,
Wirtschaft f - Wirtschafts +, Unternehmen n Unternehmen Unternehmens +, Arbeitsplatz m Arbeitsplätze Arbeitsplatz, Ausbildung f Ausbildungen Ausbildungs +,
Fachkraft f Fachkräfte Fachkräfte, Tarif m Tarife Tarif +, Steuer f Steuern Steuer +, Einnahme f Einnahmen Einnahmen +, Ausgabe f Ausgaben Ausgaben +,
Kredit m Kredite Kredit +, Investition f Investitionen Investitions +, Rücklage f Rücklagen Rücklagen, Defizit n Defizite Defizit,
Erhöhung f Erhöhungen Erhöhungs +, Senkung f Senkungen Senkungs +, Kürzung f Kürzungen Kürzungs +, Anpassung f Anpassungen Anpassungs +,
Änderung f Änderungen Änderungs +, Ergänzung f Ergänzungen Ergänzungs +, Einführung f Einführungen Einführungs +, Umsetzung f Umsetzungen Umsetzungs +,
Prüfung f Prüfungen Prüfungs +, Kontrolle f Kontrollen Kontroll +, Überwachung f Überwachungen Überwachungs +, Genehmigung f Genehmigungen Genehmigungs +,
Erlaubnis f Erlaubnisse Erlaubnis, Zuständigkeit f Zuständigkeiten Zuständigkeits, Auftrag m Aufträge Auftrags +, Vergabe f Vergaben Vergabe +,
Ausschreibung f Ausschreibungen Ausschreibungs +, Wettbewerb m Wettbewerbe Wettbewerbs +, Entwurf m Entwürfe Entwurfs +, Gutachten n Gutachten Gutachten +,
Untersuchung f Untersuchungen Untersuchungs +, Messung f Messungen Mess +, Ergebnis n Ergebnisse Ergebnis +, Zahl f Zahlen Zahlen +, Daten p Daten Daten +,
Information f Informationen Informations +, Veranstaltung f Veranstaltungen Veranstaltungs +, Versammlung f Versammlungen Versammlungs +,
Umfrage f Umfragen Umfrage +, Beschwerde f Beschwerden Beschwerde +, Hinweis m Hinweise Hinweis +, Anregung f Anregungen Anregungs,
Verbesserung f Verbesserungen Verbesserungs +, Problem n Probleme Problem +, Lösung f Lösungen Lösungs +, Möglichkeit f Möglichkeiten Möglichkeits,
Bedingung f Bedingungen Bedingungs +, Voraussetzung f Voraussetzungen Voraussetzungs, Grundlage f Grundlagen Grundlagen, Begründung f Begründungen Begründungs,
Ursache f Ursachen Ursachen, Folge f Folgen Folgen, Auswirkung f Auswirkungen Auswirkungs, Wirkung f Wirkungen Wirkungs +, Risiko n Risiken Risiko +,
Gefahr f Gefahren Gefahren +, Unfall m Unfälle Unfall +, Brand m Brände Brand +, Feuer n Feuer Feuer +, Wehr f Wehren Wehr, Rettung f Rettungen Rettungs +,
Einsatz m Einsätze Einsatz +, Notfall m Notfälle Notfall, Katastrophe f Katastrophen Katastrophen, Hochwasser n Hochwasser Hochwasser, Regen m - Regen,
Sturm m Stürme Sturm, Hitze f - Hitze, Kälte f - Kälte, Trockenheit f - Trockenheits, Grün n - Grün, Wald m Wälder Wald +, Garten m Gärten Garten +,
Wiese f Wiesen Wiesen +, Pflanze f Pflanzen Pflanzen +, Tier n Tiere Tier +, Hund m Hunde Hunde +, Vogel m Vögel Vogel +, Insekt n Insekten Insekten,
Natur f - Natur +, Landschaft f Landschaften Landschafts +, Gewässer n Gewässer Gewässer +, Fluss m Flüsse Fluss, See m Seen See +, Ufer n Ufer Ufer +,
Hafen m Häfen Hafen +, Schiff n Schiffe Schiffs +, Quartier n Quartiere Quartiers +, Viertel n Viertel Viertel, Stadtteil m Stadtteile Stadtteil,
Innenstadt f Innenstädte Innenstadt, Zentrum n Zentren Zentrums, Haus n Häuser Haus +, Dach n Dächer Dach +, Fassade f Fassaden Fassaden +,
Fenster n Fenster Fenster +, Heizung f Heizungen Heizungs +, Strom m Ströme Strom +, Gas n Gase Gas +, Leitung f Leitungen Leitungs +, Kanal m Kanäle Kanal +,
Rohr n Rohre Rohr +, Licht n Lichter Licht +, Beleuchtung f Beleuchtungen Beleuchtungs +, Lampe f Lampen Lampen +, Technik f Techniken Technik +,
Gerät n Geräte Geräte +, Fahrzeug n Fahrzeuge Fahrzeug +, Maschine f Maschinen Maschinen +, Werkzeug n Werkzeuge Werkzeug +, Software f - Software,
System n Systeme System +, Netzwerk n Netzwerke Netzwerk, Portal n Portale Portal +, Register n Register Register +, Akte f Akten Akten,
Formular n Formulare Formular +, Bescheid m Bescheide Bescheid +, Termin m Termine Termin +, Frist f Fristen Fristen +, Dauer f - Dauer,
Beginn m - Beginn, Abschluss m Abschlüsse Abschluss +, Eröffnung f Eröffnungen Eröffnungs +, Schließung f Schließungen Schließungs +,
Öffnung f Öffnungen Öffnungs, Zeit f Zeiten Zeit +, Tag m Tage Tages +, Nacht f Nächte Nacht, Woche f Wochen Wochen, Monat m Monate Monats,
Winter m Winter Winter, Sommer m Sommer Sommer, Ferien p Ferien Ferien, Reise f Reisen Reise +, Tourismus m - Tourismus, Gast m Gäste Gäste +,
Hotel n Hotels Hotel +, Gastronomie f - Gastronomie, Laden m Läden Laden +, Einzelhandel m - Einzelhandels, Kauf m Käufe Kauf, Verkauf m Verkäufe Verkaufs +,
Miete f Mieten Miet +, Pacht f Pachten Pacht +, Eigentum n - Eigentums, Eigentümer m Eigentümer Eigentümer, Mieter m Mieter Mieter,
Bewohner m Bewohner Bewohner, Einwohner m Einwohner Einwohner +, Anwohner m Anwohner Anwohner, Nachbarschaft f Nachbarschaften Nachbarschafts +,
Gemeinde f Gemeinden Gemeinde, Region f Regionen Regional +, Land n Länder Landes +, Bund m - Bundes +, Europa n - Europa, Partnerschaft f Partnerschaften Partnerschafts +,
Austausch m - Austausch, Begegnung f Begegnungen Begegnungs +, Zusammenarbeit f - Zusammenarbeits, Kooperation f Kooperationen Kooperations +,
Integration f - Integrations, Inklusion f - Inklusions, Gleichstellung f - Gleichstellungs, Vielfalt f - Vielfalts, Teilhabe f - Teilhabe,
Armut f - Armuts, Einkommen n Einkommen Einkommens +, Rente f Renten Renten +, Alter n - Alters +, Senior m Senioren Senioren, Frau f Frauen Frauen,
Mann m Männer Männer, Mädchen n Mädchen Mädchen, Säugling m Säuglinge Säuglings, Eltern p Eltern Eltern, Flüchtling m Flüchtlinge Flüchtlings,
Unterkunft f Unterkünfte Unterkunfts, Sprache f Sprachen Sprach +, Kurs m Kurse Kurs +, Prävention f - Präventions, Sucht f Süchte Sucht +, Droge f Drogen Drogen,
Gewalt f Gewalten Gewalt, Polizei f - Polizei, Gericht n Gerichte Gerichts +, Urteil n Urteile Urteils, Klage f Klagen Klage +, Wahl f Wahlen Wahl +,
Stimme f Stimmen Stimm, Partei f Parteien Partei, Amtszeit f Amtszeiten Amtszeit, Vorstand m Vorstände Vorstands +, Beirat m Beiräte Beirats +,
Gremium n Gremien Gremien, Vertretung f Vertretungen Vertretungs +, Besetzung f Besetzungen Besetzungs, Ernennung f Ernennungen Ernennungs,
Ehrung f Ehrungen Ehren, Ehrenamt n Ehrenämter Ehrenamts, Freiwilligendienst m Freiwilligendienste Freiwilligendienst, Spende f Spenden Spenden +,
Sponsor m Sponsoren Sponsoren, Presse f - Presse +, Medium n Medien Medien +, Internet n - Internet +, Digitalisierung f - Digitalisierungs +,
Forschung f Forschungen Forschungs +, Hochschule f Hochschulen Hochschul, Wissenschaft f Wissenschaften Wissenschafts, Student m Studenten Studenten,
Friedhof m Friedhöfe Friedhofs, Grab n Gräber Grab +, Bestattung f Bestattungen Bestattungs +, Kirche f Kirchen Kirchen, Religion f Religionen Religions,
Geschichte f Geschichten Geschichts +, Erinnerung f Erinnerungen Erinnerungs +, Jubiläum n Jubiläen Jubiläums, Ausstellung f Ausstellungen Ausstellungs +,
Sammlung f Sammlungen Sammlungs +, Buch n Bücher Buch +, Bühne f Bühnen Bühnen +, Orchester n Orchester Orchester, Chor m Chöre Chor +, Film m Filme Film +,
Spiel n Spiele Spiel +, Spielplatz m Spielplätze Spielplatz, Schaukel f Schaukeln Schaukel, Freizeit f Freizeiten Freizeit +, Erholung f - Erholungs,
Toilette f Toiletten Toiletten +, Bank f Bänke Bank +, Brunnen m Brunnen Brunnen +, Schild n Schilder Schilder +, Zaun m Zäune Zaun +, Mauer f Mauern Mauer +,
Treppe f Treppen Treppen +, Rampe f Rampen Rampen +, Aufzug m Aufzüge Aufzugs +, Barriere f Barrieren Barriere +, Zugang m Zugänge Zugangs +,
Eingang m Eingänge Eingangs +, Raum m Räume Raum +, Saal m Säle Saal +, Küche f Küchen Küchen +, Lager n Lager Lager +, Werkstatt f Werkstätten Werkstatt +,
Garage f Garagen Garagen +, Tunnel m Tunnel Tunnel +, Gleis n Gleise Gleis +, Bahnhof m Bahnhöfe Bahnhofs, Bahnsteig m Bahnsteige Bahnsteig,
Fahrplan m Fahrpläne Fahrplan, Takt m Takte Takt, Fahrgast m Fahrgäste Fahrgast, Ticket n Tickets Ticket +, Roller m Roller Roller, Tempo n - Tempo,
Geschwindigkeit f Geschwindigkeiten Geschwindigkeits, Sperrung f Sperrungen Sperr +, Umleitung f Umleitungen Umleitungs, Baustelle f Baustellen Baustellen,
Asphalt m - Asphalt, Pflaster n - Pflaster, Beton m - Beton, Holz n Hölzer Holz +, Stahl m - Stahl, Stein m Steine Stein +, Sand m - Sand, Kies m - Kies,
Abwasser n Abwässer Abwasser, Kläranlage f Kläranlagen Kläranlagen, Trinkwasser n - Trinkwasser, Grundwasser n - Grundwasser, Rohstoff m Rohstoffe Rohstoff,
Papier n Papiere Papier +, Glas n Gläser Glas +, Verpackung f Verpackungen Verpackungs +, Container m Container Container +, Tonne f Tonnen Tonnen +,
Deponie f Deponien Deponie +, Reinigung f Reinigungen Reinigungs +, Winterdienst m Winterdienste Winterdienst, Streusalz n - Streusalz, Laub n - Laub,
Hecke f Hecken Hecken +, Rasen m Rasen Rasen +, Blume f Blumen Blumen +, Biene f Bienen Bienen, Fledermaus f Fledermäuse Fledermaus, Biotop n Biotope Biotop +,
Artenschutz m - Artenschutz, Ausgleich m - Ausgleichs +, Ersatz m - Ersatz, Bestand m Bestände Bestands +, Zustand m Zustände Zustands +, Schaden m Schäden Schadens +,
Mangel m Mängel Mängel +, Reparatur f Reparaturen Reparatur +, Wartung f Wartungen Wartungs +, Erneuerung f Erneuerungen Erneuerungs +, Modell n Modelle Modell +,
Versuch m Versuche Versuchs +, Pilotprojekt n Pilotprojekte Pilotprojekt, Phase f Phasen Phasen +, Stufe f Stufen Stufen +, Schritt m Schritte Schritt +,
Schwerpunkt m Schwerpunkte Schwerpunkt, Handlungsfeld n Handlungsfelder Handlungsfeld, Kennzahl f Kennzahlen Kennzahlen, Statistik f Statistiken Statistik +,
Karte f Karten Karten +, Kataster n Kataster Kataster +, Atlas m Atlanten Atlas, Leitbild n Leitbilder Leitbild, Leitlinie f Leitlinien Leitlinien +
"""

# Nouns that take "-es" in another way than the rule says.
GENITIVES = {
    "Bus": "Busses",
    "Ergebnis": "Ergebnisses",
    "Tourismus": "Tourismus",
    "Atlas": "Atlas",
    "Student": "Studenten",
    "Senior": "Seniors",
}
WEAK = {"Student": "Studenten"}

NOMINATIVE = {"m": "der", "f": "die", "n": "das"}
ACCUSATIVE = {"m": "den", "f": "die", "n": "das"}
DATIVE = {"m": "dem", "f": "der", "n": "dem"}
GENITIVE = {"m": "des", "f": "der", "n": "des"}

ADJECTIVES = words("""
neu städtisch öffentlich geplant bestehend zusätzlich notwendig weiter bisherig künftig kommunal wichtig regional sozial nachhaltig barrierefrei digital
finanziell rechtlich technisch fachlich organisatorisch personell räumlich zeitlich jährlich monatlich gemeinsam freiwillig gesetzlich vertraglich
vorhanden erforderlich umfassend dauerhaft vorläufig endgültig zentral dezentral ökologisch ökonomisch kulturell sportlich pädagogisch medizinisch
historisch modern sicher günstig wirtschaftlich klein groß breit schmal lang kurz früh spät jung alt offen geschlossen beschädigt erneuert erweitert
genutzt ungenutzt bezahlbar gefördert privat gewerblich ehrenamtlich hauptamtlich international europäisch bundesweit landesweit stadtweit örtlich
überörtlich angrenzend benachbart betroffen beteiligt zuständig verantwortlich unabhängig einheitlich unterschiedlich gleichwertig angemessen ausreichend
mangelhaft dringend vorrangig nachrangig einmalig laufend regelmäßig gelegentlich saisonal ganztägig nächtlich abendlich sommerlich winterlich klimaneutral
energetisch emissionsarm geräuscharm begrünt versiegelt entsiegelt überdacht beleuchtet gesperrt markiert sanierungsbedürftig denkmalgeschützt
""")
PARTICIPLES = words("""
geprüft beschlossen umgesetzt vorgestellt verschoben angepasst erweitert verbessert gefördert abgelehnt bestätigt untersucht beauftragt ausgeschrieben
vergeben fertiggestellt begonnen abgeschlossen veröffentlicht erarbeitet abgestimmt berücksichtigt eingerichtet aufgehoben eingestellt gekürzt erhöht
gesenkt verlängert verkürzt erneuert saniert gebaut abgerissen verkauft gekauft gemietet verpachtet übertragen zurückgestellt ausgewertet dokumentiert
kontrolliert überwacht gemessen gezählt befragt informiert eingeladen beteiligt angehört vereinbart unterzeichnet gekündigt genehmigt versagt angeordnet
untersagt erlaubt festgesetzt festgestellt festgelegt vorbereitet begleitet betreut gepflegt gereinigt geräumt beleuchtet begrünt bepflanzt entsiegelt
ausgebaut umgebaut zurückgebaut verlegt verbreitert markiert gesperrt geöffnet geschlossen digitalisiert archiviert übersetzt zusammengeführt aufgeteilt
""")
INFINITIVES = words("""
prüfen beschließen umsetzen vorstellen verschieben anpassen erweitern verbessern fördern ablehnen bestätigen untersuchen ausschreiben vergeben beginnen
abschließen veröffentlichen erarbeiten abstimmen berücksichtigen einrichten aufheben kürzen erhöhen senken verlängern erneuern sanieren bauen verkaufen
übertragen auswerten dokumentieren kontrollieren überwachen messen vereinbaren kündigen genehmigen anordnen untersagen erlauben festsetzen feststellen
vorbereiten begleiten betreuen pflegen reinigen beleuchten begrünen ausbauen umbauen verlegen verbreitern sperren öffnen schließen digitalisieren
zusammenführen stärken sichern erhalten entlasten unterstützen vermeiden verringern beschleunigen vereinfachen ermöglichen finanzieren bewerten darstellen
""")
SEPARABLE = ("vor", "an", "um", "ab", "aus", "ein", "auf", "fest", "zusammen", "dar")
VERBS = words("""
verbessert sichert erweitert ersetzt ergänzt erfordert ermöglicht erleichtert erschwert verhindert betrifft umfasst regelt beschreibt stärkt entlastet
belastet verringert beschleunigt verzögert unterstützt fördert berücksichtigt begründet rechtfertigt gefährdet schützt bestimmt prägt verändert
""")
ADVERBS = words("""
bereits künftig derzeit zunächst weiterhin überwiegend grundsätzlich voraussichtlich erstmals erneut kurzfristig mittelfristig langfristig schrittweise
regelmäßig zusätzlich ausschließlich insbesondere teilweise vollständig umgehend rechtzeitig vorsorglich ausnahmsweise nachträglich jährlich gemeinsam
""")
RARE = words("""
Eisvogelnistwand Turmuhrschlagwerk Krötenzaunbetreuung Litfaßsäulenpacht Brieftaubenzüchter Trinkhallenverordnung Schachtdeckelinventur
Orgelpfeifenstiftung Wanderfalkenkasten Pferdetränkenverzeichnis Gaslaternenwärter Wetterhahnvergoldung Nachtwächterführung Bärlauchbestand
Schleusenwärterhaus Kegelbahnverein Glockenspielmelodie Hufschmiedezunft Zwiebelturmhaube Kopfsteinlehrpfad Schwanenvater Moorleichenfund Sternwartenkuppel
Dampfwalzenmuseum Fischtreppenmonitoring Biberdammberatung Hornissenumsiedlung Maulwurfsgrille Feuerlilienbeet Fährmannsglocke Kutschenremise
Ziehbrunnenkette Lindwurmbrunnen Zirkuswagenplatz Sackhüpfenturnier Stolpermarkenregister Bücherschrankpatin Kastanienminiermotte Eichenprozessionsspinner
Riesenbärenklau Nilganspopulation Waschbärmonitoring Wasserturmkaffee Marionettenfundus Silberschatzvitrine Ratssilberpflege Bürgermeisterkette
Wappenbriefkopie Stadtknechtsgasse Pranger Roland Gänseliesel Flaschenzugprobe Rohrpostanlage Paternosterbetrieb Lochkartenarchiv Mikrofichelesegerät
Fernschreibermuseum Telefonzellenabbau Kohlenkellerluke Eiskellergewölbe Schlittschuhverleih Rodelbahnbeleuchtung Drachenfliegerhügel Modellbootteich
Minigolfpachtvertrag Bocciaverband Radballkader Einradhockey Rhönradgruppe
""")
STREET_STARTS = words("""
Linden Eichen Buchen Ahorn Kastanien Birken Rosen Garten Mühlen Brunnen Kirch Schul Markt Hafen Ufer Wiesen Feld Wald Berg Tal Sonnen Stern Nord Süd Ost
West Kloster Schloss Turm Tor Burg Damm Brücken Fischer Weber Bäcker Schmiede Töpfer Gerber Böttcher Seiler Müller Jäger Förster Hirten Schäfer Lerchen
Amsel Finken Drossel Storchen Reiher Schwalben Falken Adler Hasen Reh Hirsch Fuchs Dachs Biber Otter Hopfen Flieder Holunder Schlehen Weißdorn Ginster
Heide
""")
STREET_ENDS = ("straße", "allee", "gasse", "zeile", "chaussee")

# Slots in curly brackets are filled one by one; those with an apostrophe take a noun that the paper is about.
SENTENCES = (
    "Die Verwaltung wird beauftragt, {acc'} {adv} {zu}.",
    "Der Ausschuss hat {acc'} in seiner Sitzung am {date} {adv} {part}.",
    "{Nom} wird {adv} {part}, weil {nom'} {acc} {verb}.",
    "Nach Angaben der Verwaltung {verb} {nom'} auch {acc}.",
    "Für {acc'} stehen im Haushalt {year} insgesamt {amount} Euro bereit.",
    "Mit {dat'} soll erreicht werden, dass {nom} und {nom} {adv} {part} werden.",
    "{Plural} und {plural} sind von {dat'} {adv} betroffen.",
    "Die Stadt will {acc'} bis {year} {inf} und dabei {acc} {inf}.",
    "Auf {acc} in der {street} wird {adv} verzichtet, sofern {nom'} {part} ist.",
    "In {district} wurden {number} {plural} {part}, in {district} waren es {number}.",
    "Der Anteil {gen'} liegt bei {percent} Prozent und damit über dem Wert des Vorjahres.",
    "{Nom} {verb} {acc'}, ohne dass sich die Zahl der {plgen} ändert.",
    "Zur Begründung wird auf die Drucksache {paper} verwiesen, die {acc} {adv} {verb}.",
    "Es ist vorgesehen, {acc} mit {dat'} zu verbinden und die {plural} {adv} {zu}.",
    "Ohne {acc'} ließen sich {plural} nur mit erheblichem Aufwand {inf}.",
    "Der Rat hat mit Beschluss vom {date} entschieden, {acc'} {zu}.",
    "Die Kosten {gen'} betragen {amount} Euro; hinzu kommen {amount} Euro für {acc}.",
    "Bei {dat} ist zu beachten, dass {nom'} {adv} {part} werden muss.",
    "Die Zuständigkeit für {acc} liegt bei der Stadt, die {acc'} {adv} {verb}.",
    "Während {gen} bleiben {plural} und {plural} im Bereich der {street} nutzbar.",
    "Eine Beteiligung {gen} ist nach Abschluss {gen'} im Jahr {year} vorgesehen.",
    "Dadurch werden {number} {plural} {part}, und {nom'} wird {adv} {part}.",
    "Anlieger der {street} haben gebeten, {acc} {zu} und {acc} {zu}.",
    "Im Vergleich zu anderen Städten sind {plural} und {plural} hier {adv} {part}.",
    "Die Fraktionen sind sich einig, dass {nom'} {acc} {adv} {verb}.",
    "Ein Gutachten zu {dat'} soll klären, ob {nom} {part} werden kann.",
    "Vertreterinnen und Vertreter {gen} wurden zu {dat'} angehört.",
    "Sollte {nom'} nicht {part} werden, entstehen der Stadt Mehrkosten von {amount} Euro.",
    "Zu den Aufgaben {gen} gehört es, {plural} {zu} und {acc'} {zu}.",
    "Die Ergebnisse {gen'} werden dem Rat im {month} {year} vorgelegt.",
    "Außerdem {verb} {nom} die {plural} im Stadtbezirk {district}.",
    "{Plural} sollen {adv} {part} werden, damit {nom'} Bestand hat.",
    "Von den {number} {pldat} sind {percent} Prozent {adv} {part}.",
    "Die Gleichstellung der Geschlechter wurde bei {dat'} {adv} berücksichtigt.",
    "Das Land beteiligt sich an {dat} mit {percent} Prozent, der Bund an {dat} mit {amount} Euro.",
)
RARE_SENTENCE = "Zu den Akten genommen wurde eine Eingabe mit dem Stichwort {rare}."
TITLES = (
    "{lemma'}: {lemma} in {district}",
    "Bericht über {acc'} im Jahr {year}",
    "{lemma'} und {lemma}: Sachstand {year}",
    "Neuordnung {gen'} und {gen}",
    "Anfrage zu {dat'} in der {street}",
    "{lemma'} für {district}",
    "Umgang mit {dat'}",
    "Mehr Mittel für {acc'}",
    "Fortschreibung {gen'} bis {year}",
    "{Plural} und {lemma'}: Beschluss über {acc'}",
)
SUMMARIES = (
    "{Nom} {verb} {acc'}.",
    "Im Mittelpunkt stehen {plural} und {plural}.",
    "Der Rat soll {acc'} {adv} {inf}.",
    "Für {acc'} sind {amount} Euro vorgesehen.",
    "Die Drucksache beschreibt, wie {nom'} {part} werden soll.",
    "Die Verwaltung berichtet über {acc'} und {acc}.",
)
HEADINGS = (
    "Beschlussvorschlag",
    "Sachverhalt",
    "Begründung",
    "Ausgangslage",
    "Ziele",
    "Kosten und Finanzierung",
    "Auswirkungen auf den Haushalt",
    "Weiteres Vorgehen",
    "Beteiligung",
    "Bewertung",
    "Rechtliche Grundlagen",
    "Zeitplan",
    "Antwort der Verwaltung",
    "Stellungnahme",
)
KINDS = (
    "information",
    "decision",
    "decision",
    "decision",
    "motion",
    "motion",
    "question",
    "question",
    "information",
    "strategy",
)
SENTENCES_AT_LEAST = 27
SENTENCES_AT_MOST = 36
RARE_EVERY = 25  # papers, one holds a rare word; they take turns, so each is in less than a tenth of a per cent
COMMON = 20  # of the most frequent nouns are in all papers, so none is about them
