// @ts-check
// Where a run of characters stands, from the positional index. How that is laid out, and why this finds all places and
// no other, is told in generator/search_grams.py.

import { last } from "./store.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./store.js").Tree} Tree */
/** @typedef {Map<number, number>} Parts parts of pages, each with its best rank */

const PART = 2 ** 24; // above any position in a part

/** One file of grams, its columns told apart. */
class Shard {
  /** @param {Uint8Array} bytes @param {boolean} ranked whether heavy grams have their parts here */
  constructor(bytes, ranked) {
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
    /** @param {number[]} numbers */
    const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
    const size = next();
    let key = String.fromCharCode(...take(next()));
    const depth = take(size);
    /** @type {string[]} */
    this.keys = take(size).map((unit, i) => (key = key.slice(0, depth[i] - 1) + String.fromCharCode(unit)));
    this.count = take(size);
    this.ranked = ranked ? take(4 * this.count.filter((count) => !count).length) : [];
    const places = sum(this.count);
    this.gaps = take(places);
    this.codes = take(places);
    this.parts = take(sum(this.ranked));
  }

  /** The longest gram that `text` begins with, if the index has any that it may stand under. @param {string} text */
  find(text) {
    const i = last(this.keys, text);
    return i >= 0 && text.startsWith(this.keys[i]) ? new Gram(this, i) : null;
  }
}

class Gram {
  /** @param {Shard} shard @param {number} index */
  constructor(shard, index) {
    this.shard = shard;
    this.index = index;
    this.key = shard.keys[index];
    this.heavy = !shard.count[index];
  }

  /** Every place of a leaf, with its rank. @returns {Map<number, number>} */
  places() {
    const { count, gaps, codes } = this.shard;
    const found = new Map();
    let at = 0, part = 0; // prettier-ignore
    for (let i = 0; i < this.index; i++) at += count[i];
    for (const end = at + count[this.index]; at < end; at++) {
      part += gaps[at];
      found.set(part * PART + Math.floor(codes[at] / 4), codes[at] % 4);
    }
    return found;
  }

  /** @returns {Parts} */
  parts() {
    if (!this.heavy) return byPart(this.places());
    const { count, ranked, parts } = this.shard;
    const found = new Map();
    let list = 0, at = 0; // prettier-ignore
    for (let i = 0; i < this.index; i++) if (!count[i]) list += 4;
    for (let i = 0; i < list; i++) at += ranked[i];
    for (let rank = 0; rank < 4; rank++) {
      let part = 0;
      for (const end = at + ranked[list + rank]; at < end; at++) found.set((part += parts[at]), rank);
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

export class Grams {
  /** @param {Store} store */
  constructor(store) {
    this.store = store;
  }

  /** The parts of pages that contain `text`, which must be folded. @param {string} text @returns {Promise<Parts>} */
  async find(text) {
    const { forward, backward } = await this.store.root();
    const head = await this.gram(forward, text);
    if (head?.key === text) return head.parts();
    const tail = head && !head.heavy && (await this.gram(backward, text.split("").reverse().join("")));
    if (!tail || tail.heavy) return new Map();
    // A place is kept if head, tail and what lies between them stand there as they do in the text.
    let places = head.places();
    /** @param {Gram} gram @param {number} shift */
    const keep = (gram, shift) => {
      const found = gram.places();
      places = new Map([...places].filter(([place]) => found.has(place + shift)));
    };
    keep(tail, text.length - 1);
    for (let done = head.key.length; done < text.length - tail.key.length && places.size; ) {
      const next = await this.gram(forward, text.slice(done));
      if (!next || next.heavy) return new Map();
      keep(next, done);
      done += next.key.length;
    }
    return byPart(places);
  }

  /** @param {Tree} tree @param {string} text @returns {Promise<Gram | null>} */
  async gram(tree, text) {
    const root = await this.store.root();
    const file = await this.store.find(tree, text);
    if (!file) return null;
    const shard = await this.store.once(`${file.name} grams`, async () => new Shard(await this.store.bytes(file.name), tree === root.forward));
    return shard.find(text);
  }
}
