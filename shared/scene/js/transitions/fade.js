import {fade} from '#transitions/presentations';
export {fade};
