// The left side: the source as received. Words are marked by ranges alone (CSS Custom Highlight API), so that the text is one
// run of lines and a selection of it is what it seems.
import { make, the } from "./common.js";

const root = the("article");
/** @type {{start: number, end: number, node: Text, line: HTMLElement}[]} */
let lines = [];
/** By its text and by its element. @type {Map<Node, {start: number, end: number}>} */
let places = new Map();
let source = "";

/**
 * Shows the source: its lines, each as what its block is.
 * @param {{text: string, blocks: [number, number, string][]}} article
 */
export function showArticle(article) {
  source = article.text;
  lines = [];
  places = new Map();
  const made = [];
  let block = 0, start = 0;
  for (const text of source.split("\n")) {
    const end = start + text.length;
    while (block < article.blocks.length - 1 && article.blocks[block][1] <= start) block += 1;
    const kind = article.blocks[block] && article.blocks[block][0] < Math.max(end, start + 1) ? article.blocks[block][2] : "furniture";
    const node = document.createTextNode(text);
    const blank = text.trim() === "";
    const line = make("p", { class: blank ? "blank" : kind });
    line.append(node);
    if (!blank) {
      made.push(line);
      lines.push({ start, end, node, line });
      places.set(node, { start, end }).set(line, { start, end });
    }
    start = end + 1;
  }
  root.replaceChildren(...made);
}

/** The line that an offset stands in, or the first behind it. @param {number} offset */
function lineAt(offset) {
  let low = 0, high = lines.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle].end < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The range of a span of the source; null where nothing of it is shown.
 * @param {number} start @param {number} end
 */
export function rangeOf(start, end) {
  if (!lines.length) return null;
  const first = lines[lineAt(start)], last = lines[lineAt(end)];
  const from = Math.min(Math.max(0, start - first.start), first.node.length);
  const until = Math.max(0, Math.min(end - last.start, last.node.length));
  const range = document.createRange();
  range.setStart(first.node, from);
  range.setEnd(last.node, until);
  return range;
}

/**
 * Marks spans under a name that the style sheet knows, in place of those that were.
 * @param {string} name @param {[number, number][]} spans @param {number} [priority]
 */
export function mark(name, spans, priority = 0) {
  if (!CSS.highlights) return;
  const ranges = spans.map(([start, end]) => rangeOf(start, end)).filter((range) => range !== null);
  const highlight = new Highlight(.../** @type {Range[]} */ (ranges));
  highlight.priority = priority;
  CSS.highlights.set(name, highlight);
}

/** Brings a span into sight. @param {number} start @param {number} end */
export function reveal(start, end) {
  const range = rangeOf(start, end), frame = root.getBoundingClientRect();
  if (!range) return;
  const box = range.getBoundingClientRect();
  if (box.top < frame.top + 40 || box.bottom > frame.bottom - 40) {
    root.scrollTop += box.top - frame.top - frame.height / 3;
  }
}

/** The offset in the source of a place in the page; -1 where none is. @param {Node | null} node @param {number} offset */
function offsetOf(node, offset) {
  if (!node || !root.contains(node)) return -1;
  if (node.nodeType === Node.TEXT_NODE) {
    const line = places.get(node);
    return line ? line.start + offset : -1;
  }
  const line = places.get(node);
  if (line) return offset ? line.end : line.start;
  const child = node.childNodes[offset];
  const next = child && places.get(child);
  return next ? next.start : lines.length ? lines[lines.length - 1].end : -1;
}

/** The offset that a point of the screen lies at; -1 where none does. @param {number} x @param {number} y */
export function offsetAt(x, y) {
  const range = document.caretRangeFromPoint?.(x, y);
  return range ? offsetOf(range.startContainer, range.startOffset) : -1;
}

/** What is selected of the source, white space at its ends left out; null where nothing is. */
export function selected() {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  let start = offsetOf(range.startContainer, range.startOffset), end = offsetOf(range.endContainer, range.endOffset);
  if (start < 0 || end < 0) return null;
  while (start < end && /\s/.test(source[start])) start += 1;
  while (start < end && /\s/.test(source[end - 1])) end -= 1;
  return start < end ? { start, end, text: source.slice(start, end) } : null;
}

/** Selects a span, as if it had been dragged over. @param {number} start @param {number} end */
export function select(start, end) {
  const range = rangeOf(start, end), selection = getSelection();
  if (!range || !selection) return;
  selection.removeAllRanges();
  selection.addRange(range);
}

/**
 * The sentence around a span, for what is to be taken from it: between full stops, not beyond its line.
 * @param {number} start @param {number} end
 * @returns {[number, number]}
 */
export function sentence(start, end) {
  const line = lines[lineAt(start)];
  if (!line) return [start, end];
  const text = line.node.data, from = start - line.start, until = end - line.start;
  let a = from, b = until;
  while (a > 0 && !/[。；;，,：:！？!?]/.test(text[a - 1])) a -= 1;
  while (b < text.length && !/[。；;，,：:！？!?]/.test(text[b])) b += 1;
  while (a < b && /\s/.test(text[a])) a += 1;
  return [line.start + a, line.start + b];
}

/**
 * Where words stand in the source from an offset on, around its end to its beginning; null where they do not.
 * @param {string} words @param {number} from
 * @returns {[number, number] | null}
 */
export function seek(words, from) {
  if (!words) return null;
  const at = source.indexOf(words, from), found = at < 0 ? source.indexOf(words) : at;
  return found < 0 ? null : [found, found + words.length];
}
