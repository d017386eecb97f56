// The customs of places: separators, currencies, names of months and days, patterns of dates. As in CLDR 48; lists are kept as text and split when used.
const DAY = "HH|HH:mm|HH:mm:ss|HH'h' z|HH:mm z|H:mm:ss z";

// Each names only what differs from the one it is like, or from these.
const PLAIN = {
  minus: '-', brackets: false, least: 1, indian: false, symbols: '', narrow: '', units: '', exact: '', special: '',
  twelve: 'h\u202fa|h:mm\u202fa|h:mm:ss\u202fa|h\u202fa z|h:mm\u202fa z|h:mm:ss\u202fa z', day: DAY,
};
const LOCALES = {
  'en-US': {
    decimal: '.', group: ',', percent: '±#%', money: '±¤#', brackets: true, symbols: 'JPY=¥|PHP=₱|USD=$', narrow: 'BYN=BYN|TWD=$',
    short: '3:K|6:M|9:B|12:T', long: '3: thousand|6: million|9: billion|12: trillion',
    units: 'degree=# deg|mile-per-hour=# mph|milliliter=# mL|liter=# L|second=# sec|hour=# hr',
    months: ['January February March April May June July August September October November December', 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec', 'J F M A M J J A S O N D'], days: ['Sunday Monday Tuesday Wednesday Thursday Friday Saturday', 'Sun Mon Tue Wed Thu Fri Sat', 'S M T W T F S'],
    halves: 'AM|PM', zone: 'Coordinated Universal Time', cycle: 'h12',
    dates: 'y|M|d|M/d|M/y|M/d/y|MMM d|MMM y|MMM d, y|MMMM d|MMMM y|MMMM d, y|d EEE|EEE, M/d|EEE, M/d/y|EEE, MMM d|EEE, MMM d, y|EEE, MMMM d|EEE, MMMM d, y',
    dateStyles: 'EEEE, MMMM d, y|MMMM d, y|MMM d, y|M/d/yy', timeStyles: 'h:mm:ss\u202fa zzzz|h:mm:ss\u202fa z|h:mm:ss\u202fa|h:mm\u202fa',
    glue: "{1} 'at' {0}|{1} 'at' {0}|{1}, {0}|{1}, {0}", dayTimes: 'E h\u202fa|E h:mm\u202fa|E h:mm:ss\u202fa|E HH:mm|E HH:mm:ss', day: "HH|HH:mm|HH:mm:ss|HH'h' z|HH:mm z|HH:mm:ss z",
  },
  'en-GB': {
    like: 'en-US',
    symbols: 'PHP=₱',
    short: '3:k|6:m|9:bn|12:tn',
    units: 'degree=# deg|mile-per-hour=# mph|second=# sec;# secs|minute=# min;# mins|hour=# hr;# hrs',
    months: ['January February March April May June July August September October November December', 'Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec', 'J F M A M J J A S O N D'],
    halves: 'am|pm', cycle: 'h23',
    dates: 'y|M|d|dd/MM|MM/y|dd/MM/y|d MMM|MMM y|d MMM y|d MMMM|MMMM y|d MMMM y|EEE d|EEE dd/MM|EEE, dd/MM/y|EEE d MMM|EEE, d MMM y|EEE d MMMM|EEE, d MMMM y',
    exact: 'Mdd yMdd yyMdd MMd yMMd yyMMd', dateStyles: 'EEEE, d MMMM y|d MMMM y|d MMM y|dd/MM/y', timeStyles: 'HH:mm:ss zzzz|HH:mm:ss z|HH:mm:ss|HH:mm',
    day: DAY,
  },
  'en-IN': {
    like: 'en-US',
    indian: true, symbols: 'PHP=₱|USD=$',
    short: '3:K|5:L|7:Cr|10:KCr|12:LCr', long: '3: thousand|5:\u202flakh|7:\u202fcrore|12:\u202flakh\u202fcrore',
    units: 'degree=# deg|kilometer-per-hour=# kph|mile-per-hour=# mph|second=# sec;# secs|minute=# min;# mins|hour=# hr;# hrs',
    months: ['January February March April May June July August September October November December', 'Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec', 'J F M A M J J A S O N D'],
    halves: 'am|pm',
    dates: 'y|M|d|dd/MM|MM/y|d/M/y|d MMM|MMM y|d MMM y|d MMMM|MMMM y|d MMMM y|EEE d|EEE, dd/MM|EEE, d/M/y|EEE, d MMM|EEE, d MMM, y|EEE, d MMMM|EEE, d MMMM y',
    exact: 'Mdd MMd', special: 'yMMMdEEEE=EEEE, d MMM y', dateStyles: 'EEEE, d MMMM y|d MMMM y|d MMM y|dd/MM/yy',
    dayTimes: 'E h\u202fa|E, h:mm\u202fa|E, h:mm:ss\u202fa|E, HH:mm|E, HH:mm:ss',
  },
  'de-DE': {
    decimal: ',', group: '.', percent: '±#\u00a0%', money: '±#\u00a0¤', symbols: 'AUD=AU$|JPY=¥|THB=฿|USD=$', narrow: 'CUC=Cub$|FKP=Fl£|GHS=₵|GNF=F.G.|KMF=FC|RON=L|RWF=F.Rw|SYP=SYP|ZMW=K',
    short: '6:\u00a0Mio.|9:\u00a0Mrd.|12:\u00a0Bio.', long: '3: Tausend|6: Million; Millionen|9: Milliarde; Milliarden|12: Billion; Billionen',
    units: 'percent=#\u00a0%|celsius=# °C|fahrenheit=# °F|bit=#\u00a0Bit;# Bit|byte=#\u00a0Byte;# Byte|gigabyte=#\u00a0GB|inch=#\u00a0in;# in|milliliter=#\u00a0ml|second=# Sek.|minute=# Min.|hour=# Std.|day=# Tg.|week=# Wo.|month=# Mon.|year=# J',
    months: ['Januar Februar März April Mai Juni Juli August September Oktober November Dezember', 'Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.', 'J F M A M J J A S O N D'], days: ['Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag', 'So. Mo. Di. Mi. Do. Fr. Sa.', 'S M D M D F S'],
    monthsAlone: ['Januar Februar März April Mai Juni Juli August September Oktober November Dezember', 'Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez', 'J F M A M J J A S O N D'], daysAlone: ['Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag', 'So Mo Di Mi Do Fr Sa', 'S M D M D F S'],
    halves: 'AM|PM', zone: 'Koordinierte Weltzeit', cycle: 'h23',
    dates: 'y|M|d|d.M.|M/y|d.M.y|d. MMM|MMM y|d. MMM y|d. MMMM|MMMM y|d. MMMM y|EEE, d.|EEE, d.M.|EEE, d.M.y|EEE, d. MMM|EEE, d. MMM y|EEE, d. MMMM|EEE, d. MMMM y',
    special: 'MMd=dd.MM.', dateStyles: 'EEEE, d. MMMM y|d. MMMM y|dd.MM.y|dd.MM.yy', timeStyles: 'HH:mm:ss zzzz|HH:mm:ss z|HH:mm:ss|HH:mm',
    glue: "{1} 'um' {0}|{1} 'um' {0}|{1}, {0}|{1}, {0}", dayTimes: 'E, h\u202fa|E h:mm\u202fa|E, h:mm:ss\u202fa|E, HH:mm|E, HH:mm:ss', day: "HH 'Uhr'|HH:mm|HH:mm:ss|HH 'Uhr' z|HH:mm z|H:mm:ss z",
  },
  'fr-FR': {
    decimal: ',', group: '\u202f', percent: '±#\u00a0%', money: '±#\u00a0¤', brackets: true, symbols: 'ARS=$AR|AUD=$AU|BMD=$BM|BND=$BN|BZD=$BZ|CAD=$CA|CLP=$CL|CNY=CNY|COP=$CO|FJD=$FJ|FKP=£FK|GBP=£GB|GIP=£GI|HKD=HKD|JPY=JPY|LBP=£LB|MXN=$MX|NAD=$NA|NZD=$NZ|SBD=$SB|SGD=$SG|SRD=$SR|TTD=$TT|TWD=TWD|USD=$US|UYU=$UY|WST=$WS|XCD=XCD|XPF=FCFP', narrow: 'EGP=£E|KMF=FC|LBP=£L|NIO=$C|RON=L|RWF=FR|TOP=$T|WST=$WS|XPF=FCFP|ZMW=Kw',
    short: '3:\u00a0k|6:\u00a0M|9:\u00a0Md|12:\u00a0Bn', long: '3:!mille; millier; mille|6: million; millions|9: milliard; milliards|12: billion; billions',
    units: 'percent=#\u00a0%|celsius=#\u202f°C|fahrenheit=#\u202f°F|kilometer-per-hour=#\u202fkm/h|mile-per-hour=#\u202fmi/h|meter-per-second=#\u202fm/s|bit=#\u202fbit|byte=#\u202fo|kilobyte=#\u202fko|megabyte=#\u202fMo|gigabyte=#\u202fGo|terabyte=#\u202fTo|gram=#\u202fg|kilogram=#\u202fkg|millimeter=#\u202fmm|centimeter=#\u202fcm|meter=#\u202fm|kilometer=#\u202fkm|inch=#\u202fpo|foot=#\u202fpi|mile=#\u202fmi|liter=#\u202fl|millisecond=#\u202fms|second=#\u202fs|minute=#\u00a0min|hour=#\u202fh|day=#\u202fj|week=#\u202fsem.|month=#\u202fm.|year=#\u00a0an;#\u00a0ans',
    months: ['janvier février mars avril mai juin juillet août septembre octobre novembre décembre', 'janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.', 'J F M A M J J A S O N D'], days: ['dimanche lundi mardi mercredi jeudi vendredi samedi', 'dim. lun. mar. mer. jeu. ven. sam.', 'D L M M J V S'],
    halves: 'AM|PM', zone: 'temps universel coordonné', cycle: 'h23',
    dates: 'y|M|d|dd/MM|MM/y|dd/MM/y|d MMM|MMM y|d MMM y|d MMMM|MMMM y|d MMMM y|EEE d|EEE dd/MM|EEE dd/MM/y|EEE d MMM|EEE d MMM y|EEE d MMMM|EEE d MMMM y',
    exact: 'yMdd yyMdd yMMd yyMMd', dateStyles: 'EEEE d MMMM y|d MMMM y|d MMM y|dd/MM/y', timeStyles: 'HH:mm:ss zzzz|HH:mm:ss z|HH:mm:ss|HH:mm',
    glue: "{1} 'à' {0}|{1} 'à' {0}|{1}, {0}|{1} {0}", dayTimes: 'E h\u202fa|E h:mm\u202fa|E h:mm:ss\u202fa|E HH:mm|E HH:mm:ss', day: "HH 'h'|HH:mm|HH:mm:ss|HH 'h' z|HH:mm z|H:mm:ss z",
  },
  'es-ES': {
    decimal: ',', group: '.', percent: '±#\u00a0%', money: '±#\u00a0¤', least: 2, symbols: 'AUD=AUD|BRL=BRL|CAD=CAD|CNY=CNY|GBP=GBP|HKD=HKD|ILS=ILS|INR=INR|JPY=JPY|KRW=KRW|MXN=MXN|NZD=NZD|THB=฿|TWD=TWD|XAF=XAF|XCD=XCD|XOF=XOF', narrow: 'EGP=EGP|RON=L|XAF=XAF|XOF=XOF',
    short: '3:\u00a0mil|6:\u00a0M|10/9:\u00a0mil\u00a0M|12:\u00a0B', long: '3: mil|6: millón; millones|9: mil millones|12: billón; billones',
    units: 'percent=#\u00a0%|celsius=# °C|fahrenheit=# °F|bit=# b|byte=# B|day=# d|week=# sem.|month=# m.|year=# a',
    months: ['enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre', 'ene feb mar abr may jun jul ago sept oct nov dic', 'E F M A M J J A S O N D'], days: ['domingo lunes martes miércoles jueves viernes sábado', 'dom lun mar mié jue vie sáb', 'D L M X J V S'],
    halves: 'a.\u202fm.|p.\u202fm.', zone: 'tiempo universal coordinado', cycle: 'h23',
    dates: "y|M|d|d/M|M/y|d/M/y|d MMM|MMM y|d MMM y|d 'de' MMMM|MMMM 'de' y|d 'de' MMMM 'de' y|EEE d|EEE, d/M|EEE, d/M/y|EEE, d MMM|EEE, d MMM y|EEE, d 'de' MMMM|EEE, d 'de' MMMM 'de' y",
    special: "Mdd=d/M|MMd=d/M|MMdd=d/M|yMM=M/y|yMMMdEEEE=EEEE, d 'de' MMM 'de' y", dateStyles: "EEEE, d 'de' MMMM 'de' y|d 'de' MMMM 'de' y|d MMM y|d/M/yy", timeStyles: 'H:mm:ss (zzzz)|H:mm:ss z|H:mm:ss|H:mm',
    glue: "{1}, {0}|{1} 'a las' {0}|{1}, {0}|{1}, {0}", dayTimes: 'E h\u202fa|E, h:mm\u202fa|E, h:mm:ss\u202fa|E, H:mm|E, H:mm:ss', day: "H|H:mm|H:mm:ss|H 'h' z|H:mm z|H:mm:ss z",
  },
  'it-IT': {
    decimal: ',', group: '.', percent: '±#%', money: '±#\u00a0¤', least: 2, symbols: 'BRL=BRL|HKD=HKD|INR=INR|JPY=JPY|KRW=KRW|MXN=MXN|PHP=₱|THB=฿|TWD=TWD|USD=USD|VND=VND|XCG=Cf', narrow: 'BYN=Br|EGP=£E|NOK=NKr|XCG=Cf',
    short: '3:K|6:\u00a0Mln|9:\u00a0Mld|12:\u00a0Bln', long: '3:!mille; mila|6: milione; milioni|9: miliardo; miliardi|12: mille miliardi; mila miliardi',
    units: 'celsius=# °C|fahrenheit=# °F|day=# giorno;# giorni|week=# sett.|month=# mese;# mesi|year=# anno;# anni',
    months: ['gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre', 'gen feb mar apr mag giu lug ago set ott nov dic', 'G F M A M G L A S O N D'], days: ['domenica lunedì martedì mercoledì giovedì venerdì sabato', 'dom lun mar mer gio ven sab', 'D L M M G V S'],
    halves: 'AM|PM', zone: 'Tempo coordinato universale', cycle: 'h23',
    dates: 'y|M|d|dd/MM|MM/y|dd/MM/y|d MMM|MMM y|d MMM y|d MMMM|MMMM y|d MMMM y|EEE d|EEE dd/MM|EEE dd/MM/y|EEE d MMM|EEE d MMM y|EEE d MMMM|EEE d MMMM y',
    exact: 'yyMdd yyMMd', dateStyles: 'EEEE d MMMM y|d MMMM y|d MMM y|dd/MM/yy', timeStyles: 'HH:mm:ss zzzz|HH:mm:ss z|HH:mm:ss|HH:mm',
    glue: "{1} 'alle ore' {0}|{1} 'alle ore' {0}|{1}, {0}|{1}, {0}", dayTimes: 'E h\u202fa|E h:mm\u202fa|E h:mm:ss\u202fa|E HH:mm|E HH:mm:ss', day: "H|HH:mm|HH:mm:ss|'h'HH z|HH:mm z|H:mm:ss z",
  },
  'pt-BR': {
    decimal: ',', group: '.', percent: '±#%', money: '±¤\u00a0#', symbols: 'AUD=AU$|THB=฿', narrow: 'RON=L|SYP=S£',
    short: '3:\u00a0mil|6:\u00a0mi|9:\u00a0bi|12:\u00a0tri', long: '3: mil|6: milhão; milhões|9: bilhão; bilhões|12: trilhão; trilhões',
    units: 'celsius=# °C|fahrenheit=# °F|degree=# °|mile-per-hour=# mph|bit=# bits|byte=# bytes|inch=# pol.|day=# dia;# dias|week=# sem.|month=# mês;# meses|year=# ano;# anos',
    months: ['janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro', 'jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.', 'J F M A M J J A S O N D'], days: ['domingo segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado', 'dom. seg. ter. qua. qui. sex. sáb.', 'D S T Q Q S S'],
    halves: 'AM|PM', zone: 'Horário Universal Coordenado', cycle: 'h23',
    dates: "y|M|d|dd/MM|MM/y|dd/MM/y|d 'de' MMM|MMM 'de' y|d 'de' MMM 'de' y|d 'de' MMMM|MMMM 'de' y|d 'de' MMMM 'de' y|EEE, d|EEE, dd/MM|EEE, dd/MM/y|EEE, d 'de' MMM|EEE, d 'de' MMM 'de' y|EEE, d 'de' MMMM|EEE, d 'de' MMMM 'de' y",
    exact: 'Mdd yMdd yyMdd MMd yMMd yyMMd', dateStyles: "EEEE, d 'de' MMMM 'de' y|d 'de' MMMM 'de' y|d 'de' MMM 'de' y|dd/MM/y", timeStyles: 'HH:mm:ss zzzz|HH:mm:ss z|HH:mm:ss|HH:mm',
    glue: "{1} 'às' {0}|{1} 'às' {0}|{1}, {0}|{1}, {0}", dayTimes: 'E, h\u202fa|E, h:mm\u202fa|E, h:mm:ss\u202fa|E, HH:mm|E, HH:mm:ss', twelve: 'h\u202fa|h:mm\u202fa|h:mm:ss\u202fa|h\u202fa, z|h:mm\u202fa z|h:mm:ss\u202fa z', day: "HH|HH:mm|HH:mm:ss|HH'h', z|HH:mm z|H:mm:ss z",
  },
  'nl-NL': {
    decimal: ',', group: '.', percent: '±#%', money: '¤\u00a0±#', brackets: true, symbols: 'AUD=AU$|CAD=C$|FJD=FJ$|SBD=SI$|THB=฿|XPF=XPF|ZWG=ZiG', narrow: 'XCG=Cg|XPF=XPF|ZWG=ZiG',
    short: '3:K|6:\u00a0mln.|9:\u00a0mld.|12:\u00a0bln.', long: '3: duizend|6: miljoen|9: miljard|12: biljoen',
    units: 'kilometer-per-hour=# km/u|bit=# bit;# bits|second=# sec|hour=# uur|day=# dag;# dagen|week=# wk;# wkn|month=# mnd|year=# jr',
    months: ['januari februari maart april mei juni juli augustus september oktober november december', 'jan feb mrt apr mei jun jul aug sep okt nov dec', 'J F M A M J J A S O N D'], days: ['zondag maandag dinsdag woensdag donderdag vrijdag zaterdag', 'zo ma di wo do vr za', 'Z M D W D V Z'],
    halves: 'a.m.|p.m.', zone: 'gecoördineerde wereldtijd', cycle: 'h23',
    dates: 'y|M|d|d-M|M-y|d-M-y|d MMM|MMM y|d MMM y|d MMMM|MMMM y|d MMMM y|EEE d|EEE d-M|EEE d-M-y|EEE d MMM|EEE d MMM y|EEE d MMMM|EEE d MMMM y',
    dateStyles: 'EEEE d MMMM y|d MMMM y|d MMM y|dd-MM-y', timeStyles: 'HH:mm:ss zzzz|HH:mm:ss z|HH:mm:ss|HH:mm',
    glue: "{1} 'om' {0}|{1} 'om' {0}|{1}, {0}|{1}, {0}", dayTimes: 'E h\u202fa|E h:mm a|E h:mm:ss a|E HH:mm|E HH:mm:ss', twelve: 'h\u202fa|h:mm a|h:mm:ss a|h\u202fa z|h:mm a z|h:mm:ss a z',
  },
  'pl-PL': {
    decimal: ',', group: '\u00a0', percent: '±#%', money: '±#\u00a0¤', brackets: true, least: 2, symbols: 'AUD=AUD|CAD=CAD|CNY=CNY|GBP=GBP|HKD=HKD|ILS=ILS|INR=INR|JPY=JPY|KRW=KRW|MXN=MXN|NZD=NZD|PLN=zł|TWD=TWD|USD=USD|VND=VND|XCG=XCG', narrow: 'BYN=BYN|RON=lej|XCG=XCG',
    short: '3:\u00a0tys.|6:\u00a0mln|9:\u00a0mld|12:\u00a0bln', long: '3: tysiąc; tysiące; tysięcy; tysiąca|6: milion; miliony; milionów; miliona|9: miliard; miliardy; miliardów; miliarda|12: bilion; biliony; bilionów; biliona',
    units: 'celsius=# st. C|kilometer-per-hour=# km/godz.|mile-per-hour=# mila/h;# mile/h;# mil/h;# mili/h|bit=# b|byte=# B|inch=# cal;# cale;# cali;# cala|mile=# mila;# mile;# mil;# mili|second=# sek.|hour=# godz.|day=# dzień;# dni;# dni;# dnia|week=# tydz.;# tyg.;# tyg.;# tyg.|month=# mies.|year=# rok;# lata;# lat;# roku',
    months: ['stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia', 'sty lut mar kwi maj cze lip sie wrz paź lis gru', 's l m k m c l s w p l g'], days: ['niedziela poniedziałek wtorek środa czwartek piątek sobota', 'niedz. pon. wt. śr. czw. pt. sob.', 'n p w ś c p s'],
    monthsAlone: ['styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień', 'sty lut mar kwi maj cze lip sie wrz paź lis gru', 'S L M K M C L S W P L G'], daysAlone: ['niedziela poniedziałek wtorek środa czwartek piątek sobota', 'niedz. pon. wt. śr. czw. pt. sob.', 'N P W Ś C P S'],
    halves: 'AM|PM', zone: 'uniwersalny czas koordynowany', cycle: 'h23',
    dates: 'y|M|d|d.MM|MM.y|d.MM.y|d MMM|MMM y|d MMM y|d MMMM|LLLL y|d MMMM y|EEE, d|EEE, d.MM|EEE, d.MM.y|EEE, d MMM|EEE, d MMM y|EEE, d MMMM|EEE, d MMMM y',
    special: 'yMMMMM=LLLLL y', dateStyles: 'EEEE, d MMMM y|d MMMM y|d MMM y|d.MM.y', timeStyles: 'HH:mm:ss zzzz|HH:mm:ss z|HH:mm:ss|HH:mm',
    glue: '{1} {0}|{1} {0}|{1}, {0}|{1}, {0}', dayTimes: 'E h\u202fa|E, h:mm\u202fa|E, h:mm:ss\u202fa|E, HH:mm|E, HH:mm:ss',
  },
  'sv-SE': {
    decimal: ',', group: '\u00a0', minus: '\u2212', percent: '±#\u00a0%', money: '±#\u00a0¤', symbols: 'AUD=AUD|BBD=Bds$|BMD=BM$|BRL=BR$|BSD=BS$|BZD=BZ$|CNY=CNY|DKK=Dkr|DOP=RD$|EGP=EG£|GBP=GBP|HKD=HKD|INR=INR|ISK=Ikr|JMD=JM$|JPY=JPY|KRW=KRW|NOK=Nkr|NZD=NZD|SEK=kr|TWD=TWD|VND=VND|XCG=XCG', narrow: 'RON=L|XCG=XCG',
    short: '3:\u00a0tn|6:\u00a0mn|9:\u00a0md|12:\u00a0bn', long: '3: tusen|6: miljon; miljoner|9: miljard; miljarder|12: biljon; biljoner',
    units: 'percent=#\u00a0%|celsius=# °C|fahrenheit=# °F|bit=# b|byte=# B|inch=# tum|foot=# fot|hour=# tim|day=# d|week=# v|month=# mån|year=# år',
    months: ['januari februari mars april maj juni juli augusti september oktober november december', 'jan. feb. mars apr. maj juni juli aug. sep. okt. nov. dec.', 'J F M A M J J A S O N D'], days: ['söndag måndag tisdag onsdag torsdag fredag lördag', 'sön mån tis ons tors fre lör', 'S M T O T F L'],
    halves: 'fm|em', zone: 'koordinerad universell tid', cycle: 'h23',
    dates: 'y|M|d|d/M|y-MM|y-MM-dd|d MMM|MMM y|d MMM y|d MMMM|MMMM y|d MMMM y|EEE d|EEE d/M|EEE, y-MM-dd|EEE d MMM|EEE d MMM y|EEE d MMMM|EEE d MMMM y',
    exact: 'yMdd yyMdd yMMd yyMMd', special: 'MMd=d/M', dateStyles: 'EEEE d MMMM y|d MMMM y|d MMM y|y-MM-dd', timeStyles: 'HH:mm:ss zzzz|HH:mm:ss z|HH:mm:ss|HH:mm',
    glue: "{1} 'kl.' {0}|{1} 'kl.' {0}|{1} {0}|{1} {0}", dayTimes: 'E h\u202fa|E h:mm\u202fa|E h:mm:ss\u202fa|E HH:mm|E HH:mm:ss',
  },
  'ja-JP': {
    decimal: '.', group: ',', percent: '±#%', money: '±¤#', brackets: true, symbols: 'CNY=元|JPY=￥|USD=$|XCG=Cg', narrow: 'CNY=￥|JPY=￥|RON=レイ|TWD=$|XCG=Cg',
    short: '4:万|8:億|12:兆|16:京', long: '4:万|8:億|12:兆|16:京',
    units: 'degree=# 度|mile-per-hour=# mph|kilobyte=# KB|liter=# L|second=# 秒|minute=# 分|hour=# 時間|day=# 日|week=# 週間|month=# か月|year=# 年',
    months: ['1 2 3 4 5 6 7 8 9 10 11 12', '1 2 3 4 5 6 7 8 9 10 11 12', '1 2 3 4 5 6 7 8 9 10 11 12'], days: ['日曜日 月曜日 火曜日 水曜日 木曜日 金曜日 土曜日', '日 月 火 水 木 金 土', '日 月 火 水 木 金 土'],
    halves: '午前|午後', zone: '協定世界時', cycle: 'h23',
    dates: 'y年|M月|d日|M/d|y/M|y/M/d|M月d日|y年M月|y年M月d日|M月d日|y年M月|y年M月d日|d日(EEE)|M/d(EEE)|y/M/d(EEE)|M月d日(EEE)|y年M月d日(EEE)|M月d日(EEE)|y年M月d日(EEE)',
    special: 'MMM=M月|MMMM=M月|MMMMM=M月', dateStyles: 'y年M月d日EEEE|y年M月d日|y/MM/dd|y/MM/dd', timeStyles: 'H時mm分ss秒 zzzz|H:mm:ss z|H:mm:ss|H:mm',
    glue: '{1} {0}|{1} {0}|{1} {0}|{1} {0}', dayTimes: 'ah時 (E)|ah:mm (E)|ah:mm:ss (E)|H:mm (E)|H:mm:ss (E)', twelve: 'ah時|ah:mm|ah:mm:ss|ah時 z|ah:mm z|ah:mm:ss z', day: 'H時|H:mm|H:mm:ss|H時 z|H:mm z|H:mm:ss z',
  },
  'zh-CN': {
    decimal: '.', group: ',', percent: '±#%', money: '±¤#', brackets: true, symbols: 'AUD=AU$|CNY=¥',
    short: '4:万|8:亿|12:万亿', long: '4:万|8:亿|12:万亿',
    units: 'bit=# b|byte=# B|millimeter=#毫米|centimeter=#厘米|meter=#米|kilometer=#公里|inch=#英寸|foot=#英尺|mile=#英里|milliliter=#毫升|liter=#升|millisecond=#毫秒|second=#秒|minute=#分钟|hour=#小时|day=#天|week=#周|month=#个月|year=#年',
    months: ['1 2 3 4 5 6 7 8 9 10 11 12', '1 2 3 4 5 6 7 8 9 10 11 12', '1 2 3 4 5 6 7 8 9 10 11 12'], days: ['星期日 星期一 星期二 星期三 星期四 星期五 星期六', '周日 周一 周二 周三 周四 周五 周六', '日 一 二 三 四 五 六'],
    monthsAlone: ['一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月', '1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月', '1 2 3 4 5 6 7 8 9 10 11 12'],
    halves: '上午|下午', zone: '协调世界时', cycle: 'h23',
    dates: 'y年|M月|d日|M/d|y/M|y/M/d|M月d日|y年M月|y年M月d日|M月d日|y年M月|y年M月d日|d日EEE|M/dEEE|y/M/dEEE|M月d日EEE|y年M月d日EEE|M月d日EEE|y年M月d日EEE',
    special: 'yMM=y年M月|MMMMM=M|yMdEEEE=y年M月d日EEEE', dateStyles: 'y年M月d日EEEE|y年M月d日|y年M月d日|y/M/d', timeStyles: 'zzzz HH:mm:ss|z HH:mm:ss|HH:mm:ss|HH:mm',
    glue: '{1} {0}|{1} {0}|{1} {0}|{1} {0}', dayTimes: 'Eah时|Eah:mm|Eah:mm:ss|EHH:mm|EHH:mm:ss', twelve: 'ah时|ah:mm|ah:mm:ss|zah时|zah:mm|zah:mm:ss', day: 'H时|HH:mm|HH:mm:ss|zH时|z HH:mm|z H:mm:ss',
  },
  'ko-KR': {
    decimal: '.', group: ',', percent: '±#%', money: '±¤#', brackets: true, symbols: 'AUD=AU$', narrow: 'RON=L',
    short: '3:천|4:만|8:억|12:조', long: '3:천|4:만|8:억|12:조',
    units: 'kilometer-per-hour=#km/h|mile-per-hour=#mi/h|meter-per-second=#m/s|bit=#bit|byte=#byte|kilobyte=#kB|megabyte=#MB|gigabyte=#GB|terabyte=#TB|gram=#g|kilogram=#kg|millimeter=#mm|centimeter=#cm|meter=#m|kilometer=#km|inch=#in|foot=#ft|mile=#mi|milliliter=#mL|liter=#L|millisecond=#ms|second=#초|minute=#분|hour=#시간|day=#일|week=#주|month=#개월|year=#년',
    months: ['1월 2월 3월 4월 5월 6월 7월 8월 9월 10월 11월 12월', '1월 2월 3월 4월 5월 6월 7월 8월 9월 10월 11월 12월', '1월 2월 3월 4월 5월 6월 7월 8월 9월 10월 11월 12월'], days: ['일요일 월요일 화요일 수요일 목요일 금요일 토요일', '일 월 화 수 목 금 토', '일 월 화 수 목 금 토'],
    halves: 'AM|PM', zone: '협정 세계시', cycle: 'h12',
    dates: 'y년|M월|d일|M. d.|y. M.|y. M. d.|MMM d일|y년 MMM|y년 MMM d일|MMMM d일|y년 MMMM|y년 MMMM d일|d일 (EEE)|M. d. (EEE)|y. M. d. (EEE)|MMM d일 (EEE)|y년 MMM d일 (EEE)|MMMM d일 (EEE)|y년 MMMM d일 EEE',
    special: 'yMM=y. M.', dateStyles: 'y년 MMMM d일 EEEE|y년 MMMM d일|y. M. d.|yy. M. d.', timeStyles: 'a h시 m분 s초 zzzz|a h시 m분 s초 z|a h:mm:ss|a h:mm',
    glue: '{1} {0}|{1} {0}|{1} {0}|{1} {0}', dayTimes: '(E) a h|(E) a h:mm|(E) a h:mm:ss|(E) HH:mm|(E) HH:mm:ss', twelve: 'a h시|a h:mm|a h:mm:ss|a h시 z|a h:mm z|a h시 m분 s초 z', day: 'H시|HH:mm|H시 m분 s초|H시 z|HH:mm z|H시 m분 s초 z',
  },
  'hi-IN': {
    decimal: '.', group: ',', percent: '±#%', money: '±¤#', indian: true, symbols: 'THB=฿|USD=$', narrow: 'RON=लेई',
    short: '3:\u00a0हज़ार|5:\u00a0लाख|7:\u00a0क॰|9:\u00a0अ॰|11:\u00a0ख॰|13:\u00a0नील', long: '3: हज़ार|5: लाख|7: करोड़|9: अरब|11: खरब',
    units: 'celsius=#°से॰|fahrenheit=#°फ़ेरन|degree=# अंश|kilometer-per-hour=# कि॰मी॰/घं॰|mile-per-hour=# मी॰प्र॰घं॰|meter-per-second=# मी॰/से॰|bit=# बिट|byte=# बाइट|gram=# ग्रा॰|kilogram=# कि॰ग्रा॰|millimeter=# मि॰मी॰|centimeter=# सें॰मी॰|meter=# मी|kilometer=# कि॰मी॰|inch=# इंच|foot=# फ़ीट|mile=# मील|milliliter=# मि॰ ली॰|liter=# ली॰|millisecond=# मि॰से॰|second=# से॰|minute=# मि॰|hour=# घं॰|day=# दिन|week=# सप्ताह|month=# माह|year=# वर्ष',
    months: ['जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर', 'जन॰ फ़र॰ मार्च अप्रैल मई जून जुल॰ अग॰ सित॰ अक्टू॰ नव॰ दिस॰', 'ज फ़ मा अ म जू जु अ सि अ न दि'], days: ['रविवार सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार', 'रवि सोम मंगल बुध गुरु शुक्र शनि', 'र सो मं बु गु शु श'],
    halves: 'am|pm', zone: 'समन्वित वैश्विक समय', cycle: 'h12',
    dates: 'y|M|d|d/M|M/y|d/M/y|d MMM|MMM y|d MMM y|d MMMM|MMMM y|d MMMM y|EEE d|EEE, d/M|EEE, d/M/y|EEE, d MMM|EEE, d MMM y|EEE, d MMMM|EEE, d MMMM y',
    dateStyles: 'EEEE, d MMMM y|d MMMM y|d MMM y|d/M/yy', timeStyles: 'h:mm:ss a zzzz|h:mm:ss a z|h:mm:ss a|h:mm a',
    glue: '{1} को {0} बजे|{1} को {0} बजे|{1}, {0}|{1}, {0}', dayTimes: 'E h\u202fa|E h:mm a|E h:mm:ss a|E HH:mm|E HH:mm:ss', twelve: 'h\u202fa|h:mm a|h:mm:ss a|h\u202fa z|h:mm a z|h:mm:ss a z', day: "HH|HH:mm|HH:mm:ss|HH'h' z|HH:mm z|HH:mm:ss z",
  },
};
const MAIN = {};
for (const tag of Object.keys(LOCALES)) MAIN[tag.slice(0, 2)] ??= tag;

const TAG = /^[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?(-([a-z0-9]{5,8}|\d[a-z0-9]{3}))*(-[a-z0-9](-[a-z0-9]{2,8})+)*$/i;

// The tag of the customs that serve a request, or nothing: a region that is not known has its language's.
function served(request) {
  const text = String(request);
  if (!TAG.test(text)) throw new RangeError(`Incorrect locale information provided: ${text}`);
  if (/-[a-z0-9]-/i.test(text)) throw new RangeError(`The locale ${text} has an extension, which is not supported: use the options instead`);
  const [language, ...rest] = text.split('-');
  const region = rest.find((one) => one.length === 2)?.toUpperCase();
  const tag = `${language.toLowerCase()}-${region}`;
  if (LOCALES[tag]) return tag;
  return MAIN[language.toLowerCase()] && language.toLowerCase();
}

const requests = (locales) => {
  if (locales === null) throw new TypeError('Incorrect locale information provided');
  return locales === undefined ? [] : typeof locales === 'string' ? [locales] : Array.from(locales);
};

const made = new Map();
function make(tag) {
  const own = LOCALES[tag] ?? LOCALES[MAIN[tag]];
  return {...PLAIN, ...LOCALES[own.like], ...own, tag, language: tag.slice(0, 2), main: LOCALES[tag] ? tag : MAIN[tag]};
}

export function localeOf(locales) {
  const tag = requests(locales).map(served).find(Boolean) ?? 'en-US';
  if (!made.has(tag)) made.set(tag, make(tag));
  return made.get(tag);
}

export const supportedLocalesOf = (locales) => requests(locales).filter(served);

// The part of a list such as 'USD=$|EUR=€' that has this name.
export function entry(list, name) {
  const start = `|${list}`.indexOf(`|${name}=`);
  return start < 0 ? undefined : list.slice(start + name.length + 1).split('|', 1)[0];
}

// One of the values of an option; whatever else is given is refused, never ignored.
export function choose(options, name, values, fallback) {
  const given = options[name];
  if (given === undefined) return fallback;
  if (values.includes(String(given))) return String(given);
  throw new RangeError(`Value ${String(given)} of the option ${name} is not supported: ${values.length > 1 ? 'the supported values are' : 'the only supported value is'} ${values.join(', ')}`);
}

export function whole(options, name, least, most, fallback) {
  if (options[name] === undefined) return fallback;
  const given = Number(options[name]);
  if (given >= least && given <= most) return Math.floor(given);
  throw new RangeError(`${name} value is out of range: it is from ${least} to ${most}`);
}

export function asObject(options) {
  if (options === null) throw new TypeError('Cannot convert undefined or null to object');
  return options === undefined ? {} : Object(options);
}

// Intl.NumberFormat() is allowed without new, which classes are not.
export const callable = (kind) => new Proxy(kind, {apply: (target, self, given) => new target(...given)});

// Scenes ask for the same customs in every frame: what was made for them is kept, as long as it is not too much.
export function keeping(make) {
  const kept = new Map();
  return (locales, options, ...rest) => {
    if (locales !== undefined && typeof locales !== 'string') return make(locales, options, ...rest);
    let key = `${locales};${rest}`;
    for (const name in options) key += `;${name}=${typeof options[name]}${String(options[name])}`;
    if (options === null) key += ';null';
    if (kept.size > 300) kept.clear();
    if (!kept.has(key)) kept.set(key, make(locales, options, ...rest));
    return kept.get(key);
  };
}
