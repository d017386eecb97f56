import {slide} from '#transitions/presentations';
export {slide};
