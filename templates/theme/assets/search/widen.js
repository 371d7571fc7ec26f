// What a reader may have meant: words of rules/thesaurus.yml in the places of their like; where no page has all words, what has most of them.

import { find } from "./grams.js";

/** What a word counts for in the name of a page of a place or document, and in its text. */
const SAYS = [4, 1];
/** The same on all other pages, which gather and explain. */
const GATHERS = [1.5, 0.4];
/** What a page of the site counts for that is looked for by a word of the query. */
const HINTED = 3;
/** Pages with less of the query than this part of what the best has are left out. */
const LEAST = 0.4;

/** @typedef {{groups: string[][], pages: string[][], asking: string[]}} Thesaurus */

/** The pages that have the query as typed, then those with other words for it. @param {Engine} engine @param {string} query @param {Result} typed @returns {Promise<Result>} */
export async function widened(engine, query, typed) {
  const book = /** @type {Thesaurus} */ (await engine.store.json(engine.root.thesaurus));
  let more = await withAll(engine, engine.words(query).map((word) => forms(book, word)));
  if (!more.found.length && !typed.found.length) more = await withMost(engine, query, book);
  const known = new Set(typed.found.map(({ page }) => page));
  const found = more.found.filter(({ page }) => !known.has(page)).map((one) => ({ ...one, exact: 3 }));
  const also = more.words.filter((word) => !typed.words.includes(word));
  return { words: [...typed.words, ...also], found: [...typed.found, ...found], parts: [...typed.parts, ...more.parts], also };
}

/** A word, and what else may stand for it. @param {Thesaurus} book @param {string} word */
function forms({ groups }, word) {
  const found = [word];
  for (const group of groups) {
    const [held] = group.filter((one) => word.includes(one)).sort((one, other) => other.length - one.length);
    if (held) found.push(...group.map((one) => word.replace(held, one)).filter((form) => !form.includes(word)));
  }
  return [...new Set(found)];
}

/** Where any of a word's forms stands: ranks by page, and the forms that stand anywhere with their parts. @param {Engine} engine @param {string[]} all */
async function stand(engine, all) {
  const ranks = /** @type {Map<number, number>} */ (new Map());
  const held = /** @type {[string, Parts][]} */ ([]);
  for (const [i, found] of (await Promise.all(all.map((form) => find(engine.store, engine.root, form)))).entries()) {
    if (found.size) held.push([all[i], found]);
    for (const [part, rank] of found) ranks.set(engine.pages[part], Math.min(rank, ranks.get(engine.pages[part]) ?? rank));
  }
  return { ranks, held };
}

/** Pages that have every word in one of its forms. @param {Engine} engine @param {string[][]} words @returns {Promise<Result>} */
async function withAll(engine, words) {
  const each = await Promise.all(words.map((all) => stand(engine, all)));
  const pages = each.length ? [...each[0].ranks.keys()].filter((page) => each.every(({ ranks }) => ranks.has(page))) : [];
  const rank = (/** @type {number} */ page) => each.reduce((sum, { ranks }) => sum + (ranks.get(page) ?? 0), 0);
  const found = pages.map((page) => ({ page, exact: 3, rank: rank(page) }));
  found.sort((one, other) => one.rank - other.rank || one.page - other.page);
  return result(found, found.length ? each.flatMap(({ held }) => held) : []);
}

/** Pages that have most of a query: its pairs of signs and the forms of its words, rare ones first. @param {Engine} engine @param {string} query @param {Thesaurus} book @returns {Promise<Result>} */
async function withMost(engine, query, book) {
  const sought = /** @type {string[][]} */ ([]);
  const hints = /** @type {Set<string>} */ (new Set());
  for (const piece of pieces(engine.fold(query.slice(0, 60)), book.asking)) {
    for (const [run] of piece.matchAll(/[^\p{Script=Han}]{2,}/gu)) sought.push([run]);
    for (const [, pair] of piece.matchAll(/(?=(\p{Script=Han}{2}))/gu)) sought.push([pair]);
    for (const group of book.groups) if (group.some((word) => piece.includes(word))) sought.push(group);
    for (const [title, ...words] of book.pages) if (words.some((word) => piece.includes(word))) hints.add(title);
  }
  const each = await Promise.all(sought.map((forms) => stand(engine, forms)));
  const scores = /** @type {Map<number, number>} */ (new Map());
  const kind = await engine.facets([...new Set(each.flatMap(({ ranks }) => [...ranks.keys()]))].map((page) => ({ page, rank: 0, exact: 3 })));
  const first = engine.root.vocabulary.kind.slice(0, 2);
  for (const { ranks } of each) {
    const rare = Math.log(1 + engine.root.pages / ranks.size);
    const worth = (/** @type {number} */ page, /** @type {number} */ rank) => (first.includes(kind(page, "kind")[0]) ? SAYS : GATHERS)[rank === 0 ? 0 : 1];
    for (const [page, rank] of ranks) scores.set(page, (scores.get(page) ?? 0) + rare * worth(page, rank));
  }
  for (const page of (await Promise.all([...hints].map((title) => engine.named(title)))).flat()) {
    if (!(page & 1)) scores.set(page >> 1, (scores.get(page >> 1) ?? 0) + HINTED);
  }
  const best = Math.max(0, ...scores.values());
  const found = [...scores].filter(([, score]) => score >= LEAST * best).map(([page, score]) => ({ page, exact: 3, rank: -score }));
  found.sort((one, other) => one.rank - other.rank || one.page - other.page);
  return result(found, each.flatMap(({ held }) => held));
}

/** A query without marks, blanks and words that only ask. @param {string} query @param {string[]} asking */
function pieces(query, asking) {
  const words = [...asking].sort((one, other) => other.length - one.length);
  return query.split(new RegExp(`[^\\p{L}\\p{N}]+|${words.join("|")}`, "u")).filter(Boolean);
}

/** @param {Found[]} found @param {[string, Parts][]} held @returns {Result} */
function result(found, held) {
  return { found, words: held.map(([word]) => word), parts: held.map(([, parts]) => parts) };
}
