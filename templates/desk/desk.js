// A document's desk: the source on the left, the profile on the right, each action one key. What is done is asked of the desk's
// server; what it answers is shown anew, so that the page never holds more than the file does.
import { mark, offsetAt, reveal, seek, select, selected, sentence, showArticle } from "./article.js";
import { ask, make, sign, the, typing } from "./common.js";
import { form } from "./form.js";
import { line } from "./list.js";

/** @typedef {import("./list.js").Entry} Entry */
/** @typedef {import("./form.js").Form} Form */

const id = location.pathname.split("/").pop() ?? "";
const api = `/api/documents/${id}`;
const KINDS = ["indicators", "measures", "documents_cited", "programmes", "honours", "networks", "gaps", "clues"];
const STATES = /** @type {Record<string, string>} */ ({ taken: "已记", doubtful: "存疑", unexplained: "未说明", other: "不是数字" });
const FILTERS = /** @type {[string, string, (entry: Entry) => boolean][]} */ ([
  ["todo", "待看", (entry) => entry.todo.length > 0],
  ["hand", "手改", (entry) => entry.hand],
  ["conflict", "冲突", (entry) => entry.conflicts.length > 0],
  ["all", "全部", () => true],
]);
const KEYS = /** @type {[string, string][]} */ ([
  ["j k", "下一条、上一条"], ["a", "对，看过了；地区待确认的就此确认"], ["e Enter", "改"], ["d", "不是事实：删去，或者不再提示"],
  ["n", "用选中的原文新记一条；没有选中就用这一处的一句"], ["/", "在原文里找到并选中一段话"], ["m", "挪到别的措施"], ["t", "改主题"], ["o", "改归属"], ["c", "改可比类别"],
  ["r", "还原成程序的读法；人删的就放回去"], ["1 2", "有冲突：用您的、用程序的"], ["u", "撤销"], ["v", "核对状态"], ["f", "换着看：待看、手改、冲突、全部"],
  ["[ ]", "上一份、下一份文件"], ["Backspace", "所有文件"], ["?", "这张表"],
]);

/** @type {any} */
let words = null;
/** What the desk shows; entries of a profile that is broken are the last good ones. @type {any} */
let view = { entries: [], numerals: [], hash: "" };
let filter = "";
let current = 0;
/** @type {Entry[]} */
let seen = [];
/** @type {Form | null} */
let open = null;
/** @type {string[]} */
let order = [];
let armed = "";
let busy = false;
/** Keys pressed while the desk was being asked. @type {string[]} */
const waited = [];
const list = the("list");

// ---- showing ---------------------------------------------------------------------------------------------------

/** Says one line below. @param {string} text @param {boolean} [bad] */
function say(text, bad = false) {
  the("said").textContent = text;
  the("said").classList.toggle("bad", bad);
}

/** Takes what the desk sent. @param {any} data @param {Entry | undefined} [near] the item to stay at */
function accept(data, near) {
  const before = current;
  if (data.broken) {
    view = { ...view, hash: data.hash, broken: data.broken, file: data.file };
    return show();
  }
  view = data;
  the("title").textContent = view.title ?? id;
  document.title = `${view.title ?? id} - 校对台`;
  if (!filter) filter = view.entries.some(FILTERS[0][2]) ? "todo" : "all";
  seen = view.entries.filter(FILTERS.find(([name]) => name === filter)?.[2]);
  const wanted = data.focus?.length ? JSON.stringify(data.focus) : "";
  let place = wanted ? seen.findIndex((entry) => JSON.stringify(entry.path) === wanted) : -1;
  if (place < 0 && near) place = seen.findIndex((entry) => entry.key === near.key);
  if (place < 0 && near?.path) place = seen.findIndex((entry) => JSON.stringify(entry.path) === JSON.stringify(near.path));
  current = Math.max(0, Math.min(place < 0 ? before : place, seen.length - 1));
  show();
}

function show() {
  const broken = Boolean(view.broken);
  list.dataset.hash = view.hash; // the state of the file that is shown
  open = null;
  const several = view.regions?.length > 1;
  list.replaceChildren(...seen.map((entry) => line(entry, words, several, entry.todo.length === 0 && ["low", "medium"].includes(entry.confidence ?? "") && !entry.hand && view.review?.status !== "checked")));
  list.toggleAttribute("inert", broken);
  the("problems").replaceChildren(...(broken ? [trouble()] : (view.problems ?? []).map((/** @type {any} */ one) => make("p", { class: one.severity === "error" ? "wrong" : "wrong mild" }, `${one.field}：${one.message}`, one.hint ? `（${one.hint}）` : ""))));
  the("filters").replaceChildren(...FILTERS.map(([name, label, test]) => {
    const button = make("button", { type: "button", "aria-pressed": String(name === filter) }, label, " ", make("small", {}, String(view.entries.filter(test).length)));
    button.addEventListener("click", () => choose(name));
    return button;
  }));
  if (!seen.length && !broken) list.append(make("li", { class: "empty" }, filter === "todo" ? "没有待看的了。按 v 记下核对。" : "没有这样的条目。"));
  const review = view.review ?? {}, by = [review.by ?? []].flat().join("、");
  the("state").textContent = [words.codes.review[review.status] ?? "", by, review.date].filter(Boolean).join(" · ");
  the("state").className = review.status ?? "";
  const undo = /** @type {HTMLButtonElement} */ (the("undo"));
  undo.disabled = !view.undo;
  legend();
  paint();
  go(current, false);
}

/** What is wrong with a profile that the format refuses. */
function trouble() {
  return make("div", { class: "broken", role: "alert" }, make("b", {}, "档案写坏了，先在编辑器里改好；这里会自动更新"),
    make("ul", {}, ...view.broken.map((/** @type {any} */ one) => make("li", {}, `${view.file}${one.line ? ` 第 ${one.line} 行` : ""}${one.field ? `，${one.field}` : ""}：${one.message}`, one.hint ? make("small", {}, `　${one.hint}`) : null))));
}

function legend() {
  const counts = /** @type {Record<string, number>} */ ({});
  for (const [, , state] of view.numerals) counts[state] = (counts[state] ?? 0) + 1;
  const kinds = KINDS.filter((kind) => view.entries.some((/** @type {Entry} */ entry) => entry.kind === kind));
  the("legend").replaceChildren(
    make("p", {}, ...kinds.map((kind) => make("span", { class: `swatch k-${kind}` }, words.kinds[kind].label))),
    make("p", { id: "numerals" }, "数词 ", ...Object.entries(STATES).map(([state, label]) => make("span", { class: `numeral ${state}` }, `${label} ${counts[state] ?? 0}`))));
}

/** Marks the words of the source. */
function paint() {
  for (const kind of KINDS) mark(`k-${kind}`, view.entries.filter((/** @type {Entry} */ entry) => entry.kind === kind && entry.at).map((/** @type {Entry} */ entry) => entry.at));
  for (const state of Object.keys(STATES)) mark(`numeral-${state}`, view.numerals.filter((/** @type {any} */ one) => one[2] === state).map((/** @type {any} */ one) => [one[0], one[1]]), 1);
  mark("open", view.entries.filter((/** @type {Entry} */ entry) => entry.kind === "open" && entry.what !== "numerals").map((/** @type {Entry} */ entry) => entry.at), 1);
}

/** Makes an item the current one. @param {number} place @param {boolean} [focus] */
function go(place, focus = true) {
  if (!seen.length) return mark("here", []);
  current = Math.max(0, Math.min(place, seen.length - 1));
  armed = "";
  for (const one of list.querySelectorAll("[aria-current]")) {
    one.removeAttribute("aria-current");
    /** @type {HTMLElement} */ (one).tabIndex = -1;
  }
  const item = row(), entry = seen[current];
  if (!item) return;
  item.setAttribute("aria-current", "true");
  item.tabIndex = 0;
  if (focus || !typing(/** @type {any} */ ({ target: document.activeElement }))) item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
  mark("here", entry.at ? [entry.at] : [], 2);
  if (entry.at) reveal(...entry.at);
}

const row = () => /** @type {HTMLElement | null} */ (list.querySelectorAll(":scope > .entry")[current] ?? null);

/** @param {string} name */
function choose(name) {
  const entry = seen[current];
  filter = name;
  accept(view, entry);
}

// ---- doing -----------------------------------------------------------------------------------------------------

/**
 * Waits for an answer; keys that are pressed meanwhile wait too, as they are meant for what is shown then.
 * @template T @param {Promise<T>} asked @returns {Promise<T>}
 */
async function alone(asked) {
  busy = true;
  try {
    return await asked;
  } finally {
    busy = false;
    setTimeout(later);
  }
}

function later() {
  while (!busy && waited.length) {
    const key = waited.shift();
    if (open) waited.length = 0; // they were typed for a form that was not there yet
    else if (key) press(key);
  }
}

/**
 * Does one action. Where the file was changed meanwhile it is shown as it is now, and the action is offered `again`.
 * @param {Record<string, unknown>} action @param {Entry} [near] @param {(() => void) | null} [again]
 * @returns {Promise<import("./form.js").Problem[] | null>} what is wrong with it
 */
async function act(action, near, again = null) {
  const { status, data } = await alone(ask(`${api}/act`, { ...action, hash: view.hash }));
  if (status === 200) {
    say("");
    accept(data, near);
    return null;
  }
  if (status === 409) {
    accept(data, near);
    if (data.broken) return null;
    say("文件在别处改过，已重新载入，什么都没有写。请看一眼，再做一次。", true);
    again?.();
    return null;
  }
  if (status === 422) return data.problems;
  lost(status);
  return null;
}

/** @param {number} status */
function lost(status) {
  if (status === 404) {
    list.toggleAttribute("inert", true);
    the("problems").replaceChildren(make("div", { class: "broken", role: "alert" }, make("b", {}, "这份档案不在了：删了，或者改了名。"), " ", make("a", { href: "/" }, "看所有文件")));
  } else {
    say(status === 0 ? "校对台已经停了：在终端再运行 make review。" : `没有做成（${status}），请刷新再试。`, true);
  }
}

/** Does an action that has no form. @param {Record<string, unknown>} action @param {Entry} entry */
async function at(action, entry) {
  const problems = await act(action, entry);
  if (problems) say(problems.map((one) => one.message + (one.hint ? `（${one.hint}）` : "")).join("；"), true);
}

/**
 * Opens a form under the current item.
 * @param {{title: string, kind: string, names?: string[], values: Record<string, any>, save?: string, head?: HTMLElement, select?: string,
 *   action: (values: Record<string, unknown>) => Record<string, unknown>, again: (values: Record<string, any>) => void}} given
 */
function ask4(given) {
  close(false);
  const entry = seen[current];
  const fields = words.kinds[given.kind].fields.filter((/** @type {any} */ one) => !given.names || given.names.includes(one.name));
  const made = form({
    title: given.title, fields, values: given.values, words, save: given.save ?? "记下", head: given.head, cancel: () => close(true),
    async submit(values) {
      if (busy) return;
      const problems = await act(given.action(values), entry, () => given.again(values));
      if (problems) made.refuse(problems);
    },
  });
  open = made;
  const place = row();
  if (place) place.append(made.element);
  else list.append(make("li", { class: "entry" }, made.element));
  made.focus();
  if (given.select) made.select(given.select);
  made.element.scrollIntoView({ block: "nearest" });
}

/** @param {boolean} back whether to go back to the item */
function close(back) {
  open?.element.remove();
  open = null;
  if (back) go(current);
}

/** Those of `values` that are other than they were. @param {Record<string, any>} values @param {Record<string, any>} was */
function changed(values, was) {
  const plain = (/** @type {any} */ one) => (one === null || one === undefined || one === "" ? "" : Array.isArray(one) ? JSON.stringify(one) : String(one));
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => plain(value) !== plain(was[name] ?? (name === "qualifier" ? "exact" : Array.isArray(value) ? [] : null))));
}

/** Edits some fields of an item, or all. @param {Entry} entry @param {string[]} [names] @param {Record<string, any>} [values] */
function edit(entry, names, values) {
  if (!entry.path) return say("这一条还不在档案里：按 n 新记，或者按 r 放回去。");
  ask4({
    title: names ? `改${words.kinds[entry.kind].fields.find((/** @type {any} */ one) => one.name === names[0])?.label ?? ""}` : `改这一条${words.kinds[entry.kind].label}`,
    kind: entry.kind, names, values: values ?? entry.fields,
    action: (typed) => ({ do: "put", path: entry.path, fields: changed(typed, entry.fields) }),
    again: (typed) => { if (seen[current]?.path && seen[current].kind === entry.kind) edit(seen[current], names, typed); },
  });
}

/** Takes an item out, or what the account leaves open off the list. @param {Entry} entry */
async function remove(entry) {
  if (entry.kind === "open") return tick(entry);
  if (!entry.path || entry.kind === "source") return say("这一条删不了。");
  const inside = view.entries.filter((/** @type {Entry} */ one) => one.path && one.path.length > (entry.path?.length ?? 0) && JSON.stringify(one.path.slice(0, entry.path?.length)) === JSON.stringify(entry.path)).length;
  if (inside && armed !== entry.key) {
    armed = entry.key;
    return say(`里面还有 ${inside} 条，会一起删去。再按一次 d 就删。`, true);
  }
  await at({ do: "delete", path: entry.path }, entry);
}

/** Marks an item as looked at and goes on. @param {Entry} entry */
async function tick(entry) {
  const { status } = await alone(ask(`${api}/tick`, { key: entry.key, on: true }));
  if (status !== 200) return lost(status);
  const was = current;
  entry.todo = entry.todo.filter((why) => ["conflict", "problem"].includes(why));
  const left = filter !== "todo" || entry.todo.length > 0;
  accept({ ...view, focus: [] }, left ? entry : undefined);
  go(left ? was + 1 : was);
}

/** @param {Entry} entry */
async function right(entry) {
  if (entry.kind === "regions" && ["inferred", "unknown"].includes(entry.fields.basis) && entry.fields.adcode) {
    await at({ do: "put", path: entry.path, fields: { basis: "confirmed" } }, entry);
    if (seen[current]?.kind === "regions") await tick(seen[current]);
    return;
  }
  if (entry.conflicts.length) return say("这一条有冲突：按 1 用您的，按 2 用程序的。");
  await tick(entry);
}

/** @param {Entry} entry @param {Record<string, any>} [values] */
function move(entry, values) {
  const target = entry.kind === "indicators" ? "measures" : "regions";
  if (!entry.path || ["source", "regions", "gaps", "open"].includes(entry.kind)) return say("这一条没有别处可挪。");
  const places = view.entries.filter((/** @type {Entry} */ one) => one.kind === target || (one.kind === "regions" && entry.kind === "indicators"));
  const several = view.regions.length > 1;
  const options = places.map((/** @type {Entry} */ one, /** @type {number} */ number) => {
    const region = several && one.kind === "measures" ? `（${view.regions[Number(one.path?.[1])]}）` : "";
    const name = one.kind === "regions" && entry.kind === "indicators" ? `${one.fields.name}：不属于任何措施` : one.words;
    return [JSON.stringify(one.path), `${sign(number)} ${name}${region}`];
  });
  const chosen = values?.within ?? JSON.stringify(entry.within);
  const select = /** @type {HTMLSelectElement} */ (make("select", { id: "f-within", "aria-label": "挪到", size: Math.min(10, Math.max(2, options.length)) },
    ...options.map((/** @type {[string, string]} */ [value, text]) => make("option", { value, selected: value === chosen }, text))));
  ask4({
    title: "挪到", kind: entry.kind, names: [], values: {}, save: "挪过去", head: select,
    action: () => ({ do: "move", path: entry.path, within: JSON.parse(select.value) }),
    again: () => { if (seen[current]?.path) move(seen[current]); },
  });
  select.focus();
}

/** Takes up the selected words, or the clause around the current item. */
async function take() {
  let span = selected();
  const entry = seen[current];
  if (!span && entry?.at) {
    select(...sentence(...entry.at));
    span = selected();
  }
  if (!span) return say("先在左边选中几个字；也可以按 / 输入原文来选中。");
  const { status, data } = await alone(ask(`${api}/propose`, { start: span.start, end: span.end }));
  if (status === 422) return say(data.problems.map((/** @type {any} */ one) => one.message + (one.hint ? `（${one.hint}）` : "")).join("；"), true);
  if (status !== 200) return lost(status);
  fresh(data.kind, data);
}

/** The form of a new item. @param {string} kind @param {any} proposal @param {Record<string, any>} [typed] */
function fresh(kind, proposal, typed) {
  const values = { ...proposal.fields, ...typed };
  if (kind === "documents_cited") values.title ??= proposal.fields.quote;
  if (kind === "clues") values.text = proposal.fields.quote;
  const names = ["indicators", "measures", "documents_cited", "programmes", "honours", "networks", "gaps", "clues"];
  const kinds = /** @type {HTMLSelectElement} */ (make("select", { "aria-label": "种类" }, ...names.map((name, number) => make("option", { value: name, selected: name === kind }, `${sign(number)} ${words.kinds[name].label}`))));
  kinds.addEventListener("change", () => fresh(kinds.value, proposal, open?.values()));
  const within = kind === "gaps" ? ["source"] : kind === "indicators" ? proposal.within : proposal.within.slice(0, 2);
  ask4({
    title: "新记一条", kind, values, head: make("p", { class: "kinds" }, "种类 ", kinds), save: "加上", select: kind === "indicators" ? "item" : undefined,
    action: (given) => ({ do: "add", kind, within, start: proposal.start, fields: given }),
    again: (given) => fresh(kind, proposal, given),
  });
}

function review() {
  const was = view.review ?? {}, me = localStorage.getItem("desk-name") ?? "";
  const names = [was.by ?? []].flat(), by = names.includes(me) || !me ? names : [...names, me];
  const left = view.entries.filter(FILTERS[0][2]).length;
  const today = new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  ask4({
    title: left ? `核对状态（还有 ${left} 条待看）` : "核对状态", kind: "review", select: by.length ? undefined : "by",
    values: { status: "checked", by: by.length > 1 ? by : by[0] ?? "", date: today, note: was.note ?? "" },
    action(values) {
      const given = [values.by ?? []].flat().filter(Boolean);
      const mine = given[given.length - 1];
      if (typeof mine === "string") localStorage.setItem("desk-name", mine);
      const fields = { ...values, by: given.length > 1 ? given : given[0] ?? null };
      return { do: "review", fields: changed(fields, was) };
    },
    again: review,
  });
}

/** Settles the first conflict of an item, or that of a field. @param {Entry} entry @param {string} side @param {string} [field] */
async function settle(entry, side, field = entry.conflicts[0]?.field) {
  if (!field || !entry.path) return;
  await at(side === "mine" ? { do: "mine", path: entry.path, field } : { do: "revert", path: entry.path, field }, entry);
}

async function undo() {
  const problems = await act({ do: "undo" }, seen[current]);
  if (problems) say(problems[0].message, true);
  else say("已撤销。");
}

/** A line to type words of the source into, which are then selected. */
function search() {
  const input = /** @type {HTMLInputElement} */ (make("input", { type: "search", "aria-label": "在原文里找", placeholder: "原文里的几个字，Enter 选中，再按 Enter 找下一处", spellcheck: "false" }));
  const box = make("p", { class: "seek" }, input);
  let from = 0;
  input.addEventListener("input", () => { from = 0; });
  input.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === "Enter") {
      const found = seek(input.value, from);
      if (!found) return say("原文里没有。", true);
      from = found[1];
      mark("here", [found], 2);
      reveal(...found);
      select(...found);
      say("已选中：Esc 之后按 n 新记一条。");
    } else if (event.key === "Escape") {
      box.remove();
      row()?.focus({ preventScroll: true });
    }
  });
  the("legend").prepend(box);
  input.focus();
}

// ---- keys and mouse --------------------------------------------------------------------------------------------

/** @type {Record<string, (entry: Entry) => unknown>} */
const doing = {
  a: right, e: (entry) => edit(entry), Enter: (entry) => edit(entry), d: remove, m: (entry) => move(entry),
  t: (entry) => (entry.kind === "measures" ? edit(entry, ["themes"]) : ofMeasure(entry)),
  o: (entry) => (entry.kind === "indicators" ? edit(entry, ["of"]) : say("只有数字有归属。")),
  c: (entry) => (entry.kind === "indicators" ? edit(entry, ["concept"]) : say("只有数字有可比类别。")),
  r: (entry) => (entry.kind === "deleted" ? at({ do: "restore", base: entry.base }, entry) : entry.hand && !entry.added ? at({ do: "revert", path: entry.path }, entry) : say("这一条没有改过。")),
  1: (entry) => settle(entry, "mine"), 2: (entry) => settle(entry, "machine"),
};

/** Edits the themes of the measure that an item stands under. @param {Entry} entry */
function ofMeasure(entry) {
  const path = JSON.stringify(entry.within);
  const place = view.entries.findIndex((/** @type {Entry} */ one) => one.kind === "measures" && JSON.stringify(one.path) === path);
  if (place < 0) return say("这一条不在措施下，没有主题。");
  visit(view.entries[place]);
  edit(seen[current], ["themes"]);
}

/** Goes to an entry, whatever the filter. @param {Entry} entry */
function visit(entry) {
  if (!seen.includes(entry)) choose("all");
  go(seen.findIndex((one) => one.key === entry.key && JSON.stringify(one.path) === JSON.stringify(entry.path)));
}

document.addEventListener("keydown", (event) => {
  if (typing(event) || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (/** @type {HTMLDialogElement} */ (the("help")).open) return;
  if (event.target instanceof HTMLElement && (event.target.closest("form.act") || (event.key === "Enter" && event.target.closest("button, a")))) return;
  if (!(event.key in general || event.key in doing)) return;
  event.preventDefault();
  if (busy) waited.push(event.key);
  else press(event.key);
});

const general = /** @type {Record<string, () => unknown>} */ ({
  j: () => go(current + 1), k: () => go(current - 1), n: take, u: undo, v: review, "/": search, f: () => choose(FILTERS[(FILTERS.findIndex(([name]) => name === filter) + 1) % FILTERS.length][0]),
  "[": () => turn(-1), "]": () => turn(1), Backspace: () => { location.href = "/"; }, "?": help,
});

/** Does what a key is for; in a profile that is broken one can only move. @param {string} key */
function press(key) {
  const entry = seen[current];
  if (view.broken && !["j", "k", "[", "]", "?", "Backspace"].includes(key)) return;
  if (general[key]) general[key]();
  else if (entry) doing[key]?.(entry);
}

/** The narrowest entry whose words stand at an offset. @param {number} offset */
function entryAt(offset) {
  let best = /** @type {Entry | null} */ (null);
  for (const entry of /** @type {Entry[]} */ (view.entries)) {
    if (!entry.at || offset < entry.at[0] || offset >= entry.at[1]) continue;
    if (!best?.at || entry.at[1] - entry.at[0] < best.at[1] - best.at[0]) best = entry;
  }
  return best;
}

let waiting = false;
the("article").addEventListener("mousemove", (event) => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    hover(entryAt(offsetAt(event.clientX, event.clientY)));
  });
});
the("article").addEventListener("mouseleave", () => hover(null));
the("article").addEventListener("click", (event) => {
  if (selected()) return;
  const entry = entryAt(offsetAt(event.clientX, event.clientY));
  if (entry) visit(entry);
});
list.addEventListener("mouseover", (event) => hover(under(event)));
list.addEventListener("mouseleave", () => hover(null));
list.addEventListener("click", async (event) => {
  const entry = under(event), target = /** @type {HTMLElement} */ (event.target);
  if (!entry || target.closest("form.act")) return;
  const button = /** @type {HTMLElement | null} */ (target.closest("button[data-do]"));
  go(seen.indexOf(entry));
  if (button) await settle(entry, button.dataset.do ?? "", button.dataset.field);
});
list.addEventListener("dblclick", (event) => {
  const entry = under(event);
  if (entry && !(/** @type {HTMLElement} */ (event.target).closest("form.act, button"))) edit(entry);
});
list.addEventListener("focusin", (event) => {
  const entry = under(event);
  if (entry && seen.indexOf(entry) !== current && !open) go(seen.indexOf(entry), false);
});

/** The entry that something happened at. @param {Event} event @returns {Entry | null} */
function under(event) {
  const item = /** @type {HTMLElement} */ (event.target).closest(".entry");
  const place = item ? [...list.querySelectorAll(":scope > .entry")].indexOf(item) : -1;
  return seen[place] ?? null;
}

/** Ties both sides where the pointer is. @param {Entry | null} entry */
function hover(entry) {
  mark("hover", entry?.at ? [entry.at] : [], 1);
  for (const one of list.querySelectorAll(".over")) one.classList.remove("over");
  const place = entry ? seen.indexOf(entry) : -1;
  if (place >= 0) list.querySelectorAll(":scope > .entry")[place]?.classList.add("over");
}

function help() {
  /** @type {HTMLDialogElement} */ (the("help")).showModal();
}

/** The next document, or the one before. @param {number} step */
function turn(step) {
  const place = order.indexOf(id);
  const next = order[(place + step + order.length) % order.length];
  if (next && next !== id) location.href = `/d/${next}`;
}

the("undo").addEventListener("click", undo);
the("review").addEventListener("click", review);
the("helping").addEventListener("click", help);
the("before").addEventListener("click", () => turn(-1));
the("after").addEventListener("click", () => turn(1));
the("keys").replaceChildren(...KEYS.map(([keys, what]) => make("div", {}, make("dt", {}, ...keys.split(" ").map((key) => make("kbd", {}, key))), make("dd", {}, what))));

// ---- the file on the disk --------------------------------------------------------------------------------------

/** Looks whether the file was changed elsewhere; while a form is open it is left, and told when it is sent. */
async function watch() {
  if (!document.hidden) {
    const { status, data } = await ask(`${api}/stamp`);
    if (status === 200 && data !== view.hash && !open) {
      const fresh = await ask(api);
      if (fresh.status === 200) {
        accept(fresh.data, seen[current]);
        say("文件在别处改过，已重新载入。");
      } else lost(fresh.status);
    } else if (status !== 200) lost(status);
    else list.toggleAttribute("inert", Boolean(view.broken));
  }
  setTimeout(watch, 2000);
}

async function begin() {
  const [labels, article, shown] = await Promise.all([ask("/api/words"), ask(`${api}/article`), ask(api)]);
  if (shown.status !== 200 || article.status !== 200 || labels.status !== 200) return lost(shown.status === 200 ? article.status : shown.status);
  words = labels.data;
  showArticle(article.data);
  accept(shown.data);
  document.body.classList.add("ready");
  setTimeout(watch, 2000);
  const all = await ask("/api/documents");
  if (all.status === 200) order = all.data.rows.map((/** @type {any} */ one) => one.id);
}
begin();
