// What both pages use: asking the desk, and making elements. Everything is set as text, never as markup.

/**
 * What the desk answers to a question, or to something sent; one that is refused has its status and what came with it.
 * @param {string} address
 * @param {unknown} [sent]
 * @returns {Promise<{status: number, data: any}>}
 */
export async function ask(address, sent) {
  const options = sent === undefined ? {} : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(sent) };
  try {
    const answer = await fetch(address, options);
    const json = answer.headers.get("Content-Type")?.startsWith("application/json");
    return { status: answer.status, data: json ? await answer.json() : await answer.text() };
  } catch {
    return { status: 0, data: null };
  }
}

/**
 * An element with attributes and children; what is null or false is left out.
 * @param {string} tag
 * @param {Record<string, string | number | boolean | null | undefined>} [attributes]
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElement}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(.../** @type {(Node | string)[]} */ (children.filter((child) => child !== null && child !== undefined && child !== false)));
  return element;
}

/**
 * The element with an id, which is there.
 * @param {string} id
 */
export function the(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/** Whether a key is typed into a field. @param {KeyboardEvent} event */
export function typing(event) {
  const target = event.target;
  return target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));
}

/** What is typed to take a choice of a list: digits, then letters, as browsers take a digit that is typed twice for the next choice. @param {number} place */
export function sign(place) {
  return "123456789abcdefghijklmnopqrstuvwxyz"[place] ?? String(place + 1);
}
