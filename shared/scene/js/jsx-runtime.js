// The modules `react/jsx-runtime` and `react/jsx-dev-runtime`: what JSX is compiled to.
import {jsx, Fragment} from '#element';
export {jsx, jsx as jsxs, jsx as jsxDEV, Fragment};
