// Dates written as people of a place write them: what Intl.DateTimeFormat is in a browser. Scenes run in UTC, and know the Gregorian calendar.
import {asObject, callable, choose, entry, keeping, localeOf, supportedLocalesOf, whole} from '#intl/locales';

const STYLES = ['full', 'long', 'medium', 'short'];
const KEYS = 'y M d Md yM yMd MMMd yMMM yMMMd MMMMd yMMMM yMMMMd dE MdE yMdE MMMdE yMMMdE MMMMdE yMMMMdE'.split(' ');
const DATE = ['weekday', 'year', 'month', 'day'];
const TIME = ['hour', 'minute', 'second', 'fractionalSecondDigits'];
const LENGTH = {numeric: 1, '2-digit': 2, short: 3, long: 4, narrow: 5};
const WIDTHS = {
  weekday: ['narrow', 'short', 'long'], year: ['numeric', '2-digit'], month: ['numeric', '2-digit', 'narrow', 'short', 'long'], day: ['numeric', '2-digit'],
  hour: ['numeric', '2-digit'], minute: ['numeric', '2-digit'], second: ['numeric', '2-digit'], timeZoneName: ['short', 'long'],
};

const refuse = (text) => { throw new RangeError(text); };
const letters = (letter, width) => letter.repeat(LENGTH[width] ?? 0);

function requestedParts(options) {
  const o = {};
  for (const name of Object.keys(WIDTHS)) {
    const width = choose(options, name, WIDTHS[name]);
    if (width !== undefined) o[name] = width;
  }
  const fraction = whole(options, 'fractionalSecondDigits', 1, 3);
  if (fraction !== undefined) o.fractionalSecondDigits = fraction;
  for (const name of ['era', 'dayPeriod']) if (options[name] !== undefined) refuse(`The option ${name} is not supported: the supported parts are ${[...DATE, ...TIME].join(', ')}, timeZoneName`);
  choose(options, 'calendar', ['gregory']);
  choose(options, 'numberingSystem', ['latn']);
  choose(options, 'localeMatcher', ['lookup', 'best fit']);
  choose(options, 'formatMatcher', ['basic', 'best fit']);
  if (options.timeZone !== undefined && !/^(etc\/)?(utc|gmt)$/i.test(options.timeZone)) refuse(`Time zone ${options.timeZone} is not supported: scenes run in UTC, so the only time zone is 'UTC'`);
  return o;
}

// Combinations that a language has no pattern for, and nobody writes.
function check(o) {
  if (o.year && o.day && !o.month) refuse('year with day is not supported without month');
  if (o.weekday && (o.year || o.month) && !o.day) refuse('weekday with year or month is not supported without day');
  if (o.hour && o.second && !o.minute) refuse('hour with second is not supported without minute');
  if (o.fractionalSecondDigits && (o.hour || o.minute) && !o.second) refuse('fractionalSecondDigits with hour or minute is not supported without second');
  if (o.fractionalSecondDigits && !o.hour && DATE.some((name) => o[name])) refuse('fractionalSecondDigits with a date is not supported without hour');
  if (o.timeZoneName && !o.hour && (o.minute || o.second || o.fractionalSecondDigits)) refuse('timeZoneName with minute or second is not supported without hour');
}

function withDefaults(o, required, defaults) {
  const asked = [...(required === 'time' ? [] : DATE), ...(required === 'date' ? [] : TIME)];
  if (asked.some((name) => o[name] !== undefined)) return o;
  const made = {...o};
  if (defaults !== 'time') Object.assign(made, {year: 'numeric', month: 'numeric', day: 'numeric'});
  if (defaults !== 'date') Object.assign(made, {hour: 'numeric', minute: 'numeric', second: 'numeric'});
  return made;
}

function cycleOf(options, locale) {
  const hourCycle = choose(options, 'hourCycle', ['h11', 'h12', 'h23', 'h24'], locale.cycle);
  if (options.hour12 === undefined) return hourCycle;
  if (locale.cycle === 'h23') return options.hour12 ? 'h11' : 'h23';
  return options.hour12 ? 'h12' : 'h24';
}

const widen = (pattern, o) => pattern.replace(/'[^']*'|y+|([MLEcd])\1*/g, (field) => {
  if (field[0] === "'") return field;
  if (field[0] === 'y') return letters('y', o.year);
  if (field[0] === 'd') return o.day === '2-digit' ? 'dd' : field;
  if (field[0] === 'E' || field[0] === 'c') return letters(field[0], o.weekday);
  return field.length > 2 ? letters(field[0], o.month) : o.month === '2-digit' ? 'MM' : field;
});

function datePattern(o, locale) {
  const word = o.month === 'numeric' || o.month === '2-digit' ? 'M' : letters('M', o.month === 'narrow' ? 'short' : o.month);
  const key = `${o.year ? 'y' : ''}${word}${o.day ? 'd' : ''}${o.weekday ? 'E' : ''}`;
  const year = o.year ? 'y' : '';
  const exact = `${letters('M', o.month)}${letters('d', o.day)}`;
  const fixed = o.weekday ? undefined : entry(locale.special, `${year}${exact}`);
  if (fixed) return o.year === '2-digit' ? fixed.replace('y', 'yy') : fixed;
  if (key === 'E') return letters('c', o.weekday);
  if (key === 'MMM' || key === 'MMMM') return letters('L', o.month);
  const own = o.weekday === 'long' && entry(locale.special, key.replace('E', 'EEEE'));
  const pattern = widen(own || locale.dates.split('|')[KEYS.indexOf(key)], o);
  // Some places write two digits always, unless the widths that are asked for differ from one another.
  if (!o.weekday && locale.exact.split(' ').includes(`${letters('y', o.year)}${exact}`)) return pattern.replace(/M+/, letters('M', o.month)).replace(/d+/, letters('d', o.day));
  // Days in full stand without brackets.
  return pattern.replace('(EEEE)', 'EEEE');
}

// Where hours have two digits though one is asked for, other widths of the rest change that, as in ICU.
function oneDigit(o, cycle) {
  const minute = o.minute === '2-digit';
  const second = o.second === '2-digit';
  if (o.second) return cycle === 'h24' ? Boolean(o.timeZoneName) || minute || second : Boolean(o.timeZoneName) || (minute && second);
  return Boolean(o.minute) && !o.timeZoneName && (minute || cycle === 'h24');
}

function fitHour(pattern, o, locale, cycle) {
  if (o.hour === '2-digit') return pattern.replace(/H+/.test(pattern) ? /H+/ : /h/, (hours) => hours[0].repeat(2));
  const varies = locale.cycle === 'h23' && locale.day.includes('HH:mm');
  return varies && oneDigit(o, cycle) ? pattern.replace('HH', 'H') : pattern;
}

function timePattern(o, locale, cycle) {
  const fraction = 'S'.repeat(o.fractionalSecondDigits ?? 0);
  const withFraction = (pattern) => (fraction && o.second ? pattern.replace(/s+/, (seconds) => `${seconds}${locale.decimal}${fraction}`) : pattern);
  if (!o.hour) return withFraction(o.minute ? (o.second ? 'mm:ss' : 'm') : o.second ? 's' : fraction || (o.timeZoneName ? 'z' : ''));
  const twelve = cycle === 'h11' || cycle === 'h12';
  const size = o.second ? 2 : o.minute ? 1 : 0;
  // Some places write a time with the zone in full in a way of its own; and Korean has words for it only if its seconds are not two digits.
  if (!twelve && size === 2 && o.timeZoneName === 'long' && /^H[^H]/.test(locale.timeStyles)) return withFraction(fitHour(locale.timeStyles.split('|')[0], o, locale, cycle));
  if (locale.language === 'ko' && !twelve && size === 2 && !o.timeZoneName && o.second === '2-digit') return withFraction(fitHour('H:mm:ss', o, locale, cycle));
  const days = o.weekday && !o.day && !o.timeZoneName && !fraction && (twelve ? size : size && size + 2);
  if (typeof days === 'number' && (twelve || size)) return fitHour(locale.dayTimes.split('|')[days], {...o, minute: 'numeric'}, locale, cycle).replace(/E/, letters('E', o.weekday));
  const list = (twelve ? locale.twelve : locale.day).split('|')[size + (o.timeZoneName ? 3 : 0)];
  return withFraction(fitHour(list, o, locale, cycle));
}

function partsPattern(o, locale, cycle) {
  const time = timePattern(o, locale, cycle);
  const named = o.timeZoneName === 'long' ? time.replace(/z+/, 'zzzz') : time;
  if (!DATE.some((name) => o[name]) || /E/.test(named.replace(/'[^']*'/g, ''))) return named;
  const date = datePattern(o, locale);
  const kind = o.month === 'long' ? (o.weekday ? 0 : 1) : o.month === 'short' ? 2 : 3;
  return named ? joined(locale, kind, date, named) : date;
}
const joined = (locale, kind, date, time) => locale.glue.split('|')[kind].replace('{1}', () => date).replace('{0}', () => time);

// A style whose hours are of another cycle is made anew from its parts.
function styledTime(locale, timeStyle, cycle) {
  const pattern = locale.timeStyles.split('|')[STYLES.indexOf(timeStyle)];
  const twelve = (one) => one === 'h11' || one === 'h12';
  if (twelve(cycle) === twelve(locale.cycle)) return pattern;
  const o = {hour: /HH|hh/.test(pattern) ? '2-digit' : 'numeric', minute: '2-digit'};
  if (timeStyle !== 'short') o.second = '2-digit';
  if (timeStyle === 'full' || timeStyle === 'long') o.timeZoneName = 'short';
  const made = timePattern(o, locale, cycle);
  return timeStyle === 'full' ? made.replace('z', 'zzzz') : made;
}

function stylePattern({dateStyle, timeStyle}, locale, cycle) {
  const kind = STYLES.indexOf(dateStyle);
  const date = dateStyle && locale.dateStyles.split('|')[kind];
  if (!timeStyle) return date;
  const time = styledTime(locale, timeStyle, cycle);
  if (!dateStyle) return time;
  // With hours of another cycle ICU makes the date anew too, which shows in Japanese and Chinese.
  const remade = cycle !== locale.cycle && (locale.language === 'ja' || kind > 0);
  return joined(locale, kind, remade ? date.replace('y年M月d日', 'y/M/d') : date, time);
}

const tokens = (pattern) => [...pattern.matchAll(/'([^']*)'|([yMLdEchHmsSaz])\2*|([^'yMLdEchHmsSaz]+)/g)].map((found) => (found[2] ? {letter: found[2], length: found[0].length} : {text: found[1] ?? found[3]}));

const resolved = keeping((locales, given, required, defaults) => {
  const options = asObject(given);
  const locale = localeOf(locales);
  const asked = requestedParts(options);
  const cycle = cycleOf(options, locale);
  const styles = {dateStyle: choose(options, 'dateStyle', STYLES), timeStyle: choose(options, 'timeStyle', STYLES)};
  if (styles.dateStyle || styles.timeStyle) {
    const [extra] = Object.keys(asked);
    if (extra) throw new TypeError(`Can't set option ${extra} when ${styles.dateStyle ? 'dateStyle' : 'timeStyle'} is used`);
    if (required === 'date' && styles.timeStyle) throw new TypeError('Invalid option : timeStyle');
    if (required === 'time' && styles.dateStyle) throw new TypeError('Invalid option : dateStyle');
    return {locale, o: styles, cycle: styles.timeStyle && cycle, parts: tokens(stylePattern(styles, locale, cycle))};
  }
  const o = withDefaults(asked, required, defaults);
  check(o);
  return {locale, o, cycle: o.hour && cycle, parts: tokens(partsPattern(o, locale, cycle))};
});

const two = (value, length) => String(value).padStart(length > 1 ? 2 : 1, '0');
const named = (lists, length, index) => lists[length === 4 ? 0 : length === 5 ? 2 : 1].split(' ')[index];

const FIELDS = {
  y: ['year', (date, length) => {
    const year = date.getUTCFullYear() > 0 ? date.getUTCFullYear() : 1 - date.getUTCFullYear();
    return length === 2 ? two(year % 100, 2) : String(year);
  }],
  M: ['month', (date, length, {months}) => (length > 2 ? named(months, length, date.getUTCMonth()) : two(date.getUTCMonth() + 1, length))],
  L: ['month', (date, length, {months, monthsAlone = months}) => named(monthsAlone, length, date.getUTCMonth())],
  d: ['day', (date, length) => two(date.getUTCDate(), length)],
  E: ['weekday', (date, length, {days}) => named(days, length, date.getUTCDay())],
  c: ['weekday', (date, length, {days, daysAlone = days}) => named(daysAlone, length, date.getUTCDay())],
  h: ['hour', (date, length, locale, cycle) => two(date.getUTCHours() % 12 || (cycle === 'h11' ? 0 : 12), length)],
  H: ['hour', (date, length, locale, cycle) => two(date.getUTCHours() || (cycle === 'h24' ? 24 : 0), length)],
  m: ['minute', (date, length) => two(date.getUTCMinutes(), length)],
  s: ['second', (date, length) => two(date.getUTCSeconds(), length)],
  S: ['fractionalSecond', (date, length) => String(date.getUTCMilliseconds()).padStart(3, '0').slice(0, length)],
  a: ['dayPeriod', (date, length, {halves}) => halves.split('|')[date.getUTCHours() < 12 ? 0 : 1]],
  z: ['timeZoneName', (date, length, {zone}) => (length > 1 ? zone : 'UTC')],
};

function partsOf(date, {locale, cycle, parts}) {
  return parts.map(({letter, length, text}) => (letter ? {type: FIELDS[letter][0], value: FIELDS[letter][1](date, length, locale, cycle)} : {type: 'literal', value: text}));
}

// Browsers keep narrow spaces in the parts, and write them as plain ones in the text.
const textOf = (date, made) => partsOf(date, made).map((one) => one.value).join('').replaceAll('\u202f', ' ');

// Literals that follow one another are one.
const merged = (parts) => parts.reduce((all, one) => {
  if (one.type === 'literal' && all.at(-1)?.type === 'literal') all.push({type: 'literal', value: all.pop().value + one.value});
  else all.push(one);
  return all;
}, []);

export function formatDate(date, locales, options, required = 'any', defaults = 'all') {
  return Number.isNaN(date.getTime()) ? 'Invalid Date' : textOf(date, resolved(locales, options, required, defaults));
}

function asDate(value) {
  const date = value === undefined ? new Date(Date.now()) : new Date(Number(value));
  if (Number.isNaN(date.getTime())) throw new RangeError('Invalid time value');
  return date;
}

export const DateTimeFormat = callable(class DateTimeFormat {
  #made;
  #format = (date) => textOf(asDate(date), this.#made);

  constructor(locales, options) { this.#made = resolved(locales, options, 'any', 'date'); }
  get format() { return this.#format; }
  formatToParts(date) { return merged(partsOf(asDate(date), this.#made)); }
  static supportedLocalesOf(locales) { return supportedLocalesOf(locales); }
  resolvedOptions() {
    const {locale, o, cycle} = this.#made;
    const hours = cycle ? {hourCycle: cycle, hour12: cycle === 'h11' || cycle === 'h12'} : {};
    return {locale: locale.tag, calendar: 'gregory', numberingSystem: 'latn', timeZone: 'UTC', ...hours, ...o};
  }
});
