// The module `@iconify/react`: icons by name.
import {jsx} from '#element';
import {warn} from '#state';

export function Icon({icon, ref, ssr, onLoad, fallback, mode, customise, children, ...props}) {
  if (typeof icon !== 'string' || !/^@?[a-z0-9-:/]+:[a-z0-9-]+$/.test(icon.replace(/^@/, ''))) {
    throw new TypeError(`<Icon> needs an icon such as icon="mdi:home" and got ${JSON.stringify(icon) ?? 'undefined'}`);
  }
  const {color, fontSize, inline, hFlip, vFlip, flip, rotate, style, ...rest} = props;
  const sides = typeof flip === 'string' ? flip.split(/[\s,]+/) : [];
  return jsx('icon', {
    icon, ...rest,
    ...((truthy(hFlip) || sides.includes('horizontal')) && {hFlip: true}),
    ...((truthy(vFlip) || sides.includes('vertical')) && {vFlip: true}),
    ...(turns(rotate) !== 0 && {rotate: turns(rotate)}),
    style: {
      ...(truthy(inline) && {verticalAlign: '-0.125em'}),
      ...(fontSize != null && {fontSize}),
      ...(color != null && {color}),
      ...style,
    },
  });
}

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
