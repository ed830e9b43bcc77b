import type { Language } from './words.ts';

/** What is sold in a language's shops, and what they are called. */
export interface Goods {
  readonly groceries: readonly string[];
  readonly meals: readonly string[];
  readonly work: readonly string[];
  readonly fuels: readonly string[];
  readonly lodging: readonly string[];
  /** Invented names; `{kind}` of business and legal form come around them. */
  readonly names: readonly string[];
  readonly shops: readonly string[];
  readonly restaurants: readonly string[];
  readonly stations: readonly string[];
  readonly carParks: readonly string[];
  readonly hotels: readonly string[];
  readonly firms: readonly string[];
  /** Persons at the till. */
  readonly people: readonly string[];
}

function goods(lists: Readonly<Record<keyof Goods, string>>): Goods {
  return Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, list.split('|')])) as unknown as Goods;
}

/** `{name}` stands for the invented one. */
export const goodsOf: Readonly<Record<Language, Goods>> = {
  en: goods({
    groceries:
      'Wholemeal Bread|Semi Skimmed Milk|Free Range Eggs|Cheddar Mature|Bananas Loose|Orange Juice|Ground Coffee|Basmati Rice|Olive Oil|Dish Soap|Paper Towels|Greek Yoghurt|Tomato Soup|AA Batteries|Shampoo Mint',
    meals:
      'Fish and Chips|Mushroom Risotto|Caesar Salad|Grilled Salmon|House Burger|Flat White|Sparkling Water|Cheesecake|Garlic Bread|Lemonade|Chicken Curry|Apple Crumble',
    work: 'Site survey|Window cleaning|Printer repair|Oak shelf, fitted|Garden maintenance|Logo design|Translation work|Cable, delivered',
    fuels: 'Unleaded 95|Diesel|Super Unleaded',
    lodging: 'Accommodation|Breakfast|Parking fee|Minibar|Laundry',
    names: 'Marigold|Lanternwick|Copperquill|Thistlebarrow|Saltmeadow|Bramblecote|Oakfinch|Riverglade|Foxhollow',
    shops: '{name} Grocers|{name} Market|{name} Stores|{name} & Finch Provisions|{name} Pharmacy',
    restaurants: '{name} Kitchen|The {name} Cafe|{name} Bistro|{name} Restaurant',
    stations: '{name} Filling Station|{name} Fuels',
    carParks: '{name} Car Park|{name} Parking',
    hotels: 'Hotel {name}|The {name} Inn',
    firms: '{name} Joinery|{name} Design Studio|{name} Services',
    people: 'Maya|Oliver|Priya|Hannah|Tom',
  }),
  ms: goods({
    groceries:
      'Beras Wangi|Gula Pasir|Minyak Masak|Telur Gred A|Susu Pekat|Roti Putih Kampung|Ikan Bilis|Sabun Cuci|Biskut Kelapa|Teh Uncang|Sos Cili|Mee Kuning',
    meals:
      'Nasi Lemak Ayam|Mee Goreng|Teh Tarik|Roti Canai|Nasi Goreng Kampung|Kopi O Ais|Ayam Rendang|Sup Tulang|Air Sirap|Laksa Utara',
    work: 'Kerja pendawaian|Servis penghawa dingin|Cetakan kad|Baik pulih paip|Cat dinding',
    fuels: 'RON95|RON97|Diesel Euro 5',
    lodging: 'Penginapan|Sarapan|Dobi',
    names: 'Seri Mentari|Bunga Kiambang|Cahaya Senja|Rimba Jati|Warisan Enggang|Titian Embun',
    shops: 'Pasar Mini {name}|Kedai Runcit {name}|{name} Trading|Farmasi {name}',
    restaurants: 'Restoran {name}|Kedai Kopi {name}|{name} Cafe',
    stations: 'Stesen Minyak {name}',
    carParks: '{name} Parking',
    hotels: 'Hotel {name}',
    firms: '{name} Enterprise|Perniagaan {name}',
    people: 'Aminah|Faizal|Siti|Wei Ling',
  }),
  id: goods({
    groceries:
      'Beras Pandan|Gula Merah|Minyak Goreng|Telur Ayam|Susu Cair|Roti Tawar|Kopi Bubuk|Sabun Mandi|Kecap Manis|Teh Celup|Mie Instan|Tepung Terigu',
    meals:
      'Nasi Goreng|Sate Ayam|Es Teh Manis|Gado Gado|Soto Betawi|Ayam Bakar|Bakso Urat|Es Jeruk|Rendang Sapi|Kopi Susu',
    work: 'Jasa instalasi|Cetak brosur|Perbaikan AC|Desain logo',
    fuels: 'Bensin 92|Solar|Bensin 95',
    lodging: 'Kamar Deluxe|Sarapan|Laundry',
    names: 'Embun Pagi|Kencana Biru|Melati Rimba|Cendana Raya|Lentera Kayu|Sinar Merapi',
    shops: 'Toko {name}|{name} Mart|Apotek {name}',
    restaurants: 'Warung {name}|Rumah Makan {name}|Kedai {name}',
    stations: 'SPBU {name}',
    carParks: 'Parkir {name}',
    hotels: 'Hotel {name}',
    firms: 'CV {name} Jaya|PT {name} Abadi',
    people: 'Budi|Dewi|Agus|Ratna',
  }),
  de: goods({
    groceries:
      'Roggenbrot|Vollmilch 3,5%|Bio Eier|Gouda jung|Bananen|Apfelsaft|Kaffee gemahlen|Basmatireis|Olivenöl|Spülmittel|Küchenrolle|Joghurt Natur|Tomatensuppe|Batterien AA|Haferflocken',
    meals:
      'Wiener Schnitzel|Käsespätzle|Gemischter Salat|Apfelschorle|Weizenbier 0,5l|Rinderroulade|Kürbissuppe|Espresso|Apfelstrudel|Mineralwasser|Forelle blau',
    work: 'Beratung vor Ort|Fensterreinigung|Druckerreparatur|Regal Eiche|Gartenpflege|Übersetzung|Anfahrt',
    fuels: 'Super E10|Diesel|Super Plus',
    lodging: 'Übernachtung|Frühstück|Tiefgarage|Kurtaxe',
    names: 'Kupferlaub|Sonnenwinkel|Fuchsbau|Birkengrund|Mondkraut|Lindenhall|Silberdistel',
    shops: 'Bäckerei {name}|{name} Markt|Apotheke {name}|Drogerie {name}|Feinkost {name}',
    restaurants: 'Gasthaus {name}|Restaurant {name}|Café {name}|Wirtshaus zum {name}',
    stations: 'Tankstelle {name}',
    carParks: 'Parkhaus {name}',
    hotels: 'Hotel {name}|Pension {name}',
    firms: '{name} Werkstatt|Tischlerei {name}|{name} Service',
    people: 'Frau Keller|Herr Brandt|Sabine|Jonas',
  }),
  fr: goods({
    groceries:
      'Baguette tradition|Lait demi-écrémé|Oeufs plein air|Comté 12 mois|Bananes|Jus de pomme|Café moulu|Riz basmati|Huile d’olive|Liquide vaisselle|Essuie-tout|Yaourt nature|Soupe potiron|Piles AA',
    meals:
      'Steak frites|Quiche lorraine|Salade niçoise|Soupe à l’oignon|Crème brûlée|Café|Eau gazeuse|Verre de vin|Menu du jour|Tarte aux pommes|Truite aux amandes',
    work: 'Main d’oeuvre|Nettoyage vitres|Réparation chaudière|Étagère chêne|Entretien jardin|Traduction|Déplacement',
    fuels: 'Sans Plomb 95|Gazole|SP98',
    lodging: 'Nuitée|Petit déjeuner|Parking|Taxe de séjour',
    names: 'Lune Rousse|Clos Mirabel|Grand Tilleul|Vieux Lavoir|Belle Hirondelle|Petit Colibri',
    shops: 'Boulangerie {name}|Épicerie {name}|Pharmacie du {name}|Librairie {name}',
    restaurants: 'Restaurant {name}|Brasserie {name}|Café {name}',
    stations: 'Station {name}',
    carParks: 'Parking {name}',
    hotels: 'Hôtel {name}',
    firms: 'Atelier {name}|Menuiserie {name}',
    people: 'Camille|Julien|Nadia|Luc',
  }),
  es: goods({
    groceries:
      'Pan integral|Leche entera|Huevos camperos|Queso curado|Plátanos|Zumo de naranja|Café molido|Arroz bomba|Aceite de oliva|Lavavajillas|Papel cocina|Yogur natural|Pilas AA',
    meals:
      'Tortilla española|Gazpacho|Paella mixta|Pulpo a la gallega|Café solo|Agua mineral|Menú del día|Flan casero|Croquetas|Caña|Ensalada mixta',
    work: 'Mano de obra|Limpieza cristales|Reparación caldera|Estantería roble|Traducción|Desplazamiento',
    fuels: 'Gasolina 95|Gasóleo A|Gasolina 98',
    lodging: 'Alojamiento|Desayuno|Garaje',
    names: 'Luna Verde|Los Almendros|El Jilguero|Casa Romero|Mar Serena|La Encina',
    shops: 'Panadería {name}|Supermercado {name}|Farmacia {name}|Librería {name}',
    restaurants: 'Restaurante {name}|Mesón {name}|Cafetería {name}',
    stations: 'Gasolinera {name}',
    carParks: 'Parking {name}',
    hotels: 'Hotel {name}',
    firms: 'Taller {name}|Carpintería {name}',
    people: 'Lucía|Javier|Carmen|Pablo',
  }),
  pt: goods({
    groceries:
      'Pão integral|Leite meio gordo|Ovos M|Queijo fresco|Banana prata|Sumo de laranja|Café moído|Arroz agulha|Azeite virgem|Detergente|Papel cozinha|Iogurte natural|Feijão preto|Pilhas AA',
    meals:
      'Bacalhau à Brás|Caldo verde|Prato do dia|Bitoque|Café|Água mineral|Pastel de nata|Salada mista|Sumo natural|Feijoada|Arroz doce',
    work: 'Mão de obra|Limpeza de vidros|Reparação|Estante carvalho|Tradução|Deslocação',
    fuels: 'Gasolina 95|Gasóleo|Etanol',
    lodging: 'Alojamento|Pequeno-almoço|Garagem',
    names: 'Lua Nova|Andorinha|Oliveira Velha|Maré Cheia|Casa da Pedra|Beija-Flor',
    shops: 'Padaria {name}|Mercearia {name}|Farmácia {name}|Livraria {name}',
    restaurants: 'Restaurante {name}|Lanchonete {name}|Café {name}',
    stations: 'Posto {name}',
    carParks: 'Estacionamento {name}',
    hotels: 'Hotel {name}',
    firms: 'Oficina {name}|Carpintaria {name}',
    people: 'Inês|Rui|Beatriz|Tiago',
  }),
  it: goods({
    groceries:
      'Pane casereccio|Latte intero|Uova fresche|Parmigiano|Banane|Succo di mela|Caffè macinato|Riso arborio|Olio extravergine|Detersivo|Carta cucina|Yogurt bianco|Passata pomodoro|Pile AA',
    meals:
      'Spaghetti alle vongole|Risotto ai funghi|Insalata mista|Tiramisù|Caffè|Acqua frizzante|Pizza Margherita|Bistecca|Vino rosso|Bruschette|Gnocchi',
    work: 'Manodopera|Pulizia vetri|Riparazione caldaia|Scaffale rovere|Traduzione|Trasferta',
    fuels: 'Benzina|Gasolio|Super 98',
    lodging: 'Pernottamento|Colazione|Garage|Imposta di soggiorno',
    names: 'Luna Piena|Il Cardellino|Vecchio Mulino|Fonte Chiara|La Ginestra|Tre Querce',
    shops: 'Panificio {name}|Alimentari {name}|Farmacia {name}|Libreria {name}',
    restaurants: 'Trattoria {name}|Ristorante {name}|Pizzeria {name}|Bar {name}',
    stations: 'Stazione {name}',
    carParks: 'Parcheggio {name}',
    hotels: 'Hotel {name}|Albergo {name}',
    firms: 'Officina {name}|Falegnameria {name}',
    people: 'Giulia|Marco|Chiara|Luca',
  }),
  nl: goods({
    groceries:
      'Volkoren brood|Halfvolle melk|Scharreleieren|Jonge kaas|Bananen|Appelsap|Gemalen koffie|Zilvervliesrijst|Olijfolie|Afwasmiddel|Keukenrol|Griekse yoghurt|Tomatensoep|Batterijen AA|Stroopwafels',
    meals:
      'Erwtensoep|Uitsmijter kaas|Bitterballen|Gegrilde zalm|Appeltaart|Koffie verkeerd|Spa rood|Kipsaté|Frisse salade|Pannenkoek',
    work: 'Arbeidsloon|Glasbewassing|Reparatie ketel|Plank eiken|Vertaling|Voorrijkosten',
    fuels: 'Euro 95|Diesel|Super 98',
    lodging: 'Overnachting|Ontbijt|Toeristenbelasting',
    names: 'Koperblad|De Zilverreiger|Zonnehoek|Vossenhol|Lindehof|Het Wad',
    shops: 'Bakkerij {name}|Supermarkt {name}|Apotheek {name}|Boekhandel {name}',
    restaurants: 'Eetcafé {name}|Restaurant {name}|Lunchroom {name}',
    stations: 'Tankstation {name}',
    carParks: 'Parkeergarage {name}',
    hotels: 'Hotel {name}',
    firms: '{name} Timmerwerken|Drukkerij {name}',
    people: 'Sanne|Daan|Fatima|Bram',
  }),
  sv: goods({
    groceries:
      'Rågbröd|Mellanmjölk|Ägg frigående|Herrgårdsost|Bananer|Äppeljuice|Bryggkaffe|Basmatiris|Olivolja|Diskmedel|Hushållspapper|Yoghurt naturell|Knäckebröd|Batterier AA',
    meals:
      'Köttbullar|Stekt strömming|Räksmörgås|Ärtsoppa|Kanelbulle|Bryggkaffe|Dagens lunch|Mineralvatten|Grillad lax|Pannkakor',
    work: 'Arbetstid|Fönsterputs|Reparation|Hylla ek|Översättning|Framkörning',
    fuels: 'Bensin 95|Diesel|Etanol E85',
    lodging: 'Övernattning|Frukost|Garage',
    names: 'Kopparblad|Silverbjörk|Havsörnen|Solgläntan|Rävlyan|Lindängen',
    shops: '{name} Bageri|{name} Livs|Apotek {name}|Bokhandel {name}',
    restaurants: 'Restaurang {name}|Café {name}|Krogen {name}',
    stations: 'Macken {name}',
    carParks: 'Parkering {name}',
    hotels: 'Hotell {name}',
    firms: '{name} Snickeri|{name} Verkstad',
    people: 'Elsa|Oskar|Linnea|Nils',
  }),
  pl: goods({
    groceries:
      'Chleb żytni|Mleko 2%|Jaja wolny wybieg|Ser gouda|Banany|Sok jabłkowy|Kawa mielona|Ryż basmati|Oliwa z oliwek|Płyn do naczyń|Ręcznik papier.|Jogurt naturalny|Bułka kajzerka|Baterie AA',
    meals:
      'Pierogi ruskie|Żurek|Kotlet schabowy|Barszcz czerwony|Herbata|Kawa czarna|Woda gazowana|Szarlotka|Placki ziemniaczane|Rosół|Sałatka',
    work: 'Robocizna|Mycie okien|Naprawa drukarki|Półka dębowa|Tłumaczenie|Dojazd',
    fuels: 'Benzyna 95|ON Diesel|Benzyna 98',
    lodging: 'Nocleg|Śniadanie|Opłata miejscowa',
    names: 'Miedziany Liść|Srebrna Brzoza|Bociania Polana|Lisia Nora|Złoty Kłos|Dębowa Aleja',
    shops: 'Piekarnia {name}|Sklep {name}|Apteka {name}|Księgarnia {name}',
    restaurants: 'Restauracja {name}|Bar {name}|Kawiarnia {name}',
    stations: 'Stacja Paliw {name}',
    carParks: 'Parking {name}',
    hotels: 'Hotel {name}',
    firms: '{name} Usługi|Stolarnia {name}',
    people: 'Anna|Piotr|Kasia|Marek',
  }),
};
