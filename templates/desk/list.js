// The right side: the profile's items in reading order, each with what is wrong, what the machine had read, and both sides of a conflict.
import { make } from "./common.js";

/**
 * One line of the list, as the desk sends it.
 * @typedef {{kind: string, path?: (string | number)[], base?: (string | number)[], words: string, at: [number, number] | null, fields: Record<string, any>,
 *   within?: (string | number)[] | null, key: string, problems: any[], machine: Record<string, any>,
 *   conflicts: {field: string, yours: any, was: any, now: any}[], hand: boolean, added?: boolean, confidence?: string | null,
 *   rule?: string | null, todo: string[], what?: string, why?: string, before?: string, behind?: string}} Entry
 */

const SIGNS = /** @type {Record<string, [string, string]>} */ ({ over: ["", "余"], at_least: ["不少于", ""], about: ["约", ""], under: ["不足", ""] });
const SURE = /** @type {Record<string, string>} */ ({ low: "把握低", medium: "把握中" });

/** A value as it is shown. @param {any} value @param {string} field @param {any} words @param {string} kind */
export function shown(value, field, words, kind) {
  if (value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length)) return "（空）";
  const codes = words.codes[words.kinds[kind]?.fields.find((/** @type {any} */ one) => one.name === field)?.codes] ?? {};
  return (Array.isArray(value) ? value : [value]).map((one) => codes[one] ?? String(one)).join("、");
}

/** What a field is called. @param {string} kind @param {string} field @param {any} words */
export function called(kind, field, words) {
  return field === "within" ? "所在措施" : words.kinds[kind]?.fields.find((/** @type {any} */ one) => one.name === field)?.label ?? field;
}

/** A number with its digits in groups. @param {number} value */
const digits = (value) => (Math.abs(value) >= 10000 ? value.toLocaleString("en-US", { maximumFractionDigits: 6 }) : String(value));

/**
 * The line of an entry.
 * @param {Entry} entry @param {any} words @param {boolean} several whether the document has several regions @param {boolean} ticked
 */
export function line(entry, words, several, ticked) {
  const classes = ["entry", `k-${entry.kind}`, ...entry.todo.map((why) => `todo-${why}`)];
  if (entry.hand) classes.push("hand");
  if (entry.todo.length) classes.push("todo");
  const item = make("li", { class: classes.join(" "), tabindex: -1, "data-key": entry.key });
  item.append(...body(entry, words, several));
  const badges = [];
  if (entry.added) badges.push(make("span", { class: "badge mine" }, "人加的"));
  if (entry.confidence && SURE[entry.confidence] && !ticked && entry.todo.includes(entry.confidence)) badges.push(make("span", { class: "badge unsure" }, SURE[entry.confidence]));
  if (entry.todo.includes("inferred")) badges.push(make("span", { class: "badge unsure" }, "地区待确认"));
  if (entry.todo.includes("absent")) badges.push(make("span", { class: "badge unsure" }, "出处不全"));
  if (ticked && !entry.todo.length) badges.push(make("span", { class: "badge" }, "看过"));
  if (!entry.at && entry.path && !["source", "regions"].includes(entry.kind)) badges.push(make("span", { class: "badge unsure" }, "原文里找不到"));
  if (badges.length) item.firstElementChild?.append(...badges);
  for (const [field, read] of Object.entries(entry.machine)) {
    if (entry.conflicts.some((one) => one.field === field)) continue;
    item.append(make("p", { class: "read" }, `${called(entry.kind, field, words)}：程序读作 `, make("s", {}, shown(read, field, words, entry.kind))));
  }
  for (const one of entry.conflicts) {
    const value = (/** @type {any} */ some) => shown(some, one.field, words, entry.kind);
    item.append(make("div", { class: "conflict" }, make("b", {}, `${called(entry.kind, one.field, words)}有冲突`),
      make("dl", {}, make("div", {}, make("dt", {}, "您的"), make("dd", {}, value(one.yours))),
        make("div", {}, make("dt", {}, "原先读作"), make("dd", {}, value(one.was))), make("div", {}, make("dt", {}, "现在读作"), make("dd", {}, value(one.now)))),
      make("button", { type: "button", "data-do": "mine", "data-field": one.field }, "用您的 ", make("kbd", {}, "1")),
      make("button", { type: "button", "data-do": "machine", "data-field": one.field }, "用程序的 ", make("kbd", {}, "2"))));
  }
  for (const problem of entry.problems) {
    item.append(make("p", { class: problem.severity === "error" ? "wrong" : "wrong mild" }, problem.field ? `${called(entry.kind, problem.field.split(/[.[]/)[0], words)}：` : "",
      problem.message + (problem.hint ? `（${problem.hint}）` : "")));
  }
  if (entry.fields.note) item.append(make("p", { class: "note" }, `说明：${entry.fields.note}`));
  return item;
}

/** What an item says. @param {Entry} entry @param {any} words @param {boolean} several */
function body(entry, words, several) {
  const f = entry.fields, code = (/** @type {string} */ list, /** @type {string} */ one) => words.codes[list][one] ?? one;
  const kind = (/** @type {string} */ name) => make("span", { class: "kind" }, words.kinds[name]?.label ?? name);
  const quote = (/** @type {string} */ text) => make("p", { class: "quote" }, text);
  switch (entry.kind) {
    case "source":
      return [make("p", { class: "head" }, kind("source"), f.title ?? "（没有标题）"),
        make("p", { class: "facts" }, [f.published ?? "日期未注明", f.publisher ?? "发布者未注明", f.byline, code("completeness", f.completeness)].filter(Boolean).join(" · "))];
    case "regions":
      return [make("h2", { class: "head region" }, f.name, make("small", {}, ` ${f.adcode ?? "无代码"}`)),
        make("p", { class: "facts" }, [f.parent, code("levels", f.level), code("bases", f.basis), f.ethnic_groups.join("、")].filter(Boolean).join(" · "))];
    case "measures":
      return [make("h2", { class: `head measure level-${f.level}` }, f.heading),
        make("p", { class: "facts themes" }, ...(f.themes.length ? f.themes.map((/** @type {string} */ one) => make("span", { class: `theme t-${one}` }, code("themes", one))) : [make("span", {}, "没有主题")]))];
    case "indicators": {
      const [before, after] = SIGNS[f.qualifier] ?? ["", ""];
      return [make("p", { class: "head" }, f.item, " ", make("b", { class: "num" }, `${before}${digits(f.value)}${after}`), make("span", { class: "unit" }, f.unit)),
        make("p", { class: "facts" }, [f.of && `归属：${f.of}`, f.period ?? "时期未注明", f.concept && code("concepts", f.concept)].filter(Boolean).join(" · ")), quote(f.quote)];
    }
    case "documents_cited":
      return [make("p", { class: "head" }, kind(entry.kind), f.title, make("small", {}, ` ${code("kinds", f.kind)}`))];
    case "programmes":
      return [make("p", { class: "head" }, kind(entry.kind), f.name, f.count ? make("small", {}, ` ${f.count} 项`) : null), f.parts.length ? make("p", { class: "facts" }, f.parts.join("；")) : ""];
    case "honours":
      return [make("p", { class: "head" }, kind(entry.kind), `${f.holder}：${f.title}`, make("small", {}, ` ${code("honours", f.level)}`)), quote(f.quote)];
    case "networks":
      return [make("p", { class: "head" }, kind(entry.kind), `${f.levels} 级`), quote(f.quote)];
    case "gaps":
      return [make("p", { class: "head" }, kind(entry.kind), code("gaps", f.kind), f.characters ? make("small", {}, ` ${f.characters} 字`) : null), quote(f.quote)];
    case "clues":
      return [make("p", { class: "head" }, kind(entry.kind), f.text)];
    case "open":
      return [make("p", { class: "head" }, make("span", { class: "kind" }, words.things[entry.what ?? ""]), `没有记：${words.reasons[entry.why ?? ""] ?? entry.why}`),
        make("p", { class: "quote" }, entry.before ?? "", make("mark", {}, entry.words), entry.behind ?? "")];
    default:
      return [make("p", { class: "head" }, kind(entry.what ?? ""), make("s", {}, entry.words), make("span", { class: "badge mine" }, "人删的"))];
  }
}
