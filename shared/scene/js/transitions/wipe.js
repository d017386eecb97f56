import {wipe} from '#transitions/presentations';
export {wipe};
