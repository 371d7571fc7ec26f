// The forms under an item: fields with what may stand in them, keys for choices, and the messages of the check beside each.
import { make, sign } from "./common.js";

/** @typedef {{name: string, label: string, help: string, codes: string | null, needed: boolean}} Field */
/** @typedef {{field: string, message: string, hint: string, severity: string}} Problem */
/** @typedef {{element: HTMLFormElement, values: () => Record<string, unknown>, refuse: (problems: Problem[]) => void, focus: () => void, select: (name: string) => void}} Form */

const LONG = new Set(["quote", "heading", "title", "text", "note", "summary", "item", "name", "parts", "holder"]);

/**
 * A form for some fields of one item.
 * @param {{title: string, fields: Field[], values: Record<string, any>, words: any, save: string,
 *   submit: (values: Record<string, unknown>) => void, cancel: () => void, head?: HTMLElement}} given
 * @returns {Form}
 */
export function form(given) {
  /** @type {Map<string, () => unknown>} */
  const read = new Map();
  /** @type {Map<string, HTMLElement>} */
  const said = new Map();
  const rows = given.fields.map((field) => {
    const id = `f-${field.name}`;
    const { element, value } = widget(field, given.values[field.name], id, given.words);
    const message = make("p", { class: "wrong", id: `${id}-said`, hidden: true });
    read.set(field.name, value);
    said.set(field.name, message);
    const label = make("label", { for: id, id: `${id}-label`, title: field.help }, field.label);
    return make("div", { class: LONG.has(field.name) ? "field long" : "field" }, label, element, message);
  });
  const over = make("p", { class: "wrong", role: "alert", hidden: true });
  const element = /** @type {HTMLFormElement} */ (make("form", { class: "act", "aria-label": given.title, autocomplete: "off" },
    make("p", { class: "what" }, given.title), given.head, ...rows, over,
    make("p", { class: "ends" }, make("button", { class: "main", type: "submit" }, given.save, " ", make("kbd", {}, "Enter")),
      make("button", { type: "button", class: "cancel" }, "取消 ", make("kbd", {}, "Esc")))));
  const values = () => Object.fromEntries([...read].map(([name, value]) => [name, value()]));
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    given.submit(values());
  });
  element.querySelector(".cancel")?.addEventListener("click", given.cancel);
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      given.cancel();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing && !(event.target instanceof HTMLButtonElement && event.target.closest(".ends"))) {
      event.preventDefault();
      element.requestSubmit();
    }
  });
  return {
    element,
    values,
    refuse(problems) {
      for (const one of [over, ...said.values()]) one.hidden = true;
      /** @type {string[]} */
      const rest = [];
      for (const problem of problems) {
        const own = said.get(problem.field.split(/[.[]/).filter(Boolean).pop() ?? "");
        const text = problem.message + (problem.hint ? `（${problem.hint}）` : "");
        if (own) {
          own.textContent = own.hidden ? text : `${own.textContent}；${text}`;
          own.hidden = false;
        } else {
          rest.push((problem.field ? `${problem.field}：` : "") + text);
        }
      }
      over.textContent = rest.join("；");
      over.hidden = !rest.length;
      for (const [name, message] of said) {
        const control = element.querySelector(`#f-${name}`);
        control?.setAttribute("aria-invalid", String(!message.hidden));
        if (message.hidden) control?.removeAttribute("aria-describedby");
        else control?.setAttribute("aria-describedby", message.id);
      }
      /** @type {HTMLElement | null} */ (element.querySelector("[aria-invalid=true]"))?.focus();
    },
    focus() {
      const first = /** @type {HTMLElement | null} */ (element.querySelector(".field input, .field select, .field textarea, .field [role=group]"));
      first?.focus();
      if (first instanceof HTMLInputElement) first.select();
    },
    select(name) {
      const control = /** @type {HTMLElement | null} */ (element.querySelector(`#f-${name}`));
      control?.focus();
      if (control instanceof HTMLInputElement) control.select();
    },
  };
}

/**
 * What a field is filled in with, and what reads it.
 * @param {Field} field @param {any} value @param {string} id @param {any} words
 * @returns {{element: HTMLElement, value: () => unknown}}
 */
export function widget(field, value, id, words) {
  if (field.name === "themes") return themes(value ?? [], id, words);
  if (field.name === "parts" || field.name === "ethnic_groups" || Array.isArray(value)) return list(value ?? [], id, field);
  if (field.codes) {
    const options = Object.entries(words.codes[field.codes]);
    const chosen = value ?? (field.name === "qualifier" ? "exact" : "");
    const select = /** @type {HTMLSelectElement} */ (make("select", { id },
      ...(field.needed || field.name === "qualifier" ? [] : [make("option", { value: "", selected: chosen === "" }, "——")]),
      // A sign before each, so that it can be typed.
      ...options.map(([code, label], number) => make("option", { value: code, selected: code === chosen }, `${sign(number)} ${label}`))));
    return { element: select, value: () => select.value || null };
  }
  if (field.name === "note" || field.name === "summary") {
    const area = /** @type {HTMLTextAreaElement} */ (make("textarea", { id, rows: 1 }));
    area.value = value ?? "";
    return { element: area, value: () => area.value || null };
  }
  const input = /** @type {HTMLInputElement} */ (make("input", { id, type: "text", spellcheck: "false", required: false, inputmode: field.name === "value" ? "decimal" : null }));
  input.value = value === null || value === undefined ? "" : String(value);
  return { element: input, value: () => input.value || null };
}

/** @param {string[]} value @param {string} id @param {Field} field */
function list(value, id, field) {
  const sign = field.name === "ethnic_groups" ? "、" : "；";
  const input = /** @type {HTMLInputElement} */ (make("input", { id, type: "text", spellcheck: "false", placeholder: `用“${sign}”隔开` }));
  input.value = value.join(sign);
  const parts = field.name === "ethnic_groups" ? /[、，,；;\s]+/ : /[；;]+/;
  return { element: input, value: () => input.value.split(parts).map((one) => one.trim()).filter(Boolean) };
}

/**
 * The themes in the order they were chosen, the main one first; a digit adds one or takes it away.
 * @param {string[]} value @param {string} id @param {any} words
 */
function themes(value, id, words) {
  let chosen = [...value];
  const group = make("div", { id, role: "group", tabindex: 0, class: "choices", "aria-labelledby": `${id}-label` });
  const buttons = words.themes.map((/** @type {string} */ theme, /** @type {number} */ number) => {
    const button = make("button", { type: "button", tabindex: -1 });
    button.addEventListener("click", () => turn(theme));
    return { theme, button, number: number + 1 };
  });
  /** @param {string} theme */
  function turn(theme) {
    chosen = chosen.includes(theme) ? chosen.filter((one) => one !== theme) : [...chosen, theme];
    draw();
  }
  function draw() {
    for (const { theme, button, number } of buttons) {
      const place = chosen.indexOf(theme);
      button.setAttribute("aria-pressed", String(place >= 0));
      button.replaceChildren(make("kbd", {}, String(number)), ` ${words.codes.themes[theme]}`, ...(place >= 0 && chosen.length > 1 ? [make("small", {}, ` 第${place + 1}`)] : []));
    }
  }
  draw();
  group.append(...buttons.map((/** @type {{button: HTMLElement}} */ one) => one.button));
  group.addEventListener("keydown", (event) => {
    const one = buttons[Number(event.key) - 1];
    if (one && !event.ctrlKey && !event.metaKey) turn(one.theme);
  });
  return { element: group, value: () => chosen };
}
