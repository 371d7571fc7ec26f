// The index's files, each fetched once. Their format: generator/search/files.py.

const ROOT = "index-1.json";

/** The last of sorted keys that is not above `key`, or -1. @param {Key[]} keys @param {Key} key */
export function last(keys, key) {
  let low = 0;
  for (let high = keys.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (keys[middle] <= key) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export class Store {
  /** @param {string} base the site's root */
  constructor(base) {
    this.folder = `${base}search/data/`;
    /** @type {Map<string, Promise<any>>} */
    this.read = new Map();
  }

  /** @returns {Promise<Root>} */
  root() {
    // The one name that stays, so never from a cache that has not asked; its number is that of the format.
    return this.once(ROOT, async () => (await this.fetch(ROOT, "no-cache")).json());
  }

  /** @param {string} name */
  async unpack(name) {
    const { body } = await this.fetch(`${name}.bin`);
    return new Response(/** @type {ReadableStream} */ (body).pipeThrough(new DecompressionStream("deflate")));
  }

  /** @param {string} name @returns {Promise<any>} */
  json(name) {
    return this.once(name, async () => (await this.unpack(name)).json());
  }

  /** The file that holds `key` if any does, its first key, and that of the next. @param {Tree} tree @param {Key} key */
  async find(tree, key) {
    /** @type {Key | undefined} */
    let next;
    for (let node = tree; ; ) {
      const i = last(node.k, key);
      if (i < 0) return undefined;
      next = node.k[i + 1] ?? next;
      if (!node.d) return { name: node.f[i], first: node.k[i], next };
      node = await this.json(node.f[i]);
    }
  }

  /** What tells the values in these rows of a table. @param {Tree} tree @param {number[]} rows */
  async rows(tree, rows) {
    const found = /** @type {Map<number, any>} */ (new Map());
    /** @type {any} */
    let file;
    for (const row of [...rows].sort((one, other) => one - other)) {
      if (!file || row >= (file.next ?? Infinity)) {
        file = await this.find(tree, row);
        file.columns = this.json(file.name);
      }
      found.set(row, file);
    }
    await Promise.all([...new Set(found.values())].map(async (one) => (one.columns = await one.columns)));
    return (/** @type {number} */ row, /** @type {string} */ name) => {
      const { columns, first } = found.get(row) ?? { columns: {} };
      return columns[name]?.[row - first];
    };
  }

  /** @template T @param {string} name @param {() => Promise<T>} read @returns {Promise<T>} */
  once(name, read) {
    let found = this.read.get(name);
    if (!found) {
      this.read.set(name, (found = read()));
      found.catch(() => this.read.delete(name));
    }
    return found;
  }

  /** @param {string} name @param {RequestCache} [cache] */
  async fetch(name, cache) {
    const answer = await fetch(this.folder + name, { cache });
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    return answer;
  }
}
