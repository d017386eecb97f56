// The module `@remotion/shapes`.
import {jsx} from '#element';
import {kept} from '#kept';
import {warn} from '#state';
import {Sequence} from '#remotion/sequence';
import {makeRect, makeCircle, makeEllipse, makeTriangle, makeStar, makePolygon, makePie, makeHeart} from '#shapes/make';
import {makeArrow, makeCallout, makeSpark} from '#shapes/pointers';

// Of a path's numbers four decimals are drawn (`src/script/css.rs`): rounded once, they are neither written nor read in full in each frame.
const seen = (shape) => ({...shape, path: shape.path.replace(/-?\d+\.\d{5,}/g, (number) => String(Math.round(Number(number) * 10000) / 10000))});

// A component that draws what a function makes of the properties with these names.
const drawn = (name, make, names) => {
  const measures = new Set(names);
  const outlines = kept(500);
  const component = (props) => {
    const given = {}, rest = {};
    let key = '';
    for (const property in props) {
      const value = props[property];
      if (measures.has(property)) { given[property] = value; key += `${property} ${typeof value} ${value} `; } else rest[property] = value;
    }
    const {path, width, height, transformOrigin} = outlines(key, () => seen(make(given)));
    const {style, pathStyle, debug, effects, pixelDensity, from, durationInFrames, trimBefore, freeze, hidden, name: _name, showInTimeline, controls, width: wide, height: tall, ref, ...shown} = rest;
    if (effects !== undefined && effects.length > 0) warn('effects', `effects of <${name}> are not drawn: use filter in its style.`);
    if (hidden) return null;
    const [w, h] = [wide ?? width, tall ?? height];
    const svg = jsx('svg', {
      width: w, height: h, viewBox: `0 0 ${w} ${h}`, xmlns: 'http://www.w3.org/2000/svg', style: {overflow: 'visible', ...style},
      children: jsx('path', {'transform-origin': transformOrigin, d: path, ...shown, ...(pathStyle && {style: pathStyle})}),
    });
    if (from === undefined && durationInFrames === undefined) return svg;
    return jsx(Sequence, {from, durationInFrames, layout: 'none', children: svg});
  };
  return Object.defineProperty(component, 'name', {value: name});
};

const ROUND = ['edgeRoundness', 'cornerRadius'];
const Rect = drawn('Rect', makeRect, ['width', 'height', ...ROUND]);
const Circle = drawn('Circle', makeCircle, ['radius']);
const Ellipse = drawn('Ellipse', makeEllipse, ['rx', 'ry']);
const Triangle = drawn('Triangle', makeTriangle, ['length', 'direction', ...ROUND]);
const Star = drawn('Star', makeStar, ['points', 'innerRadius', 'outerRadius', ...ROUND]);
const Polygon = drawn('Polygon', makePolygon, ['points', 'radius', ...ROUND]);
const Pie = drawn('Pie', makePie, ['radius', 'progress', 'closePath', 'counterClockwise', 'rotation']);
const Heart = drawn('Heart', makeHeart, ['height', 'aspectRatio', 'bottomRoundnessAdjustment', 'depthAdjustment']);
const Arrow = drawn('Arrow', makeArrow, ['length', 'headWidth', 'headLength', 'shaftWidth', 'direction', 'cornerRadius']);
const Callout = drawn('Callout', makeCallout, ['width', 'height', 'pointerLength', 'pointerBaseWidth', 'pointerPosition', 'pointerDirection', ...ROUND]);
const Spark = drawn('Spark', makeSpark, ['width', 'height', ...ROUND]);

export {Rect, Circle, Ellipse, Triangle, Star, Polygon, Pie, Heart, Arrow, Callout, Spark};
export {makeRect, makeCircle, makeEllipse, makeTriangle, makeStar, makePolygon, makePie, makeHeart, makeArrow, makeCallout, makeSpark};
