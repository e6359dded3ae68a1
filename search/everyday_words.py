"""Words that mean the same to people who look for papers of a council, German and English, a group to each line.

They are loaded once, into the synonyms of the council office, which changes them as it likes: an update never does."""

GERMAN = """
Kita, Kindertagesstätte, Kindergarten, Kindertageseinrichtung, Krippe
Tagesmutter, Tagespflegeperson, Kindertagespflege
Straßenbahn, Stadtbahn, Tram
Fahrrad, Rad, Bike, Velo
Radweg, Fahrradweg, Radfahrstreifen
Fahrradständer, Fahrradabstellanlage, Radabstellanlage, Fahrradbügel
Lastenrad, Lastenfahrrad, Cargobike
Bücherei, Bibliothek, Stadtbibliothek, Stadtbücherei
Ratsmitglied, Ratsherr, Ratsfrau, Stadtrat, Stadträtin, Stadtverordnete
Müll, Abfall, Unrat
Müllabfuhr, Abfallabfuhr, Abfallentsorgung, Müllentsorgung
Mülleimer, Papierkorb, Abfallbehälter, Abfallkorb, Mülltonne
Sperrmüll, Sperrgut
Wertstoffhof, Recyclinghof, Abfallhof
Schwimmbad, Hallenbad, Freibad, Badeanstalt
Krankenhaus, Klinikum, Klinik, Spital
Flüchtling, Geflüchtete, Asylbewerber, Asylsuchende
Flüchtlingsunterkunft, Gemeinschaftsunterkunft, Asylunterkunft
Bus, Omnibus, Linienbus
Haltestelle, Busstop, Bushaltestelle
Nahverkehr, ÖPNV, öffentlicher Personennahverkehr
Auto, Pkw, Kraftfahrzeug, Kfz
Lkw, Lastwagen, Lastkraftwagen, Laster
Elektroauto, E-Auto, Elektrofahrzeug
Ladesäule, Ladestation, Ladepunkt, Wallbox
E-Scooter, Elektroroller, Tretroller, Elektrokleinstfahrzeug
Parkplatz, Stellplatz, Parkraum
Parkhaus, Tiefgarage, Parkgarage
Anwohnerparken, Bewohnerparken
Anwohnerparkausweis, Bewohnerparkausweis
Parkschein, Parkgebühr
Strafzettel, Knöllchen, Verwarnungsgeld, Bußgeld
Blitzer, Geschwindigkeitsmessung, Radarkontrolle, Geschwindigkeitsüberwachung
Ampel, Lichtsignalanlage, Lichtzeichenanlage
Zebrastreifen, Fußgängerüberweg
Bürgersteig, Gehweg, Gehsteig, Fußweg, Trottoir
Kreisel, Kreisverkehr
Tempolimit, Geschwindigkeitsbegrenzung, Höchstgeschwindigkeit
Straßenlaterne, Straßenbeleuchtung, Straßenlampe
Schlagloch, Straßenschaden
Baustelle, Baumaßnahme, Bauarbeiten
Fußgängerzone, Fußgängerbereich
Stau, Verkehrsstau
Bahnhof, Hauptbahnhof, Bahnstation
Flughafen, Airport
Brücke, Überführung
Unterführung, Fußgängertunnel
Rathaus, Stadthaus
Bürgermeister, Oberbürgermeister, Stadtoberhaupt
Bürgeramt, Bürgerbüro, Einwohnermeldeamt
Standesamt, Trauung, Eheschließung
Ausweis, Personalausweis
Ausländerbehörde, Ausländeramt, Migrationsamt
Ordnungsamt, Ordnungsdienst
Gesundheitsamt, Gesundheitsbehörde
Jugendamt, Jugendhilfe
Sozialhilfe, Grundsicherung
Bürgergeld, Hartz IV, Arbeitslosengeld II
Wohngeld, Mietzuschuss
Sozialwohnung, geförderte Wohnung
Miete, Mietzins, Mietpreis
Mietspiegel, Vergleichsmiete
Obdachlose, Wohnungslose
Obdachlosigkeit, Wohnungslosigkeit
Notunterkunft, Notschlafstelle, Notschlafplatz
Senioren, ältere Menschen, alte Menschen
Altenheim, Seniorenheim, Pflegeheim, Altersheim
Behinderte, Menschen mit Behinderung, Schwerbehinderte
Barrierefreiheit, Barriereabbau, Zugänglichkeit
Rollstuhlfahrer, Rollstuhl
Leichte Sprache, einfache Sprache
Grundschule, Volksschule
Schulhof, Pausenhof
Turnhalle, Sporthalle
Mensa, Schulverpflegung, Schulessen, Kantine
Hort, Ganztagsbetreuung, Schulkindbetreuung
Lehrer, Lehrkraft, Lehrerin
Schüler, Schülerin, Schulkind
Schulbus, Schülerbeförderung
Nachhilfe, Lernförderung
Jugendzentrum, Jugendtreff, Jugendhaus
Jugendliche, Jugend, Heranwachsende
Spielplatz, Kinderspielplatz, Bolzplatz
Sportplatz, Sportanlage, Fußballplatz
Stadion, Arena
Eishalle, Eisbahn, Eissporthalle
Volkshochschule, VHS, Erwachsenenbildung
Musikschule, Musikunterricht
Schauspielhaus, Theater, Bühne
Kino, Filmtheater, Lichtspielhaus
Denkmal, Baudenkmal, Kulturdenkmal
Mahnmal, Gedenkstätte
Stadtfest, Volksfest, Straßenfest
Kirmes, Jahrmarkt, Schützenfest
Weihnachtsmarkt, Christkindlmarkt, Adventsmarkt
Wochenmarkt, Bauernmarkt
Flohmarkt, Trödelmarkt
Feuerwerk, Böller, Pyrotechnik
Friedhof, Begräbnisplatz
Beerdigung, Bestattung, Beisetzung
Tierheim, Tierschutzhaus
Hundesteuer, Hundeabgabe
Hundewiese, Hundefreilauf, Hundeauslauf
Schrebergarten, Kleingarten, Kleingartenanlage, Kleingärtner
Park, Grünanlage, Parkanlage
Baumfällung, Fällung, Abholzung
Naturschutz, Artenschutz
Klimaschutz, Klimaneutralität, CO2-Minderung
Erderwärmung, Klimawandel, Klimakrise
Solaranlage, Photovoltaik, PV-Anlage
Balkonkraftwerk, Steckersolargerät
Windrad, Windkraftanlage, Windenergieanlage
Fernwärme, Nahwärme, Wärmenetz
Heizung, Heizanlage
Strom, Elektrizität
Trinkwasser, Leitungswasser
Abwasser, Schmutzwasser
Kläranlage, Klärwerk
Hochwasser, Überschwemmung, Überflutung
Starkregen, Unwetter
Hitzewelle, Hitze, Hitzeperiode
Lärm, Krach
Abgas, Luftschadstoff, Feinstaub
Klo, Toilette, WC
Trinkbrunnen, Trinkwasserbrunnen
Feuerwehr, Brandschutz
Rettungsdienst, Rettungswagen, Notarzt
Katastrophenschutz, Bevölkerungsschutz, Zivilschutz
Videoüberwachung, Überwachungskamera
Haushalt, Etat, Haushaltsplan
Schulden, Verschuldung, Kredit
Zuschuss, Zuwendung, Fördermittel, Subvention
Bettensteuer, Übernachtungssteuer, Beherbergungssteuer
Arbeitsplatz, Job, Arbeitsstelle
Ehrenamt, Freiwilligenarbeit, freiwilliges Engagement
Bürgerbeteiligung, Mitsprache, Partizipation
Bürgerentscheid, Bürgerbegehren
Einwohner, Bürger, Bewohner
Städtepartnerschaft, Partnerstadt, Schwesterstadt
WLAN, Wi-Fi, drahtloses Internet
Homepage, Webseite, Website, Internetseite
KI, künstliche Intelligenz
Corona, Covid-19, Pandemie
Impfung, Impfzentrum
Frauenhaus, Schutzwohnung
Gleichstellung, Gleichberechtigung
Supermarkt, Lebensmittelmarkt, Nahversorger
Leerstand, leerstehende Wohnung
Bauplatz, Baugrundstück
Bebauungsplan, B-Plan
Neubaugebiet, Baugebiet
"""

ENGLISH = """
day care, nursery, kindergarten, crèche, childcare
tram, tramway, streetcar, light rail
bicycle, bike, cycle
cycle path, bike lane, cycle lane, cycleway
bin, litter bin, dustbin, waste container
rubbish, waste, garbage, refuse, trash
councillor, council member, alderman
town hall, city hall
mayor, lord mayor
budget, finances
swimming pool, pool, lido, baths
pavement, sidewalk, footpath
car park, parking lot, parking garage
traffic light, traffic signal
pedestrian crossing, zebra crossing, crosswalk
flat, apartment
affordable housing, social housing, council housing
homeless, rough sleeper
refugee, asylum seeker
elderly, older people, senior
care home, nursing home, retirement home
disabled, people with disabilities
cemetery, graveyard, burial ground
town twinning, twin town, sister city, partner city
allotment, community garden
bus stop, tram stop
public transport, public transit
playground, play area
secondary school, grammar school, high school
primary school, elementary school
hospital, clinic
lorry, truck
electric car, electric vehicle
charging point, charging station
speed limit, speeding
roadworks, road repairs
flood, flooding
climate change, global warming
heatwave, heat wave, extreme heat
solar panel, photovoltaic
fire brigade, fire service, fire department
ID card, identity card
tax, levy
youth club, youth centre
"""

GROUPS = [line for line in (*GERMAN.splitlines(), *ENGLISH.splitlines()) if line]
