// Numbers written as people of a place write them: what Intl.NumberFormat is in a browser, which the language here lacks.
import {asObject, callable, choose, entry, keeping, localeOf, supportedLocalesOf, whole} from '#intl/locales';

const SYMBOLS = 'AUD=A$|BRL=R$|CAD=CA$|CNY=CN¥|EUR=€|GBP=£|HKD=HK$|ILS=₪|INR=₹|JPY=JP¥|KRW=₩|MXN=MX$|NZD=NZ$|TWD=NT$|USD=US$|VND=₫|XAF=FCFA|XCD=EC$|XCG=Cg.|XOF=F\u202fCFA|XPF=CFPF';
const NARROW = 'AFN=؋|AMD=֏|AOA=Kz|ARS=$|AUD=$|AZN=₼|BAM=KM|BBD=$|BDT=৳|BMD=$|BND=$|BOB=Bs|BRL=R$|BSD=$|BWP=P|BYN=р.|BZD=$|CAD=$|CLP=$|CNY=¥|COP=$|CRC=₡|CUC=$|CUP=$|CZK=Kč|DKK=kr|DOP=$|EGP=E£|EUR=€|FJD=$|FKP=£|GBP=£|GEL=₾|GHS=GH₵|GIP=£|GNF=FG|GTQ=Q|GYD=$|HKD=$|HNL=L|HRK=kn|HUF=Ft|IDR=Rp|ILS=₪|INR=₹|ISK=kr|JMD=$|JPY=¥|KGS=⃀|KHR=៛|KMF=CF|KPW=₩|KRW=₩|KYD=$|KZT=₸|LAK=₭|LBP=L£|LKR=Rs|LRD=$|MGA=Ar|MMK=K|MNT=₮|MUR=Rs|MXN=$|MYR=RM|NAD=$|NGN=₦|NIO=C$|NOK=kr|NPR=Rs|NZD=$|PHP=₱|PKR=Rs|PLN=zł|PYG=₲|RON=lei|RUB=₽|RWF=RF|SBD=$|SEK=kr|SGD=$|SHP=£|SRD=$|SSP=£|STN=Db|SYP=£|THB=฿|TOP=T$|TRY=₺|TTD=$|TWD=NT$|UAH=₴|USD=$|UYU=$|VND=₫|XAF=FCFA|XCD=$|XCG=Cg.|XOF=F\u202fCFA|XPF=CFPF|ZAR=R|ZMW=ZK';
const UNITS = 'percent=#%|celsius=#°C|fahrenheit=#°F|degree=#°|kilometer-per-hour=# km/h|mile-per-hour=# mi/h|meter-per-second=# m/s|bit=# bit|byte=# byte|kilobyte=# kB|megabyte=# MB|gigabyte=# GB|terabyte=# TB|gram=# g|kilogram=# kg|millimeter=# mm|centimeter=# cm|meter=# m|kilometer=# km|inch=# in|foot=# ft|mile=# mi|milliliter=# ml|liter=# l|millisecond=# ms|second=# s|minute=# min|hour=# h|day=# day;# days|week=# wk;# wks|month=# mth;# mths|year=# yr;# yrs';
const DIGITS = {0: 'AFN ALL BIF CLP COP DJF GNF HUF IDR IQD IRR ISK JPY KMF KPW KRW LAK LBP MGA MMK PKR PYG RWF SLL SOS SYP UGX VND VUV XAF XOF XPF YER', 3: 'BHD JOD KWD LYD OMR TND'};

// The word form that a number takes; digits as they are shown, because '1.0' is not always '1'.
export function pluralOf(language, shown) {
  const [int, part = ''] = shown.split('.');
  const i = Number(int);
  const n = Number(shown);
  const million = i !== 0 && i % 1000000 === 0 && part === '' ? 'many' : 'other';
  if (Number.isNaN(n) || 'ja zh ko'.includes(language)) return 'other';
  if (language === 'fr' || language === 'pt') return i < 2 ? 'one' : million;
  if (language === 'hi') return i === 0 || n === 1 ? 'one' : 'other';
  if (language === 'pl') return polish(i, part);
  if (language === 'es') return n === 1 ? 'one' : million;
  if (i === 1 && part === '') return 'one';
  return language === 'it' ? million : 'other';
}

function polish(i, part) {
  if (part !== '') return 'other';
  if (i === 1) return 'one';
  return i % 10 >= 2 && i % 10 <= 4 && (i % 100 < 12 || i % 100 > 14) ? 'few' : 'many';
}

// Forms are one for all; one and other; exactly 1, one and other; or one, few, many and other.
export function formOf(forms, language, shown) {
  const all = forms.split(';');
  const plural = pluralOf(language, shown);
  if (all.length === 1) return all[0];
  if (all.length === 4) return all[['one', 'few', 'many', 'other'].indexOf(plural)];
  return all.length === 3 && shown === '1' ? all[0] : all[all.length - (plural === 'one' ? 2 : 1)];
}

// A number as decimal digits: 0.DIGITS times ten to the power of point. Doubles are their shortest text, as in ICU.
function decimal(value) {
  const text = typeof value === 'bigint' ? String(value) : typeof value === 'string' ? value.trim() : String(Number(value));
  const found = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text);
  if (!found || (found[2] + found[3] === '')) return special(Number(text));
  const all = found[2] + found[3];
  const digits = all.replace(/^0+/, '');
  const point = found[2].length + Number(found[4] ?? 0) - (all.length - digits.length);
  const negative = found[1] === '-' || Object.is(value, -0);
  return digits === '' ? {negative, digits, point: 0} : {negative, digits: digits.replace(/0+$/, ''), point};
}
const special = (value) => (Number.isFinite(value) ? decimal(value) : {negative: value < 0, digits: '', point: 0, word: Number.isNaN(value) ? 'NaN' : '∞'});

const ROUNDS = {
  ceil: (half, negative) => !negative, floor: (half, negative) => negative, expand: () => true, trunc: () => false,
  halfCeil: (half, negative) => half > 0 || (half === 0 && !negative), halfFloor: (half, negative) => half > 0 || (half === 0 && negative),
  halfExpand: (half) => half >= 0, halfTrunc: (half) => half > 0, halfEven: (half, negative, odd) => half > 0 || (half === 0 && odd),
};

// Keeps as many of the digits as cut says.
function rounded(number, cut, mode) {
  const {digits, negative, point} = number;
  if (cut >= digits.length) return number;
  const kept = digits.slice(0, Math.max(cut, 0));
  const rest = cut < 0 ? '0' : digits.slice(cut);
  const half = rest[0] === '5' && rest.length === 1 ? 0 : rest[0] >= '5' ? 1 : -1;
  if (!ROUNDS[mode](half, negative, Number(kept.at(-1) ?? 0) % 2 === 1)) return {...number, digits: kept.replace(/0+$/, ''), point: kept === '' ? 0 : point};
  if (kept === '') return {...number, digits: '1', point: point - cut + 1};
  const more = String(BigInt(kept) + 1n);
  return {...number, digits: more.replace(/0+$/, ''), point: point + more.length - kept.length};
}

function cutOf({point}, o) {
  const bySignificant = o.maximumSignificantDigits ?? Infinity;
  const byFraction = point + (o.maximumFractionDigits ?? Infinity);
  if (o.roundingPriority === 'morePrecision') return Math.max(bySignificant, byFraction);
  return o.maximumSignificantDigits === undefined ? byFraction : bySignificant;
}
const round = (number, o) => rounded(number, cutOf(number, o), o.roundingMode);

// Compact numbers lose a power of ten to a word; rounding may carry into the next word.
function compacted(number, o, words) {
  const list = words.split('|').map((one) => {
    const at = one.indexOf(':');
    const [from, power = from] = one.slice(0, at).split('/').map(Number);
    return {from, power, forms: one.slice(at + 1)};
  });
  const pick = (magnitude) => list.findLast((one) => one.from <= magnitude) ?? {power: 0, forms: ''};
  const first = pick(number.digits === '' ? 0 : number.point - 1);
  const short = {...number, point: number.point - first.power};
  const once = round(short, o);
  if (once.digits === '' || once.point === short.point) return [once, first.forms];
  const then = pick(once.point - 1 + first.power);
  return [round({...once, point: once.point + first.power - then.power}, o), then.forms];
}

// The digits before and after the decimal sign.
function places({digits, point}, o) {
  const int = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '';
  const part = point > 0 ? digits.slice(point) : digits && '0'.repeat(-point) + digits;
  const bySignificant = Math.max(0, (o.minimumSignificantDigits ?? 1) - (digits === '' ? 1 : point));
  const least = o.minimumSignificantDigits === undefined || o.roundingPriority === 'morePrecision' ? o.minimumFractionDigits ?? 0 : bySignificant;
  const padded = o.trailingZeroDisplay === 'stripIfInteger' && part === '' ? '' : part.padEnd(least, '0');
  return [int.padStart(o.minimumIntegerDigits, '0'), padded];
}

function grouped(int, locale, o) {
  const least = o.useGrouping === 'always' ? 1 : o.useGrouping === 'min2' || o.notation === 'compact' ? 2 : locale.least;
  if (o.useGrouping === false || int.length < 3 + least) return [int];
  const groups = [int.slice(-3)];
  // Accounts in English have thousands in India too.
  const size = locale.indian && !(o.currencySign === 'accounting' && o.signDisplay !== 'never' && locale.brackets) ? 2 : 3;
  for (let end = int.length - 3; end > 0; end -= size) groups.unshift(int.slice(Math.max(0, end - size), end));
  return groups;
}

function numberParts(int, part, locale, o) {
  const parts = grouped(int, locale, o).flatMap((group, i) => [...(i ? [{type: 'group', value: locale.group}] : []), {type: 'integer', value: group}]);
  if (part) parts.push({type: 'decimal', value: locale.decimal}, {type: 'fraction', value: part});
  return parts;
}

function wordParts(type, text) {
  const [, before, word, after] = /^([ \u00a0\u202f]*)(.*?)([ \u00a0\u202f]*)$/.exec(text);
  return [{type: 'literal', value: before}, {type, value: word}, {type: 'literal', value: after}].filter((one) => one.value);
}

function signOf({negative, digits, word}, o) {
  const zero = digits === '' && word !== '∞';
  if (o.signDisplay === 'never' || (zero && (o.signDisplay === 'exceptZero' || o.signDisplay === 'negative'))) return '';
  if (negative) return '-';
  return o.signDisplay === 'always' || o.signDisplay === 'exceptZero' ? '+' : '';
}

function symbolOf(o, locale) {
  const {currency, currencyDisplay} = o;
  if (currencyDisplay === 'code') return currency;
  const [own, shared] = currencyDisplay === 'narrowSymbol' ? [locale.narrow, NARROW] : [locale.symbols, SYMBOLS];
  return entry(own, currency) ?? entry(shared, currency) ?? currency;
}

// What stands around the number: ± is the place of the sign, ¤ that of the currency.
function frame(o, locale, sign, shown, word) {
  // Compact shares are written with another space than others, but for Spanish.
  const share = (pattern) => (o.notation === 'compact' && locale.language !== 'es' ? pattern.replace('\u00a0%', ' %') : pattern);
  if (o.style === 'percent') return share(locale.percent);
  if (o.style === 'unit') return `±${share(formOf(entry(locale.units, o.unit) ?? entry(UNITS, o.unit), locale.language, shown))}`;
  if (o.style !== 'currency') return '±#';
  const symbol = symbolOf(o, locale);
  const accounting = o.currencySign === 'accounting';
  // The sign of Dutch money stands at the number, though not in accounts nor before a compact word.
  const own = accounting || word ? `±${locale.money.replace('±', '')}` : locale.money;
  const money = shown !== 'NaN' && own.includes('¤#') && !/[\p{S}\p{Z}]$/u.test(symbol) ? own.replace('¤', '¤\u00a0') : own;
  return accounting && !word && locale.brackets && sign === '-' ? `(${money.replace('±', '')})` : money;
}

function partsOf(value, {o, locale}) {
  let number = decimal(value);
  let forms = '';
  if (o.style === 'percent' && number.digits) number.point += 2;
  if (number.word === undefined) [number, forms] = o.notation === 'compact' ? compacted(number, o, o.compactDisplay === 'long' && o.style !== 'currency' ? locale.long : locale.short) : [round(number, o), ''];
  const [int, part] = places(number, o);
  const shown = number.word ? 'NaN' : part ? `${int}.${part}` : int;
  const sign = signOf(number, o);
  const word = forms && formOf(forms, locale.language, shown);
  const digits = number.word ? [{type: number.word === 'NaN' ? 'nan' : 'infinity', value: number.word}] : word[0] === '!' ? [] : numberParts(int, part, locale, o);
  if (word) digits.push(...wordParts('compact', word.replace('!', '')));
  const fill = {'#': digits, '±': sign ? [{type: sign === '-' ? 'minusSign' : 'plusSign', value: sign === '-' ? locale.minus : sign}] : [], '¤': o.style === 'currency' && [{type: 'currency', value: symbolOf(o, locale)}]};
  const kind = o.style === 'percent' && o.notation === 'standard' ? 'percentSign' : o.style === 'percent' || o.style === 'unit' ? 'unit' : 'literal';
  return frame(o, locale, sign, shown, word).split(/([#±¤])/).flatMap((one) => fill[one] || wordParts(kind, one));
}

function styleOptions(options) {
  const o = {style: choose(options, 'style', ['decimal', 'percent', 'currency', 'unit'], 'decimal')};
  if (options.currency !== undefined && !/^[a-z]{3}$/i.test(options.currency)) throw new RangeError(`Invalid currency code : ${options.currency}`);
  const currencyDisplay = choose(options, 'currencyDisplay', ['symbol', 'narrowSymbol', 'code'], 'symbol');
  const currencySign = choose(options, 'currencySign', ['standard', 'accounting'], 'standard');
  const unit = choose(options, 'unit', UNITS.split('|').map((one) => one.split('=')[0]));
  const unitDisplay = choose(options, 'unitDisplay', ['short'], 'short');
  if (o.style === 'currency' && options.currency === undefined) throw new TypeError('Currency code is required with currency style.');
  if (o.style === 'unit' && unit === undefined) throw new TypeError('Unit is required with unit style.');
  if (o.style === 'currency') Object.assign(o, {currency: String(options.currency).toUpperCase(), currencyDisplay, currencySign});
  return o.style === 'unit' ? {...o, unit, unitDisplay} : o;
}

function digitOptions(options, {style, currency = ''}, notation) {
  const o = {minimumIntegerDigits: whole(options, 'minimumIntegerDigits', 1, 21, 1), roundingPriority: choose(options, 'roundingPriority', ['auto'], 'auto')};
  const {minimumFractionDigits, maximumFractionDigits, minimumSignificantDigits, maximumSignificantDigits} = options;
  const digits = DIGITS[0].includes(currency) ? 0 : DIGITS[3].includes(currency) ? 3 : 2;
  const [least, most] = style === 'currency' ? [digits, digits] : [0, style === 'percent' ? 0 : 3];
  if (minimumSignificantDigits !== undefined || maximumSignificantDigits !== undefined) {
    o.minimumSignificantDigits = whole(options, 'minimumSignificantDigits', 1, 21, 1);
    o.maximumSignificantDigits = whole(options, 'maximumSignificantDigits', o.minimumSignificantDigits, 21, 21);
  } else if (minimumFractionDigits !== undefined || maximumFractionDigits !== undefined || notation === 'standard') {
    const low = whole(options, 'minimumFractionDigits', 0, 100);
    const high = whole(options, 'maximumFractionDigits', 0, 100);
    o.minimumFractionDigits = low ?? Math.min(least, high ?? least);
    o.maximumFractionDigits = high ?? Math.max(most, o.minimumFractionDigits);
    if (o.minimumFractionDigits > o.maximumFractionDigits) throw new RangeError('maximumFractionDigits value is out of range.');
  } else Object.assign(o, {minimumFractionDigits: 0, maximumFractionDigits: 0, minimumSignificantDigits: 1, maximumSignificantDigits: 2, roundingPriority: 'morePrecision'});
  return o;
}

function grouping(options, notation) {
  const given = options.useGrouping;
  if (given === undefined || given === 'true' || given === 'false') return notation === 'compact' ? 'min2' : 'auto';
  if (given === true) return 'always';
  return given ? choose(options, 'useGrouping', ['always', 'auto', 'min2']) : false;
}

const resolved = keeping((locales, given) => {
  const options = asObject(given);
  choose(options, 'localeMatcher', ['lookup', 'best fit']);
  choose(options, 'numberingSystem', ['latn']);
  choose(options, 'roundingIncrement', ['1']);
  const locale = localeOf(locales);
  const style = styleOptions(options);
  const notation = choose(options, 'notation', ['standard', 'compact'], 'standard');
  const compactDisplay = choose(options, 'compactDisplay', ['short', 'long'], 'short');
  const o = {...style, ...digitOptions(options, style, notation), useGrouping: grouping(options, notation), notation};
  if (notation === 'compact') o.compactDisplay = compactDisplay;
  o.signDisplay = choose(options, 'signDisplay', ['auto', 'never', 'always', 'exceptZero', 'negative'], 'auto');
  o.roundingMode = choose(options, 'roundingMode', Object.keys(ROUNDS), 'halfExpand');
  o.trailingZeroDisplay = choose(options, 'trailingZeroDisplay', ['auto', 'stripIfInteger'], 'auto');
  return {locale, o};
});

const text = (parts) => parts.map((one) => one.value).join('');
export const formatNumber = (value, locales, options) => text(partsOf(value, resolved(locales, options)));

// The digits that a number shows, which choose its plural.
export function shownDigits(value, o) {
  const number = decimal(value);
  return number.word ?? places(round(number, o), o).filter(Boolean).join('.');
}

export const NumberFormat = callable(class NumberFormat {
  #made;
  #format = (value) => text(partsOf(value, this.#made));

  constructor(locales, options) { this.#made = resolved(locales, options); }
  get format() { return this.#format; }
  formatToParts(value) { return partsOf(value, this.#made); }
  resolvedOptions() { return {locale: this.#made.locale.tag, numberingSystem: 'latn', ...this.#made.o, roundingIncrement: 1}; }
  static supportedLocalesOf(locales) { return supportedLocalesOf(locales); }
});
