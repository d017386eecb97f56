// Hooks. Each frame is a render of its own: state begins anew, and nothing runs after it.
import {state, warn} from '#state';
import {CONTEXT, CONSUMER} from '#element';

function cell(hook) {
  if (state.component === null) {
    throw new Error(`${hook}() was called outside of a component: call it at the top of a component's function`);
  }
  const cells = state.cells ?? (state.cells = []);
  return cells[state.cell] ?? (cells[state.cell] = {});
}

function next(hook) {
  const one = cell(hook);
  state.cell++;
  return one;
}

const same = (a, b) => a !== undefined && b !== undefined && a !== null && b !== null && a.length === b.length && a.every((value, i) => Object.is(value, b[i]));

export function useReducer(reduce, initial, start) {
  const one = next('useReducer');
  if (!one.dispatch) {
    const owner = state.component;
    one.value = start ? start(initial) : initial;
    one.dispatch = (action) => {
      if (state.component !== owner || state.cells === null || !state.cells.includes(one)) {
        warn('state', 'State that is set after a component has rendered is ignored: every frame is rendered anew. Compute the value from useCurrentFrame() instead.');
        return;
      }
      const value = one.reduce(one.value, action);
      if (!Object.is(value, one.value)) { one.value = value; state.dirty = true; }
    };
  }
  one.reduce = reduce;
  return [one.value, one.dispatch];
}

const basic = (value, action) => (typeof action === 'function' ? action(value) : action);

export const useState = (initial) => useReducer(basic, initial, typeof initial === 'function' ? (make) => make() : undefined);

export function useMemo(make, inputs) {
  const one = next('useMemo');
  if (!('inputs' in one) || !same(one.inputs, inputs)) { one.value = make(); one.inputs = inputs; }
  return one.value;
}

export const useCallback = (callback, inputs) => useMemo(() => callback, inputs);

export function useRef(initial) {
  const one = next('useRef');
  return one.ref ?? (one.ref = {current: initial});
}

export const createRef = () => ({current: null});

const effect = (hook) => () => {
  next(hook);
  warn('effect', `${hook}() does nothing here: a frame is rendered once and shown. Compute what it sets from useCurrentFrame(), or pass data in as properties.`);
};
export const useEffect = effect('useEffect');
export const useLayoutEffect = effect('useLayoutEffect');
export const useInsertionEffect = effect('useInsertionEffect');
export const useImperativeHandle = () => { next('useImperativeHandle'); };
export const useDebugValue = () => {};

export function useId() {
  const one = next('useId');
  return one.id ?? (one.id = `:r${(state.ids++).toString(32)}:`);
}

export const useSyncExternalStore = (subscribe, snapshot) => { next('useSyncExternalStore'); return snapshot(); };
export const useTransition = () => { next('useTransition'); return [false, (run) => { run(); }]; };
export const startTransition = (run) => { run(); };
export const useDeferredValue = (value) => { next('useDeferredValue'); return value; };
export const useOptimistic = (value) => { next('useOptimistic'); return [value, () => {}]; };
export const useEffectEvent = (callback) => { next('useEffectEvent'); return callback; };

export function createContext(initial) {
  const context = {$$typeof: CONTEXT, value: initial, displayName: undefined};
  context.Provider = context;
  context.Consumer = {$$typeof: CONSUMER, context};
  return context;
}

export function useContext(context) {
  if (context === null || typeof context !== 'object' || context.$$typeof !== CONTEXT) {
    throw new TypeError('useContext() needs what createContext() made');
  }
  cell('useContext');
  return context.value;
}

export function use(source) {
  if (source !== null && typeof source === 'object' && source.$$typeof === CONTEXT) return source.value;
  throw new Error('use() of a promise would wait: a scene has nothing to wait for. Pass data in as properties');
}
