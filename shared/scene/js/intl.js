// What people of a place write in their way: Intl, and the methods that use it. It is long, and loaded for scenes alone whose code names it.
import {formatNumber, NumberFormat} from '#intl/numbers';
import {formatDate, DateTimeFormat} from '#intl/dates';
import {Collator, ListFormat, PluralRules, RelativeTimeFormat, Segmenter} from '#intl/words';
import {supportedLocalesOf} from '#intl/locales';

const put = (of, name, value) => Object.defineProperty(of, name, {value, writable: true, configurable: true, enumerable: false});
const method = (of, name, make) => put(of.prototype, name, {[name](...given) { return make(this, ...given); }}[name]);

method(Number, 'toLocaleString', (number, locales, options) => formatNumber(Number(number), locales, options));
method(BigInt, 'toLocaleString', (number, locales, options) => formatNumber(BigInt(number), locales, options));
method(Date, 'toLocaleString', (date, locales, options) => formatDate(date, locales, options, 'any', 'all'));
method(Date, 'toLocaleDateString', (date, locales, options) => formatDate(date, locales, options, 'date', 'date'));
method(Date, 'toLocaleTimeString', (date, locales, options) => formatDate(date, locales, options, 'time', 'time'));
method(Array, 'toLocaleString', (list, ...given) => list.map((one) => one?.toLocaleString(...given) ?? '').join());

// Lists are sorted by it.
const usual = new Collator();
const collator = (locales, options) => (locales === undefined && options === undefined ? usual : new Collator(locales, options));
method(String, 'localeCompare', (text, other, locales, options) => collator(locales, options).compare(String(text), String(other)));

put(globalThis, 'Intl', {Collator, DateTimeFormat, ListFormat, NumberFormat, PluralRules, RelativeTimeFormat, Segmenter, getCanonicalLocales: supportedLocalesOf});
