import {flip} from '#transitions/presentations';
export {flip};
