// The first page: every document, what deserves a look most first.
import { ask, make, the, typing } from "./common.js";

const STATES = /** @type {Record<string, string>} */ ({ unreviewed: "未核对", checked: "已核对", disputed: "有争议" });
const NUMBERS = ["conflicts", "wrong", "unexplained", "low", "todo", "hand"];
const find = /** @type {HTMLInputElement} */ (the("find"));
/** @type {any[]} */
let rows = [];

/** @param {any} row */
function line(row) {
  if (row.waiting) {
    return make("tr", {}, make("th", { scope: "row" }, make("a", { href: `/d/${row.id}`, class: "doc" }, row.id)), make("td", { colspan: 8, class: "none" }, "正在清点……"));
  }
  const named = row.regions.join("、");
  const link = make("a", { href: `/d/${row.id}`, class: "doc" }, row.title || row.id);
  const cell = make("th", { scope: "row" }, link, make("small", {}, [named, row.id].filter(Boolean).join(" · ")));
  if (row.broken) {
    return make("tr", { class: "broken" }, cell, make("td", { colspan: 8 }, `档案写坏了：${row.broken[0]}`));
  }
  const counts = NUMBERS.map((name) => make("td", { class: row[name] ? `n ${name}` : "n none" }, row[name] ? String(row[name]) : "0"));
  return make("tr", {}, cell, make("td", { class: row.status }, STATES[row.status] ?? ""), ...counts, make("td", { class: "date" }, row.published ?? "未注明"));
}

function show() {
  const words = find.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const seen = rows.filter((row) => {
    const text = [row.title ?? "", row.id, ...(row.regions ?? [])].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
  the("rows").replaceChildren(...seen.map(line));
}

async function load() {
  const { status, data } = await ask("/api/documents");
  if (status !== 200) {
    the("about").textContent = status === 0 ? "校对台已经停了：在终端再运行 make review。" : "没有取到，请刷新再试。";
    return;
  }
  const changed = JSON.stringify(rows) !== JSON.stringify(data.rows);
  rows = data.rows;
  const open = rows.filter((row) => !row.waiting && row.status !== "checked").length;
  the("about").textContent = data.pending
    ? `${rows.length} 份档案，还有 ${data.pending} 份正在清点……`
    : rows.length ? `${rows.length} 份档案，${open} 份未核对` : "还没有档案：用 python -m generator add 收进第一份文件。";
  if (changed) {
    const at = /** @type {HTMLAnchorElement | null} */ (document.activeElement?.closest("a.doc"))?.href;
    show();
    if (at) links().find((link) => link.href === at)?.focus();
  }
  if (data.pending) setTimeout(load, data.pending > 50 ? 4000 : 1000);
}

/** Loads the query when it is first asked for. */
async function bulk() {
  const [{ openBulk }, { data }] = await Promise.all([import("./bulk.js"), ask("/api/words")]);
  if (data?.kinds) openBulk(data, load);
}

const links = () => /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll("a.doc")]);

find.addEventListener("input", show);
find.addEventListener("keydown", (event) => {
  if (event.key === "Escape" || event.key === "Enter") links()[0]?.focus();
});
document.addEventListener("keydown", (event) => {
  if (typing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = { j: 1, k: -1 }[event.key];
  const all = links();
  if (step && all.length) {
    const at = all.indexOf(/** @type {HTMLAnchorElement} */ (document.activeElement));
    all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + step))].focus();
  } else if (event.key === "/") {
    event.preventDefault();
    find.focus();
  } else if (event.key === "b") {
    event.preventDefault();
    bulk();
  }
});
the("bulk-open").addEventListener("click", bulk);
addEventListener("focus", load);
load();
