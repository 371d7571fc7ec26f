// @ts-check
// The figure explorer. What is chosen stands in the address, but for the order of values: whoever follows a link sees regions in their own order.
import { FACETS, csv, filter, inOrder, sorted, unpack } from "./rows.js";

/** @typedef {import("./rows.js").Row} Row */
/** @typedef {import("./rows.js").Words} Words */

const AT_A_TIME = 200;
const form = /** @type {HTMLFormElement} */ (document.getElementById("figures-form"));
const frame = /** @type {HTMLElement} */ (document.getElementById("figures"));
const more = /** @type {HTMLElement} */ (document.getElementById("figures-more"));
const output = /** @type {HTMLOutputElement} */ (form.querySelector("output"));
const columns = /** @type {HTMLFieldSetElement} */ (form.querySelector("fieldset"));
const { root = "", unstated = "", whole } = frame.dataset;
/** @type {Record<string, Words>} */
const words = {
  ...JSON.parse(document.getElementById("figures-words")?.textContent ?? "{}"),
  dated: [["yes", "有时期"], ["no", unstated]],
  certain: [["yes", "地名写明、原文完整"], ["no", "地名推断或原文不全"]],
};
const without = /** @type {Record<string, string>} */ ({ theme: "无主题", concept: "不属于指标", period: unstated, year: "日期未注明" });
const fields = Object.keys(FACETS);

/** @param {string} name @param {string} code */
const label = (name, code) => words[name]?.find(([one]) => one === code)?.[1] ?? code;
/** @param {string} name @returns {HTMLInputElement | HTMLSelectElement} */
const field = (name) => /** @type {HTMLInputElement | HTMLSelectElement} */ (form.elements.namedItem(name));
const provinces = [.../** @type {HTMLSelectElement} */ (field("province")).options].map((one) => one.value).filter((one) => one && one !== "all");

/** @param {string} tag @param {Record<string, string>} attributes @param {...(string | Node)} children */
const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

/** A column: its name, and what of a row stands in it. @type {Record<string, [string, (row: Row) => (string | Node)[]]>} */
const COLUMNS = {
  place: ["地区", (row) => [make("a", { href: root + row.page }, row.place), ...(row.caution ? [" ", make("small", { class: "caveat" }, row.caution)] : [])]],
  number: ["数字", (row) => [make("a", { href: root + row.link }, make("b", { class: "num" }, row.number), row.unit)]],
  item: ["统计对象", (row) => [row.of ? `${row.item}（${row.of}）` : row.item]],
  period: ["时期", (row) => [row.period || unstated]],
  quote: ["原文", (row) => [make("q", {}, row.quote)]],
  heading: ["措施", (row) => [row.heading]],
  theme: ["主题", (row) => [label("theme", row.theme)]],
  concept: ["指标", (row) => [row.concept ? make("a", { href: `${root}compare/${row.concept}/` }, label("concept", row.concept)) : ""]],
  level: ["级别", (row) => [label("level", row.level)]],
  year: ["文件年份", (row) => [row.year]],
};
const USUAL = ["place", "number", "item", "period", "quote"];
for (const [name, [text]] of Object.entries(COLUMNS)) {
  const box = make("input", { type: "checkbox", name: "column", value: name, ...(name === "place" || name === "number" ? { disabled: "" } : {}) });
  columns.append(make("label", {}, box, text));
}
const boxes = /** @type {HTMLInputElement[]} */ ([...columns.querySelectorAll("input")]);

/** @type {Map<string, Promise<Row[]>>} */
const loaded = new Map();
/** @param {string} code */
const load = (code) => {
  if (!loaded.has(code)) {
    loaded.set(code, fetch(`${code}.json`).then(async (answer) => {
      if (!answer.ok) throw new Error(code);
      return unpack(await answer.json(), code, words);
    }));
    loaded.get(code)?.catch(() => loaded.delete(code));
  }
  return /** @type {Promise<Row[]>} */ (loaded.get(code));
};

// What the address asks for; a choice that is no longer offered is told once there are rows to look in.
const asked = new URLSearchParams(location.search);
/** @type {Map<string, string>} */
const wanted = new Map(fields.map((name) => [name, asked.get(name) ?? ""]));
field("q").value = asked.get("q") ?? "";
field("province").value = asked.get("province") ?? "";
/** @type {string[]} */
const lost = [];
if (!field("province").value && asked.get("province")) {
  field("province").value = "";
  lost.push("省份");
}
const chosen = asked.get("cols")?.split(",").filter((name) => name in COLUMNS);
for (const box of boxes) box.checked = ["place", "number"].includes(box.value) || (chosen ?? USUAL).includes(box.value);

let shown = AT_A_TIME;
let turn = 0;
/** Whether there is a choice to answer. */
let asking = false;
/** @type {Row[]} */
let current = [];

const address = () => {
  const state = new URLSearchParams();
  for (const name of ["q", "province", ...fields]) if (field(name).value.trim()) state.set(name, field(name).value.trim());
  const names = boxes.filter((box) => box.checked).map((box) => box.value);
  if (names.join() !== USUAL.join()) state.set("cols", names.join());
  const url = new URL(location.href);
  url.search = state.toString();
  history.replaceState(null, "", url);
};

/** The values of a facet with how many rows have each; the chosen one stays though none has it. @param {string} name @param {Map<string, number>} counts */
const offer = (name, counts) => {
  const select = /** @type {HTMLSelectElement} */ (field(name));
  const value = wanted.get(name) || select.value;
  const known = words[name]?.map(([code]) => code) ?? [...counts.keys()].sort();
  const offered = known.filter((code) => code && (counts.has(code) || code === value));
  select.replaceChildren(make("option", { value: "" }, "全部"), ...offered.map((code) => make("option", { value: code }, `${label(name, code)}（${counts.get(code) ?? 0}）`)));
  const none = counts.get("");
  if (none && without[name]) select.append(make("option", { value: "", disabled: "" }, `${without[name]}（${none}）`));
  select.value = value;
  if (select.selectedIndex < 0) select.value = "";
};

const draw = () => {
  const names = Object.keys(COLUMNS).filter((name) => boxes.some((box) => box.checked && box.value === name));
  const head = make("tr", {}, ...names.map((name) => make("th", { scope: "col" }, COLUMNS[name][0])));
  const lines = current.slice(0, shown).map((row) =>
    make("tr", {}, ...names.map((name) => make(name === "place" ? "th" : "td", name === "place" ? { scope: "row" } : { class: `c-${name}` }, ...COLUMNS[name][1](row)))));
  const table = make("table", { class: "list found" }, make("thead", {}, head), make("tbody", {}, ...lines));
  // An empty answer keeps the room of a table, so that nothing below jumps into its place.
  frame.replaceChildren(current.length ? table : make("p", { class: "empty" }, "没有符合条件的数字，可放宽或清空条件。"));
  frame.hidden = !asking;
  more.hidden = !current.length;
  /** @type {HTMLElement} */ (more.querySelector("button")).hidden = current.length <= shown;
};

const show = async () => {
  const mine = ++turn;
  const province = field("province").value;
  asking = Boolean(province || whole);
  if (!asking) {
    current = [];
    output.textContent = "请先选择省份，或选“全部”。";
    address();
    draw();
    return;
  }
  output.textContent = "正在加载……";
  let rows;
  try {
    rows = inOrder((await Promise.all((provinces.includes(province) ? [province] : provinces).map(load))).flat());
  } catch {
    if (mine === turn) output.textContent = "数字加载失败，请刷新重试。";
    return;
  }
  if (mine !== turn) return;
  for (const name of fields) {
    const value = wanted.get(name);
    if (value && !rows.some((row) => FACETS[name](row) === value)) {
      lost.push(field(name).closest("label")?.firstChild?.textContent ?? name);
      wanted.set(name, "");
    }
  }
  const state = Object.fromEntries([["q", field("q").value], ...fields.map((name) => [name, wanted.get(name) || field(name).value])]);
  const { found, counts } = filter(rows, state);
  for (const name of fields) {
    offer(name, counts[name]);
    wanted.set(name, "");
  }
  const sort = /** @type {HTMLSelectElement} */ (field("sort"));
  sort.disabled = !state.unit;
  if (!state.unit) sort.value = "";
  current = sorted(found, sort.value, Boolean(state.unit));
  const note = lost.length ? `链接中的${lost.join("、")}已不存在，未作筛选。` : "";
  output.textContent = `${note}${found.length.toLocaleString("en")} 条${state.unit ? "" : "；选定单位后可按数值排列"}`;
  lost.length = 0;
  address();
  draw();
};

/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;
form.addEventListener("input", (event) => {
  shown = AT_A_TIME;
  clearTimeout(waiting);
  waiting = setTimeout(show, event.target === field("q") ? 200 : 0);
});
form.addEventListener("submit", (event) => event.preventDefault());
more.querySelector("button")?.addEventListener("click", () => {
  shown += AT_A_TIME;
  draw();
});
more.querySelector("a")?.addEventListener("click", (event) => {
  const link = /** @type {HTMLAnchorElement} */ (event.currentTarget);
  if (link.href.startsWith("blob:")) URL.revokeObjectURL(link.href);
  link.href = URL.createObjectURL(new Blob([csv(current, label)], { type: "text/csv;charset=utf-8" }));
});
for (const name of fields) if (wanted.get(name)) field(name).closest("details")?.setAttribute("open", "");
form.hidden = false;
show();
