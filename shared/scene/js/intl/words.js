// Words around numbers, lists and times, the order of texts and their parts: the rest of what Intl is in a browser.
import {asObject, callable, choose, entry, localeOf, supportedLocalesOf} from '#intl/locales';
import {formOf, NumberFormat, pluralOf, shownDigits} from '#intl/numbers';

// Forms for one and other; in Polish one, few, many and other. Words for the day before yesterday to the day after tomorrow.
const RELATIVE = {
  en: {past: 'second=# second ago;# seconds ago|minute=# minute ago;# minutes ago|hour=# hour ago;# hours ago|day=# day ago;# days ago|week=# week ago;# weeks ago|month=# month ago;# months ago|quarter=# quarter ago;# quarters ago|year=# year ago;# years ago',
    future: 'second=in # second;in # seconds|minute=in # minute;in # minutes|hour=in # hour;in # hours|day=in # day;in # days|week=in # week;in # weeks|month=in # month;in # months|quarter=in # quarter;in # quarters|year=in # year;in # years',
    words: 'second=;;now;;|minute=;;this minute;;|hour=;;this hour;;|day=;yesterday;today;tomorrow;|week=;last week;this week;next week;|month=;last month;this month;next month;|quarter=;last quarter;this quarter;next quarter;|year=;last year;this year;next year;'},
  de: {past: 'second=vor # Sekunde;vor # Sekunden|minute=vor # Minute;vor # Minuten|hour=vor # Stunde;vor # Stunden|day=vor # Tag;vor # Tagen|week=vor # Woche;vor # Wochen|month=vor # Monat;vor # Monaten|quarter=vor # Quartal;vor # Quartalen|year=vor # Jahr;vor # Jahren',
    future: 'second=in # Sekunde;in # Sekunden|minute=in # Minute;in # Minuten|hour=in # Stunde;in # Stunden|day=in # Tag;in # Tagen|week=in # Woche;in # Wochen|month=in # Monat;in # Monaten|quarter=in # Quartal;in # Quartalen|year=in # Jahr;in # Jahren',
    words: 'second=;;jetzt;;|minute=;;in dieser Minute;;|hour=;;in dieser Stunde;;|day=vorgestern;gestern;heute;morgen;übermorgen|week=;letzte Woche;diese Woche;nächste Woche;|month=;letzten Monat;diesen Monat;nächsten Monat;|quarter=;letztes Quartal;dieses Quartal;nächstes Quartal;|year=;letztes Jahr;dieses Jahr;nächstes Jahr;'},
  fr: {past: 'second=il y a # seconde;il y a # secondes|minute=il y a # minute;il y a # minutes|hour=il y a # heure;il y a # heures|day=il y a # jour;il y a # jours|week=il y a # semaine;il y a # semaines|month=il y a # mois|quarter=il y a # trimestre;il y a # trimestres|year=il y a # an;il y a # ans',
    future: 'second=dans # seconde;dans # secondes|minute=dans # minute;dans # minutes|hour=dans # heure;dans # heures|day=dans # jour;dans # jours|week=dans # semaine;dans # semaines|month=dans # mois|quarter=dans # trimestre;dans # trimestres|year=dans # an;dans # ans',
    words: 'second=;;maintenant;;|minute=;;cette minute-ci;;|hour=;;cette heure-ci;;|day=avant-hier;hier;aujourd’hui;demain;après-demain|week=;la semaine dernière;cette semaine;la semaine prochaine;|month=;le mois dernier;ce mois-ci;le mois prochain;|quarter=;le trimestre dernier;ce trimestre;le trimestre prochain;|year=;l’année dernière;cette année;l’année prochaine;'},
  es: {past: 'second=hace # segundo;hace # segundos|minute=hace # minuto;hace # minutos|hour=hace # hora;hace # horas|day=hace # día;hace # días|week=hace # semana;hace # semanas|month=hace # mes;hace # meses|quarter=hace # trimestre;hace # trimestres|year=hace # año;hace # años',
    future: 'second=dentro de # segundo;dentro de # segundos|minute=dentro de # minuto;dentro de # minutos|hour=dentro de # hora;dentro de # horas|day=dentro de # día;dentro de # días|week=dentro de # semana;dentro de # semanas|month=dentro de # mes;dentro de # meses|quarter=dentro de # trimestre;dentro de # trimestres|year=dentro de # año;dentro de # años',
    words: 'second=;;ahora;;|minute=;;este minuto;;|hour=;;esta hora;;|day=anteayer;ayer;hoy;mañana;pasado mañana|week=;la semana pasada;esta semana;la próxima semana;|month=;el mes pasado;este mes;el próximo mes;|quarter=;el trimestre pasado;este trimestre;el próximo trimestre;|year=;el año pasado;este año;el próximo año;'},
  it: {past: 'second=# secondo fa;# secondi fa|minute=# minuto fa;# minuti fa|hour=# ora fa;# ore fa|day=# giorno fa;# giorni fa|week=# settimana fa;# settimane fa|month=# mese fa;# mesi fa|quarter=# trimestre fa;# trimestri fa|year=# anno fa;# anni fa',
    future: 'second=tra # secondo;tra # secondi|minute=tra # minuto;tra # minuti|hour=tra # ora;tra # ore|day=tra # giorno;tra # giorni|week=tra # settimana;tra # settimane|month=tra # mese;tra # mesi|quarter=tra # trimestre;tra # trimestri|year=tra # anno;tra # anni',
    words: 'second=;;ora;;|minute=;;questo minuto;;|hour=;;quest’ora;;|day=l’altro ieri;ieri;oggi;domani;dopodomani|week=;settimana scorsa;questa settimana;settimana prossima;|month=;mese scorso;questo mese;mese prossimo;|quarter=;trimestre scorso;questo trimestre;trimestre prossimo;|year=;anno scorso;quest’anno;anno prossimo;'},
  pt: {past: 'second=há # segundo;há # segundos|minute=há # minuto;há # minutos|hour=há # hora;há # horas|day=há # dia;há # dias|week=há # semana;há # semanas|month=há # mês;há # meses|quarter=há # trimestre;há # trimestres|year=há # ano;há # anos',
    future: 'second=em # segundo;em # segundos|minute=em # minuto;em # minutos|hour=em # hora;em # horas|day=em # dia;em # dias|week=em # semana;em # semanas|month=em # mês;em # meses|quarter=em # trimestre;em # trimestres|year=em # ano;em # anos',
    words: 'second=;;agora;;|minute=;;este minuto;;|hour=;;esta hora;;|day=anteontem;ontem;hoje;amanhã;depois de amanhã|week=;semana passada;esta semana;próxima semana;|month=;mês passado;este mês;próximo mês;|quarter=;último trimestre;este trimestre;próximo trimestre;|year=;ano passado;este ano;próximo ano;'},
  nl: {past: 'second=# seconde geleden;# seconden geleden|minute=# minuut geleden;# minuten geleden|hour=# uur geleden|day=# dag geleden;# dagen geleden|week=# week geleden;# weken geleden|month=# maand geleden;# maanden geleden|quarter=# kwartaal geleden;# kwartalen geleden|year=# jaar geleden',
    future: 'second=over # seconde;over # seconden|minute=over # minuut;over # minuten|hour=over # uur|day=over # dag;over # dagen|week=over # week;over # weken|month=over # maand;over # maanden|quarter=over # kwartaal;over # kwartalen|year=over # jaar',
    words: 'second=;;nu;;|minute=;;binnen een minuut;;|hour=;;binnen een uur;;|day=eergisteren;gisteren;vandaag;morgen;overmorgen|week=;vorige week;deze week;volgende week;|month=;vorige maand;deze maand;volgende maand;|quarter=;vorig kwartaal;dit kwartaal;volgend kwartaal;|year=;vorig jaar;dit jaar;volgend jaar;'},
  pl: {past: 'second=# sekundę temu;# sekundy temu;# sekund temu;# sekundy temu|minute=# minutę temu;# minuty temu;# minut temu;# minuty temu|hour=# godzinę temu;# godziny temu;# godzin temu;# godziny temu|day=# dzień temu;# dni temu;# dni temu;# dnia temu|week=# tydzień temu;# tygodnie temu;# tygodni temu;# tygodnia temu|month=# miesiąc temu;# miesiące temu;# miesięcy temu;# miesiąca temu|quarter=# kwartał temu;# kwartały temu;# kwartałów temu;# kwartału temu|year=# rok temu;# lata temu;# lat temu;# roku temu',
    future: 'second=za # sekundę;za # sekundy;za # sekund;za # sekundy|minute=za # minutę;za # minuty;za # minut;za # minuty|hour=za # godzinę;za # godziny;za # godzin;za # godziny|day=za # dzień;za # dni;za # dni;za # dnia|week=za # tydzień;za # tygodnie;za # tygodni;za # tygodnia|month=za # miesiąc;za # miesiące;za # miesięcy;za # miesiąca|quarter=za # kwartał;za # kwartały;za # kwartałów;za # kwartału|year=za # rok;za # lata;za # lat;za # roku',
    words: 'second=;;teraz;;|minute=;;ta minuta;;|hour=;;ta godzina;;|day=przedwczoraj;wczoraj;dzisiaj;jutro;pojutrze|week=;w zeszłym tygodniu;w tym tygodniu;w przyszłym tygodniu;|month=;w zeszłym miesiącu;w tym miesiącu;w przyszłym miesiącu;|quarter=;w zeszłym kwartale;w tym kwartale;w przyszłym kwartale;|year=;w zeszłym roku;w tym roku;w przyszłym roku;'},
  sv: {past: 'second=för # sekund sedan;för # sekunder sedan|minute=för # minut sedan;för # minuter sedan|hour=för # timme sedan;för # timmar sedan|day=för # dag sedan;för # dagar sedan|week=för # vecka sedan;för # veckor sedan|month=för # månad sedan;för # månader sedan|quarter=för # kvartal sedan|year=för # år sedan',
    future: 'second=om # sekund;om # sekunder|minute=om # minut;om # minuter|hour=om # timme;om # timmar|day=om # dag;om # dagar|week=om # vecka;om # veckor|month=om # månad;om # månader|quarter=om # kvartal|year=om # år',
    words: 'second=;;nu;;|minute=;;denna minut;;|hour=;;denna timme;;|day=i förrgår;i går;i dag;i morgon;i övermorgon|week=;förra veckan;denna vecka;nästa vecka;|month=;förra månaden;den här månaden;nästa månad;|quarter=;förra kvartalet;detta kvartal;nästa kvartal;|year=;förra året;i år;nästa år;'},
  ja: {past: 'second=# 秒前|minute=# 分前|hour=# 時間前|day=# 日前|week=# 週間前|month=# か月前|quarter=# 四半期前|year=# 年前',
    future: 'second=# 秒後|minute=# 分後|hour=# 時間後|day=# 日後|week=# 週間後|month=# か月後|quarter=# 四半期後|year=# 年後',
    words: 'second=;;今;;|minute=;;1 分以内;;|hour=;;1 時間以内;;|day=一昨日;昨日;今日;明日;明後日|week=;先週;今週;来週;|month=;先月;今月;来月;|quarter=;前四半期;今四半期;翌四半期;|year=;昨年;今年;来年;'},
  zh: {past: 'second=#秒钟前|minute=#分钟前|hour=#小时前|day=#天前|week=#周前|month=#个月前|quarter=#个季度前|year=#年前',
    future: 'second=#秒钟后|minute=#分钟后|hour=#小时后|day=#天后|week=#周后|month=#个月后|quarter=#个季度后|year=#年后',
    words: 'second=;;现在;;|minute=;;此刻;;|hour=;;这一时间 / 此时;;|day=前天;昨天;今天;明天;后天|week=;上周;本周;下周;|month=;上个月;本月;下个月;|quarter=;上季度;本季度;下季度;|year=;去年;今年;明年;'},
  ko: {past: 'second=#초 전|minute=#분 전|hour=#시간 전|day=#일 전|week=#주 전|month=#개월 전|quarter=#분기 전|year=#년 전',
    future: 'second=#초 후|minute=#분 후|hour=#시간 후|day=#일 후|week=#주 후|month=#개월 후|quarter=#분기 후|year=#년 후',
    words: 'second=;;지금;;|minute=;;현재 분;;|hour=;;현재 시간;;|day=그저께;어제;오늘;내일;모레|week=;지난주;이번 주;다음 주;|month=;지난달;이번 달;다음 달;|quarter=;지난 분기;이번 분기;다음 분기;|year=;작년;올해;내년;'},
  hi: {past: 'second=# सेकंड पहले|minute=# मिनट पहले|hour=# घंटे पहले|day=# दिन पहले|week=# सप्ताह पहले|month=# माह पहले|quarter=# तिमाही पहले|year=# वर्ष पहले',
    future: 'second=# सेकंड में|minute=# मिनट में|hour=# घंटे में|day=# दिन में|week=# सप्ताह में|month=# माह में|quarter=# तिमाही में;# तिमाहियों में|year=# वर्ष में',
    words: 'second=;;अब;;|minute=;;यह मिनट;;|hour=;;यह घंटा;;|day=परसों;कल;आज;कल;परसों|week=;पिछला सप्ताह;इस सप्ताह;अगला सप्ताह;|month=;पिछला माह;इस माह;अगला माह;|quarter=;अंतिम तिमाही;इस तिमाही;अगली तिमाही;|year=;पिछला वर्ष;इस वर्ष;अगला वर्ष;'},
};

// What joins two; what joins the last; for long, short and narrow lists when they differ. Between the others stands a comma.
const LISTS = {
  'en-US': {conjunction: ' and ;, ;, and | & ;, ;, & |, ;, ;, ', disjunction: ' or ;, ;, or '},
  'en-GB': {conjunction: ' and ;, ; and | and ;, ; and |, ;, ;, ', disjunction: ' or ;, ; or '},
  'en-IN': {conjunction: ' and ;, ; and | and ;, ; and |, ;, ;, and ', disjunction: ' or ;, ; or '},
  'de-DE': {conjunction: ' und ;, ; und ', disjunction: ' oder ;, ; oder '},
  'fr-FR': {conjunction: ' et ;, ; et | et ;, ; et |, ;, ;, ', disjunction: ' ou ;, ; ou '},
  'es-ES': {conjunction: ' y ;, ; y ', disjunction: ' o ;, ; o '},
  'it-IT': {conjunction: ' e ;, ; e ', disjunction: ' o ;, ; o '},
  'pt-BR': {conjunction: ' e ;, ; e | e ;, ; e |, ;, ;, ', disjunction: ' ou ;, ; ou '},
  'nl-NL': {conjunction: ' en ;, ; en | & ;, ; & |, ;, ;, ', disjunction: ' of ;, ; of '},
  'pl-PL': {conjunction: ' i ;, ; i ', disjunction: ' lub ;, ; lub '},
  'sv-SE': {conjunction: ' och ;, ; och | och ;, ; och |, ;, ;, ', disjunction: ' eller ;, ; eller '},
  'ja-JP': {conjunction: '、;、;、', disjunction: 'または;、;、または'},
  'zh-CN': {conjunction: '和;、;和|和;、;和|、;、;、', disjunction: '或;、;或'},
  'ko-KR': {conjunction: ' 및 ;, ; 및 ', disjunction: ' 또는 ;, ; 또는 '},
  'hi-IN': {conjunction: ' और ;, ;, और | और ;, ; और | और ;, ; और ', disjunction: ' या ;, ; या '},
};

// Endings such as 1st, 2nd, 3rd.
function ordinalOf(language, n) {
  const last = n % 10;
  const teen = n % 100 > 10 && n % 100 < 14;
  if (language === 'en') return teen ? 'other' : ['other', 'one', 'two', 'few'][last] ?? 'other';
  if (language === 'fr') return n === 1 ? 'one' : 'other';
  if (language === 'sv') return (last === 1 || last === 2) && n % 100 !== 11 && n % 100 !== 12 ? 'one' : 'other';
  if (language === 'it') return [8, 11, 80, 800].includes(n) ? 'many' : 'other';
  if (language === 'hi') return {1: 'one', 2: 'two', 3: 'two', 4: 'few', 6: 'many'}[n] ?? 'other';
  return 'other';
}

export class PluralRules {
  #locale;
  #options;
  #digits;

  constructor(locales, given) {
    const options = asObject(given);
    this.#locale = localeOf(locales);
    this.#options = {type: choose(options, 'type', ['cardinal', 'ordinal'], 'cardinal'), notation: choose(options, 'notation', ['standard'], 'standard')};
    const {type, notation, ...digits} = options;
    this.#digits = new NumberFormat(locales, digits).resolvedOptions();
  }
  select(value) {
    const shown = shownDigits(Math.abs(Number(value)), this.#digits);
    if (!Number.isFinite(Number(shown))) return 'other';
    return this.#options.type === 'ordinal' ? ordinalOf(this.#locale.language, Number(shown)) : pluralOf(this.#locale.language, shown);
  }
  resolvedOptions() { return {locale: this.#locale.tag, type: this.#options.type}; }
  static supportedLocalesOf(locales) { return supportedLocalesOf(locales); }
}

const STYLES = ['long', 'short', 'narrow'];

export class ListFormat {
  #locale;
  #options;

  constructor(locales, given) {
    const options = asObject(given);
    this.#locale = localeOf(locales);
    this.#options = {type: choose(options, 'type', ['conjunction', 'disjunction'], 'conjunction'), style: choose(options, 'style', STYLES, 'long')};
  }
  formatToParts(list) {
    const {type, style} = this.#options;
    const ways = LISTS[this.#locale.main][type].split('|');
    const [two, between, last] = (ways[STYLES.indexOf(style)] ?? ways[0]).split(';');
    const all = [...list];
    return all.flatMap((value, i) => {
      if (typeof value !== 'string') throw new TypeError('Iterable yielded a non-String value');
      if (i === 0) return [{type: 'element', value}];
      // Spanish says e and u before the sound of its own y and o.
      const joint = all.length === 2 ? two : i === all.length - 1 ? last : between;
      return [{type: 'literal', value: this.#locale.language === 'es' ? spanish(joint, value) : joint}, {type: 'element', value}];
    });
  }
  format(list) { return this.formatToParts(list).map((one) => one.value).join(''); }
  resolvedOptions() { return {locale: this.#locale.tag, ...this.#options}; }
  static supportedLocalesOf(locales) { return supportedLocalesOf(locales); }
}

function spanish(joint, next) {
  if (joint === ' y ' && /^(i|hi(?!e|a))/i.test(next)) return ' e ';
  return joint === ' o ' && /^(o|ho|8|11($|\s))/i.test(next) ? ' u ' : joint;
}

const UNITS = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'];

export class RelativeTimeFormat {
  #locale;
  #options;
  #number;

  constructor(locales, given) {
    const options = asObject(given);
    this.#locale = localeOf(locales);
    choose(options, 'numberingSystem', ['latn']);
    this.#options = {style: choose(options, 'style', ['long'], 'long'), numeric: choose(options, 'numeric', ['always', 'auto'], 'always')};
    this.#number = new NumberFormat(locales);
  }
  format(given, unit) {
    const value = Number(given);
    if (!Number.isFinite(value)) throw new RangeError('Invalid time value');
    const one = choose({unit: String(unit).replace(/s$/, '')}, 'unit', UNITS);
    const {past, future, words} = RELATIVE[this.#locale.language];
    const word = this.#options.numeric === 'auto' && Math.abs(value) <= 2 && Number.isInteger(value) && entry(words, one).split(';')[value + 2];
    // What is -0 ago is past.
    if (word) return word;
    const size = Math.abs(value);
    const forms = entry(value < 0 || Object.is(value, -0) ? past : future, one);
    return formOf(forms, this.#locale.language, shownDigits(size, this.#number.resolvedOptions())).replace('#', () => this.#number.format(size));
  }
  resolvedOptions() { return {locale: this.#locale.tag, ...this.#options, numberingSystem: 'latn'}; }
  static supportedLocalesOf(locales) { return supportedLocalesOf(locales); }
}

// Letters without case and marks first, then all of the text, so that words stand in the order of a dictionary.
const folded = (text) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase();
const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
function orderNumeric(a, b) {
  const [left, right] = [a, b].map((text) => text.match(/\d+|\D+/g) ?? []);
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const numbers = /^\d/.test(left[i]) && /^\d/.test(right[i]);
    const found = numbers ? order(BigInt(left[i]), BigInt(right[i])) : order(left[i], right[i]);
    if (found) return found;
  }
  return order(left.length, right.length);
}

export const Collator = callable(class Collator {
  #locale;
  #options;
  #compare = (a, b) => {
    const {numeric, sensitivity} = this.#options;
    const [left, right] = [String(a), String(b)];
    const first = (numeric ? orderNumeric : order)(folded(left), folded(right));
    if (first || sensitivity === 'base') return first;
    // Small letters stand before capitals.
    const marks = order(left.normalize('NFD').toLowerCase(), right.normalize('NFD').toLowerCase());
    return marks || (sensitivity === 'accent' ? 0 : -order(left.normalize('NFD'), right.normalize('NFD')));
  };

  constructor(locales, given) {
    const options = asObject(given);
    this.#locale = localeOf(locales);
    this.#options = {
      usage: choose(options, 'usage', ['sort', 'search'], 'sort'), sensitivity: choose(options, 'sensitivity', ['base', 'accent', 'variant'], 'variant'),
      ignorePunctuation: choose(options, 'ignorePunctuation', ['false'], 'false') === 'true', collation: choose(options, 'collation', ['default'], 'default'),
      numeric: choose(options, 'numeric', ['true', 'false'], 'false') === 'true', caseFirst: choose(options, 'caseFirst', ['false'], 'false'),
    };
  }
  get compare() { return this.#compare; }
  resolvedOptions() { return {locale: this.#locale.tag, ...this.#options}; }
  static supportedLocalesOf(locales) { return supportedLocalesOf(locales); }
});

// A letter with its marks; pictures joined to one another, with their tones; two letters of a flag.
const GRAPHEME = /\r\n|\p{RI}\p{RI}|\p{Emoji}\uFE0F?\u20E3|\p{Extended_Pictographic}[\p{M}\p{Emoji_Modifier}\uFE0F]*(?:\u200D\p{Extended_Pictographic}[\p{M}\p{Emoji_Modifier}\uFE0F]*)*|[^][\p{M}\u200D]*/gu;
const WORD = /[\p{L}\p{M}\p{N}_]+(?:(?:['’.](?=\p{L})|[.,](?=\p{N}))[\p{L}\p{M}\p{N}_]+)*|\r\n| +|[^][\p{M}]*/gu;

export class Segmenter {
  #locale;
  #granularity;

  constructor(locales, given) {
    this.#locale = localeOf(locales);
    this.#granularity = choose(asObject(given), 'granularity', ['grapheme', 'word'], 'grapheme');
  }
  segment(given) {
    const input = String(given);
    const words = this.#granularity === 'word';
    const made = () => [...input.matchAll(words ? WORD : GRAPHEME)].map((found) => ({segment: found[0], index: found.index, input, ...(words ? {isWordLike: /[\p{L}\p{N}]/u.test(found[0])} : {})}));
    return {
      [Symbol.iterator]: () => made()[Symbol.iterator](),
      containing: (index = 0) => made().find((one) => index >= one.index && index < one.index + one.segment.length),
    };
  }
  resolvedOptions() { return {locale: this.#locale.tag, granularity: this.#granularity}; }
  static supportedLocalesOf(locales) { return supportedLocalesOf(locales); }
}
