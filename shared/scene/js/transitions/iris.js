import {iris} from '#transitions/presentations';
export {iris};
