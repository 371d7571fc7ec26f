// @ts-check
// From a query to all pages that contain it, in the order they are shown.

import { Grams } from "./grams.js";
import { last, Store } from "./store.js";

/** @typedef {Record<string, string | string[]>} Filters by facet, any of the values given */
/**
 * @typedef {object} Found a page
 * @property {number} page
 * @property {number} exact 0 where the query is the page's name, 1 where it is another name on it, else 2
 * @property {number} rank of its best match, summed over words
 */
/**
 * @typedef {object} Result
 * @property {string[]} words as searched
 * @property {Found[]} found the best first
 * @property {Map<number, number>[]} parts by word: the parts it stands in
 */
/** @typedef {{url: string, title: string, kind: string}} Hit */

const FIGURE = 2;

/** @param {string} base the site's root */
export async function open(base) {
  const store = new Store(base);
  return new Engine(base, store, await store.root());
}

export class Engine {
  /** @param {string} base @param {Store} store @param {import("./store.js").Root} root */
  constructor(base, store, root) {
    this.base = base;
    this.store = store;
    this.root = root;
    this.grams = new Grams(store);
    /** @type {Map<string, string>} */
    this.folds = new Map();
    this.learn(root.shown);
    let page = 0;
    /** The page of each part. */
    this.pages = [...Array(root.pages).keys(), ...root.several.map((gap) => (page += gap))].sort((one, other) => one - other);
  }

  /** @param {[string, string]} pairs */
  learn([signs, plain]) {
    for (let i = 0; i < signs.length; i++) this.folds.set(signs[i], plain[i]);
  }

  /** `text` as it is searched: of the same length. @param {string} text */
  fold(text) {
    let odd = false;
    return text.replace(/[^ !#-@[-`{-~]/g, (sign) => {
      if (sign === '"') return (odd = !odd) ? "“" : "”";
      const plain = this.folds.get(sign) ?? sign;
      const small = plain.toLowerCase();
      return small.length === plain.length ? small : plain;
    });
  }

  /** The words of a query, folded, without those that others contain, the longest first. @param {string} query */
  words(query) {
    const typed = [...query.replace(/＂/g, '"').matchAll(/"([^"]*)"?|[^\s"]+/g)];
    const words = typed.map(([word, phrase]) => this.fold(phrase ?? word).trim().replace(/\s+/g, " ")).filter(Boolean);
    const kept = /** @type {string[]} */ ([]);
    for (const word of words.sort((one, other) => other.length - one.length)) {
      if (!kept.some((longer) => longer.includes(word))) kept.push(word);
    }
    return kept;
  }

  /** @param {string} query @param {Filters} [filters] @returns {Promise<Result>} */
  async search(query, filters = {}) {
    let result = await this.look(query);
    if (!result.found.length && result.words.length) {
      // Nothing is found of what is written in other characters than any page shows; those are many, so they are read only now.
      this.learn(await this.store.json(this.root.typed));
      if (this.words(query).join() !== result.words.join()) result = await this.look(query);
    }
    const wanted = Object.entries(filters).map(([name, values]) => /** @type {const} */ ([name, [values].flat()])).filter(([, values]) => values.length);
    if (wanted.length && result.found.length) {
      const facets = await this.facets(result.found);
      const fits = (/** @type {Found} */ { page }) => wanted.every(([name, values]) => facets(page, name).some((value) => values.includes(value)));
      result.found = result.found.filter(fits);
    }
    return result;
  }

  /** @param {string} query @returns {Promise<Result>} */
  async look(query) {
    const words = this.words(query);
    /** @type {Map<number, number>[]} */
    const parts = [];
    /** @type {Map<number, number> | undefined} */
    let ranks;
    for (const word of words) {
      const found = await this.grams.find(word);
      const here = /** @type {Map<number, number>} */ (new Map());
      for (const page of await this.valued(word)) here.set(page, FIGURE);
      for (const [part, rank] of found) here.set(this.pages[part], Math.min(rank, here.get(this.pages[part]) ?? rank));
      ranks = ranks ? new Map([...ranks].filter(([page]) => here.has(page)).map(([page, rank]) => [page, rank + (here.get(page) ?? 0)])) : here;
      if (!ranks.size) return { words, found: [], parts: [] };
      parts.push(found);
    }
    const named = new Map((await this.named(this.fold(query.replace(/["＂]/g, "")).trim().replace(/\s+/g, " "))).map((one) => [one >> 1, one & 1]));
    const found = [...(ranks ?? [])].map(([page, rank]) => ({ page, rank, exact: named.get(page) ?? 2 }));
    found.sort((one, other) => one.exact - other.exact || one.rank - other.rank || one.page - other.page);
    return { words, found, parts };
  }

  /** Pages with a figure of that value, however they print it. @param {string} word */
  async valued(word) {
    if (!/^\d[\d,]*(\.\d+)?$/.test(word)) return [];
    const value = word.replace(/,/g, "").replace(/^0+(?=\d)/, "").replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
    return (await this.named(`=${value}`)).map((one) => one >> 1);
  }

  /** Pages with that name: page * 2, and 1 more where it is not the page's own. @param {string} name @returns {Promise<number[]>} */
  async named(name) {
    const file = await this.store.find(this.root.names, name);
    if (!file) return [];
    const { k, p } = await this.store.json(file.name);
    const i = last(k, name);
    let page = 0;
    return k[i] === name ? p[i].map((/** @type {number} */ gap) => (page += gap)) : [];
  }

  /** For these pages, what gives the values of a facet. @param {Found[]} found */
  async facets(found) {
    const rows = await this.store.rows(this.root.facets, found.map(({ page }) => page)); // prettier-ignore
    return (/** @type {number} */ page, /** @type {string} */ name) => {
      const [columns, row] = /** @type {[Record<string, any[]>, number]} */ (rows.get(page));
      return /** @type {number[]} */ (columns[name]?.[row] ?? []).map((value) => this.root.vocabulary[name][value]);
    };
  }

  /** Address, title and kind of pages. @param {Found[]} found @returns {Promise<Hit[]>} */
  async hits(found) {
    const rows = await this.store.rows(this.root.table, found.map(({ page }) => page)); // prettier-ignore
    return found.map(({ page }) => {
      const [columns, row] = /** @type {[Record<string, any[]>, number]} */ (rows.get(page));
      return { url: this.base + columns.url[row], title: columns.title[row], kind: this.root.kinds[columns.kind[row]] };
    });
  }

  /** What window.siteSearch answers. @param {string} query @param {Filters} [filters] */
  async list(query, filters) {
    const { found } = await this.search(query, filters);
    return { total: found.length, hits: await this.hits(found) };
  }
}
