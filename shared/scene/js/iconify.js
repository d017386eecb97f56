// The module `@iconify/react`: icons by name.
import {jsx} from '#element';
import {warn} from '#state';

export function Icon({icon, ref, ssr, onLoad, fallback, mode, children, ...props}) {
  if (typeof icon !== 'string' || !/^@?[a-z0-9-:/]+:[a-z0-9-]+$/.test(icon.replace(/^@/, ''))) {
    throw new TypeError(`<Icon> needs an icon such as icon="mdi:home" and got ${JSON.stringify(icon) ?? 'undefined'}`);
  }
  const {rotate, ...rest} = props;
  return jsx('icon', {icon, ...rest, ...(rotate !== undefined && {rotate: turns(rotate)})});
}

// Quarter turns, given as a number or as an angle.
function turns(rotate) {
  if (typeof rotate === 'number') return rotate;
  const n = parseFloat(rotate);
  return rotate.endsWith('deg') ? n / 90 : rotate.endsWith('%') ? n / 25 : n;
}

export const InlineIcon = (props) => Icon({inline: true, ...props});
const unneeded = (what) => () => { warn('icons', `${what}() does nothing here: the icons come with the engine.`); return true; };
export const addCollection = unneeded('addCollection');
export const addIcon = unneeded('addIcon');
export const addAPIProvider = unneeded('addAPIProvider');
export const loadIcons = unneeded('loadIcons');
export const iconLoaded = () => true;
