// Where words stand on a page, as printed; what helps where they stand on none.

/** A page's best places, and how many more were seen. @param {Engine} engine @param {Result} result @param {number} page @param {string} title @param {number} limit */
export async function excerpts(engine, result, page, title, limit) {
  const { store, root, pages } = engine;
  const all = [];
  for (let part = pages.indexOf(page); pages[part] === page; part++) all.push(part);
  const told = all.filter((part) => result.parts.some((parts) => parts.has(part)));
  const found = /** @type {Excerpt[]} */ ([]);
  for (const part of told.length ? told : all) {
    if (found.length >= limit) break;
    const file = /** @type {any} */ (await store.find(root.excerpts, part));
    const sections = /** @type {Section[]} */ ((await store.json(file.name))[part - file.first]);
    for (const { h, a, t, r } of sections) {
      t.forEach((text, i) => {
        const [words, marks] = find(engine, result.words, text);
        if (words && text !== title) found.push({ heading: h, anchor: a, text, marks, words, rank: r[i] });
      });
    }
  }
  found.sort((one, other) => other.words - one.words || one.rank - other.rank);
  return { best: found.slice(0, limit), more: Math.max(0, found.length - limit) };
}

/** How many words stand in a text, and where. @param {Engine} engine @param {string[]} words @param {string} text @returns {[number, [number, number][]]} */
export function find(engine, words, text) {
  const folded = engine.fold(text);
  const marks = /** @type {[number, number][]} */ ([]);
  const held = words.filter((word) => {
    const before = marks.length;
    for (let at = -1; (at = folded.indexOf(word, at + 1)) >= 0; ) marks.push([at, at + word.length]);
    const value = marks.length === before && engine.value(word);
    if (value) marks.push(...figures(engine.root, Number(value), folded));
    return marks.length > before;
  });
  return [held.length, marks.sort((one, other) => one[0] - other[0])];
}

/** Where figures of that value stand. @param {Root} root @param {number} value @param {string} folded @returns {[number, number][]} */
function figures({ figures: [pattern, factors] }, value, folded) {
  const found = [...folded.matchAll(new RegExp(pattern, "g"))].filter(([, whole, part = "", factor]) => {
    const number = Number(whole.replace(/,/g, "") + part) * (factors[factor] ?? 1);
    return Math.abs(number - value) < 1e-9 * number; // 2.3 * 10000 is not quite 23000
  });
  return found.map((match) => [match.index, match.index + match[0].length]);
}

/** What surrounds the first mark of a text, in pieces, plain and marked in turn. @param {string} text @param {[number, number][]} marks */
export function clip(text, marks) {
  const start = marks[0] ? Math.max(0, Math.min(marks[0][0] - 36, text.length - 120)) : 0;
  const end = Math.min(text.length, start + 120);
  const pieces = [];
  let at = start;
  for (const [from, to] of marks) {
    if (from < at || to > end) continue;
    pieces.push(text.slice(at, from), text.slice(from, (at = to)));
  }
  pieces.push(text.slice(at, end) + (end < text.length ? "…" : ""));
  return start ? ["…", "", ...pieces] : pieces;
}

/** Words that set the best hits apart. @param {Engine} engine @param {Result} result */
export async function related({ store, root }, { words, found }) {
  const counts = /** @type {Map<string, number>} */ (new Map());
  const pages = found.slice(0, 24).map(({ page }) => page);
  const told = await store.rows(root.terms, pages);
  for (const term of pages.flatMap((page) => told(page, "terms"))) {
    if (!words.some((word) => word.includes(term) || term.includes(word))) counts.set(term, (counts.get(term) ?? 0) + 1);
  }
  return [...counts].sort((one, other) => other[1] - one[1]).slice(0, 8).map(([term]) => term);
}

/** Titles, places and programmes spelt almost like the query. @param {Engine} engine @param {string} query */
export async function nearest(engine, query) {
  const typed = engine.fold(query.slice(0, 40)).replace(/\s+/g, "");
  const { name, page } = await engine.store.json(engine.root.offered);
  const all = /** @type {string[]} */ (name).map((one, i) => ({ name: one, page: page[i], far: distance(typed, engine.fold(one)) }));
  const near = all.filter(({ far }) => far <= Math.max(1, typed.length / 3) && far < typed.length);
  const best = near.sort((one, other) => one.far - other.far || one.name.length - other.name.length).slice(0, 6);
  const hits = await engine.hits(best);
  return best.map((one, i) => ({ ...one, url: hits[i].url }));
}

/** How many characters must change for `typed` to stand somewhere in `name`. @param {string} typed @param {string} name */
function distance(typed, name) {
  let above = Array(name.length + 1).fill(0);
  for (let i = 1; i <= typed.length; i++) {
    const row = [i];
    for (let j = 1; j <= name.length; j++) {
      row.push(Math.min(row[j - 1] + 1, above[j] + 1, above[j - 1] + Number(typed[i - 1] !== name[j - 1])));
    }
    above = row;
  }
  return Math.min(...above);
}
