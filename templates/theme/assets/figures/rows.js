// @ts-check
// The figures of the explorer as plain rows: loaded by province, filtered, counted, put in order, written as CSV. Nothing here touches the page.

/** @typedef {[code: string, label: string][]} Words */
/** @typedef {[adcode: string | 0, name: string, level: number, document: string, year: string | 0, caution: string | 0]} Report */
/** @typedef {[report: number, heading: number, theme: number, item: string, of: string | 0, value: number, unit: string, qualifier: number, number: string, period: string | 0, concept: number, anchor: string, quote: string]} Figure */
/**
 * @typedef {object} Row
 * @property {string} province @property {string} adcode @property {string} place @property {string} level @property {number} rank
 * @property {string} document @property {string} year @property {string} caution @property {string} heading @property {string} theme
 * @property {string} item @property {string} of @property {number} value @property {string} unit @property {string} qualifier
 * @property {string} number @property {string} period @property {string} concept @property {string} quote @property {string} page
 * @property {string} link @property {string} text
 */
/** @typedef {Record<string, string>} State */

/** @param {string} text */
export const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

/** What can be chosen of a row, by the name of its field in the form. @type {Record<string, (row: Row) => string>} */
export const FACETS = {
  level: (row) => row.level,
  theme: (row) => row.theme,
  concept: (row) => row.concept,
  unit: (row) => row.unit,
  period: (row) => (/^\d{4}-\d{4}$/.test(row.period) ? row.period : row.period.slice(0, 4)),
  qualifier: (row) => row.qualifier,
  year: (row) => row.year,
  dated: (row) => (row.period ? "yes" : "no"),
  certain: (row) => (row.caution ? "no" : "yes"),
};

/**
 * The rows of one province's file.
 * @param {{reports: Report[], headings: string[], rows: Figure[]}} file @param {string} province @param {Record<string, Words>} words
 * @returns {Row[]}
 */
export function unpack(file, province, words) {
  const code = (/** @type {string} */ name, /** @type {number} */ at) => words[name][at]?.[0] ?? "";
  return file.rows.map(([at, heading, theme, item, of, value, unit, qualifier, number, period, concept, anchor, quote]) => {
    const [adcode, place, rank, document, year, caution] = file.reports[at];
    const page = adcode ? `regions/${adcode}/` : `documents/${document}/`;
    const above = file.headings[heading] ?? "";
    return {
      province, adcode: adcode || "", place, level: code("level", rank), rank, document, year: year || "", caution: caution || "", heading: above,
      theme: code("theme", theme), item, of: of || "", value, unit, qualifier: code("qualifier", qualifier), number, period: period || "",
      concept: code("concept", concept), quote, page, link: `${page}#${anchor}`, text: fold(`${place}\n${item}\n${of || ""}\n${quote}\n${above}`),
    };
  });
}

/** Rows by level, then code; those of one region as their files have them. @param {Row[]} rows */
export const inOrder = (rows) =>
  rows.map((row, at) => ({ row, at })).sort((a, b) => a.row.rank - b.row.rank || compare(a.row.adcode || "~", b.row.adcode || "~") || a.at - b.at).map(({ row }) => row);

/** @param {string} a @param {string} b */
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The rows that fit a state, and for each facet how many rows have each of its values while all else of the state holds.
 * @param {Row[]} rows @param {State} state
 */
export function filter(rows, state) {
  const words = (state.q ?? "").split(/\s+/).map(fold).filter(Boolean);
  const asked = Object.entries(FACETS);
  const counts = Object.fromEntries(asked.map(([name]) => [name, /** @type {Map<string, number>} */ (new Map())]));
  const found = [];
  for (const row of rows) {
    if (!words.every((word) => row.text.includes(word))) continue;
    const missed = asked.filter(([name, of]) => state[name] && of(row) !== state[name]);
    if (!missed.length) found.push(row);
    if (missed.length > 1) continue;
    for (const [name, of] of missed.length ? missed : asked) counts[name].set(of(row), (counts[name].get(of(row)) ?? 0) + 1);
  }
  return { found, counts };
}

/** By value, where all are in one unit; else as they are. @param {Row[]} rows @param {string} way @param {boolean} oneUnit */
export const sorted = (rows, way, oneUnit) =>
  way && oneUnit ? [...rows].sort((a, b) => (way === "up" ? a.value - b.value : b.value - a.value)) : rows;

/** A cell that no spreadsheet takes for a formula, as the site's own files have it. @param {string} text */
const cell = (text) => {
  const safe = /^[\p{Z}\p{C}\p{M}\u115f\u1160\u3164\uffa0]*[=+\-@＝＋－＠']/u.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/**
 * Rows as CSV, with the headers of the site's table of figures.
 * @param {Row[]} rows @param {(name: string, code: string) => string} label
 */
export function csv(rows, label) {
  const head = ["区划代码", "地区", "级别", "文件", "文件年份", "注意", "措施", "主要主题", "统计对象", "归属", "数值", "单位", "限定", "原文数字", "时期", "指标", "原文", "页内位置"];
  const lines = rows.map((row) => [
    row.adcode, row.place, label("level", row.level), row.document, row.year, row.caution, row.heading, label("theme", row.theme), row.item, row.of,
    String(row.value), row.unit, label("qualifier", row.qualifier), row.number + row.unit, row.period, label("concept", row.concept), row.quote, row.link,
  ]);
  // A number that is negative is no formula.
  return `\ufeff${[head, ...lines].map((line) => line.map((text, at) => (at === 10 ? text : cell(text))).join(",")).join("\r\n")}\r\n`;
}
