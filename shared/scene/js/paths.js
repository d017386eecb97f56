// The module `@remotion/paths`.
export {parsePath, serializeInstructions} from '#paths/parse';
export {reduceInstructions} from '#paths/reduce';
export {getBoundingBox, translatePath, resetPath, centerPath, scalePath, normalizePath, getSubpaths, reversePath, extendViewBox} from '#paths/place';
export {getLength, getPointAtLength, getTangentAtLength, getInstructionIndexAtLength, evolvePath} from '#paths/measure';
export {cutPath, interpolatePath, interpolatePaths, warpPath} from '#paths/change';
