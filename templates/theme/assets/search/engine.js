// From a query to all pages that have its words, the best first.

import { find } from "./grams.js";
import { last, Store } from "./store.js";

const FIGURE = 2;

/** @param {string} base the site's root */
export async function open(base) {
  const store = new Store(base);
  return new Engine(base, store, await store.root());
}

export class Engine {
  /** @param {string} base @param {Store} store @param {Root} root */
  constructor(base, store, root) {
    this.base = base;
    this.store = store;
    this.root = root;
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

  /** Folded words, the longest first, without those that stand in others. @param {string} query */
  words(query) {
    const typed = [...query.replace(/＂/g, '"').matchAll(/"([^"]*)"?|[^\s"]+/g)];
    const words = typed.map(([word, phrase]) => this.fold(phrase ?? word).trim().replace(/\s+/g, " "));
    const kept = /** @type {string[]} */ ([]);
    for (const word of words.sort((one, other) => other.length - one.length)) {
      if (word && !kept.some((longer) => longer.includes(word))) kept.push(word);
    }
    return kept;
  }

  /** @param {string} query @param {Filters?} [filters] */
  async search(query, filters) {
    let result = await this.look(query);
    if (!result.found.length && result.words.length) {
      // It may be in characters that no page shows: so many that they are learnt only now.
      this.learn(await this.store.json(this.root.typed));
      if (this.words(query).join() !== result.words.join()) result = await this.look(query);
    }
    const { widen, ...facets } = filters ?? {};
    if (widen) result = await (await import("./widen.js")).widened(this, query, result);
    const wanted = Object.entries(facets).filter(([, values]) => `${values ?? ""}`);
    if (wanted.length) {
      const facet = await this.facets(result.found);
      result.found = result.found.filter(({ page }) => wanted.every(([name, values]) => facet(page, name).some((value) => [values].flat().map(String).includes(value))));
    }
    return result;
  }

  /** @param {string} query @returns {Promise<Result>} */
  async look(query) {
    const words = this.words(query);
    const parts = [];
    /** @type {Map<number, number> | undefined} */
    let ranks;
    for (const word of words) {
      const found = await find(this.store, this.root, word);
      const here = new Map((await this.valued(word)).map((page) => [page, FIGURE]));
      for (const [part, rank] of found) here.set(this.pages[part], Math.min(rank, here.get(this.pages[part]) ?? rank));
      for (const [page, rank] of ranks ? here : []) {
        const before = ranks?.get(page);
        if (before === undefined) here.delete(page);
        else here.set(page, before + rank);
      }
      if (!here.size) return { words, found: [], parts: [] };
      ranks = here;
      parts.push(found);
    }
    const name = this.fold(query.replace(/["＂]/g, "")).trim().replace(/\s+/g, " ");
    const exact = new Map((await this.named(name)).map((one) => [one >> 1, one & 1]));
    const found = [...(ranks ?? [])].map(([page, rank]) => ({ page, rank, exact: exact.get(page) ?? 2 }));
    found.sort((one, other) => one.exact - other.exact || one.rank - other.rank || one.page - other.page);
    return { words, found, parts };
  }

  /** The value of a word that is nothing but a figure: `14,150,000` is 14150000. @param {string} word */
  value(word) {
    return /^\d[\d,]*(\.\d+)?$/.test(word) ? `${Number(word.replace(/,/g, ""))}` : "";
  }

  /** Pages with a figure of that value that is not printed so. @param {string} word */
  async valued(word) {
    const value = this.value(word);
    return value ? (await this.named(`=${value}`)).map((one) => one >> 1) : [];
  }

  /** Pages with that name: twice their number, and 1 more where it is not their own. @param {string} name @returns {Promise<number[]>} */
  async named(name) {
    const file = await this.store.find(this.root.names, name);
    if (!file) return [];
    const { k, p } = await this.store.json(file.name);
    const i = last(k, name);
    let page = 0;
    return k[i] === name ? p[i].map((/** @type {number} */ gap) => (page += gap)) : [];
  }

  /** What tells the values of these pages' facets. @param {Found[]} found */
  async facets(found) {
    const told = await this.store.rows(this.root.facets, found.map(({ page }) => page));
    return (/** @type {number} */ page, /** @type {string} */ name) =>
      /** @type {number[]} */ (told(page, name) ?? []).map((value) => this.root.vocabulary[name][value]);
  }

  /** Of thousands of hits only the first have their titles, the rest their addresses. @param {{page: number}[]} found @returns {Promise<Hit[]>} */
  async hits(found) {
    const pages = found.map(({ page }) => page);
    const urls = await this.store.rows(this.root.urls, pages);
    const titles = await this.store.rows(this.root.titles, pages.length > 1000 ? pages.slice(0, 100) : pages);
    return pages.map((page) => ({ url: this.base + urls(page, "url"), title: titles(page, "title") ?? urls(page, "url") }));
  }
}
