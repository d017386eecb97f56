import {none} from '#transitions/presentations';
export {none};
