// What pure functions made, kept from one frame for the next, which is likely to ask for the same. Nothing is kept for longer:
// what changes in each frame would fill the memory.

const stores = [];

// A store that returns what is kept under a key, or makes it. It has room for so many results of one frame.
export function kept(most) {
  const store = {now: new Map(), before: new Map()};
  stores.push(store);
  return (key, make) => {
    let value = store.now.get(key);
    if (value !== undefined) return value;
    value = store.before.get(key) ?? make();
    if (store.now.size >= most) store.now.clear();
    store.now.set(key, value);
    return value;
  };
}

// Begins the next frame.
export function turn() {
  for (const store of stores) {
    store.before = store.now;
    store.now = new Map();
  }
}
