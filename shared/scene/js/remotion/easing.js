// Easing curves. Formulas: Robert Penner's easing functions and CSS's cubic-bezier().
const linear = (t) => t;
const ease = (t) => cssEase(t);
const quad = (t) => t * t;
const cubic = (t) => t * t * t;
const poly = (n) => (t) => t ** n;
const sin = (t) => 1 - Math.cos((t * Math.PI) / 2);
// Outside of 0 to 1 a circle and a ball have no place.
const held = (curve) => (t) => (t <= 0 ? 0 : t >= 1 ? 1 : curve(t));
const circle = held((t) => 1 - Math.sqrt(1 - t * t));
const exp = (t) => 2 ** (10 * (t - 1));
const step0 = (n) => (n > 0 ? 1 : 0);
const step1 = (n) => (n >= 1 ? 1 : 0);

function elastic(bounciness = 1) {
  const p = bounciness * Math.PI;
  return (t) => 1 - Math.cos((t * Math.PI) / 2) ** 3 * Math.cos(t * p);
}

const back = (s = 1.70158) => (t) => t * t * ((s + 1) * t - s);

const bounce = held((t) => {
  if (t < 1 / 2.75) return 7.5625 * t * t;
  if (t < 2 / 2.75) { const u = t - 1.5 / 2.75; return 7.5625 * u * u + 0.75; }
  if (t < 2.5 / 2.75) { const u = t - 2.25 / 2.75; return 7.5625 * u * u + 0.9375; }
  const u = t - 2.625 / 2.75;
  return 7.5625 * u * u + 0.984375;
});

// The curve through (0,0) and (1,1) with two control points: y where x is t.
function bezier(x1, y1, x2, y2) {
  if (!(x1 >= 0 && x1 <= 1 && x2 >= 0 && x2 <= 1)) throw new Error('The x values of a bezier curve must be between 0 and 1');
  if (x1 === y1 && x2 === y2) return (t) => t;
  const at = (a, b, u) => ((1 - 3 * b + 3 * a) * u + (3 * b - 6 * a)) * u * u + 3 * a * u;
  const slope = (a, b, u) => 3 * (1 - 3 * b + 3 * a) * u * u + 2 * (3 * b - 6 * a) * u + 3 * a;
  return (t) => {
    if (t <= 0) return 0;
    if (t >= 1) return 1;
    let low = 0, high = 1, u = t;
    // Newton's method, kept between bounds that close in, until x is exact.
    for (let i = 0; i < 64; i++) {
      const off = at(x1, x2, u) - t;
      if (Math.abs(off) < 1e-15) break;
      if (off > 0) high = u; else low = u;
      const steep = slope(x1, x2, u);
      const next = steep === 0 ? -1 : u - off / steep;
      u = next > low && next < high ? next : (low + high) / 2;
    }
    return at(y1, y2, u);
  };
}
const cssEase = bezier(0.42, 0, 1, 1);

const inside = (easing) => easing;
const out = (easing) => (t) => 1 - easing(1 - t);
const inOut = (easing) => (t) => (t < 0.5 ? easing(t * 2) / 2 : 1 - easing((1 - t) * 2) / 2);

export const Easing = {step0, step1, linear, ease, quad, cubic, poly, sin, circle, exp, elastic, back, bounce, bezier, in: inside, out, inOut};
