// The query of the first page: the same change in all profiles, every change shown before it is made, and taken back as a whole.
// What is asked is what `edit --where … --set …` takes. Before each choice stands a sign, so that it can be typed.
import { ask, make, sign, the } from "./common.js";
import { widget } from "./form.js";
import { called, shown } from "./list.js";

/** @typedef {import("./form.js").Field} Field */
/** @typedef {{id: string, line: number, kind: string, field: string, before: any, after: any, words: string}} Change */

const KINDS = ["indicators", "measures", "documents_cited", "programmes", "honours", "networks", "gaps", "regions", "source"];
const BESIDE = /** @type {Field[]} */ ([
  ["text", "全文"], ["region", "地区（名称或代码）"], ["id", "档案编号"], ["confidence", "程序的把握"], ["rule", "程序的规则"],
].map(([name, label]) => ({ name, label, help: "", codes: null, needed: false })));
const LISTS = ["themes", "parts"];

/**
 * Opens the query, or goes to where it is open.
 * @param {any} words the labels of kinds, fields and codes
 * @param {() => void} changed what is to be done once profiles were changed
 */
export function openBulk(words, changed) {
  const place = the("bulk");
  if (!place.hidden) return focusFirst(place);
  place.hidden = false;
  const kind = /** @type {HTMLSelectElement} */ (make("select", { id: "bulk-kind" }, ...KINDS.map((name, number) => make("option", { value: name }, `${sign(number)} ${words.kinds[name].label}`))));
  const where = part("条件（要全部符合）", "加条件", true), sets = part("改成（留空就是去掉）", "加字段", false);
  const said = make("p", { class: "wrong", role: "alert", hidden: true }), found = make("div", { id: "bulk-found", "aria-live": "polite" });
  const back = make("button", { type: "button", id: "bulk-undo" }, "撤销上次批量修改"), close = make("button", { type: "button" }, "关闭 ", make("kbd", {}, "Esc"));
  const form = /** @type {HTMLFormElement} */ (make("form", { class: "act", "aria-label": "批量修改", autocomplete: "off" },
    make("p", { class: "what" }, "批量修改：各份档案里符合条件的条目，改成同样的内容"),
    make("p", { class: "kinds" }, make("label", { for: "bulk-kind" }, "种类"), " ", kind), where.element, sets.element, said,
    make("p", { class: "ends" }, make("button", { class: "main", type: "submit" }, "预览 ", make("kbd", {}, "Enter")), back, close)));
  /** What was shown last, and what it was asked with. @type {{where: string[], set: string[], hash: string} | null} */
  let seen = null;
  let busy = false;

  /** Rows of fields with what they are to be. @param {string} title @param {string} more @param {boolean} asks */
  function part(title, more, asks) {
    const rows = make("div", { class: "rows" }), add = make("button", { type: "button" }, more);
    const element = make("fieldset", {}, make("legend", {}, title), rows, add);
    /** @type {Map<HTMLElement, () => string>} */
    const read = new Map();
    const fields = () => /** @type {Field[]} */ ([...words.kinds[kind.value].fields.filter((/** @type {Field} */ one) => one.name !== "ethnic_groups"), ...(asks ? BESIDE : [])]);
    function row() {
      const name = /** @type {HTMLSelectElement} */ (make("select", { "aria-label": "字段" }, ...fields().map((one, number) => make("option", { value: one.name }, `${sign(number)} ${one.label}`))));
      const how = /** @type {HTMLSelectElement} */ (make("select", { "aria-label": "怎样比" }));
      const value = make("span", { class: "value" }), off = make("button", { type: "button", "aria-label": "去掉这一行" }, "×");
      const line = make("div", { class: asks ? "row" : "row sets" }, name, asks && how, value, off);
      let typed = () => /** @type {unknown} */ ("");
      function control() {
        const field = /** @type {Field} */ (fields().find((one) => one.name === name.value)), contains = asks && how.value === "~";
        const codes = field.codes && contains ? { ...field, needed: true, name: "one" } : contains ? { ...field, name: "one", codes: null } : field;
        const made = widget(codes, LISTS.includes(codes.name) ? [] : "", `bulk-${asks ? "where" : "set"}-${read.size}-${field.name}`, words);
        made.element.setAttribute("aria-label", asks ? "条件的值" : "新的值");
        made.element.removeAttribute("aria-labelledby");
        value.replaceChildren(made.element);
        typed = made.value;
      }
      function signs() {
        const field = /** @type {Field} */ (fields().find((one) => one.name === name.value)), list = LISTS.includes(field.name);
        const allowed = field.codes && !list ? ["="] : ["text", "region"].includes(field.name) || list ? ["~", "="] : ["=", "~"];
        how.replaceChildren(...allowed.map((one) => make("option", { value: one }, one === "=" ? "是" : "含有")));
        control();
      }
      name.addEventListener("change", signs);
      how.addEventListener("change", control);
      off.addEventListener("click", () => {
        read.delete(line);
        line.remove();
        add.focus();
      });
      signs();
      read.set(line, () => `${kind.value}.${name.value}${asks ? how.value : "="}${[typed() ?? ""].flat().join(",")}`);
      rows.append(line);
      return name;
    }
    add.addEventListener("click", () => row().focus());
    return {
      element, row,
      clear() {
        read.clear();
        rows.replaceChildren();
        row();
      },
      texts: () => [...read.values()].map((one) => one()),
    };
  }

  /** Forgets what was shown: something else is asked now. */
  function stale() {
    seen = null;
    found.replaceChildren();
    said.hidden = true;
  }

  /** @param {string} address @param {unknown} sent */
  async function asked(address, sent) {
    if (busy) return null;
    busy = true;
    said.hidden = true;
    const answer = await ask(address, sent);
    busy = false;
    if (answer.status === 200 || answer.status === 409) return answer;
    const told = answer.status === 422 ? answer.data.problems.map((/** @type {any} */ one) => `${one.file ? `${one.file}：` : ""}${one.field ? `${one.field}：` : ""}${one.message}${one.hint ? `（${one.hint}）` : ""}`)
      : [answer.status === 0 ? "校对台已经停了：在终端再运行 make review。" : `没有做成（${answer.status}），请刷新再试。`];
    said.replaceChildren(make("b", {}, "什么都没有写。"), ...told.map((/** @type {string} */ one) => make("span", {}, one)));
    said.hidden = false;
    found.replaceChildren();
    return null;
  }

  async function preview() {
    const query = { where: where.texts(), set: sets.texts() };
    seen = null;
    found.replaceChildren(make("p", {}, "正在查找……"));
    const answer = await asked("/api/edit", query);
    if (answer) tell(answer.data, query, "");
  }

  /** Shows every change, none of them made. @param {any} data @param {{where: string[], set: string[]}} query @param {string} before */
  function tell(data, query, before) {
    const left = data.left_out.map((/** @type {string} */ one) => make("p", { class: "wrong" }, `读不了，不会改：${one}`));
    if (!data.changes.length) {
      found.replaceChildren(make("p", {}, `${before}没有要改的：没有条目符合这些条件，或者已经是这样。`), ...left);
      return;
    }
    seen = { ...query, hash: data.hash };
    const go = make("button", { type: "button", class: "main", id: "bulk-do" }, `改这 ${data.changes.length} 处 `, make("kbd", {}, "Enter"));
    go.addEventListener("click", apply);
    found.replaceChildren(make("p", {}, `${before}${data.profiles} 份档案、${data.changes.length} 处要改，还没有写。 `, go), ...left, table(data.changes));
    go.focus();
  }

  /** @param {Change[]} changes */
  function table(changes) {
    return make("ul", { class: "changes" }, ...changes.map((one) => make("li", {}, make("a", { href: `/d/${one.id}` }, one.id), make("small", {}, ` 第 ${one.line} 行　`), one.words, make("br"),
      `${called(one.kind, one.field, words)}：`, make("s", {}, shown(one.before, one.field, words, one.kind)), " → ", make("b", {}, shown(one.after, one.field, words, one.kind)))));
  }

  async function apply() {
    if (!seen) return;
    const query = seen, answer = await asked("/api/edit", query);
    if (!answer) return;
    if (answer.status === 409) return tell(answer.data, { where: query.where, set: query.set }, "档案在别处改过，什么都没有写，请再看一遍。");
    seen = null;
    found.replaceChildren(make("p", { class: "done" }, `改好了：${answer.data.profiles} 份档案、${answer.data.changes.length} 处。`), table(answer.data.changes));
    back.focus();
    changed();
  }

  async function undo() {
    const answer = await asked("/api/edit/undo", {});
    if (!answer) return;
    seen = null;
    found.replaceChildren(make("p", { class: "done" }, `已撤销，${answer.data.files.length} 份档案和原来一样。`));
    changed();
  }

  function shut() {
    place.hidden = true;
    place.replaceChildren();
    the("bulk-open").focus();
  }

  kind.addEventListener("change", () => {
    where.clear();
    sets.clear();
    stale();
  });
  form.addEventListener("input", (event) => { if (event.target !== kind) stale(); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    preview();
  });
  back.addEventListener("click", undo);
  close.addEventListener("click", shut);
  place.onkeydown = (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") shut();
    else if (event.key === "Enter" && !event.shiftKey && event.target instanceof HTMLElement && !event.target.closest("button, a")) {
      event.preventDefault();
      form.requestSubmit();
    }
  };
  where.row();
  sets.row();
  place.replaceChildren(form, found);
  focusFirst(place);
}

/** @param {HTMLElement} place */
function focusFirst(place) {
  /** @type {HTMLElement | null} */ (place.querySelector("select"))?.focus();
}
