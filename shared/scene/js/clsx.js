// The modules `clsx` and `classnames`: classes out of texts, lists, and objects whose values say whether.
const words = (given) => {
  if (!given || given === true) return [];
  if (Array.isArray(given)) return given.flatMap(words);
  if (typeof given === 'object') return Object.keys(given).filter((name) => given[name]);
  return [String(given)];
};

export const clsx = (...given) => words(given).join(' ');
export default clsx;
