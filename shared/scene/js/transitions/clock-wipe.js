import {clockWipe} from '#transitions/presentations';
export {clockWipe};
