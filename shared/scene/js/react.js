// The module `react`.
import {MEMO, FORWARD_REF, Fragment, StrictMode, Profiler, Suspense, Children, createElement, cloneElement, isValidElement} from '#element';
import {useState, useReducer, useMemo, useCallback, useRef, useEffect, useLayoutEffect, useInsertionEffect, useImperativeHandle, useDebugValue, useId, useSyncExternalStore, useTransition, startTransition, useDeferredValue, useOptimistic, useEffectEvent, useContext, use, createContext, createRef} from '#hooks';

const memo = (type) => ({$$typeof: MEMO, type});
const forwardRef = (render) => ({$$typeof: FORWARD_REF, render});
const lazy = () => { throw new Error('lazy() is not supported: write the component into the scene'); };
const act = (run) => run();
const cache = (make) => make;
class Component {
  constructor(props) { this.props = props; }
}
Component.prototype.isReactComponent = {};
class PureComponent extends Component {}
const version = '19.2.0';

export {Fragment, StrictMode, Profiler, Suspense, Children, createElement, cloneElement, isValidElement, memo, forwardRef, lazy, act, cache, Component, PureComponent, version};
export {useState, useReducer, useMemo, useCallback, useRef, useEffect, useLayoutEffect, useInsertionEffect, useImperativeHandle, useDebugValue, useId, useSyncExternalStore, useTransition, startTransition, useDeferredValue, useOptimistic, useEffectEvent, useContext, use, createContext, createRef};
export default {Fragment, StrictMode, Profiler, Suspense, Children, createElement, cloneElement, isValidElement, memo, forwardRef, lazy, act, cache, Component, PureComponent, version, useState, useReducer, useMemo, useCallback, useRef, useEffect, useLayoutEffect, useInsertionEffect, useImperativeHandle, useDebugValue, useId, useSyncExternalStore, useTransition, startTransition, useDeferredValue, useOptimistic, useEffectEvent, useContext, use, createContext, createRef};
