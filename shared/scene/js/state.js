// What the frame that is being made knows. Only our modules can import it.
export const state = {
  // The canvas.
  width: 1920, height: 1080, fps: 30, frames: 150, id: 'scene', props: {},
  // The absolute frame, the stream of tokens that Rust reads, and how many of everything there are.
  now: 0, out: [], elements: 0, depth: 0, maxElements: 50000, maxDepth: 512,
  // Sounds heard in this frame by source and start, so that two of the same get two names.
  heard: new Map(),
  // While the length of a scene is looked for: the last end of a sequence. Otherwise null.
  ends: null, compositions: [], root: null,
  // Before the first frame: what is told then is kept. Otherwise null.
  early: null,
  // The component that is being called, and the cells of its hooks.
  component: null, cells: null, cell: 0, dirty: false, ids: 0,
};

const told = new Set();

// Tells the author something, once.
export function warn(code, message) {
  const key = code + '\u0001' + message;
  if (told.has(key) || told.size > 100) return;
  told.add(key);
  (state.early ?? state.out).push('!', code, message);
}

export class LimitReached {
  constructor(limit, message) { this.limit = limit; this.message = message; }
}
