// Where a run of characters stands. Why this finds every place and no other is told in generator/search/grams.py.

import { last } from "./store.js";

/** @typedef {import("./store.js").Store} Store */
/** Above any position in a part. */
const PART = 2 ** 24;

/** @param {number[]} numbers */
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/** One file of grams. */
class Shard {
  /** @param {ArrayBuffer} file @param {boolean} ranked whether heavy grams have their parts here */
  constructor(file, ranked) {
    const bytes = new Uint8Array(file);
    let at = 0;
    const next = () => {
      for (let value = 0, unit = 1; ; unit *= 128) {
        const byte = bytes[at++];
        value += (byte & 127) * unit;
        if (byte < 128) return value;
      }
    };
    /** @param {number} length */
    const take = (length) => Array.from({ length }, next);
    const size = next();
    let key = String.fromCharCode(...take(next()));
    const depth = take(size);
    this.keys = take(size).map((unit, i) => (key = key.slice(0, depth[i] - 1) + String.fromCharCode(unit)));
    this.count = take(size);
    this.ranked = ranked ? take(4 * this.count.filter((count) => !count).length) : [];
    this.gaps = take(sum(this.count));
    this.codes = take(this.gaps.length);
    this.parts = take(sum(this.ranked));
  }

  /** The longest gram that `text` begins with, if there is one it may stand under. @param {string} text */
  find(text) {
    const i = last(this.keys, text);
    if (i < 0 || !text.startsWith(this.keys[i])) return null;
    const heavy = !this.count[i];
    return { key: this.keys[i], heavy, places: () => this.places(i), parts: () => (heavy ? this.heavy(i) : byPart(this.places(i))) };
  }

  /** Every place of a leaf, with its rank. @param {number} index @returns {Map<number, number>} */
  places(index) {
    const found = new Map();
    let part = 0;
    let at = sum(this.count.slice(0, index));
    for (const end = at + this.count[index]; at < end; at++) {
      part += this.gaps[at];
      found.set(part * PART + (this.codes[at] >> 2), this.codes[at] & 3);
    }
    return found;
  }

  /** @param {number} index @returns {Parts} */
  heavy(index) {
    const found = new Map();
    const list = 4 * this.count.slice(0, index).filter((count) => !count).length;
    let at = sum(this.ranked.slice(0, list));
    for (let rank = 0; rank < 4; rank++) {
      let part = 0;
      for (const end = at + this.ranked[list + rank]; at < end; at++) found.set((part += this.parts[at]), rank);
    }
    return found;
  }
}

/** @param {Map<number, number>} places @returns {Parts} */
function byPart(places) {
  const found = new Map();
  for (const [place, rank] of places) {
    const part = Math.floor(place / PART);
    found.set(part, Math.min(rank, found.get(part) ?? rank));
  }
  return found;
}

/** @param {Store} store @param {Tree} tree @param {string} text @param {boolean} [ranked] */
async function gram(store, tree, text, ranked = false) {
  const file = await store.find(tree, text);
  const read = async () => new Shard(await (await store.unpack(file?.name ?? "")).arrayBuffer(), ranked);
  return file ? /** @type {Shard} */ (await store.once(file.name, read)).find(text) : null;
}

/** The parts of pages that have `text`, folded, in them. @param {Store} store @param {Root} root @param {string} text @returns {Promise<Parts>} */
export async function find(store, { forward, backward }, text) {
  const head = await gram(store, forward, text, true);
  if (head?.key === text) return head.parts();
  const tail = head && !head.heavy ? await gram(store, backward, text.split("").reverse().join("")) : null;
  // A place stays if head, tail and what lies between stand there as they do in the text.
  let places = head && tail ? head.places() : new Map();
  let shift = text.length - 1;
  let done = head ? head.key.length : 0;
  for (let next = tail; next && !next.heavy && places.size; done += next?.key.length ?? 0) {
    const there = next.places();
    places = new Map([...places].filter(([place]) => there.has(place + shift)));
    if (done >= text.length - (tail?.key.length ?? 0)) return byPart(places);
    next = await gram(store, forward, text.slice((shift = done)), true);
  }
  return new Map();
}
