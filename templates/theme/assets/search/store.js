// @ts-check
// Reads the index's files: packed, named after their content, each fetched once. Format: generator/search_files.py.

/** @typedef {string | number} Key */
/** @typedef {{k: Key[], f: string[], d: number}} Tree first keys, names of the files or nodes below, levels of nodes above the files */
/**
 * @typedef {object} Root
 * @property {number} version
 * @property {number} pages
 * @property {number[]} several a page for every part of it after its first, as gaps
 * @property {string[]} kinds
 * @property {Record<string, string[]>} vocabulary values of every facet
 * @property {[string, string]} shown characters that pages show, and what they are searched as
 * @property {string} typed name of the file with all such characters
 * @property {string} offered name of the file with names to choose from
 * @property {[string, Record<string, number>, string]} figures pattern of figures with what multiplies them, those factors
 * @property {Tree} forward
 * @property {Tree} backward
 * @property {Tree} names
 * @property {Tree} table
 * @property {Tree} facets
 * @property {Tree} terms
 * @property {Tree} excerpts
 */

const VERSION = 1;

/**
 * The last of `keys` that is not above `key`; -1 where all are.
 * @param {Key[]} keys in order @param {Key} key
 */
export function last(keys, key) {
  let low = 0;
  for (let high = keys.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (keys[middle] <= key) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Something that another try may mend: `message` is for the reader. */
export class Missing extends Error {}

export class Store {
  /** @param {string} base the site's root */
  constructor(base) {
    this.folder = `${base}search/data/`;
    /** @type {Map<string, Promise<any>>} */
    this.read = new Map();
  }

  /** @returns {Promise<Root>} */
  root() {
    return this.once("index.json", async () => {
      // Its name never changes, so it must not come from a cache that has not asked.
      const root = await (await this.fetch("index.json", "no-cache")).json();
      if (root.version !== VERSION) throw new Missing("搜索程序与索引的版本不一致，请刷新页面。");
      return root;
    });
  }

  /** @param {string} name @returns {Promise<Uint8Array>} */
  bytes(name) {
    return this.once(name, async () => {
      const { body } = await this.fetch(`${name}.bin`);
      const plain = /** @type {ReadableStream} */ (body).pipeThrough(new DecompressionStream("deflate"));
      return new Uint8Array(await new Response(plain).arrayBuffer());
    });
  }

  /** @param {string} name @returns {Promise<any>} */
  json(name) {
    return this.once(`${name} `, async () => JSON.parse(new TextDecoder().decode(await this.bytes(name))));
  }

  /**
   * The file that holds `key` if any does, its first key and that of the file after it.
   * @param {Tree} tree @param {Key} key @returns {Promise<{name: string, first: Key, next?: Key} | undefined>}
   */
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

  /**
   * What rows of a table say, each as the columns of its file and its place in them.
   * @param {Tree} tree @param {Iterable<number>} rows @returns {Promise<Map<number, [Record<string, any[]>, number]>>}
   */
  async rows(tree, rows) {
    const files = [];
    for (const row of [...rows].sort((one, other) => one - other)) {
      let file = files.at(-1);
      if (!file || row >= (file.next ?? Infinity)) {
        const { name, first, next } = /** @type {{name: string, first: number, next?: number}} */ (await this.find(tree, row));
        const columns = this.json(name);
        columns.catch(() => {}); // told below, where all files are waited for
        files.push((file = { first, next, columns, rows: /** @type {number[]} */ ([]) }));
      }
      file.rows.push(row);
    }
    const found = new Map();
    for (const { first, columns, rows } of files) {
      const read = await columns;
      for (const row of rows) found.set(row, [read, row - first]);
    }
    return found;
  }

  /**
   * @template T
   * @param {string} name @param {() => Promise<T>} read @returns {Promise<T>}
   */
  once(name, read) {
    let found = this.read.get(name);
    if (!found) {
      found = read();
      this.read.set(name, found);
      // The site may have been published anew since the root was read: the next try begins with it.
      found.catch(() => [name, "index.json"].forEach((one) => this.read.delete(one)));
    }
    return found;
  }

  /** @param {string} name @param {RequestCache} [cache] */
  async fetch(name, cache) {
    const answer = await fetch(this.folder + name, { cache }).catch(() => null);
    if (!answer?.ok) throw new Missing("搜索索引的一部分没有取到，可能是网络中断，或本站刚刚更新。");
    return answer;
  }
}
