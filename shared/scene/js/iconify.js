// The module `@iconify/react`: icons by name.
import {jsx} from '#element';
import {kept} from '#kept';
import {warn} from '#state';

const named = kept(500);

// Throws where an icon cannot be a name.
const check = (icon) => named(icon, () => {
  if (typeof icon === 'string' && /^@?[a-z0-9-:/]+:[a-z0-9-]+$/.test(icon.replace(/^@/, ''))) return true;
  throw new TypeError(`<Icon> needs an icon such as icon="mdi:home" and got ${JSON.stringify(icon) ?? 'undefined'}`);
});

// What is not passed on.
const OWN = new Set(['color', 'fontSize', 'inline', 'hFlip', 'vFlip', 'flip', 'rotate', 'style', 'ref', 'ssr', 'onLoad', 'fallback', 'mode', 'customise', 'children']);

export function Icon(props) {
  check(props.icon);
  const shown = {};
  for (const name in props) if (!OWN.has(name)) shown[name] = props[name];
  const {color, fontSize, inline, flip, style} = props;
  if (truthy(props.hFlip) || flips(flip, 'horizontal')) shown.hFlip = true;
  if (truthy(props.vFlip) || flips(flip, 'vertical')) shown.vFlip = true;
  const rotate = turns(props.rotate);
  if (rotate !== 0) shown.rotate = rotate;
  shown.style = style;
  if (truthy(inline) || fontSize != null || color != null) {
    shown.style = {...(truthy(inline) && {verticalAlign: '-0.125em'}), ...(fontSize != null && {fontSize}), ...(color != null && {color}), ...style};
  }
  return jsx('icon', shown);
}

const flips = (flip, side) => typeof flip === 'string' && flip.split(/[\s,]+/).includes(side);
const truthy = (value) => value === true || value === 'true' || value === 1;

// Quarter turns from 0 to 3, given as a number or as an angle. What is no whole number of them turns nothing.
function turns(rotate) {
  let n = typeof rotate === 'string' ? parseFloat(rotate) : rotate;
  if (typeof n !== 'number') return 0;
  if (typeof rotate === 'string') n = rotate.endsWith('deg') ? n / 90 : rotate.endsWith('%') ? n / 25 : n;
  return Number.isInteger(n) ? ((n % 4) + 4) % 4 : 0;
}

export const InlineIcon = (props) => Icon({inline: true, ...props});
const unneeded = (what) => () => { warn('icons', `${what}() does nothing here: the icons come with the engine.`); return true; };
export const addCollection = unneeded('addCollection');
export const addIcon = unneeded('addIcon');
export const addAPIProvider = unneeded('addAPIProvider');
export const loadIcons = unneeded('loadIcons');
export const iconLoaded = () => true;
